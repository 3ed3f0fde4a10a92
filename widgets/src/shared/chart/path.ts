import type { Pyramid } from "./pyramid";

/** The corners of a line, in the units of the data. A `y` of NaN lifts the pen. */
export interface Path {
  x: Float64Array;
  y: Float64Array;
  length: number;
}

/** An empty path with room for so many columns of pixels. */
export function emptyPath(columns: number): Path {
  const room = 4 * columns + 16;
  return { x: new Float64Array(room), y: new Float64Array(room), length: 0 };
}

/** The first place in an ascending column whose value is not below `value`. */
export function firstFrom(x: Float32Array, value: number, from = 0): number {
  let low = from;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((x[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is seen of a line: the places between `low` and `high`, and one more on each side. */
export function seen(x: Float32Array, low: number, high: number): [number, number] {
  const from = Math.max(0, firstFrom(x, low) - 1);
  let to = firstFrom(x, high, from);
  while (to < x.length && (x[to] as number) <= high) to++;
  return [from, Math.min(x.length, to + 1)];
}

/**
 * The line from `low` to `high`, for so many columns of pixels.
 *
 * Few points are all drawn. Of many in one column, the first, the least, the largest and the last
 * cover the same pixels as all of them would.
 */
export function trace(
  path: Path,
  x: Float32Array,
  y: Float32Array,
  pyramid: Pyramid,
  low: number,
  high: number,
  columns: number,
): void {
  path.length = 0;
  const [from, to] = seen(x, low, high);
  if (to - from <= 2 * columns) {
    for (let i = from; i < to; i++) add(path, x[i] as number, y[i] as number);
    return;
  }
  const step = (high - low) / columns;
  if (from < firstFrom(x, low)) add(path, x[from] as number, y[from] as number);
  let begin = firstFrom(x, low);
  for (let at = 0; at < columns; at++) {
    const end = at === columns - 1 ? to - 1 : firstFrom(x, low + (at + 1) * step, begin);
    if (end > begin) addColumn(path, x, y, pyramid, begin, end);
    begin = Math.max(begin, end);
  }
  if (begin < to) add(path, x[begin] as number, y[begin] as number);
}

function addColumn(
  path: Path, x: Float32Array, y: Float32Array, pyramid: Pyramid, begin: number, end: number,
): void {
  pyramid.measure(begin, end);
  const middle = x[(begin + end) >> 1] as number;
  const { low, high } = pyramid;
  if (Number.isFinite(y[begin])) add(path, x[begin] as number, y[begin] as number);
  add(path, middle, low);
  if (!Number.isNaN(low)) add(path, middle, high);
  if (Number.isFinite(y[end - 1])) add(path, x[end - 1] as number, y[end - 1] as number);
}

/**
 * The smoothed line from `low` to `high`: at each point where they are few, else at one in each
 * half column.
 */
export function traceSmooth(
  path: Path, x: Float32Array, y: Float32Array, pyramid: Pyramid, low: number, high: number,
  columns: number, reach: number,
): void {
  path.length = 0;
  const [from, to] = seen(x, low, high);
  const stride = Math.max(1, Math.ceil((to - from) / (2 * columns)));
  // At multiples of the stride, so that the line stands still while it is moved.
  for (let i = from; i < to - 1; i = (Math.floor(i / stride) + 1) * stride) {
    addSmooth(path, x, y, pyramid, i, reach, stride);
  }
  if (to > from) addSmooth(path, x, y, pyramid, to - 1, reach, stride);
}

function addSmooth(
  path: Path,
  x: Float32Array,
  y: Float32Array,
  pyramid: Pyramid,
  i: number,
  reach: number,
  stride: number,
): void {
  const gap = stride === 1 && !Number.isFinite(y[i]);
  add(path, x[i] as number, gap ? NaN : smoothAt(pyramid, i, Math.max(reach, stride >> 1)));
}

/**
 * The mean of `reach` points to both sides, which lags behind nothing.
 *
 * At the beginning, where a curve is steep, it reaches as far to the right as to the left. A point
 * that is not a number spoils no other.
 */
export function smoothAt(pyramid: Pyramid, i: number, reach: number): number {
  pyramid.measure(i - reach, i + Math.min(reach, i) + 1);
  return pyramid.mean;
}

function add(path: Path, x: number, y: number): void {
  path.x[path.length] = x;
  path.y[path.length++] = Number.isFinite(y) ? y : NaN;
}
