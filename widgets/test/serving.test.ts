import { expect, test } from "vitest";
import { bytesOf, likeliest, probabilitiesIn } from "../src/server_page/service";
import type { DriftHour, ModelState, ServiceState, Traffic } from "../src/shared/records";
import {
  driftText, hourText, milliseconds, minuteText, modelsText, pageOf, perSecond, stateKind,
  stateName, uptime, wholeText,
} from "../src/shared/serving/words";
import { legend } from "../src/shared/trying/trial";

const traffic: Traffic = {
  requests: 1200, errors: 1, per_second: 12.34, p50_ms: 2.14, p99_ms: 153.4, seconds: [], failed: 0,
};
const hour: DriftHour = {
  began: 1_800_000_000, pictures: 45, confidence: 0.8, distance: 0.7, by_chance: 0.31,
  drifted: ["classes"], classes: [],
};
const model = (name: string, state: string): ModelState => ({
  name, versions: [{ version: 1, state }], classes: [], labels: {}, takes_pictures: true,
  explains: true, engine: "", traffic, confidence: 0.9, drift: [], lately: null, error: "",
});

test("figures are told as far as one reads them", () => {
  expect([0, 0.01, 0.34, 12.34, 4321].map(perSecond))
    .toEqual(["0/s", "<0.1/s", "0.3/s", "12/s", "4,321/s"]);
  expect([null, 0.123, 2.14, 153.4, 12_345].map(milliseconds))
    .toEqual(["–", "0.12 ms", "2.1 ms", "153 ms", "12 s"]);
  expect([8, 190, 4320, 400_000].map(uptime)).toEqual(["8 s", "3 min", "1 h 12 min", "4 d"]);
});

test("what a service does, in a line", () => {
  expect(minuteText(traffic)).toBe("Last minute: 12/s · p50 2.1 ms · p99 153 ms · no errors");
  expect(minuteText({ ...traffic, failed: 2, per_second: 0.2, p50_ms: null }))
    .toBe("Last minute: 0.2/s · 2 errors");
  const state = { traffic, uptime: 190 } as ServiceState;
  expect(wholeText(state)).toBe("In 3 min: 1,200 requests · 1 error");
  expect(wholeText({ ...state, traffic: { ...traffic, requests: 1, errors: 0 } }))
    .toBe("In 3 min: 1 request · no errors");
  const many = ["a", "b", "c", "d", "e"].map((name) => model(name, "AVAILABLE"));
  expect(modelsText({ models: many })).toBe("a, b, c and 2 more");
  expect(modelsText({ models: [model("a", "LOADING")] })).toBe("no model answers yet");
  expect(modelsText({ models: [] })).toBe("no model yet");
});

test("a version that failed is not one that has ended", () => {
  const ended = { version: 1, state: "END" };
  expect([stateName(ended), stateKind(ended)]).toEqual(["ended", "over"]);
  const failed = { ...ended, error: "no model" };
  expect([stateName(failed), stateKind(failed)]).toEqual(["failed", "bad"]);
  expect(stateKind({ version: 1, state: "LOADING" })).toBe("wait");
});

test("an hour says only what is known of it", () => {
  expect(hourText(hour, 0.9)).toContain(
    "45 pictures; classes 70 % apart (!), by chance up to 31 %; 80 % sure in the mean, expected 90",
  );
  const early = { ...hour, distance: null, by_chance: null, drifted: [] };
  expect(hourText(early, 0.9)).toContain("too few to say more");
  expect(hourText(early, null)).toContain("nothing known to compare with");
  const says = (lately: DriftHour | null, confidence: number | null = 0.9) =>
    driftText({ lately, confidence });
  expect(says(hour)).toMatch(/^other than expected: classes \(45 pictures since ... ..:..\)$/);
  expect(says({ ...hour, drifted: [] })).toContain("as expected (45 pictures");
  expect(says({ ...early, pictures: 1 })).toContain("too few to say (1 picture since");
  expect(says(early, null)).toContain("nothing to compare with");
  expect(says(null)).toBe("no pictures yet");
});

test("a page is linked only where this browser can reach it", () => {
  const local = { url: "http://127.0.0.1:8501", address: "127.0.0.1" };
  expect(pageOf(local, "localhost")).toBe("http://127.0.0.1:8501/");
  expect(pageOf(local, "lab.example")).toBeNull();
  expect(pageOf({ ...local, address: "0.0.0.0" }, "lab.example")).toBe("http://lab.example:8501/");
});

test("answers are read, the likeliest class first", () => {
  expect(probabilitiesIn({ predictions: [{ probabilities: [0.1, 0.9] }] })).toEqual([0.1, 0.9]);
  for (const wrong of [{}, { predictions: [] }, { predictions: [0.5] }])
    expect(() => probabilitiesIn(wrong)).toThrow("no probabilities");
  expect(likeliest([0.1, 0.7, 0.2], ["a", "b"], 2).map(({ name }) => name))
    .toEqual(["b", "class 2"]);
  expect([...new Uint8Array(bytesOf("AP8=").buffer)]).toEqual([0, 255]);
});

test("a map says how much it stands for, where that is known", () => {
  const bars = [{ number: 3, name: "bee", probability: 0.9, true: false }];
  expect(legend({ bars, target: 3 })).toBe("Bright: what spoke for “bee”.");
  expect(legend({ bars, target: 3, taken: 0.694 })).toContain("up to 69 % of its probability");
});
