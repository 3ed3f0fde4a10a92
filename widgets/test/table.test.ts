import { expect, test } from "vitest";
import { Table } from "../src/shared/bytes";

/** Rows as they come: `first`, `first` + 1 …, and ten times that. */
function block(first: number, rows: number): DataView {
  const values = Float32Array.from(
    { length: 2 * rows },
    (_, i) => (first + (i >> 1)) * (i % 2 ? 10 : 1),
  );
  return new DataView(values.buffer);
}

test("no row is lost or doubled, wherever the blocks end", () => {
  const table = new Table();
  const names = ["step", "loss"];
  table.update(1, names, [block(0, 0), block(0, 3)]);
  const before = table.get("step");
  table.update(1, names, [block(0, 0), block(0, 3)]);
  expect(table.rows).toBe(3);
  table.update(1, names, [block(0, 3), block(3, 2)]); // the tail has moved into the first block
  table.update(1, names, [block(0, 5000), block(5000, 1)]); // pushes were missed
  expect(table.rows).toBe(5001);
  expect([...table.get("step")]).toEqual(Array.from({ length: 5001 }, (_, i) => i));
  expect(table.get("loss")[5000]).toBe(50_000);
  expect([...before]).toEqual([0, 1, 2]);
});

test("a column that is filled goes on in the same memory while there is room", () => {
  const table = new Table();
  table.update(1, ["step", "loss"], [block(0, 10)]);
  const { buffer } = table.get("loss");
  table.update(1, ["step", "loss"], [block(0, 11)]);
  expect(table.get("loss").buffer).toBe(buffer);
});

test("another version is another table", () => {
  const table = new Table();
  table.update(1, ["step", "loss"], [block(0, 10)]);
  table.update(2, ["step", "accuracy"], [block(5, 2)]);
  expect([...table.get("step")]).toEqual([5, 6]);
  expect(table.has("loss")).toBe(false);
  expect(table.get("loss")).toHaveLength(0);
});
