import { expect, test } from "vitest";
import { cellOf } from "../src/dashboard/inspection/gallery";
import { heights, lookedAt } from "../src/dashboard/steering/layers";
import { describe, spread } from "../src/dashboard/steering/runs";
import { differing, numberOf } from "../src/dashboard/steering/settings_form";
import { apart, extent, lanes } from "../src/dashboard/steering/run_tree";

const run = (name: string, parent: string | null, begin: number, end: number, epochs: number) => ({
  name,
  parent,
  begin,
  end,
  epochs,
  state: epochs > end ? "running" : "finished",
  best: null,
  final: null,
  settings: "",
});

test("a branch begins below its parent, where it left it", () => {
  const rows = [
    run("a", null, 0, 10, 10),
    run("b", "a", 5, 8, 20),
    run("c", "a", 2, 4, 10),
    run("d", "gone", 1, 2, 2),
  ];
  expect(extent(rows)).toBe(20);
  // else its snapshots would lie on top of each other
  expect(extent([run("a", null, 0, 4, 90)])).toBe(8);
  expect(extent([run("a", null, 0, 0.01, 90)])).toBe(1);
  expect(lanes(rows)).toEqual([
    { begin: 0, end: 50, planned: 50, up: 0 },
    { begin: 25, end: 40, planned: 100, up: 1 },
    { begin: 10, end: 20, planned: 50, up: 2 },
    { begin: 5, end: 10, planned: 10, up: 0 },
  ]);
});

test("only what differs is sent, and a text that is no number as it is", () => {
  const settings = { learning_rate: 0.000123456, epochs: 5, augmentation: "", frozen: ["conv"] };
  const same = { learning_rate: "0.0001235", epochs: "5", augmentation: "", frozen: ["conv"] };
  expect(differing(settings, same)).toEqual({});
  expect(differing(settings, { ...same, learning_rate: "0,01" })).toEqual({ learning_rate: 0.01 });
  expect(differing(settings, { ...same, epochs: "many" })).toEqual({ epochs: "many" });
  expect(differing(settings, { ...same, frozen: [], augmentation: "digits" })).toEqual({
    frozen: [],
    augmentation: "digits",
  });
  expect(differing(settings, { ...same, learning_rate: " " })).toEqual({});
  expect(numberOf("1e-3")).toBe(0.001);
});

test("bars of what hardly changes are level, and what was not measured has none", () => {
  const [low = 0, , high = 0] = heights(new Float32Array([1e-3, Number.NaN, 1.1e-3]), true);
  expect(heights(new Float32Array([1, Number.NaN, 0]), true)).toEqual([0.55, 0, 0]);
  expect(high - low).toBeLessThan(0.05);
  expect(heights(new Float32Array([0.25, Number.NaN]), false)).toEqual([0.25, 0]);
});

test("a snapshot is told by its step, its epoch and what it was worth", () => {
  expect(describe({ step: 1360, at: 3, accuracy: 0.931 })).toBe(
    "Step 1,360, after epoch 3, valid accuracy 93.1 %",
  );
  expect(describe({ step: 7, at: 2.4, accuracy: null })).toBe("Step 7, in epoch 3");
  expect(describe({ step: 0, at: 0, accuracy: null })).toBe("Step 0, the beginning");
});

test("accuracies that lie close together fill the height", () => {
  const [low, high] = spread(new Float32Array([0.9, Number.NaN, 0.98]));
  expect(low).toBeCloseTo(0.89);
  expect(high).toBeCloseTo(0.99);
  expect(spread(new Float32Array([]))).toEqual([0, 1]);
});

test("snapshots that lie close together can each be clicked", () => {
  expect(apart([0, 50, 100], 100)).toEqual([0, 50, 100]);
  expect(apart([0, 0.1, 0.2, 60], 100)).toEqual([0, 2, 4, 60]);
  expect(apart([99, 99.5, 100], 100)).toEqual([96, 98, 100]);
  expect(apart([], 100)).toEqual([]);
  expect(apart([0, 19, 20], 20)).toEqual([0, 18, 20]); // none lies beyond the run's head
});

test("the layers' table says how old its look is, and why", () => {
  const running = { progress: 0.8, epochs: 10, steps: 1580 };
  expect(lookedAt(158, running)).toBe(
    "looked at after epoch 1, of 8 so far; looking takes at most 1 % of the time",
  );
  expect(lookedAt(8 * 158, running)).toBe("looked at after epoch 8");
  expect(lookedAt(12, { ...running, progress: 0.05 })).toBe("looked at in epoch 1");
});

test("a chosen cell is what the lists above the images say", () => {
  const result = { classes: ["a", "b"], numbers: [4, 7] };
  expect(cellOf(result, [])).toBe(null);
  expect(cellOf(result, [1, 1])).toEqual({ name: "Recognised", label: "7" });
  expect(cellOf(result, [0, 1])).toEqual({ name: "Taken for b", label: "4" });
});
