// What the dashboard's Python object, `widgets.dashboard.board`, shows: each trait, with its type.
import type { AnyModel } from "@anywidget/types";
import type { Bar } from "../shared/class_bars";
import type { Caption } from "../shared/pictures/caption";
import type { Score } from "../shared/records";

export type CommandName = "start" | "pause" | "resume" | "step" | "stop";

/** A button that was pressed. The number differs at each press. */
export interface Command { name: CommandName; number: number }

export interface Status {
  state: string;
  /** the buttons that make sense now */
  can: CommandName[];
  message: string; error: string; epoch: number; epochs: number; step: number;
  steps: number; progress: number; images_per_second: number | null;
  learning_rate: number | null; seconds: number; seconds_left: number | null;
  /** of the last epoch, on the validation images */
  latest_accuracy: number | null;
  /** of the best epoch */
  valid: Score | null;
}

/** What a part of the dashboard is asked for; each part knows its own requests. */
export interface Request { name: string; number: number; [argument: string]: unknown }

/** What a form asked for last, and what was wrong with it; empty if more was done since. */
export interface Answered { name?: string; number?: number; error?: string }

/** A value of a recipe, an option or an augmentation, as JSON has it. */
export type Value =
  | number
  | string
  | boolean
  | null
  | (number | string)[]
  | { [name: string]: Value };

/** What a form needs to know of one value, as `runs.recipe_fields` tells it. */
export interface Field {
  name: string;
  kind: "whole" | "number" | "choice" | "flag" | "text" | "numbers" | "names" | "augmentation";
  default: Value; help: string; group: string; optional: boolean; choices: string[];
  least: number | null; most: number | null; above: boolean;
}

export interface DatasetOption {
  name: string; description: string; images: number; shape: number[]; classes: number;
}

export interface ModelOption {
  name: string; description: string;
  /** the number it was published with */
  epochs: number;
  fields: Field[];
}

/** What may be chosen from, as Python lists it. */
export interface Options {
  datasets: DatasetOption[]; models: ModelOption[]; recipe: Field[];
  augmentation: Field[]; presets: Record<string, Record<string, Value>>;
  /** what was given in Python and stands; a trainer brings model and recipe */
  fixed: { data: boolean; trainer: boolean };
}

/** What is chosen. A text that is no number goes to Python as it is, which says what is wrong. */
export interface Choices {
  data: string; model: string;
  /** the model's options that were set */
  options: Record<string, Value>;
  epochs: Value; batch_size: Value; learning_rate: Value;
  /** the other fields of the recipe that were set */
  recipe: Record<string, Value>;
}

export interface DataSummary {
  error?: string; busy?: string; headline?: string; notes?: string[]; classes?: string[];
  counts?: Record<string, number[]>; sizes?: Record<string, number>; more?: string;
  title?: string; tile?: [number, number];
  captions?: Caption[];
}

export interface LayerRow {
  name: string; kind: string; output: string; parameters: number; frozen: boolean;
  multiply_adds: number | null;
}

export interface ModelView {
  error?: string; busy?: string;
  /** the option that the error speaks of */
  option?: string;
  rows?: LayerRow[]; parameters?: number; trainable?: number; weight_bytes?: number;
  activation_bytes?: number; batch_size?: number; multiply_adds?: number; note?: string;
}

export interface Finder {
  error?: string; state?: "working" | "done"; rates?: number[]; losses?: number[];
  steps?: number;
  marks?: { constant: number; one_cycle: number };
  edge?: number;
}

/** The traits of the dashboard's part `setup`. */
export interface SetupState {
  options: Options; choices: Choices;
  /** what is wrong with a value, by the field's name */
  problems: Record<string, string>;
  /** the card that is open, or "" */
  card: string;
  data_view: DataSummary; data_sheet: DataView; model_view: ModelView; finder: Finder;
  /** the values that were suggested, and a word on them */
  suggestion: Finder & { values?: Record<string, Value>; note?: string };
  preview: { error?: string; busy?: string; names?: string[]; tile?: [number, number] };
  preview_originals: DataView; preview_changed: DataView;
}

/** How a table of float32 is to be read. */
export interface TableAbout { version: number; names: string[] }

export interface Tables { steps?: TableAbout; epochs?: TableAbout }

/** A run that is laid over the curves. */
export interface Overlay {
  run: string; model: string; tables: Tables; steps: DataView; epoch_rows: DataView;
}

/** A place where no run is laid over. */
export interface NoOverlay { run?: undefined }

/** What the horizontal axis can be: the columns that say where a row stands. */
export type AxisName = "epoch" | "step" | "time";

/** Something that was changed by hand. */
export type ChangeMark = Record<AxisName, number> & { label: string };

/** How the curves are seen; all views agree on it. */
export interface View {
  x: AxisName;
  /** 0 draws the lines as they are; n takes the mean of 2ⁿ⁻¹ points to both sides */
  smoothing: number;
  /** the measures with a logarithmic scale */
  log: string[];
  /** the measures that were shown or hidden by hand */
  shown: Record<string, boolean>;
}

/** An earlier run on the same data. */
export interface EarlierRun {
  run: string; model: string; state: string; epochs: number; accuracy: number | null;
}

/** The traits of its parts `live_log` and `overlays`. */
export interface CurvesState {
  tables: Tables;
  /** the table of steps in blocks, see `live_log` */
  steps_0: DataView;
  steps_1: DataView; steps_2: DataView; steps_3: DataView; epochs: DataView;
  marks: ChangeMark[]; view: View; earlier: EarlierRun[]; overlay_0: Overlay | NoOverlay;
  overlay_1: Overlay | NoOverlay; overlay_2: Overlay | NoOverlay;
  overlay_3: Overlay | NoOverlay; overlay_4: Overlay | NoOverlay;
}

/** The traits of its part `system`. */
export interface SystemState {
  machine: { cores?: number; memory?: number; gpus?: number };
  /** float32 rows of the last minute: images a second, processor, memory, GPU, its memory */
  system: DataView;
}

/** What can be changed by hand, as it is now; empty before there is a training. */
export interface Settings {
  learning_rate?: number | null; epochs?: number; presets?: string[];
  /** a preset's name, "own", or empty for none */
  augmentation?: string;
  frozen?: string[];
  /** the names of the layers with weights */
  layers?: string[];
  /** what was changed and waits, in words */
  pending?: string;
}

/** A change that was made by hand. */
export interface Change { step: number; epoch: number; text: string }

/** A run of the family. Places are in epochs. */
export interface TreeRun {
  name: string; state: string; parent: string | null;
  /** where it branched off, 0 for one that did not */
  begin: number;
  /** how far it has come */
  end: number;
  /** how far it is to come */
  epochs: number;
  best: number | null; final: number | null;
  /** what it was given other than its parent had */
  settings: string;
}

/** A snapshot that one can go back to. */
export interface Snapshot {
  step: number; at: number; accuracy: number | null;
  /** what held when it was taken, as a branch can have it */
  settings: Pick<Settings, "learning_rate" | "epochs" | "augmentation" | "frozen">;
}

/** The family of the run that is shown; empty before there is one. */
export interface Tree {
  path?: string; name?: string;
  /** each after its parent */
  runs?: TreeRun[];
  snapshots?: Snapshot[];
  /** what is to be said of the run that this one took the place of */
  note?: string;
}

/** The parent, then the run. */
export interface Compared {
  runs?: { name: string; best: number | null; final: number | null; end: number }[];
  points?: number[];
}

export interface Finding {
  kind: string; sentence: string;
  /** names and numbers, in one line */
  evidence: string;
  /** "05", or "05-2" for an exercise */
  lesson: string;
}

/** What was found after this epoch; empty before the first. */
export interface Findings { epoch?: number; list?: Finding[] }

/** Names and words for each layer; the figures are in `layer_values`. */
export interface LayerTable {
  layers?: { name: string; kind: string; frozen: boolean; unusual: string[] }[];
  figures?: string[];
  /** the step of each look */
  steps?: number[];
  left_out?: number;
}

/** What was taken for what after this epoch; empty before the first. */
export interface ClassTable {
  epoch?: number; n?: number; classes?: string[]; confusion?: number[][];
  /** the share of each class that was recognised; null for a class without images */
  accuracy?: (number | null)[];
}

/** The mistakes that are the worst at the moment. */
export interface Mistakes {
  tile?: [number, number];
  captions?: (Caption & { label: number; predicted: number })[];
}

/** The traits of its part `steering`, and of what that is made of. */
export interface SteeringState {
  settings: Settings; changes: Change[];
  /** the Python that reproduces the run; empty while nobody looks at it */
  code: string;
  tree: Tree; compared: Compared;
  /** float32 rows: epoch, valid accuracy; of the parent, then of the run */
  compared_values: DataView;
  findings: Findings; layers: LayerTable;
  /** float32: layer by layer, figure by figure, epoch by epoch */
  layer_values: DataView;
  classes: ClassTable; mistakes: Mistakes; mistakes_sheet: DataView;
}

/** The evaluation; empty before there is one. */
export interface Result {
  classes?: string[];
  /** the class of each row, where only some have one */
  numbers?: number[];
  confusion?: number[][]; split?: string; n?: number; note?: string;
  /** has the network layers of attention? */
  attends?: boolean;
}

/** Which pictures are shown if no cell is chosen, and in which order. */
export interface Filter { which: string; label: number | null; order: string }

/** The pictures that are shown, with the captions of the first page. */
export interface Gallery {
  number?: number; title?: string; count?: number; page?: number; tile?: [number, number];
  captions?: Caption[];
}

/** The picture that is open; empty: none. */
export interface Looking { place?: number; method?: string; target?: number | null }

/** What is known of it. */
export interface Detail {
  place?: number; count?: number; true?: string; predicted?: string; right?: boolean;
  split?: string; index?: number; path?: string | null; size?: [number, number];
  target?: number; bars?: Bar[];
}

export interface OtherRun { run: string; label: string }

export interface ComparedRun { run: string; accuracy: number; interval: [number, number] }

/** As `imagerec compare --json` prints it. */
export interface Comparison {
  with?: string; n?: number; split?: string; runs?: ComparedRun[];
  only?: [number, number]; difference?: number; interval?: [number, number]; p?: number;
  sentence?: string;
}

export interface Verb {
  name: string;
  /** does this version have it? If not, its button says so */
  there: boolean;
  says: string;
}

/** The traits of its parts `inspection` and `comparing`. */
export interface InspectionState {
  result: Result;
  /** [true, predicted], or nothing for what the filter says */
  selected: number[];
  filter: Filter; gallery: Gallery; sheet: DataView;
  /** the pages that are about to be seen */
  wanted: { gallery: number; pages: number[]; number: number };
  page: { gallery?: number; page?: number; captions?: Caption[] };
  page_sheet: DataView; looking: Looking; detail: Detail; picture: DataView;
  overlay: { gallery?: number; place?: number; method?: string; target?: number; note?: string };
  overlay_map: DataView; others: OtherRun[]; comparison: Comparison; verbs: Verb[];
}

/** The run that is played; empty: this is no replay. */
export interface Replay {
  name?: string;
  /** in seconds of the training */
  length?: number;
  position?: number;
  /** does another process train it still? */
  live?: boolean;
  paused?: boolean; speed?: number; missing?: string;
}

/**
 * How it shall be played. A place that is sought has a number of its own, so that it is sought
 * once.
 */
export interface Player { paused?: boolean; speed?: number; seek?: [number, number] | null }

/** The traits of its part `replay`. */
export interface ReplayState { replay: Replay; player: Player }

/** The traits of the Python class, with their types. */
export interface DashboardState
  extends SetupState, SteeringState, CurvesState, SystemState, InspectionState, ReplayState {
  command: Command; request: Request; answered: Answered; status: Status;
}

export type DashboardModel = AnyModel<DashboardState>;
