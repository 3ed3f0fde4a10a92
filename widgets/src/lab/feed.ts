import { URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";
import { type ISignal, Signal } from "@lumino/signaling";
import type { Course, Row } from "./server";

type Message =
  | { kind: "runs"; runs: Row[] }
  | { kind: "change"; changed: Row[]; removed: string[] }
  | ({ kind: "course" } & Course);

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15000;

/** Holds what the server tells about runs and course, live between `start` and `stop`. */
export class Feed {
  readonly rows = new Map<string, Row>();
  course: Course | null = null;
  /** "waiting" until the first answer, then "live", or "lost" while it tries again. */
  state: "waiting" | "live" | "lost" = "waiting";

  private readonly runsSignal = new Signal<this, Row[]>(this);
  private readonly courseSignal = new Signal<this, Course>(this);
  private readonly stateSignal = new Signal<this, void>(this);
  private socket: WebSocket | null = null;
  private timer = 0;
  private pause = FIRST_PAUSE;

  /** The rows that changed; empty if all did, or if some are gone. */
  get runsChanged(): ISignal<this, Row[]> {
    return this.runsSignal;
  }

  get courseChanged(): ISignal<this, Course> {
    return this.courseSignal;
  }

  get stateChanged(): ISignal<this, void> {
    return this.stateSignal;
  }

  start(): void {
    if (this.socket !== null) return;
    const settings = ServerConnection.makeSettings();
    const token = settings.appendToken && settings.token !== "" ? `?token=${encodeURIComponent(settings.token)}` : "";
    const socket = new settings.WebSocket(URLExt.join(settings.wsUrl, "imagerec", "events") + token);
    socket.onmessage = ({ data }) => this.receive(JSON.parse(data) as Message);
    socket.onclose = () => this.lose();
    this.socket = socket;
  }

  stop(): void {
    window.clearTimeout(this.timer);
    if (this.socket === null) return;
    this.socket.onclose = this.socket.onmessage = null;
    this.socket.close();
    this.socket = null;
  }

  private receive(message: Message): void {
    this.pause = FIRST_PAUSE;
    this.setState("live");
    if (message.kind === "course") {
      this.course = message;
      this.courseSignal.emit(message);
      return;
    }
    if (message.kind === "runs") this.rows.clear();
    const rows = message.kind === "runs" ? message.runs : message.changed;
    for (const row of rows) this.rows.set(row.run, row);
    const removed = message.kind === "change" ? message.removed : [];
    for (const run of removed) this.rows.delete(run);
    this.runsSignal.emit(message.kind === "runs" ? [] : rows);
  }

  private lose(): void {
    this.socket = null;
    this.setState("lost");
    this.timer = window.setTimeout(() => this.start(), this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  private setState(state: Feed["state"]): void {
    if (this.state === state) return;
    this.state = state;
    this.stateSignal.emit();
  }
}
