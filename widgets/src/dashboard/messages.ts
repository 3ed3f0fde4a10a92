// What the dashboard's parts put on the screen. Written by nbs/typescript.py
// from imagerec.widgets.dashboard: change it there, and call it.
import type { Score } from "../shared/records";

/** How far a training is, and how it goes. */
export interface Figures {
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  /** 0 … 1 */
  progress: number;
  /** that it took so far */
  seconds: number;
  /** about; null if nobody can tell */
  seconds_left: number | null;
  images_per_second: number | null;
  learning_rate: number | null;
  /** on the validation pictures, after the latest epoch */
  latest_accuracy: number | null;
  /** the best epoch's accuracy, with interval and n */
  valid: Score | null;
}

/** The whole status line. */
export interface StatusMessage {
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  progress: number;
  seconds: number;
  seconds_left: number | null;
  images_per_second: number | null;
  learning_rate: number | null;
  latest_accuracy: number | null;
  valid: Score | null;
  /** the training's, or "preparing" or "evaluating" */
  state: string;
  /** the buttons that make sense */
  can: ("pause" | "resume" | "start" | "step" | "stop")[];
  /** what is being done, or shall be */
  message: string;
  /** what went wrong, or nothing */
  error: string;
}

/** What the form is told that asked last; empty if more was done since. */
export interface Answered {
  /** of its request */
  name?: string;
  /** of its request */
  number?: number | null;
  /** what was wrong, or nothing */
  error?: string;
}

/** What stands below a picture. */
export interface Caption {
  text: string;
  detail: string;
  /** was it recognised? */
  right: boolean;
}

/** The card of the data. */
export interface DataSummary {
  /** what is being done, and nothing else then */
  busy?: string;
  /** what went wrong, and nothing else then */
  error?: string;
  /** the option that is at fault, or nothing */
  option?: string;
  headline?: string;
  notes?: string[];
  /** as many as are shown */
  classes?: string[];
  /** of each split: pictures of each class that is shown */
  counts?: Record<string, number[]>;
  /** of each split: its pictures */
  sizes?: Record<string, number>;
  /** how many classes aren't shown */
  more?: string;
  /** width and height of a picture on the sheet */
  tile?: [number, number];
  captions?: Caption[];
  title?: string;
}

/** A layer of the network, and what it costs. */
export interface LayerRow {
  name: string;
  /** its class */
  kind: string;
  /** its shape */
  output: string;
  parameters: number;
  /** does it stand still in training? */
  frozen: boolean;
  /** of a picture; null for a layer of which nobody knows */
  multiply_adds: number | null;
}

/** The card of the network. */
export interface ModelView {
  /** what is being done, and nothing else then */
  busy?: string;
  /** what went wrong, and nothing else then */
  error?: string;
  /** the option that is at fault, or nothing */
  option?: string;
  rows?: LayerRow[];
  parameters?: number;
  trainable?: number;
  weight_bytes?: number;
  /** of a step */
  activation_bytes?: number;
  batch_size?: number;
  /** of a picture */
  multiply_adds?: number;
  /** what the sum leaves out */
  note?: string;
}

/** The pictures that an augmentation is shown on. */
export interface PreviewView {
  /** what is being done, and nothing else then */
  busy?: string;
  /** what went wrong, and nothing else then */
  error?: string;
  /** nothing; the other cards have it */
  option?: string;
  /** the class of each */
  names?: string[];
  /** width and height of one */
  tile?: [number, number];
}

/** What fits the chosen data; empty until it was looked at. */
export interface Fitting {
  /** its name */
  network?: string;
  /** training pictures, where they are known */
  pictures?: number | null;
  /** how many pictures and classes, or nothing */
  about?: string;
  /** what should be known of the choice, or nothing */
  note?: string;
}

/** What went wrong, beside its cause. */
export interface Fault {
  /** in a line or two */
  text: string;
  /** more of it, to be unfolded, or nothing */
  details: string;
  /** the network's option that is at fault, or nothing */
  option: string;
  /** could something not be downloaded? */
  blocked: boolean;
}

/** The best learning rates. */
export interface Marks {
  /** where it stays the same */
  constant: number;
  /** the highest, where it rises and falls */
  one_cycle: number;
}

/** The loss over the learning rate, growing or whole. */
export interface RateCurve {
  state?: "done" | "working";
  rates?: number[];
  losses?: number[];
  /** that it will have */
  steps?: number;
  marks?: Marks;
  /** the rate at which the loss begins to grow */
  edge?: number;
  /** what went wrong, and nothing else then */
  error?: string;
}

/** How far the suggestion is; then what it gave. */
export interface Suggestion {
  state?: "done" | "working";
  /** while it works: its curve, as `_RateCurve` has it */
  rates?: number[];
  losses?: number[];
  steps?: number;
  /** what it put into fields, where that differs from before */
  values?: Record<string, unknown>;
  /** what it couldn't find, or nothing */
  note?: string;
  /** what went wrong, and nothing else then */
  error?: string;
}

/** How long the training will take on this machine; empty before that was measured. */
export interface Estimate {
  /** "working" while it is measured, and nothing else then */
  state?: string;
  seconds?: number;
}

/** How to read a table. */
export interface TableAbout {
  /** another one: what was read before is worth nothing */
  version: number;
  /** of the columns */
  names: string[];
}

/** How the tables of a run are to be read; empty before there is one. */
export interface Tables {
  steps?: TableAbout;
  epochs?: TableAbout;
}

/** Where something was changed by hand, or the run branched off another. */
export interface Mark {
  epoch: number;
  step: number;
  /** seconds since the first row; null where a row tells none */
  time: number | null;
  label: string;
}

/** What is said of a run that may be laid over. */
export interface EarlierRun {
  /** its name */
  run: string;
  model: string;
  /** seconds since 1970 */
  started: number | null;
  state: string;
  /** that it came to */
  epochs: number;
  /** of its best epoch */
  accuracy: number | null;
}

/** A run that is laid over the curves, with its tables. */
export interface Overlay {
  run: string;
  model: string;
  started: number | null;
  state: string;
  epochs: number;
  accuracy: number | null;
  tables: Tables;
  steps: DataView;
  epoch_rows: DataView;
}

/** What does not change. */
export interface Machine {
  /** of the processor, that this process may use */
  cores: number;
  /** bytes */
  memory: number;
  gpus: number;
}

/** What stands in the fields of a change; empty where nothing can be changed. */
export interface Settings {
  learning_rate?: number | null;
  epochs?: number;
  /** names of augmentations */
  presets?: string[];
  /** one of them, "own" or nothing */
  augmentation?: string;
  /** names of layers */
  frozen?: string[];
  /** those that can be frozen */
  layers?: string[];
  /** what was changed and waits, in words */
  pending?: string;
}

/** A change by hand. */
export interface ChangeRow {
  step: number;
  epoch: number;
  /** in words */
  text: string;
}

/** A run of the tree. */
export interface TreeRow {
  name: string;
  state: string;
  /** name */
  parent: string | null;
  /** in epochs: where it branched off */
  begin: number;
  /** in epochs: where it has come to */
  end: number;
  /** that it shall have */
  epochs: number;
  /** accuracy on the validation pictures */
  best: number | null;
  /** of the latest epoch */
  final: number | null;
  /** what it was given other than its parent had, in words */
  settings: string;
}

/** The settings that held at a snapshot, as a branch can have them. */
export interface OwnSettings {
  learning_rate: number | null;
  /** at least one more than are complete */
  epochs: number;
  /** a preset's name, "own" or nothing */
  augmentation: string;
  /** names of layers */
  frozen: string[];
  /** are all its epochs complete, so that a branch needs more? */
  used_up: boolean;
}

/** A snapshot in the tree. */
export interface SnapshotRow {
  step: number;
  /** in epochs */
  at: number;
  /** on the validation pictures, where it was just measured */
  accuracy: number | null;
  settings: OwnSettings;
}

/** How far a run came, and how good it is. */
export interface Standing {
  name: string;
  /** accuracy on the validation pictures */
  best: number | null;
  /** of the latest epoch */
  final: number | null;
  /** in epochs */
  end: number;
}

/** A run and its parent; empty for one without. */
export interface BesideParent {
  /** of the parent, then of the run */
  runs?: Standing[];
  /** in the curve of each */
  points?: number[];
}

/** The tree of runs; empty before there is one. */
export interface Tree {
  /** of the run that is shown */
  path?: string;
  name?: string;
  runs?: TreeRow[];
  /** of the run that is shown */
  snapshots?: SnapshotRow[];
  /** of a run that was ended for this one */
  note?: string;
}

/** What is said of a layer; its figures are sent as float32. */
export interface LayerWords {
  name: string;
  /** its class */
  kind: string;
  /** does it stand still in training? */
  frozen: boolean;
  /** what is out of range, in words */
  unusual: string[];
}

/** The layers, look after look; empty before the first. */
export interface LayerTable {
  /** that are shown */
  layers?: LayerWords[];
  /** what is shown of a layer, in the order of the values */
  figures?: string[];
  /** at which was looked */
  steps?: number[];
  /** layers that aren't shown */
  left_out?: number;
}

/** What was taken for what after an epoch; empty before the first. */
export interface ClassTable {
  epoch?: number;
  /** validation pictures */
  n?: number;
  classes?: string[];
  /** a row for each true class */
  confusion?: number[][];
  /** of each class; null for one without pictures */
  accuracy?: (number | null)[];
}

/** What stands below a mistake. */
export interface MistakeCaption {
  text: string;
  detail: string;
  right: boolean;
  /** its class */
  label: number;
  /** what it was taken for */
  predicted: number;
}

/** The worst mistakes after an epoch. */
export interface Mistakes {
  /** width and height of a picture on the sheet */
  tile?: [number, number];
  captions?: MistakeCaption[];
}

/** A finding of `diagnose`. */
export interface FindingRow {
  kind: string;
  sentence: string;
  /** in a line */
  evidence: string;
  /** that tells of it: "06" */
  lesson: string;
}

/** What the diagnosis found; empty before the first epoch. */
export interface Findings {
  epoch?: number;
  list?: FindingRow[];
}

/** The confusion matrix; empty before there is one. */
export interface Matrix {
  /** that are shown */
  classes?: string[];
  /** of these */
  numbers?: number[];
  split?: string;
  /** a row for each true class */
  confusion?: number[][];
  /** images */
  n?: number;
  /** what isn't shown */
  note?: string;
  /** has the network layers of attention? */
  attends?: boolean;
}

/** The images that are shown; empty before there are any. */
export interface GalleryMessage {
  /** another one: these are other images */
  number?: number;
  count?: number;
  /** images on a page */
  page?: number;
  /** width and height of one */
  tile?: [number, number];
  title?: string;
  /** of the first page */
  captions?: Caption[];
}

/** A class and how probable it is. */
export interface Bar {
  number: number;
  name: string;
  probability: number;
  /** is it the true class? */
  true: boolean;
}

/** What stands beside the picture. */
export interface Detail {
  /** class */
  true: string;
  /** class */
  predicted: string;
  right: boolean;
  split: string;
  /** in the split */
  index: number;
  path: string | null;
  /** width and height */
  size: [number, number];
  /** the class that is explained */
  target: number;
  /** of the likeliest classes */
  bars: Bar[];
}

/** A run to compare with. */
export interface OtherRun {
  /** its name */
  run: string;
  /** its network, its accuracy and its name */
  label: string;
}

/** What comes after a training. */
export interface Verb {
  /** of the function */
  name: string;
  /** when its button is pressed */
  says: string;
}

/** Where the replay stands; empty: this is none. */
export interface ReplayMessage {
  /** of the run */
  name?: string;
  /** in seconds */
  length?: number;
  /** in seconds */
  position?: number;
  /** does the run go on in another process? */
  live?: boolean;
  /** by the player */
  paused?: boolean;
  /** times as fast as it was */
  speed?: number;
  /** what can't be shown, and why */
  missing?: string;
}
