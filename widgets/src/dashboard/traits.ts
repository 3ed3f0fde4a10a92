// What the browser sets, and the traits of each part. What Python puts there is in messages.ts.
import type { AnyModel } from "@anywidget/types";
import type { Caption } from "../shared/pictures/caption";
import type {
  Answered, BesideParent, ChangeRow, ClassTable, DataSummary, Detail as Told, EarlierRun, Estimate,
  Fault, Findings, Fitting, GalleryMessage, LayerTable, Machine, Mark, Matrix, Mistakes, ModelView,
  OtherRun, Overlay, PreviewView, RateCurve, ReplayMessage, Settings, StatusMessage, Suggestion,
  Tables, Tree, Verb,
} from "./messages";
import type { CompressingState, ExportingState } from "../shared/deploying/traits";
import type { ServingState } from "../shared/serving/traits";
import type { TryingState } from "../shared/trying/try_it";

export type {
  Answered, BesideParent as Compared, ChangeRow as Change, ClassTable, DataSummary, EarlierRun,
  Fault, FindingRow as Finding, Findings, GalleryMessage as Gallery, LayerRow, LayerTable, Machine,
  Mark as ChangeMark, Matrix as Result, Mistakes, ModelView, OtherRun, Overlay,
  RateCurve as Finder, ReplayMessage as Replay, Settings, SnapshotRow as Snapshot,
  StatusMessage as Status, TableAbout, Tables, Tree, TreeRow as TreeRun, Verb,
} from "./messages";

export type CommandName = "start" | "pause" | "resume" | "step" | "stop";

/** A button that was pressed. The number differs at each press. */
export interface Command { name: CommandName; number: number }

/** What a part of the dashboard is asked for; each part knows its own requests. */
export interface Request { name: string; number: number; [argument: string]: unknown }

/** A value of a recipe, an option or an augmentation, as JSON has it. */
export type Value =
  | number
  | string
  | boolean
  | null
  | Value[]
  | { [name: string]: Value };

/** What a form needs to know of one value, as `runs.recipe_fields` tells it. */
export interface Field {
  name: string;
  kind: "whole" | "number" | "choice" | "flag" | "text" | "numbers" | "names" | "augmentation"
    | "stages";
  default: Value; help: string; group: string; optional: boolean; choices: string[];
  least: number | null; most: number | null; above: boolean;
}

export interface DatasetOption {
  name: string; description: string; images: number; shape: number[]; classes: number;
  /** to be downloaded first; 0: none */
  megabytes: number;
}

export interface ModelOption {
  name: string; description: string;
  /** the group that it stands in */
  family: string;
  /** what must be fetched first, in two or three words, or "" */
  needs: string;
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
  data: string;
  /** its name, or "auto": the one that fits the data */
  model: string;
  /** the model's options that were set */
  options: Record<string, Value>;
  epochs: Value; batch_size: Value; learning_rate: Value;
  /** the other fields of the recipe that were set */
  recipe: Record<string, Value>;
}

/** The recipe that the chosen network brings along: the value of each field, by its name. */
export type Own = Record<string, Value>;

/** The traits of the dashboard's part `setup`. */
export interface SetupState {
  options: Options; choices: Choices; own: Own; fitting: Fitting;
  /** what is wrong with a value, by the field's name */
  problems: Record<string, string>;
  faults: { data?: Fault; model?: Fault };
  /** the card that is open, or "" */
  card: string;
  data_view: DataSummary; data_sheet: DataView; model_view: ModelView; finder: RateCurve;
  estimate: Estimate;
  /** the values that were suggested, and a word on them */
  suggestion: Omit<Suggestion, "values"> & { values?: Record<string, Value> };
  preview: PreviewView;
  preview_originals: DataView; preview_changed: DataView;
}

/** A place where no run is laid over. */
export interface NoOverlay { run?: undefined }

/** What the horizontal axis can be: the columns that say where a row stands. */
export type AxisName = "epoch" | "step" | "time";

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

/** The traits of its parts `live_log` and `overlays`. */
export interface CurvesState {
  tables: Tables;
  /** the table of steps in blocks, see `live_log` */
  steps_0: DataView;
  steps_1: DataView; steps_2: DataView; steps_3: DataView; epochs: DataView;
  marks: Mark[]; view: View; earlier: EarlierRun[]; overlay_0: Overlay | NoOverlay;
  overlay_1: Overlay | NoOverlay; overlay_2: Overlay | NoOverlay;
  overlay_3: Overlay | NoOverlay; overlay_4: Overlay | NoOverlay;
}

/** The traits of its part `system`. */
export interface SystemState {
  machine: Partial<Machine>;
  /** float32 rows of the last minute: images a second, processor, memory, GPU, its memory */
  system: DataView;
}

/** The traits of its part `steering`, and of what that is made of. */
export interface SteeringState {
  settings: Settings; changes: ChangeRow[];
  /** the Python that reproduces the run; empty while nobody looks at it */
  code: string;
  tree: Tree; compared: BesideParent;
  /** float32 rows: epoch, valid accuracy; of the parent, then of the run */
  compared_values: DataView;
  findings: Findings; layers: LayerTable;
  /** float32: layer by layer, figure by figure, epoch by epoch */
  layer_values: DataView;
  classes: ClassTable; mistakes: Mistakes; mistakes_sheet: DataView;
}

/** Which pictures are shown if no cell is chosen, and in which order. */
export interface Filter { which: string; label: number | null; order: string }

/** The picture that is open; empty: none. */
export interface Looking { place?: number; method?: string; target?: number | null }

/** What is known of it, its place among the pictures, and how many there are. */
export type Detail = Partial<Told> & { place?: number; count?: number };

export interface ComparedRun { run: string; accuracy: number; interval: [number, number] }

/** As `imagerec compare --json` prints it. */
export interface Comparison {
  with?: string; n?: number; split?: string; runs?: ComparedRun[];
  only?: [number, number]; difference?: number; interval?: [number, number]; p?: number;
  sentence?: string;
}

/** The traits of its parts `inspection` and `comparing`. */
export interface InspectionState {
  result: Matrix;
  /** [true, predicted], or nothing for what the filter says */
  selected: number[];
  filter: Filter; gallery: GalleryMessage; sheet: DataView;
  /** the pages that are about to be seen */
  wanted: { gallery: number; pages: number[]; number: number };
  page: { gallery?: number; page?: number; captions?: Caption[] };
  page_sheet: DataView; looking: Looking; detail: Detail; picture: DataView;
  overlay: { gallery?: number; place?: number; method?: string; target?: number; note?: string };
  overlay_map: DataView; others: OtherRun[]; comparison: Comparison; verbs: Verb[];
}

/**
 * How it shall be played. A place that is sought has a number of its own, so that it is sought
 * once.
 */
export interface Player { paused?: boolean; speed?: number; seek?: [number, number] | null }

/** The traits of its part `replay`. */
export interface ReplayState { replay: ReplayMessage; player: Player }

/** The traits of the Python class, with their types. */
export interface DashboardState
  extends SetupState, SteeringState, CurvesState, SystemState, InspectionState, ReplayState,
    TryingState, ExportingState, ServingState, CompressingState {
  command: Command; request: Request; answered: Answered; status: StatusMessage;
}

export type DashboardModel = AnyModel<DashboardState>;
