import { expect, test } from "vitest";
import { inWords as apartInWords } from "../src/shared/deploying/apart";
import {
  figures, inWords, lifted, milliseconds, plotOf, spaced,
} from "../src/shared/deploying/figures";
import type { Row } from "../src/shared/records";

const row = (method: string, bytes: number, p50: number, accuracy: number): Row => ({
  method, bytes, path: `made/${method}/1`, parameters: 1234, multiply_adds: 5678,
  engine: "litert", latency_ms: { p50, p99: 2 * p50 }, latency_ms_all_threads: { p50, p99: p50 },
  faster: 0.04 / p50,
  valid: { accuracy, interval: [accuracy - 0.02, accuracy + 0.01], n: 360 },
  agreement: 0.9861, p: 0.25,
});
const whole = row("float32", 100_000, 0.04, 0.97);
const int8 = row("int8", 25_000, 0.02, 0.96);

test("equal factors are equally far, in bytes and in time", () => {
  const half = row("float16", 50_000, 0.01, 0.97);
  const [a = 0, b = 0, c = 0] = plotOf([whole, half, int8], "bytes").points.map(({ x }) => x);
  expect(a - b).toBeCloseTo(b - c);
  const time = plotOf([whole, int8, half], "time").points.map(({ x }) => x);
  expect(time[0] ?? 0).toBeGreaterThan(time[1] ?? 0);
  expect((time[0] ?? 0) - (time[1] ?? 0)).toBeCloseTo((time[1] ?? 0) - (time[2] ?? 0));
});

test("every point and its interval lie in the plot, one row alone too", () => {
  for (const rows of [[whole], [whole, int8], [whole, { ...whole, method: "same" }]])
    for (const axis of ["bytes", "time"] as const)
      for (const { x, y, low, high } of plotOf(rows, axis).points) {
        expect([x > 0, x < 1, low > 0, low < y, y < high, high < 1]).toEqual(Array(6).fill(true));
      }
});

test("labels of points that coincide stand above each other", () => {
  expect(lifted([[10, 10], [12, 11], [200, 10], [11, 12]], 20, 15)).toEqual([0, 15, 0, 30]);
});

test("no label of an axis lies on another, nor beyond its end", () => {
  const ticks = [0.1, 0.2, 0.5, 0.65, 0.99].map((at): [number, string] => [at, String(at)]);
  expect(spaced(ticks, 100, 20).map(([at]) => at)).toEqual([0.1, 0.5]);
  expect(spaced(ticks, 1000, 20).map(([at]) => at)).toEqual([0.1, 0.2, 0.5, 0.65, 0.99]);
});

test("the figures are told as they were measured", () => {
  expect(figures(int8, whole)).toEqual(
    ["25 kB", "4×", "0.02 ms", "2×", "96.0 % (94.0–97.0)", "98.6 %", "0.250", "1,234", "–"],
  );
  const test: Row["test"] = { accuracy: 0.9555, interval: [0, 1], n: 1 };
  const tested = { ...int8, p: 1e-9, test };
  expect(figures(tested, whole).slice(-3)).toEqual(["<0.001", "1,234", "95.5 %"]);
  expect(inWords(int8, whole)).toContain("int8: 25 kB, 4× smaller; 0.02 ms, 2× as fast");
  expect(milliseconds(12.345)).toBe("12 ms");
});

test("how many pictures are apart, and how many of them are seen", () => {
  const answer = { name: "3", probability: 0.9, right: true };
  const pictures = [{ true: "3", before: answer, after: { ...answer, name: "8", right: false } }];
  expect(apartInWords({ method: "int8" })).toContain("Asking int8");
  expect(apartInWords({ method: "int8", total: 0, n: 360 })).toContain("for all of 360 validation");
  const said = (total: number) => apartInWords({ method: "int8", total, n: 360, pictures });
  expect(said(1)).toMatch(/for 1 of 360 validation pictures\. Below/);
  expect(said(9)).toContain("for 9 of 360 validation pictures. Here are the 1 surest");
});
