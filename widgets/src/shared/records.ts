// The records of a run's files and of the server's answers. Written by nbs/typescript.py
// from imagerec.runs and imagerec.lab: change them there, and call it.

export type State = "ready" | "running" | "paused" | "stopped" | "finished" | "failed";

/** How many pictures were recognised. */
export interface Score {
  /** the share of them */
  accuracy: number;
  /** Wilson's 95 % interval of it */
  interval: [number, number];
  /** pictures */
  n: number;
}

/**
 * A run as the side panel shows it.  One whose files can't be understood is "failed", with an
 * error.
 */
export interface RunRow {
  /** its path below the server's root */
  run: string;
  /** the folder's */
  name: string;
  state: State;
  /** the data set's name */
  data: string | null;
  /** its name */
  model: string | null;
  /** the folder name of the run that it branched off */
  parent: string | null;
  /** when it began, in seconds since 1970 */
  started: number | null;
  /** when it ended; null while it goes on */
  ended: number | null;
  /** of training */
  seconds: number | null;
  /** of the best epoch */
  valid: Score | null;
  /** the share that is done */
  progress: number | null;
  /** the one under way */
  epoch: number | null;
  /** of all */
  epochs: number | null;
  /** why it failed */
  error: string | null;
  /** when it was last evaluated; null if it never was */
  report: number | null;
}

/** How many pictures have passed the frozen layers, which happens once, before an epoch. */
export interface Features {
  /** pictures */
  done: number;
  /** of so many */
  total: number;
}

/** How far a training has come, and whether it still goes on. */
export interface Status {
  state: State;
  /** the epoch under way, 1 for the first */
  epoch: number;
  /** of the whole training */
  epochs: number;
  /** steps done */
  step: number;
  /** of the whole training */
  steps: number;
  /** the share of the steps that are done */
  progress: number;
  /** when it began, in seconds since 1970 */
  started: number | null;
  /** of training, pauses left out */
  seconds: number;
  /** of the best epoch, on the validation pictures */
  valid: Score | null;
  /** while they are computed, and no step is done */
  features: Features | null;
  /** why it failed, in a sentence */
  error: string | null;
  /** one of `Failure`, or what a later version knows */
  error_kind: string | null;
  /** the step at which it failed, where that is known */
  error_step: number | null;
  /** of the process that trains */
  pid: number | null;
  /** the machine that it runs on */
  host: string | null;
  /** when this was written */
  heartbeat: number | null;
  schema: number;
}

/** What a run was trained on. */
export interface DataAbout {
  /** of the data set */
  name: string;
  /** of the pictures and their labels */
  fingerprint: string;
  /** how it is loaded again */
  source: Record<string, unknown>;
  /** their names */
  classes: string[];
  /** of a picture: height, width, channels */
  shape: number[];
}

/** One thing that was done to a model to make it smaller. */
export interface CompressionStep {
  /** as "prune_channels" */
  method: string;
  /** what the method was given */
  options: Record<string, unknown>;
}

/** The run whose model was changed before this training, and how. */
export interface MadeOf {
  /** the folder's name */
  run: string;
  /** one after another */
  steps: CompressionStep[];
}

/** Which model was trained, and how it was made, where that is known. */
export interface ModelAbout {
  name: string;
  /** weights; 0 where they come with learning */
  parameters?: number | null;
  /** what `build` was asked for; null for a model of the user's own */
  network?: string | null;
  /** what `build` was given */
  options?: Record<string, unknown>;
  /** of its first weights */
  seed?: number | null;
  /** Keras's configuration, where it was compiled by hand */
  compiled?: Record<string, unknown> | null;
  /** a number or a schedule's configuration, where it was set by hand */
  learning_rate?: unknown;
  /** had its weights been changed since it was built? */
  changed?: boolean;
  /** the run whose model it was made of, and how */
  made_of?: MadeOf | null;
}

/** Where a branch begins. */
export interface Parent {
  /** the folder's name of the run that it branched off */
  run: string;
  /** of the snapshot */
  step: number;
}

/** How a branch came to its beginning. */
export interface Origin {
  /** the first one */
  recipe: Record<string, unknown>;
  /** all that was changed since, by hand or as planned */
  planned: Record<string, unknown>[];
}

/** Whom a training learns from, besides the labels. */
export interface TeacherAbout {
  /** of the teacher's model */
  name: string;
  /** that softens both answers */
  temperature: number;
  /** of the labels */
  label_weight: number;
}

/** What recipe.json holds. */
export interface About {
  /** see `Recipe.from_file` */
  recipe: Record<string, unknown>;
  data: DataAbout;
  model: ModelAbout;
  /** the classes of the user's own */
  callbacks?: string[];
  /** how many are kept */
  snapshots?: number;
  /** does it keep, once finished, what going on needs? */
  keep_optimizer?: boolean;
  /** changes known beforehand: each has its step */
  planned?: Record<string, unknown>[];
  parent?: Parent | null;
  origin?: Origin | null;
  /** whom it learns from, besides the labels */
  teacher?: TeacherAbout | null;
  /** do weights that were pruned stay zero? */
  keep_zeros?: boolean;
  /** learning_rate, optimizer, precision, which it may leave open */
  in_effect?: Record<string, unknown>;
}

/** Where a run was trained. */
export interface Environment {
  /** its version */
  python?: string | null;
  /** the operating system */
  system?: string | null;
  /** of the packages */
  versions?: Record<string, string>;
  /** Keras's */
  backend?: string | null;
  /** the first that it computed on */
  device?: string | null;
  /** of the processor */
  cores?: number | null;
  /** of the working folder */
  git_commit?: string | null;
}

/** How well one class is told from the others. */
export interface ClassFigures {
  /** the class; in the file it is `class` */
  class: string;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  /** pictures of it */
  support: number;
}

/** One picture that was called wrongly. */
export interface Mistake {
  /** in the split */
  index: number;
  /** its class */
  true: string;
  /** what it was called */
  predicted: string;
  /** how sure the model was */
  probability: number;
  /** the picture's file, where it has one */
  path?: string | null;
}

/**
 * What evaluation found on one split, as its file holds it; `Run.report` gives it.  Example:  >>>
 * ir.Report("test", accuracy=0.9, interval=(0.85, 0.93), n=200).score.n 200
 */
export interface Report {
  /** "train", "valid" or "test"; "all" for other data that was judged whole */
  split: string;
  accuracy: number;
  /** Wilson's 95 % interval of the accuracy */
  interval: [number, number];
  /** pictures */
  n: number;
  /** the k names */
  classes: string[];
  /** of the data set */
  name: string;
  /** its name */
  model: string;
  /** of the data */
  fingerprint: string | null;
  /** the cross-entropy */
  loss: number | null;
  /** `macro` and `weighted`: precision, recall, f1 */
  averages: Record<string, Record<string, number | null>>;
  per_class: ClassFigures[];
  /** how many of each class (row) were taken for each (column) */
  confusion: number[][];
  /** how many mistakes there are */
  mistaken: number;
  /** the most confident of them, and of each cell of the matrix */
  mistakes: Mistake[];
  /** their pictures in this order, ten in a row, 96 pixels each */
  sheet: string | null;
  /** was it the run's own data? */
  own: boolean;
  /** of the pictures, how many the run was trained on */
  trained_on: number;
  /** what a reader must know */
  notes: string[];
  schema: number;
}

/** One validation picture that was called wrongly. */
export interface ClassMistake {
  /** in the split */
  position: number;
  /** its class */
  label: number;
  /** what it was called */
  predicted: number;
  /** how sure the model was */
  probability: number | null;
}

/** One look at which classes are taken for which. */
export interface ClassesRow {
  /** steps done */
  step: number;
  /** the epoch under way, 1 for the first */
  epoch: number;
  /** when it was written, in seconds since 1970 */
  time: number | null;
  /** validation pictures */
  n: number;
  /** how many of each class (row) were taken for each (column) */
  confusion: number[][];
  /** the most confident */
  mistakes: ClassMistake[];
}

/** How long one picture takes, in milliseconds. */
export interface Latency {
  /** half of the calls were faster, of those that other programs held up least */
  p50: number;
  /** all but one in a hundred were, those that were held up as well */
  p99: number;
  /** calls, all of them */
  n: number;
}

/** What a method made of a network. */
export interface Row {
  /** as it was asked for; "float32" is the original */
  method: string;
  /** of the bundle */
  path: string;
  /** of the file in LiteRT's form, so that another one is noticed */
  digest: string;
  /** the path of the run, where the network was trained on */
  run?: string | null;
  /** of the file, in LiteRT's form */
  bytes: number;
  /** weights */
  parameters: number;
  /** for one picture */
  multiply_adds: number;
  /** the runtime that was fastest with one thread */
  engine: string;
  /** with one thread */
  latency_ms: Latency;
  /** with all */
  latency_ms_all_threads: Latency;
  /** how many times the original's p50, with one thread */
  faster: number;
  /** at most, of a process that does nothing but answer */
  memory_mb: number;
  /** on the pictures that choose */
  valid: Score;
  /** on those that chose nothing */
  test?: Score | null;
  /** of the pictures that choose: how often it answers as the original does */
  agreement: number;
  /** McNemar's against the original, on the pictures that choose */
  p: number;
  /** that making it took */
  seconds?: number;
}

/** One version of a model. */
export interface VersionState {
  /** its number, which its folder is named after */
  version: number;
  /** as TensorFlow Serving calls it: START, LOADING, AVAILABLE, UNLOADING, END */
  state: string;
  /** why it can't be loaded */
  error?: string;
}

/** What was asked in the last minute, and since the service began. */
export interface Traffic {
  /** since it began */
  requests: number;
  /** of them, that were refused or failed */
  errors: number;
  /** requests, in the last minute */
  per_second: number;
  /** half of the answers of the last minute took less; null: there was none */
  p50_ms: number | null;
  /** all but one in a hundred took less */
  p99_ms: number | null;
  /** requests in each second of the last minute, the newest last */
  seconds: number[];
  /** of the requests of the last minute, that were refused or failed */
  failed: number;
}

/** How often one class was taken. */
export interface ClassShare {
  /** of the class */
  name: string;
  /** of the pictures of the hour */
  share: number;
  /** of the pictures at the export; null where that isn't known */
  expected: number | null;
}

/** What a model answered in an hour, or in several; see `deploy.server.drift`. */
export interface DriftHour {
  /** seconds since 1970 */
  began: number;
  /** that were asked about */
  pictures: number;
  /** the mean probability of the class that was taken */
  confidence: number;
  /** of the classes' shares from the expected ones; null: nothing is said */
  distance: number | null;
  /** the distance that chance passes in one hour of a thousand */
  by_chance: number | null;
  /** what is other than expected: "classes", "confidence" */
  drifted: string[];
  /** whose share has changed most; the most taken where none is expected */
  classes: ClassShare[];
}

/** A model that is served. */
export interface ModelState {
  name: string;
  /** the newest first */
  versions: VersionState[];
  /** their names, of the version that answers; empty where they aren't known */
  classes: string[];
  /** the version that each label stands for */
  labels: Record<string, number>;
  /** can it be asked about a JPEG or a PNG? */
  takes_pictures: boolean;
  /** can what spoke for a class be shown? */
  explains: boolean;
  /** the runtime that computes; empty before a version is there */
  engine: string;
  traffic: Traffic;
  /** the mean at the export; null where that isn't known */
  confidence: number | null;
  /** the last two days, the newest last */
  drift: DriftHour[];
  /** the newest hours as one, until they say something */
  lately: DriftHour | null;
  /** why its folder can't be looked at, or what it still lacks */
  error: string;
}

/** What a service says of itself. */
export interface ServiceState {
  /** its version */
  imagerec: string;
  /** seconds since 1970 */
  started: number;
  /** seconds */
  uptime: number;
  grpc_port: number;
  rest_port: number;
  models: ModelState[];
  /** of all models */
  traffic: Traffic;
  /** why the folder of all models can't be looked at */
  error: string;
  schema: number;
}

/** A running service, as the side panel shows it. */
export interface ServiceRow {
  /** of its process */
  pid: number;
  /** the folder's */
  name: string;
  /** the folder, absolute */
  models: string;
  /** that it listens at */
  address: string;
  /** of its page, as seen from this machine */
  url: string;
  grpc_port: number;
  /** seconds since 1970 */
  started: number;
  /** in a process of its own, so that it can be stopped; else in a notebook's kernel */
  alone: boolean;
  wants_token: boolean;
  /** what it says of itself, without the classes; null: it says nothing */
  state: ServiceState | null;
  /** why it says nothing */
  error: string | null;
}

/** What a model says of a picture, and what spoke for a class. */
export interface Explained {
  /** its name */
  model: string;
  /** that was asked */
  version: number;
  /** the names of the likeliest, the likeliest first */
  classes: string[];
  /** their numbers */
  numbers: number[];
  /** and how probable each is */
  probabilities: number[];
  /** the number of the class that is explained */
  target: number;
  /** 0…1: the most of its probability that covering a place takes away */
  taken: number;
  /** as the network sees it */
  picture: string;
  /** grey, of the same size: white where covering takes away the most */
  map: string;
}
