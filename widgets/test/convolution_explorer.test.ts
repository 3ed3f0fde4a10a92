import { expect, test } from "vitest";
import {
  border,
  brief,
  convolved,
  padded,
  resized,
  sumAt,
} from "../src/convolution_explorer/arithmetic";

const picture = { height: 3, width: 4, values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
const kernel = [[1, 2], [0, -1]];
const plain = { flip: false, padding: "valid", stride: 1 } as const;

test("the map of a cross-correlation, and of a convolution, as SciPy has them", () => {
  expect(Array.from(convolved(picture, kernel, plain).values)).toEqual([-1, 1, 3, 7, 9, 11]);
  expect(Array.from(convolved(picture, kernel, { ...plain, flip: true }).values)).toEqual([
    15, 17, 19, 23, 25, 27,
  ]);
});

test("the border is Keras's: the odd pixel comes behind", () => {
  expect(border(8, 3, { padding: "same", stride: 2 })).toEqual([0, 1]);
  expect(border(8, 4, { padding: "same", stride: 1 })).toEqual([1, 2]);
  const ground = padded(picture, 2, 2, { ...plain, padding: "same" });
  expect([ground.height, ground.width, ground.top, ground.left]).toEqual([4, 5, 0, 0]);
  expect(convolved(ground, kernel, { ...plain, padding: "same" }).values.length).toBe(12);
});

test("the sum at a place is the map's pixel there", () => {
  for (const flip of [false, true]) {
    const moves = { ...plain, flip, stride: 2 };
    const map = convolved(picture, kernel, moves);
    expect([map.height, map.width]).toEqual([1, 2]);
    expect(sumAt(picture, kernel, [0, 1], moves).sum).toBe(map.values[1]);
  }
});

test("a kernel that fits nowhere makes an empty map", () => {
  expect(convolved(picture, resized(kernel, 5), plain).values.length).toBe(0);
});

test("a kernel keeps its middle when its size changes", () => {
  expect(resized([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 1)).toEqual([[5]]);
  expect(resized([[5]], 3)).toEqual([[0, 0, 0], [0, 5, 0], [0, 0, 0]]);
});

test("numbers are told in few figures", () => {
  expect([0, -1, 0.1111, 12.34, 1234.5, 0.0001].map(brief)).toEqual([
    "0",
    "−1",
    "0.11",
    "12.3",
    "1235",
    "1.0e−4",
  ]);
});
