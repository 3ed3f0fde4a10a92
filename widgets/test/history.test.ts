import { expect, test } from "vitest";
import { shown } from "../src/dashboard/curves/curves";
import { History, label, marksOn } from "../src/dashboard/curves/history";
import { reachOf } from "../src/dashboard/curves/toolbar";
import type { View } from "../src/dashboard/traits";

const view: View = { x: "epoch", smoothing: 3, log: [], shown: {} };

function block(...rows: number[][]): DataView {
  return new DataView(Float32Array.from(rows.flat()).buffer);
}

function history(): History {
  const made = new History();
  const tables = {
    steps: { version: 1, names: ["epoch", "step", "time", "loss", "learning_rate", "top_3"] },
    epochs: { version: 2, names: ["epoch", "step", "time", "loss", "valid_loss", "seconds"] },
  };
  made.update(
    tables,
    [block([0.5, 5, 1, 2, 0.1, 0.7]), block([1, 10, 2, 1, 0.1, 0.8])],
    block([1, 10, 3, 1.5, 1.25, 3]),
  );
  return made;
}

test("what is logged has a curve; where a row stands and how long it took has none", () => {
  expect(history().measures).toEqual(["loss", "learning_rate", "top_3"]);
});

test("a model without accuracy has no such chart; others are shown and hidden by hand", () => {
  expect(shown(new History(), view)).toEqual(["loss", "accuracy"]);
  expect(shown(history(), view)).toEqual(["loss", "top_3"]);
  expect(shown(history(), { ...view, shown: { learning_rate: true, top_3: false } })).toEqual([
    "loss",
    "learning_rate",
  ]);
});

test("training and validation of a measure, on any axis; a learning rate has no validation", () => {
  const [train, valid] = history().series("loss", "step");
  expect([train?.x, train?.y].map((column) => [...(column ?? [])])).toEqual([[5, 10], [2, 1]]);
  expect([valid?.x, valid?.y].map((column) => [...(column ?? [])])).toEqual([[10], [1.25]]);
  expect(history().series("learning_rate", "time").map(({ name }) => name)).toEqual(["train"]);
  expect(history().end("time")).toBe(3);
});

test("a run that is laid over has one colour and one entry in the legend", () => {
  const series = history().overlay("loss", "epoch", "--ir-run-1", "cnn 14:22:33");
  expect(
    new Set(series.map(({ color, entry, overlaid }) => `${color} ${entry} ${overlaid}`)).size,
  ).toBe(1);
});

test("a run's name says its model and when it began; another name stands as it is", () => {
  expect(label({ run: "20261120-142233-cnn-digits", model: "cnn" })).toBe("cnn 14:22:33");
  expect(label({ run: "my run", model: "cnn" })).toBe("my run");
});

test("a change stands where it was made, on every axis", () => {
  const change = { epoch: 1.5, step: 15, time: 4, label: "learning rate 0.001" };
  expect(marksOn("time", [change])).toEqual([{ x: 4, label: "learning rate 0.001" }]);
  const more = { ...change, time: 4.1, label: "frozen" };
  expect(marksOn("step", [change, more])).toEqual([
    { x: change.step, label: "learning rate 0.001, frozen" },
  ]);
  expect(marksOn("time", [{ ...change, time: null }])).toEqual([]);
});

test("smoothing doubles with each notch, and can be off", () => {
  expect([0, 1, 3, 10].map(reachOf)).toEqual([0, 1, 4, 512]);
});
