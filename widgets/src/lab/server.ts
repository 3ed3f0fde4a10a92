import { URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";

/** An accuracy with its 95 % interval, measured on `n` images. */
export interface Score {
  accuracy: number;
  interval: [number, number];
  n: number;
}

/** One run, as imagerec.lab.watcher tells it. `run` is its path below the server's root. */
export interface Row {
  run: string;
  name: string;
  state: string;
  data: string | null;
  model: string | null;
  started?: number | null;
  valid?: Score | null;
  progress?: number | null;
  epoch?: number | null;
  epochs?: number | null;
  error?: string | null;
}

export interface Lesson {
  lesson: string;
  title: string;
  exercises: number;
  solved: number;
}

export type Course = { lessons: Lesson[]; next: string | null } | { error: string };

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

/** Where a lesson can be opened now; null asks for the first unfinished one. */
export async function lessonPath(lesson: string | null): Promise<string> {
  const body = JSON.stringify({ lesson });
  return (await request<{ path: string }>("course/open", { method: "POST", body })).path;
}

/** The path of a run that is known to exist still, and to lie below the root. */
export async function runPath(run: string): Promise<string> {
  return (await request<{ run: string }>(URLExt.join("runs", URLExt.encodeParts(run)))).run;
}
