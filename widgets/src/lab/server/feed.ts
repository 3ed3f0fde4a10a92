import { URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";
import { type ISignal, Signal } from "@lumino/signaling";
import type { RunRow } from "../../shared/records";
import { byEpochs, Pace } from "./pace";
import { Polling } from "./polling";
import { type Course, course, type Devices, devices, type RunList, runList } from "./requests";

type Message =
  | ({ kind: "runs" } & RunList)
  | { kind: "change"; changed: RunRow[]; removed: string[]; left_out: string[] }
  | ({ kind: "course" } & Course)
  | ({ kind: "devices" } & Devices);

/** What this browser tab wants to hear. */
interface Wish {
  devices: boolean;
  seconds: number;
}

/**
 * Milliseconds until a web socket is tried again: at first, at most, and at most where all else
 * gets through.
 */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;
const LONGEST_PAUSE_POLLED = 60_000;
const PATIENCE = 10_000; // for the first word of a web socket

/** Is this a training that goes on? */
export function isAtWork(row: Pick<RunRow, "state"> | undefined): boolean {
  return row?.state === "running" || row?.state === "paused";
}

/**
 * Holds what the server tells about runs, course and devices, live after `start`.
 *
 * It hears by a web socket. Where none gets through, as behind some proxies, it asks by HTTP now
 * and then, and goes on trying to hear.
 */
export class Feed {
  readonly rows = new Map<string, RunRow>();
  /** the server's root folder, absolute */
  root = "";
  /** folders that the server did not look through to their end, below its root */
  leftOut: string[] = [];
  course: Course | null = null;
  devices: Devices | null = null;
  /**
   * "waiting" until the first answer, then "live"; "polled" where it only asks, "lost" where not
   * even that is answered.
   */
  state: "waiting" | "live" | "polled" | "lost" = "waiting";
  /** The rows that changed; empty if all did, or if some are gone. */
  readonly runsChanged: ISignal<this, RunRow[]>;
  /** A training that was at work and has ended. */
  readonly ended: ISignal<this, RunRow>;
  readonly courseChanged: ISignal<this, Course>;
  readonly devicesChanged: ISignal<this, Devices>;
  readonly stateChanged: ISignal<this, void>;

  private readonly signals = {
    runs: new Signal<this, RunRow[]>(this),
    ended: new Signal<this, RunRow>(this),
    course: new Signal<this, Course>(this),
    devices: new Signal<this, Devices>(this),
    state: new Signal<this, void>(this),
  };
  private readonly paces = new Map<string, Pace>();
  private wanted: Wish = { devices: false, seconds: 0.5 };
  private socket: WebSocket | null = null;
  private pause = FIRST_PAUSE;
  private readonly polling = new Polling(() => this.ask(), () => document.hidden);

  constructor() {
    document.addEventListener("visibilitychange", () => this.polling.hurry());
    this.runsChanged = this.signals.runs;
    this.ended = this.signals.ended;
    this.courseChanged = this.signals.course;
    this.devicesChanged = this.signals.devices;
    this.stateChanged = this.signals.state;
  }

  start(): void {
    if (this.socket !== null) return;
    const settings = ServerConnection.makeSettings();
    const token =
      settings.appendToken && settings.token !== ""
        ? `?token=${encodeURIComponent(settings.token)}`
        : "";
    const socket = new settings.WebSocket(
      URLExt.join(settings.wsUrl, "imagerec", "events") + token,
    );
    socket.onopen = () => socket.send(JSON.stringify(this.wanted));
    // some proxies let it wait for ever
    const silent = window.setTimeout(() => socket.close(), PATIENCE);
    socket.onmessage = ({ data }) => {
      window.clearTimeout(silent);
      this.receive(JSON.parse(data) as Message);
    };
    socket.onclose = () => {
      window.clearTimeout(silent);
      this.lose();
    };
    this.socket = socket;
  }

  /** Tell the server what else is wanted from now on. */
  want(wish: Partial<Wish>): void {
    this.wanted = { ...this.wanted, ...wish };
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(this.wanted));
    else if (wish.devices) this.polling.hurry();
  }

  /** All runs, the newest first. */
  sorted(): RunRow[] {
    return [...this.rows.values()].sort((one, other) => (other.started ?? 0) - (one.started ?? 0));
  }

  /** The run that was started last. */
  newest(): RunRow | undefined {
    return this.sorted()[0];
  }

  /** The trainings that go on, the newest first. */
  atWork(): RunRow[] {
    return this.sorted().filter(isAtWork);
  }

  /** About how long a training still takes; null if that cannot be told. */
  secondsLeft(run: string): number | null {
    const row = this.rows.get(run);
    return (row && byEpochs(row)) ?? this.paces.get(run)?.secondsLeft() ?? null;
  }

  /**
   * The run in this folder, absolute or relative to the root: the one whose path is its longest
   * end.
   */
  find(folder: string): RunRow | undefined {
    const path = `/${folder.replaceAll("\\", "/").replace(/\/+$/, "")}`;
    const found = [...this.rows.values()].filter(({ run }) => path.endsWith(`/${run}`));
    return found.sort((one, other) => other.run.length - one.run.length)[0];
  }

  /** Where a file lies below the server's root; null if it lies elsewhere. */
  inRoot(path: string): string | null {
    return path.startsWith(`${this.root}/`) ? path.slice(this.root.length + 1) : null;
  }

  private receive(message: Message): void {
    this.polling.stop();
    this.pause = FIRST_PAUSE;
    this.setState("live");
    if (message.kind === "course") {
      this.takeCourse(message);
    } else if (message.kind === "devices") {
      this.takeDevices(message);
    } else if (message.kind === "runs") {
      this.takeAll(message);
      this.signals.runs.emit([]);
    } else {
      this.leftOut = message.left_out;
      this.take(message.changed);
      for (const run of message.removed) this.forget(run);
      this.signals.runs.emit(message.removed.length === 0 ? message.changed : []);
    }
  }

  /** Ask by HTTP for what a web socket would tell. True if something had changed. */
  private async ask(): Promise<boolean> {
    try {
      const [list, lessons, machine] = await Promise.all([
        runList(),
        course().catch(({ message }: Error) => ({ error: message })),
        this.wanted.devices ? devices() : null,
      ]);
      // what was heard meanwhile is newer
      if (this.state === "live" && this.socket !== null) return false;
      this.setState("polled");
      const before = JSON.stringify(this.course);
      if (JSON.stringify(lessons) !== before) this.takeCourse(lessons);
      if (machine !== null) this.takeDevices(machine);
      return this.tellNew(list);
    } catch {
      if (this.socket === null || this.state !== "live") this.setState("lost");
      return false;
    }
  }

  /** Take in a list that was asked for, and tell what is new in it. True if there is anything. */
  private tellNew(list: RunList): boolean {
    const before = new Map([...this.rows].map(([run, row]) => [run, JSON.stringify(row)]));
    const isSame = JSON.stringify(list.left_out) === JSON.stringify(this.leftOut);
    this.takeAll(list);
    const changed = list.runs.filter((row) => before.get(row.run) !== JSON.stringify(row));
    const isShorter = [...before.keys()].some((run) => !this.rows.has(run));
    if (changed.length > 0 || isShorter || !isSame)
      this.signals.runs.emit(isShorter || !isSame ? [] : changed);
    return changed.length > 0 || isShorter;
  }

  private takeCourse(found: Course): void {
    this.course = found;
    this.signals.course.emit(found);
  }

  private takeDevices(found: Devices): void {
    this.devices = found;
    this.signals.devices.emit(found);
  }

  private takeAll({ root, runs, left_out }: RunList): void {
    this.root = root;
    this.leftOut = left_out;
    const there = new Set(runs.map(({ run }) => run));
    for (const run of [...this.rows.keys()].filter((run) => !there.has(run))) this.forget(run);
    this.take(runs);
  }

  private take(rows: RunRow[]): void {
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

  private measure({ run, state, progress }: RunRow): void {
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
    this.polling.start();
    window.setTimeout(() => this.start(), this.pause);
    this.pause = Math.min(
      2 * this.pause,
      this.state === "polled" ? LONGEST_PAUSE_POLLED : LONGEST_PAUSE,
    );
  }

  private setState(state: Feed["state"]): void {
    if (this.state === state) return;
    this.state = state;
    this.signals.state.emit();
  }
}
