import { around, logTicks, type Range, share, ticks } from "../chart/scale";
import { bytes, count, percent } from "../format";
import type { Row } from "../records";

/** What the horizontal axis is. */
export type Axis = "bytes" | "time";

/** Where a row stands in the plot, in shares of its width and height from the lower left. */
export interface Point {
  x: number;
  y: number;
  /** the ends of the interval of its accuracy */
  low: number;
  high: number;
}

/** The plot's points, in the order of the rows, and what stands at its axes. */
export interface Plot {
  points: Point[];
  x: [place: number, text: string][];
  y: [place: number, text: string][];
}

export function along(axis: Axis, row: Row): number {
  return axis === "bytes" ? row.bytes : row.latency_ms.p50;
}

/** A time in milliseconds: "0.034 ms", "1.2 ms". */
export function milliseconds(value: number): string {
  return `${Number(value.toPrecision(2))} ms`;
}

/** How many times smaller or faster than the original. */
export function times(value: number): string {
  return `${Number(value.toPrecision(value < 10 ? 2 : 3))}×`;
}

/** Accuracy over bytes or time, which has a logarithmic axis. */
export function plotOf(rows: Row[], axis: Axis): Plot {
  const values = rows.map((row) => along(axis, row));
  const wide: Range = [Math.min(...values) / 1.4, Math.max(...values) * 1.4];
  const ends = rows.flatMap(({ valid }) => valid.interval);
  const tall = around(Math.min(...ends), Math.max(...ends));
  const at = (accuracy: number) => share(tall, accuracy);
  const name = axis === "bytes" ? bytes : milliseconds;
  const digits = tall[1] - tall[0] < 0.05 ? 1 : 0;
  return {
    points: rows.map(({ valid }, i) => ({
      x: share(wide, values[i] ?? 0, true), y: at(valid.accuracy),
      low: at(valid.interval[0]), high: at(valid.interval[1]),
    })),
    x: logTicks(...wide, 5).map((value) => [share(wide, value, true), name(value)]),
    y: ticks(...tall, 5).map((value) => [at(value), percent(value, digits)]),
  };
}

/**
 * How far each label is moved up, in pixels, so that none lies on another: `places` are where they
 * would stand, from the lower left.
 */
export function lifted(places: [x: number, y: number][], width: number, height: number): number[] {
  const done: [number, number][] = [];
  return places.map(([x, y]) => {
    let up = 0;
    const isTaken = () =>
      done.some(([a, b]) => Math.abs(a - x) < width && Math.abs(b - y - up) < height);
    while (isTaken()) up += height;
    done.push([x, y + up]);
    return up;
  });
}

/** Those of the ticks whose labels, `gap` pixels wide, have room; `size` is the axis' length. */
export function spaced(
  ticks: [place: number, text: string][], size: number, gap: number,
): [place: number, text: string][] {
  let last = -Infinity;
  return ticks.filter(([place]) => {
    const at = place * size;
    if (at - last < gap || at > size - gap / 3) return false;
    last = at;
    return true;
  });
}

export const COLUMNS = [
  "method", "file", "smaller", "one picture", "faster", "accuracy (95 %)", "alike", "p", "weights",
  "test",
];

/** The figures of a row, as the table has them below `COLUMNS`, without the method. */
export function figures(row: Row, original: Row): string[] {
  const [low, high] = row.valid.interval.map((end) => (100 * end).toFixed(1));
  return [
    bytes(row.bytes), times(original.bytes / row.bytes), milliseconds(row.latency_ms.p50),
    times(row.faster), `${percent(row.valid.accuracy)} (${low}–${high})`, percent(row.agreement),
    row.p < 0.001 ? "<0.001" : row.p.toFixed(3), count(row.parameters),
    row.test ? percent(row.test.accuracy) : "–",
  ];
}

/** What a screen reader says of a point, and the pointer shows. */
export function inWords(row: Row, original: Row): string {
  const [size, smaller, time, faster, accuracy, alike] = figures(row, original);
  return `${row.method}: ${size}, ${smaller} smaller; ${time}, ${faster} as fast; accuracy `
    + `${accuracy}; ${alike} of the answers are the original's`;
}
