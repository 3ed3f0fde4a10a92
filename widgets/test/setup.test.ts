import { expect, test } from "vitest";
import { helpOf } from "../src/dashboard/setup/form_field";
import {
  augmentationOf,
  marked,
  parseFor,
  presetOf,
  usualValue,
  withModel,
  withOption,
  withValue,
  withoutChanges,
} from "../src/dashboard/setup/choices";
import { withAnother, withPart, without } from "../src/dashboard/setup/stages";
import { EPOCHS, logAxis } from "../src/shared/chart/line_chart";
import { bytes, large, rate } from "../src/shared/format";
import type { Choices, Field, Options } from "../src/dashboard/traits";

function field(name: string, kind: Field["kind"], usual: Field["default"]): Field {
  return {
    name,
    kind,
    default: usual,
    help: "",
    group: "",
    optional: true,
    choices: [],
    least: null,
    most: null,
    above: false,
  };
}

const schedule = field("schedule", "choice", "constant");
const options: Options = {
  datasets: [],
  models: [
    { name: "cnn", description: "", family: "cnn", needs: "", fields: [] },
    { name: "vit", description: "", family: "attention", needs: "", fields: [] },
  ],
  recipe: [
    field("epochs", "whole", 5),
    field("learning_rate", "number", null),
    schedule,
    field("augmentation", "augmentation", null),
  ],
  augmentation: [
    field("rotate", "number", 0),
    field("flip", "choice", "none"),
    field("fill", "choice", "edge"),
  ],
  presets: { digits: { rotate: 10, flip: "none", fill: "black" } },
  fixed: { data: false, trainer: false },
};
const usual: Choices = {
  data: "digits",
  model: "cnn",
  options: {},
  epochs: 5,
  batch_size: null,
  learning_rate: null,
  recipe: {},
};

test("a value that is the default takes no place, and an empty field is the default", () => {
  const chosen = withValue(usual, schedule, "one_cycle");
  expect(chosen.recipe).toEqual({ schedule: "one_cycle" });
  expect(withValue(chosen, schedule, "constant").recipe).toEqual({});
  expect(withValue(chosen, schedule, null).recipe).toEqual({});
  expect(withValue(usual, field("epochs", "whole", 5), 3).epochs).toBe(3);
});

const own = { epochs: 8, learning_rate: 0.004, schedule: "one_cycle", augmentation: null };
const asOwn = withValue({ ...usual, model: "vit", epochs: 8, learning_rate: 0.004 }, schedule,
  "one_cycle");

test("what the chosen network brings along is usual; what differs from it is marked", () => {
  expect(marked(options, own, asOwn)).toEqual({});
  expect(marked(options, own, { ...asOwn, epochs: 9 })).toEqual({ epochs: "changed" });
  const common = withValue({ ...asOwn, learning_rate: null }, schedule, "constant");
  expect(marked(options, own, common)).toEqual({
    learning_rate: "changed",
    schedule: "changed",
  });
  expect(withoutChanges(options, own, { ...common, recipe: { ema: 0.9 } })).toEqual(asOwn);
});

test("a field that the network says nothing of has the common default", () => {
  expect(usualValue(own, field("ema", "number", null))).toBe(null);
  expect(usualValue(own, schedule)).toBe("one_cycle");
});

test("what was suggested is marked as long as it stands, also where it is the usual", () => {
  const suggested = { epochs: 8, learning_rate: 0.1, schedule: "one_cycle" };
  const chosen = withValue({ ...asOwn, learning_rate: 0.1 }, schedule, "step");
  expect(marked(options, own, chosen, suggested)).toEqual({
    epochs: "suggested",
    learning_rate: "suggested",
    schedule: "changed",
  });
});

test("a help text doesn't repeat the words of its menu", () => {
  const help = (text: string) => helpOf({ ...schedule, help: text });
  expect(help('how the rate changes: "constant", "step" or "one_cycle"')).toBe(
    "how the rate changes",
  );
  expect(help('"adam", "lion" or "sgd"; by default the model\'s own')).toBe(
    "by default the model's own",
  );
  expect(help('what comes in: "black", the "edge" drawn out, or a "mirror"')).toContain(
    'the "edge" drawn out',
  );
});

test("another model has options of its own", () => {
  const deep = withOption(usual, field("depth", "whole", 2), 4);
  expect(deep.options).toEqual({ depth: 4 });
  expect(withModel(deep, "vit")).toEqual({ ...usual, model: "vit" });
});

test("an augmentation chosen by name, in part or not at all has all its values", () => {
  const named = { ...usual, recipe: { augmentation: "digits" } };
  expect(augmentationOf(options, named)).toEqual({ rotate: 10, flip: "none", fill: "black" });
  expect(presetOf(options, augmentationOf(options, named))).toBe("digits");
  const own = { ...usual, recipe: { augmentation: { rotate: 3 } } };
  expect(augmentationOf(options, own)).toEqual({ rotate: 3, flip: "none", fill: "edge" });
  expect(presetOf(options, augmentationOf(options, own))).toBe("own");
  expect(presetOf(options, { rotate: 0, flip: "none", fill: "mirror" })).toBe("none");
});

test("what is typed gets the type that Python expects, or goes as it is", () => {
  expect(parseFor(field("class_weights", "numbers", null), "1, 2.5;3")).toEqual([1, 2.5, 3]);
  expect(parseFor(field("class_weights", "numbers", null), "balanced")).toBe("balanced");
  expect(parseFor(field("frozen", "names", []), "stem, block1")).toEqual(["stem", "block1"]);
  expect(parseFor(field("activation", "text", "relu"), " 1e3 ")).toBe("1e3");
  expect(parseFor(field("ema", "number", null), "0,99")).toBe(0.99);
  expect(parseFor(field("ema", "number", null), "much")).toBe("much");
});

test("rates lie on a logarithmic axis, and are written in two figures", () => {
  const { format, formatTick, ticks } = logAxis("learning rate", rate);
  const named = ticks(Math.log10(1e-6), Math.log10(2), 8).map(formatTick);
  expect(named).toEqual(["1e-6", "1e-5", "0.0001", "0.001", "0.01", "0.1", "1"]);
  expect(format(Math.log10(0.032345))).toBe("0.032");
  expect(EPOCHS.ticks(0, 2, 5)).toEqual([0, 1, 2]); // and epochs have no halves
});

test("large numbers have three figures", () => {
  expect([large(0), large(999), large(353408), large(1_234_567)]).toEqual([
    "0",
    "999",
    "353 k",
    "1.23 M",
  ]);
  expect([bytes(12), bytes(487_720)]).toEqual(["12 B", "488 kB"]);
});

test("stages follow one another, and only the last one goes to the end", () => {
  const one = withAnother([]);
  expect(one).toEqual([{ open: "head" }]);
  const two = withAnother(one);
  expect(two).toEqual([{ open: "head", epochs: 5 }, { open: "all", rate: 0.1 }]);
  expect(withPart(two, 1, "open", "block_11")[1]).toEqual({ open: "block_11", rate: 0.1 });
  expect(withPart(two, 1, "rate", null)[1]).toEqual({ open: "all" });
  expect(without(two, 1)).toEqual(one);
});
