import { Table } from "../../shared/bytes";
import type { Mark, Series } from "../../shared/chart/line_chart";
import { follow } from "../../shared/model";
import { followState } from "../model";
import type { AxisName, ChangeMark, DashboardModel, Overlay, Tables } from "../traits";

/** A run in few letters: its model, and when it began. */
export function label({ run, model }: { run: string; model: string }): string {
  const [, hour, minute, second] = /^\d{8}-(\d\d)(\d\d)(\d\d)/.exec(run) ?? [];
  return hour === undefined ? run : `${model} ${hour}:${minute}:${second}`;
}

const BLOCKS = ["steps_0", "steps_1", "steps_2", "steps_3"] as const;
export const PLACES = ["overlay_0", "overlay_1", "overlay_2", "overlay_3", "overlay_4"] as const;
const OF_ROWS = ["epoch", "step", "time", "seconds"]; // columns that nobody wants to see as a curve

/** Both tables of one run. */
export class History {
  readonly steps = new Table();
  readonly epochs = new Table();

  update(tables: Tables, steps: DataView[], epochs: DataView): void {
    if (tables.steps) this.steps.update(tables.steps.version, tables.steps.names, steps);
    if (tables.epochs) this.epochs.update(tables.epochs.version, tables.epochs.names, [epochs]);
  }

  /** The names of what was logged, each with a curve of training or of validation. */
  get measures(): string[] {
    const valid = this.epochs.names
      .filter((name) => name.startsWith("valid_"))
      .map((name) => name.slice(6));
    return [...new Set([...this.steps.names, ...valid])].filter((name) => !OF_ROWS.includes(name));
  }

  /** The furthest place of any row. */
  end(place: AxisName): number {
    return Math.max(
      0,
      ...[this.steps, this.epochs].map((table) => table.get(place)[table.rows - 1] ?? 0),
    );
  }

  /** The line of training and that of validation. */
  series(measure: string, place: AxisName): Series[] {
    const train = {
      name: "train",
      color: "--ir-train",
      marked: false,
      ...line(this.steps, place, measure),
    };
    const valid = {
      name: "valid",
      color: "--ir-valid",
      marked: true,
      ...line(this.epochs, place, `valid_${measure}`),
    };
    return this.epochs.has(`valid_${measure}`) || !this.steps.has(measure)
      ? [train, valid]
      : [train];
  }

  /** The same lines of a run that is laid over, in one colour. */
  overlay(measure: string, place: AxisName, color: string, name: string): Series[] {
    return this.series(measure, place).map((series) =>
      ({ ...series, color, overlaid: true, name: `${name} ${series.name}`, entry: name }));
  }
}

function line(
  table: Table,
  place: AxisName,
  measure: string,
): { x: Float32Array; y: Float32Array } {
  const y = table.get(measure);
  return { x: table.get(place).subarray(0, y.length), y };
}

/** Call `changed` with the history of the training that is shown, now and whenever it grows. */
export function followHistory(
  model: DashboardModel, changed: (history: History) => void, signal: AbortSignal,
): void {
  const history = new History();
  followState(model, ["tables", ...BLOCKS, "epochs", "marks"], () => {
    history.update(model.get("tables"), BLOCKS.map((name) => model.get(name)), model.get("epochs"));
    changed(history);
  }, signal);
}

/**
 * Call `changed` with the runs that are laid over, now and whenever others are; null where a place
 * is free.
 */
export function followOverlays(
  model: DashboardModel,
  changed: (overlays: ([Overlay, History] | null)[]) => void,
  signal: AbortSignal,
): void {
  const kept = new Map<Overlay, History>();
  follow(
    model,
    [...PLACES],
    () => {
      const overlays = PLACES.map((place): [Overlay, History] | null => {
        const overlay = model.get(place);
        return overlay.run === undefined ? null : [overlay, kept.get(overlay) ?? read(overlay)];
      });
      kept.clear();
      for (const found of overlays) if (found !== null) kept.set(...found);
      changed(overlays);
    },
    signal,
  );
}

function read(overlay: Overlay): History {
  const history = new History();
  history.update(overlay.tables, [overlay.steps], overlay.epoch_rows);
  return history;
}

/**
 * The changes as marks on this axis; those that were made at one step are one. One that tells no
 * time has no place on the axis of time.
 */
export function marksOn(place: AxisName, changes: ChangeMark[]): Mark[] {
  const labels = new Map<number, [ChangeMark, string[]]>();
  for (const change of changes) {
    const [first, names] = labels.get(change.step) ?? [change, []];
    labels.set(change.step, [first, [...names, change.label]]);
  }
  return [...labels.values()].flatMap(([first, names]) => {
    const x = first[place];
    return x === null ? [] : [{ x, label: names.join(", ") }];
  });
}
