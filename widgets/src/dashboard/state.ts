import type { AnyModel } from "@anywidget/types";

/** What may be chosen from, as Python lists it. */
export interface Options {
  datasets: DatasetOption[];
  models: ModelOption[];
  /** what was given in Python and stands; a trainer brings model and recipe */
  fixed: { data: boolean; trainer: boolean };
}

export interface DatasetOption {
  name: string;
  description: string;
  images: number;
  shape: number[];
  classes: number;
}

export interface ModelOption {
  name: string;
  description: string;
  /** the number it was published with */
  epochs: number;
}

/** What is chosen. A text that is no number goes to Python as it is, which says what is wrong. */
export interface Choices {
  data: string;
  model: string;
  epochs: number | string | null;
  batch_size: number | string | null;
  learning_rate: number | string | null;
}

export type CommandName = "start" | "pause" | "resume" | "stop";

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
  progress: number;
  images_per_second: number | null;
  seconds: number;
  seconds_left: number | null;
  valid: Score | null;
}

/** The evaluation; empty before there is one. */
export interface Result {
  classes?: string[];
  confusion?: number[][];
  split?: string;
  n?: number;
  note?: string;
}

/** The images of the chosen cell. */
export interface Gallery {
  title?: string;
  tile?: [number, number];
  captions?: { text: string; detail: string; right: boolean }[];
}

/** The traits of the Python class, with their types. */
export interface DashboardState {
  options: Options;
  choices: Choices;
  command: Command;
  status: Status;
  /** float32 rows: epoch, loss, accuracy */
  steps: DataView;
  /** float32 rows: epoch, valid loss, valid accuracy */
  epochs: DataView;
  result: Result;
  /** [true, predicted], or nothing for all mistakes */
  selected: number[];
  gallery: Gallery;
  sheet: DataView;
}

export type DashboardModel = AnyModel<DashboardState>;

/** Set a trait and tell Python. */
export function send<Key extends keyof DashboardState>(
  model: DashboardModel,
  key: Key,
  value: DashboardState[Key],
): void {
  model.set(key, value);
  model.save_changes();
}

/** Call `changed` now, and whenever one of these traits changes. */
export function follow(
  model: DashboardModel,
  keys: (keyof DashboardState)[],
  changed: () => void,
  signal: AbortSignal,
): void {
  for (const key of keys) {
    model.on(`change:${key}`, changed);
    signal.addEventListener("abort", () => model.off(`change:${key}`, changed));
  }
  changed();
}
