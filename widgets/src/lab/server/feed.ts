import { URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";
import { type ISignal, Signal } from "@lumino/signaling";
import { byEpochs, Pace } from "./pace";
import type { Course, Devices, Row } from "./requests";

type Message =
  | { kind: "runs"; root: string; runs: Row[]; left_out: string[] }
  | { kind: "change"; changed: Row[]; removed: string[]; left_out: string[] }
  | ({ kind: "course" } & Course)
  | ({ kind: "devices" } & Devices);

/** What this browser tab wants to hear. */
interface Wish {
  devices: boolean;
  seconds: number;
}

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15000;

/** Is this a training that goes on? */
export function isAtWork(row: Row | undefined): boolean {
  return row?.state === "running" || row?.state === "paused";
}

/** Holds what the server tells about runs, course and devices, live after `start`. */
export class Feed {
  readonly rows = new Map<string, Row>();
  /** the server's root folder, absolute */
  root = "";
  /** folders that the server did not look through to their end, below its root */
  leftOut: string[] = [];
  course: Course | null = null;
  devices: Devices | null = null;
  /** "waiting" until the first answer, then "live", or "lost" while it tries again. */
  state: "waiting" | "live" | "lost" = "waiting";
  /** The rows that changed; empty if all did, or if some are gone. */
  readonly runsChanged: ISignal<this, Row[]>;
  /** A training that was at work and has ended. */
  readonly ended: ISignal<this, Row>;
  readonly courseChanged: ISignal<this, Course>;
  readonly devicesChanged: ISignal<this, Devices>;
  readonly stateChanged: ISignal<this, void>;

  private readonly signals = {
    runs: new Signal<this, Row[]>(this),
    ended: new Signal<this, Row>(this),
    course: new Signal<this, Course>(this),
    devices: new Signal<this, Devices>(this),
    state: new Signal<this, void>(this),
  };
  private readonly paces = new Map<string, Pace>();
  private wanted: Wish = { devices: false, seconds: 0.5 };
  private socket: WebSocket | null = null;
  private pause = FIRST_PAUSE;

  constructor() {
    this.runsChanged = this.signals.runs;
    this.ended = this.signals.ended;
    this.courseChanged = this.signals.course;
    this.devicesChanged = this.signals.devices;
    this.stateChanged = this.signals.state;
  }

  start(): void {
    if (this.socket !== null) return;
    const settings = ServerConnection.makeSettings();
    const token = settings.appendToken && settings.token !== "" ? `?token=${encodeURIComponent(settings.token)}` : "";
    const socket = new settings.WebSocket(URLExt.join(settings.wsUrl, "imagerec", "events") + token);
    socket.onopen = () => socket.send(JSON.stringify(this.wanted));
    socket.onmessage = ({ data }) => this.receive(JSON.parse(data) as Message);
    socket.onclose = () => this.lose();
    this.socket = socket;
  }

  /** Tell the server what else is wanted from now on. */
  want(wish: Partial<Wish>): void {
    this.wanted = { ...this.wanted, ...wish };
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(this.wanted));
  }

  /** All runs, the newest first. */
  sorted(): Row[] {
    return [...this.rows.values()].sort((one, other) => (other.started ?? 0) - (one.started ?? 0));
  }

  /** The run that was started last. */
  newest(): Row | undefined {
    return this.sorted()[0];
  }

  /** The trainings that go on, the newest first. */
  atWork(): Row[] {
    return this.sorted().filter(isAtWork);
  }

  /** About how long a training still takes; null if that cannot be told. */
  secondsLeft(run: string): number | null {
    const row = this.rows.get(run);
    return (row && byEpochs(row)) ?? this.paces.get(run)?.secondsLeft() ?? null;
  }

  /** The run in this folder, absolute or relative to the root: the one whose path is its longest end. */
  find(folder: string): Row | undefined {
    const path = `/${folder.replaceAll("\\", "/").replace(/\/+$/, "")}`;
    const found = [...this.rows.values()].filter(({ run }) => path.endsWith(`/${run}`));
    return found.sort((one, other) => other.run.length - one.run.length)[0];
  }

  /** Where a file lies below the server's root; null if it lies elsewhere. */
  inRoot(path: string): string | null {
    return path.startsWith(`${this.root}/`) ? path.slice(this.root.length + 1) : null;
  }

  private receive(message: Message): void {
    this.pause = FIRST_PAUSE;
    this.setState("live");
    if (message.kind === "course") {
      this.course = message;
      this.signals.course.emit(message);
    } else if (message.kind === "devices") {
      this.devices = message;
      this.signals.devices.emit(message);
    } else if (message.kind === "runs") {
      this.root = message.root;
      this.leftOut = message.left_out;
      this.takeAll(message.runs);
    } else {
      this.leftOut = message.left_out;
      this.take(message.changed);
      for (const run of message.removed) this.forget(run);
      this.signals.runs.emit(message.removed.length === 0 ? message.changed : []);
    }
  }

  private takeAll(rows: Row[]): void {
    const there = new Set(rows.map(({ run }) => run));
    for (const run of [...this.rows.keys()].filter((run) => !there.has(run))) this.forget(run);
    this.take(rows);
    this.signals.runs.emit([]);
  }

  private take(rows: Row[]): void {
    for (const row of rows) {
      const before = this.rows.get(row.run);
      this.rows.set(row.run, row);
      this.measure(row);
      if (isAtWork(before) && !isAtWork(row)) this.signals.ended.emit(row);
    }
  }

  private forget(run: string): void {
    this.rows.delete(run);
    this.paces.delete(run);
  }

  private measure({ run, state, progress }: Row): void {
    if (state !== "running") {
      this.paces.delete(run);
      return;
    }
    const pace = this.paces.get(run) ?? new Pace();
    this.paces.set(run, pace);
    pace.add(Date.now() / 1000, progress ?? 0);
  }

  private lose(): void {
    this.socket = null;
    this.setState("lost");
    window.setTimeout(() => this.start(), this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  private setState(state: Feed["state"]): void {
    if (this.state === state) return;
    this.state = state;
    this.signals.state.emit();
  }
}
