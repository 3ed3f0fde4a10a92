import { expect, test } from "vitest";
import { verticalRange } from "../src/shared/chart/draw";
import { emptyPath, smoothAt, trace, traceSmooth } from "../src/shared/chart/path";
import { Pyramid, pyramidOf } from "../src/shared/chart/pyramid";
import { logTicks, ticks, share, valueAt } from "../src/shared/chart/scale";

const MANY = 100_000;
const x = Float32Array.from({ length: MANY }, (_, i) => i);
const wild = Float32Array.from(x, (i) =>
  i % 977 === 5 ? NaN : Math.sin(i / 500) + ((i * 7919) % 101) / 100,
);

function pyramid(values: Float32Array): Pyramid {
  const made = new Pyramid();
  made.extend(values);
  return made;
}

test("ticks are round values within the range", () => {
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(0.13, 0.77, 3)).toEqual([0.5]);
  expect(logTicks(0.01, 10, 6)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]);
  expect(logTicks(1e-9, 1, 5)).toEqual([1e-8, 1e-6, 1e-4, 1e-2, 1]);
  expect(logTicks(0.2, 0.9, 5)).toEqual([0.2, 0.4, 0.6, 0.8]);
});

test("a place on a logarithmic scale and back", () => {
  expect(share([0.01, 100], 1, true)).toBeCloseTo(0.5);
  expect(valueAt([0.01, 100], 0.5, true)).toBeCloseTo(1);
  expect(share([0.01, 100], 0, true)).toBe(-Infinity);
});

test("a pyramid measures any stretch as a loop over it would", () => {
  const made = pyramid(wild);
  for (const [from, to] of [
    [0, MANY],
    [3, 9],
    [7, 8],
    [8, 4096 * 3],
    [511, 513],
    [12_345, 99_999],
    [5, 6],
  ] as const) {
    const finite = wild.subarray(from, to).filter(Number.isFinite);
    made.measure(from, to);
    if (finite.length === 0) {
      expect(made.mean).toBeNaN();
      continue;
    }
    expect(made.low).toBe(finite.reduce((a, b) => Math.min(a, b)));
    expect(made.high).toBe(finite.reduce((a, b) => Math.max(a, b)));
    expect(made.mean).toBeCloseTo(finite.reduce((a, b) => a + b, 0) / finite.length, 9);
  }
});

test("a pyramid that grew point by point equals one that was made at once", () => {
  const grown = new Pyramid();
  for (let end = 1; end <= 5000; end += end < 600 ? 1 : 97) grown.extend(wild.subarray(0, end));
  grown.extend(wild.subarray(0, 5000));
  const whole = pyramid(wild.subarray(0, 5000));
  for (const [from, to] of [[0, 5000], [100, 4900], [4095, 4999]] as const) {
    grown.measure(from, to);
    whole.measure(from, to);
    expect([grown.low, grown.high, grown.mean]).toEqual([whole.low, whole.high, whole.mean]);
  }
});

test("a growing column keeps its pyramid as long as it stays where it is", () => {
  const room = new Float32Array(1000).fill(1);
  const made = pyramidOf(room.subarray(0, 500));
  room[700] = 9;
  expect(pyramidOf(room.subarray(0, 1000))).toBe(made);
  made.measure(0, 1000);
  expect(made.high).toBe(9);
  expect(pyramidOf(new Float32Array(room))).not.toBe(made);
});

test("of many points the extremes of every column of pixels are drawn", () => {
  const columns = 200;
  const path = emptyPath(columns);
  for (const [low, high] of [
    [0, MANY - 1],
    [20_000.5, 90_000.25],
  ] as const) {
    trace(path, x, wild, pyramid(wild), low, high, columns);
    expect(path.length).toBeLessThanOrEqual(4 * columns + 2);
    const drawn = new Set(path.y.subarray(0, path.length));
    for (let at = 0; at < columns; at++) {
      const [from, to] = [at, at + 1].map((edge) =>
        Math.ceil(low + (edge * (high - low)) / columns),
      );
      const finite = wild.subarray(from, to).filter(Number.isFinite);
      expect(drawn.has(finite.reduce((a, b) => Math.max(a, b)))).toBe(true);
      expect(drawn.has(finite.reduce((a, b) => Math.min(a, b)))).toBe(true);
    }
    for (let i = 1; i < path.length; i++)
      expect(path.x[i]).toBeGreaterThanOrEqual(path.x[i - 1] ?? 0);
  }
});

test("few points are drawn as they are, with a gap where there is no number", () => {
  const y = new Float32Array([1, 2, NaN, 4, Infinity]);
  const path = emptyPath(100);
  trace(path, x.subarray(0, 5), y, pyramid(y), 0, 4, 100);
  expect([...path.y.subarray(0, path.length)]).toEqual([1, 2, NaN, 4, NaN]);
  trace(path, x.subarray(0, 5), y, pyramid(y), 1.2, 2.8, 100);
  // one more on each side: the line goes on
  expect([...path.x.subarray(0, path.length)]).toEqual([1, 2, 3]);
});

test("smoothing leaves a gap where there is no number, and spoils no other point", () => {
  const y = new Float32Array([1, NaN, 3, 3, 3]);
  const made = pyramid(y);
  expect(smoothAt(made, 0, 4)).toBe(1);
  expect(smoothAt(made, 3, 4)).toBe(2.5); // the mean of 1, 3, 3, 3
  const path = emptyPath(10);
  traceSmooth(path, x.subarray(0, 5), y, made, 0, 4, 10, 4);
  expect(path.y[1]).toBeNaN();
  expect(path.length).toBe(5);
});

test("a few wild values leave the top of the chart", () => {
  const y = Float32Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1e6 : 1));
  const series = [{ name: "", color: "", x: x.subarray(0, 1000), y, marked: false }];
  const [low, high] = verticalRange(series);
  expect(low).toBe(0);
  expect(high).toBeLessThan(2);
  // zoomed into, they are all that is seen
  expect(verticalRange(series, [0, 1])[1]).toBeGreaterThan(1e5);
  // a marked point never leaves it
  expect(verticalRange(series.map((one) => ({ ...one, marked: true })))[1]).toBeGreaterThan(1e6);
  const [logLow, logHigh] = verticalRange(series, null, true);
  expect(logLow).toBeLessThan(1);
  expect(logHigh).toBeGreaterThan(1e6);
});
