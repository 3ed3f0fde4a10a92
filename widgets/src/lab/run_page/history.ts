import type { Series } from "../../shared/chart/line_chart";
import { type Change, type NewHistory, runHistory } from "../server/requests";

export type Measure = "loss" | "accuracy";

/** Where a measure stands in the rows of steps and of epochs. */
const STEP_COLUMN = { loss: 1, accuracy: 2 };
const RATE_COLUMN = 3; // of a step
const EPOCH_COLUMN = { loss: 3, accuracy: 4 };

type Rows = (number | null)[][];

/** What a run has told so far, read on from where it was left. */
export class RunHistory {
  steps: Rows = [];
  epochs: Rows = [];
  changes: Change[] = [];
  classes: NewHistory["classes"] = null;
  private next = 0;
  private reading: Promise<void> | null = null;

  constructor(private readonly run: string) {}

  /** Read all again the next time: the run was taken up at an earlier step. */
  reset(): void {
    this.next = 0;
    [this.steps, this.epochs, this.changes] = [[], [], []];
  }

  /** Read what is new. Whoever asks while it is being read waits for that. */
  update(): Promise<void> {
    this.reading ??= this.read().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  /**
   * The course of a measure: at each step of training, or after each epoch on the validation
   * images.
   */
  series(measure: Measure, of: "train" | "valid", name: string, color: string): Series {
    const [rows, column] =
      of === "train" ? [this.steps, STEP_COLUMN[measure]] : [this.epochs, EPOCH_COLUMN[measure]];
    return {
      name,
      color,
      x: Float32Array.from(rows, (row) => row[0] ?? NaN),
      y: Float32Array.from(rows, (row) => row[column] ?? NaN),
      marked: of === "valid",
    };
  }

  /** The learning rate of each step. */
  get rates(): (number | null)[] {
    return this.steps.map((row) => row[RATE_COLUMN] ?? null);
  }

  /** The last epoch that there is anything of. */
  get end(): number {
    return Math.max(
      1,
      this.steps[this.steps.length - 1]?.[0] ?? 0,
      this.epochs[this.epochs.length - 1]?.[0] ?? 0,
    );
  }

  private async read(): Promise<void> {
    const found = await runHistory(this.run, this.next);
    if (found.again) this.reset();
    this.next = found.next;
    this.steps.push(...found.steps);
    this.epochs.push(...found.epochs);
    this.changes.push(...found.changes);
    this.classes = found.classes ?? this.classes;
  }
}
