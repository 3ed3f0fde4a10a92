import { URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";
import type {
  About, ClassesRow, Environment, Report, RunRow, ServiceRow, Status,
} from "../../shared/records";

/** All runs, the newest first. */
export interface RunList {
  /** the server's root folder, absolute, that the runs lie below */
  root: string;
  runs: RunRow[];
  /** folders that the server did not look through to their end */
  left_out: string[];
}

export interface Lesson {
  lesson: string;
  title: string;
  exercises: number;
  solved: number;
  /** the first exercise that is not solved */
  exercise: string | null;
  minutes: number;
}

export type Course = { lessons: Lesson[]; next: string | null } | { error: string };

export interface Gpu {
  name: string;
  load: number | null;
  used: number | null;
  total: number | null;
  temperature: number | null;
}

export interface Devices {
  /** percent of each */
  cores: number[];
  memory: { used: number; total: number };
  gpus: Gpu[];
}

export interface RunFile {
  path: string;
  bytes: number;
  time: number;
}

/** What is sent in place of a file that is damaged. */
export interface Damaged {
  error: string;
}

/** What does not grow while a run trains, see imagerec.lab.run_page. */
export interface RunDetails {
  run: string;
  name: string;
  about: About;
  status: Status;
  parent: string | null;
  environment: Environment | Damaged | null;
  /** one for each split that was judged, the test pictures' first */
  reports: (Report | Damaged)[];
  /** the steps of the checkpoints, the latest one too */
  snapshots: number[];
  files: RunFile[];
}

export function isDamaged(record: object): record is Damaged {
  return "error" in record;
}

/** A run's reports that can be read. */
export function readable({ reports }: Pick<RunDetails, "reports">): Report[] {
  return reports.filter((report): report is Report => !isDamaged(report));
}

type Numbers = (number | null)[][];

/** What was changed by hand, `at` so many epochs. */
export interface Change {
  step: number;
  at: number;
  values: Record<string, unknown>;
}

/** What a run told since a byte of its history. */
export interface NewHistory {
  /** epoch, loss, accuracy, learning rate, images a second */
  steps: Numbers;
  /** epoch, loss, accuracy, valid loss, valid accuracy */
  epochs: Numbers;
  changes: Change[];
  /** how the classes were told apart after an epoch */
  classes: ClassesRow | null;
  next: number;
  /** is this the whole history, and what was read before no longer true? */
  again: boolean;
}

export type SteerCommand = "stop" | "pause" | "resume";

/** Ask imagerec's part of the server; JupyterLab adds login and XSRF token. */
export async function request<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const settings = ServerConnection.makeSettings();
  const url = URLExt.join(settings.baseUrl, "imagerec", path);
  const response = await ServerConnection.makeRequest(url, init, settings);
  if (response.ok) return (await response.json()) as Answer;
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json") ?? false;
  const message = isJson ? (await response.json()).message : null;
  throw new Error(message ?? `The server answers ${response.status} ${response.statusText}.`);
}

function post<Answer>(path: string, body: unknown): Promise<Answer> {
  return request<Answer>(path, { method: "POST", body: JSON.stringify(body) });
}

/** The address of a run below one of the server's verbs. */
function at(verb: string, run: string): string {
  return URLExt.join(verb, URLExt.encodeParts(run));
}

/** Where a lesson can be opened now; null asks for the first unfinished one. */
export async function lessonPath(lesson: string | null): Promise<string> {
  return (await post<{ path: string }>("course/open", { lesson })).path;
}

export const runList = (): Promise<RunList> => request<RunList>("runs");

export const devices = (): Promise<Devices> => request<Devices>("devices");

/** The services that run, each asked by the server. */
export const services = (): Promise<{ services: ServiceRow[] }> => request("services");

/** Ask a service to end, by its process. */
export const stopService = (pid: number): Promise<unknown> =>
  post("services", { stop: String(pid) });

export const course = (): Promise<Course> => request<Course>("course");

/**
 * What a run's page shows. An error if the run does not exist any more, or lies outside the root.
 */
export const runDetails = (run: string): Promise<RunDetails> =>
  request<RunDetails>(at("runs", run));

export const runHistory = (run: string, start: number): Promise<NewHistory> =>
  request<NewHistory>(`${at("history", run)}?start=${start}`);

export const deleteRun = (run: string): Promise<unknown> =>
  request(at("runs", run), { method: "DELETE" });

export const steer = (run: string, command: SteerCommand): Promise<unknown> =>
  post(at("steer", run), { command });

/** Stop the trainings of a kernel by its process; the names of the runs. */
export async function stopKernel(kernel: string): Promise<string[]> {
  return (await post<{ stopped: string[] }>(URLExt.join("stop-kernel", kernel), {})).stopped;
}

/** The validation accuracy of each epoch, of each of these runs. */
export function curves(runs: string[]): Promise<Record<string, number[]>> {
  return request(`curves?${runs.map((run) => `run=${encodeURIComponent(run)}`).join("&")}`);
}
