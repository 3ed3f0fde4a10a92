import type { Report } from "../../shared/records";
import { count } from "../../shared/format";
import { shown } from "../run_page/card";
import { type Change, readable, type RunDetails } from "../server/requests";
import type { Words } from "../words";

/**
 * The value of each setting from the very beginning, with the steps at which it was changed, those
 * of its parents too.
 */
export function courses(
  words: Words,
  { recipe, origin }: RunDetails["about"],
  changes: Change[],
): Map<string, string> {
  const first = origin?.recipe ?? recipe;
  const before = (origin?.planned ?? []).map(({ step, ...values }) => ({
    step: Number(step),
    values,
  }));
  const latest = new Map(
    Object.entries(first).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const texts = new Map(Object.entries(first).map(([name, value]) => [name, shown(value)]));
  for (const { step, values } of [...before, ...changes]) {
    for (const [name, value] of Object.entries(values)) {
      if (latest.get(name) === JSON.stringify(value)) continue;
      latest.set(name, JSON.stringify(value));
      texts.set(
        name,
        words.__("%1; %2 from step %3", texts.get(name) ?? "–", shown(value), count(step)),
      );
    }
  }
  return texts;
}

/** Which of two runs branched off which, or off what else, and where. */
export function descent(words: Words, runs: Pick<RunDetails, "name" | "about">[]): string[] {
  return runs.flatMap(({ about: { parent } }, i) => {
    if (!parent) return [];
    const other = runs[1 - i]?.name === parent.run;
    return [
      words.__(
        "%1 branched off %2 at step %3.",
        "AB"[i],
        other ? "AB"[1 - i] : parent.run,
        count(parent.step),
      ),
    ];
  });
}

/**
 * McNemar's exact p for the pictures that one run alone recognised, as
 * `imagerec.insight.paired` has it.
 */
export function mcnemar(onlyA: number, onlyB: number): number {
  const together = onlyA + onlyB;
  let ways = 0; // its logarithm, of choosing i of them
  let sum = 0;
  for (let i = 0; i <= Math.min(onlyA, onlyB); i++) {
    sum += Math.exp(ways - together * Math.LN2);
    ways += Math.log((together - i) / (i + 1));
  }
  return Math.min(1, 2 * sum);
}

/**
 * The pictures that one alone recognised; null unless both were judged on the same ones and list
 * all their mistakes.
 */
export function alone(a: Report | null, b: Report | null): [number, number] | null {
  if (
    !a?.fingerprint ||
    !b ||
    a.fingerprint !== b.fingerprint ||
    a.split !== b.split ||
    a.n !== b.n
  )
    return null;
  const [inA, inB] = [a, b].map(
    ({ mistakes = [] }) => new Set(mistakes.map(({ index }) => index)),
  ) as [Set<number>, Set<number>];
  if (inA.size !== a.mistaken || inB.size !== b.mistaken) return null;
  const only = (one: Set<number>, other: Set<number>) =>
    [...one].filter((index) => !other.has(index)).length;
  return [only(inB, inA), only(inA, inB)];
}

/**
 * What two runs are judged on. Between runs one chooses on validation images, so those are the
 * usual ones.
 */
export type Split = "valid" | "test";

/** What a run's report on this split says; null if it was not judged on it. */
function reportOn(split: Split, run: RunDetails): Report | null {
  return readable(run).find((report) => report.split === split) ?? null;
}

/**
 * Is one of them better on this split, or was it chance? Where the files don't say it, what does.
 */
export function judgement(words: Words, [a, b]: [RunDetails, RunDetails], split: Split): string {
  const found = alone(reportOn(split, a), reportOn(split, b));
  if (found === null) {
    if (a.about.data.fingerprint !== b.about.data.fingerprint)
      return words.__("They were not trained on the same data.");
    const other = split === "valid" ? "" : `, split=${JSON.stringify(split)}`;
    const call = `ir.compare(${JSON.stringify(a.run)}, ${JSON.stringify(b.run)}${other})`;
    return words.__(
      "The reports of these runs don't cover these pictures. " +
        "In a notebook, %1 tells whether the difference is chance.",
      call,
    );
  }
  const [onlyA, onlyB] = found;
  if (onlyA + onlyB === 0)
    return words.__("Both recognise the same pictures: nothing tells them apart.");
  const p = mcnemar(onlyA, onlyB);
  const counts = [count(onlyA), count(onlyB), p >= 0.001 ? `p = ${p.toFixed(3)}` : "p < 0.001"];
  if (p >= 0.05) {
    return words.__(
      "No difference is shown: A alone recognised %1 pictures and B alone %2, " +
        "which equally good networks give often enough (%3).",
      ...counts,
    );
  }
  return words.__(
    "%4 is better: A alone recognised %1 pictures and B alone %2, " +
      "which equally good networks seldom give (%3).",
    ...counts,
    onlyA > onlyB ? "A" : "B",
  );
}
