import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { alone, courses, descent, judgement, mcnemar } from "../src/lab/compare/difference";
import { hasHeading, parseLesson } from "../src/lab/lesson_headings";
import { chosen, inView, outsideOf } from "../src/lab/panel/order";
import { recipeInEffect } from "../src/lab/run_page/recipe";
import { byEpochs, Pace } from "../src/lab/server/pace";
import type { Change, Row, RunDetails } from "../src/lab/server/requests";
import { translated } from "../src/lab/settings";
import { sparkPath } from "../src/lab/panel/sparkline";
import { age, duration, runState, solvedText, type Words } from "../src/lab/words";

/** English, as JupyterLab's own null translator gives it; that one needs a browser to be loaded. */
function filled(text: string, ...values: unknown[]): string {
  return text.replace(/%(\d+)/g, (_, number) => String(values[Number(number) - 1]));
}
const words = {
  __: filled,
  _p: (_: string, text: string, ...values: unknown[]) => filled(text, ...values),
  _n: (one: string, many: string, n: number, ...values: unknown[]) =>
    filled(n === 1 ? one : many, n, ...values),
} as unknown as Words;

const row = (run: string, values: Partial<Row> = {}): Row =>
  ({ run, name: run, state: "finished", data: "digits", model: "cnn", ...values });

test("a time that has gone by does not read like a duration", () => {
  expect([5, 61, 7300, 200000].map((seconds) => age(words, 1e9 - seconds, 1e9))).toEqual([
    "just now",
    "1 min ago",
    "2 h ago",
    "2 d ago",
  ]);
  expect([40, 185, 4000].map((seconds) => duration(words, seconds))).toEqual([
    "40 s",
    "3 min",
    "1 h 7 min",
  ]);
});

test("numbers come with the right words", () => {
  expect(solvedText(words, { solved: 1, exercises: 4 })).toBe("1 of 4 exercises solved");
  expect(runState(words, row("a", { state: "paused", epoch: 2, epochs: 5 }))).toBe(
    "paused, epoch 2 of 5",
  );
});

test("the time left follows the speed of the last minute", () => {
  const pace = new Pace();
  expect(pace.secondsLeft()).toBeNull();
  for (let second = 0; second <= 50; second += 10) pace.add(second, 0.1);
  expect(pace.secondsLeft()).toBeNull();
  for (let second = 60; second <= 160; second += 10) pace.add(second, 0.1 + (second - 60) / 1000);
  expect(pace.secondsLeft()).toBeCloseTo(800, 0);
  pace.add(170, 0);
  expect(pace.secondsLeft()).toBeNull();
});

test("once an epoch is complete the time left follows from the mean of the complete ones", () => {
  const told = { state: "running", epochs: 4, progress: 0.25 };
  expect(byEpochs(row("a", { ...told, epoch: 2, seconds: 4 }))).toBe(12);
  expect(byEpochs(row("a", { ...told, epoch: 1, seconds: 0 }))).toBeNull();
});

test("two runs differ by the course of their settings, and by what one alone recognised", () => {
  const about = {
    recipe: { learning_rate: 0.1, epochs: 5 },
    data: { name: "digits", classes: [], shape: [] },
    model: { name: "cnn" },
  };
  const branch = {
    ...about,
    recipe: { learning_rate: 0.01, epochs: 5 },
    parent: { run: "one", step: 120 },
    origin: { recipe: about.recipe, planned: [{ step: 60, learning_rate: 0.01 }] },
  };
  const byHand = [{ step: 60, at: 1, values: { learning_rate: 0.01 } }];
  expect(courses(words, branch, [])).toEqual(courses(words, about, byHand));
  const again = [{ step: 150, at: 2, values: { learning_rate: 0.05, epochs: 5 } }];
  expect(courses(words, branch, again).get("learning_rate")).toBe(
    "0.1; 0.01 from step 60; 0.05 from step 150",
  );
  expect(
    descent(words, [
      { name: "one", about },
      { name: "two", about: branch },
    ]),
  ).toEqual(["B branched off A at step 120."]);

  const report = (...indices: number[]) => ({
    split: "valid", n: 99, fingerprint: "f", mistaken: indices.length,
    mistakes: indices.map((index) => ({ index, true: "a", predicted: "b", probability: 1 })),
  });
  expect(alone(report(1, 2, 3), report(3))).toEqual([0, 2]);
  expect(alone({ ...report(1, 2, 3), mistaken: 200 }, report(3))).toBeNull();
  expect(mcnemar(0, 0)).toBe(1);
  expect(mcnemar(3, 12)).toBeCloseTo(0.03515625, 10);
  expect(mcnemar(900, 1100) / 8.457089535505577e-6).toBeCloseTo(1, 8);
});

test("two runs are judged on the pictures that are chosen, or it is said how they can be", () => {
  const run = (name: string, ...indices: number[]) =>
    ({
      run: name,
      about: { data: { fingerprint: "f" } },
      reports: [
        {
          split: "test",
          n: 99,
          fingerprint: "f",
          mistaken: indices.length,
          mistakes: indices.map((index) => ({ index, true: "a", predicted: "b", probability: 1 })),
        },
      ],
    }) as unknown as RunDetails;
  const [a, b] = [run("runs/a", 1, 2, 3, 4, 5, 6, 7), run("runs/b")];
  expect(judgement(words, [a, b], "test")).toBe(
    "B is better: A alone recognised 0 pictures and B alone 7, " +
      "which equally good networks seldom give (p = 0.016).",
  );
  expect(judgement(words, [a, b], "valid")).toContain(
    'In a notebook, ir.compare("runs/a", "runs/b") tells',
  );
  expect(judgement(words, [a, { ...b, reports: [] }], "test")).toContain(
    'ir.compare("runs/a", "runs/b", split="test")',
  );
});

test("runs are filtered by every word and by state, and sorted", () => {
  const rows = [
    row("runs/a", { started: 1, valid: { accuracy: 0.9, interval: [0.8, 1], n: 9 } }),
    row("runs/b", { started: 3, data: "mnist", state: "running" }),
    row("runs/c", {
      started: 2,
      state: "failed",
      valid: { accuracy: 0.95, interval: [0.9, 1], n: 9 },
    }),
  ];
  const runs = (...how: [string, Parameters<typeof chosen>[2], Parameters<typeof chosen>[3]]) =>
    chosen(rows, ...how)
      .map(({ run }) => run.slice(5))
      .join("");
  expect(runs("", "all", "newest")).toBe("bca");
  expect(runs("", "all", "best")).toBe("cab");
  expect(runs("CNN  digits", "all", "name")).toBe("ac");
  expect(runs("", "work", "newest")).toBe("b");
});

test("of a long list only what is seen and a little more is drawn", () => {
  expect(inView(0, 480, 48, 2000)).toEqual([0, 14]);
  expect(inView(48000, 480, 48, 2000)).toEqual([996, 1014]);
  expect(inView(95900, 480, 48, 2000)).toEqual([1993, 2000]);
  expect(inView(5000, 480, 48, 3)).toEqual([3, 3]);
});

test("a small curve stays inside its picture", () => {
  expect(sparkPath([0, 1], 56, 18)).toBe("M1.5 16.5L54.5 1.5");
  expect(sparkPath([0.5, 0.5], 56, 18)).toBe("M1.5 9.0L54.5 9.0");
  expect(sparkPath([], 56, 18)).toBe("");
});

test("a lesson, its exercise and its headings are found", () => {
  expect(parseLesson("05")).toEqual({ lesson: "05", mark: null });
  expect(parseLesson("05#dropout-2")).toEqual({ lesson: "05", mark: "dropout-2" });
  expect(parseLesson("05-2")).toBeNull();
  expect(parseLesson("05#why-it-helps")).toEqual({ lesson: "05", mark: "why-it-helps" });
  expect(parseLesson("../../etc")).toBeNull();
  expect(hasHeading("### Exercise dropout-2: a share", "dropout-2")).toBe(true);
  expect(hasHeading("### Exercise dropout-21: a share", "dropout-2")).toBe(false);
  expect(hasHeading("see Exercise dropout-2", "dropout-2")).toBe(false);
  expect(hasHeading("text\n## Why it helps\nmore", "why-it-helps")).toBe(true);
});

test("a schema is translated where people read it", () => {
  const shout = { __: (text: string) => text.toUpperCase() } as unknown as Words;
  expect(
    translated(
      {
        title: "a",
        type: "b",
        properties: { x: { title: "c", oneOf: [{ title: "d", const: "e" }] } },
      },
      shout,
    ),
  ).toEqual({
    title: "A",
    type: "b",
    properties: { x: { title: "C", oneOf: [{ title: "D", const: "e" }] } },
  });
});

test("a recipe is shown as it was in effect", () => {
  const recipe = { epochs: 5, learning_rate: null, optimizer: null, ema: 0.9995, clip_norm: null };
  const shown = (about: object, rates: number[] = [], changes: Change[] = []) =>
    Object.fromEntries(recipeInEffect({ recipe, ...about }, changes, rates, words));
  const taken = { in_effect: { learning_rate: 0.001, optimizer: "adam" } };
  expect(shown(taken)).toEqual({
    epochs: "5", learning_rate: "0.001", optimizer: "adam", ema: "0.9995", clip_norm: "off",
  });
  const byHand = [{ step: 60, at: 1, values: { learning_rate: 0.0001 } }];
  expect(shown(taken, [], byHand)["learning_rate"]).toBe("0.001; 0.0001 from step 60");
  expect(shown({}, [0.002, 0.002])["learning_rate"]).toBe("0.002"); // a run of before
  expect(shown({}, [0.002, 0.001])["learning_rate"]).toBe("the optimizer's own");
});

/**
 * Every text that the extension shows, as its sources have it; those with a context and those with
 * a plural, too.
 */
function textsInSources(): string[] {
  const text = '"((?:[^"\\\\]|\\\\.)*)"';
  const found = new Set<string>();
  const files = readdirSync("src/lab", { recursive: true, encoding: "utf8" });
  for (const name of files.filter((file) => file.endsWith(".ts"))) {
    const source = readFileSync(`src/lab/${name}`, "utf8").replace(/" \+\s+"/g, ""); // in one piece
    for (const [, one] of source.matchAll(new RegExp(`words\\.(?:__|_n)\\(\\s*${text}`, "g")))
      found.add(one ?? "");
    for (const [, context, one] of source.matchAll(
      new RegExp(`words\\._p\\(\\s*${text},\\s*${text}`, "g"),
    )) {
      found.add(`${context}\u0004${one}`);
    }
  }
  const listen = { __: (one: string) => [...found.add(one)].pop() } as unknown as Words;
  translated(JSON.parse(readFileSync("schema/settings.json", "utf8")), listen);
  return [...found].sort();
}

test("every text has its Chinese, with the same values in it, and no Chinese is left over", () => {
  const path = "../imagerec/locale/zh_CN/LC_MESSAGES/imagerec.json";
  const { "": head, ...catalogue } = JSON.parse(readFileSync(path, "utf8")) as Record<
    string,
    string[]
  >;
  expect(head).toMatchObject({ domain: "imagerec", language: "zh-CN" });
  expect(Object.keys(catalogue).sort()).toEqual(textsInSources());
  const values = (text: string) => (text.match(/%\d/g) ?? []).sort();
  for (const [key, [chinese = ""]] of Object.entries(catalogue)) {
    expect(chinese).not.toBe("");
    if (catalogue[key]?.length === 1) expect(values(chinese)).toEqual(values(key));
  }
});

test("no training is begun within another run's folder", () => {
  const runs = ["runs/one", "photos/runs/two"];
  expect(
    ["runs/one", "photos/runs/two/checkpoint", "photos", "runs/one-more"].map((folder) =>
      outsideOf(runs, folder),
    ),
  ).toEqual(["", "photos", "photos", "runs/one-more"]);
});
