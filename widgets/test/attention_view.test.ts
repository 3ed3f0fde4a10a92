import { expect, test } from "vitest";
import { rowOf, strongest } from "../src/attention_view/rows";
import { moved } from "../src/shared/chooser";

test("a row of a head's table, and the mean of all heads", () => {
  const weights = Float32Array.from({ length: 2 * 2 * 3 * 3 }, (_, i) => i);
  const tables = { heads: 2, places: 3, weights };
  expect(Array.from(rowOf(tables, 1, 0, 2))).toEqual([24, 25, 26]);
  expect(Array.from(rowOf(tables, 1, 1, 2))).toEqual([33, 34, 35]);
  expect(Array.from(rowOf(tables, 1, -1, 2))).toEqual([28.5, 29.5, 30.5]);
});

test("where a place looks most", () => {
  expect(strongest(Float32Array.from([0.25, 0.5, 0.25]))).toEqual({ place: 1, weight: 0.5 });
});

test("behind the last picture comes the first", () => {
  expect([moved(2, 1, 3), moved(0, -1, 3)]).toEqual([0, 2]);
});
