import type { AnyModel } from "@anywidget/types";
import { make, setText } from "../shared/dom";
import { follow, send } from "../shared/model";
import type { CurvesState } from "./curves/curves";
import type { InspectionState } from "./inspection/inspection";
import type { SystemState } from "./progress";
import type { ReplayState } from "./replay";
import type { SetupState } from "./setup/setup";
import type { SteeringState } from "./steering/steering";

export type CommandName = "start" | "pause" | "resume" | "step" | "stop";

/** A button that was pressed. The number differs at each press. */
export interface Command {
  name: CommandName;
  number: number;
}

export interface Score {
  accuracy: number;
  interval: [number, number];
  n: number;
}

export interface Status {
  state: string;
  /** the buttons that make sense now */
  can: CommandName[];
  message: string;
  error: string;
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  progress: number;
  images_per_second: number | null;
  learning_rate: number | null;
  seconds: number;
  seconds_left: number | null;
  /** of the last epoch, on the validation images */
  latest_accuracy: number | null;
  /** of the best epoch */
  valid: Score | null;
}

/** What a part of the dashboard is asked for; each part knows its own requests. */
export interface Request {
  name: string;
  number: number;
  [argument: string]: unknown;
}

/** What a form asked for last, and what was wrong with it; empty if more was done since. */
export interface Answered {
  name?: string;
  number?: number;
  error?: string;
}

/** The traits of the Python class, with their types. */
export interface DashboardState
  extends SetupState, SteeringState, CurvesState, SystemState, InspectionState, ReplayState {
  command: Command;
  request: Request;
  answered: Answered;
  status: Status;
}

export type DashboardModel = AnyModel<DashboardState>;

export { follow, send };

/** As `follow`, and when the training's state or its length has changed; not at each step of it. */
export function followState(
  model: DashboardModel, keys: (keyof DashboardState & string)[], changed: () => void, signal: AbortSignal,
): void {
  const standing = () => {
    const { state, can, error, epochs, steps } = model.get("status");
    return JSON.stringify([state, can, error, epochs, steps]);
  };
  let before = standing();
  follow(model, keys, changed, signal);
  follow(model, ["status"], () => {
    const now = standing();
    if (now === before) return;
    before = now;
    changed();
  }, signal);
}

/** Ask a part of the dashboard for something; its Python class says who answers. Returns the number of the request. */
export function request(model: DashboardModel, name: string, values: Record<string, unknown> = {}): number {
  const number = Date.now() + Math.random();
  send(model, "request", { ...values, name, number });
  return number;
}

/** What is wrong with what a form asked for, beside its button. `answered` is called when it was done, or refused. */
export function answerTo(
  model: DashboardModel, name: string, signal: AbortSignal, answered: (number: number | undefined, refused: boolean) => void,
): HTMLElement {
  const element = make("p", { class: "ir-error", attributes: { role: "alert", "data-testid": `${name}-error` } });
  follow(model, ["answered"], () => {
    const answer = model.get("answered");
    const error = answer.name === name ? (answer.error ?? "") : "";
    setText(element, error);
    if (answer.name === name) answered(answer.number, error !== "");
  }, signal);
  return element;
}
