import { expect, test } from "vitest";
import { smoothed, ticks, verticalRange } from "../src/shared/chart";

test("ticks are round values within the range", () => {
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(0.13, 0.77, 3)).toEqual([0.5]);
});

test("smoothing leaves a gap where there is no number, and spoils no other point", () => {
  const given = smoothed(new Float32Array([1, Number.NaN, 3, 3, 3]));
  expect(given[0]).toBe(1);
  expect(given[1]).toBeNaN();
  expect(given[3]).toBe(2.5); // the mean of 1, 3, 3, 3
});

test("a few wild values leave the top of the chart", () => {
  const y = Float32Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1e6 : 1));
  const [low, high] = verticalRange([{ name: "", color: "", x: y, y, marked: false }]);
  expect(low).toBe(0);
  expect(high).toBeLessThan(2);
});
