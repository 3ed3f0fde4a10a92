import type { TranslationBundle } from "@jupyterlab/translation";
import type { RunRow } from "../shared/records";
import { count, percent } from "../shared/format";
import type { Lesson } from "./server/requests";

export type Words = TranslationBundle;

/** "cnn on digits", or the folder's name where recipe.json could not be read. */
export function runTitle(words: Words, { model, data, name }: RunRow): string {
  return model && data ? words.__("%1 on %2", model, data) : name;
}

/** "97.2 %", or nothing before the first epoch has ended. */
export function runScore({ valid }: Pick<RunRow, "valid">): string {
  return valid ? percent(valid.accuracy) : "";
}

/** A run's state in the reader's language; one that is not known stays as it is. */
export function stateName(words: Words, state: string): string {
  const names: Record<string, string> = {
    running: words._p("state", "running"),
    paused: words._p("state", "paused"),
    stopped: words._p("state", "stopped"),
    finished: words._p("state", "finished"),
    failed: words._p("state", "failed"),
  };
  return names[state] ?? state;
}

/** "running, epoch 2 of 5". */
export function runState(words: Words, { state, epoch, epochs }: RunRow): string {
  const name = stateName(words, state);
  const isShort = state === "finished" || epoch == null || epochs == null;
  return isShort ? name : words.__("%1, epoch %2 of %3", name, epoch, epochs);
}

/** "running, 2/5": what a line of the list has room for. */
export function shortState(words: Words, { state, epoch, epochs }: RunRow): string {
  const name = stateName(words, state);
  const isAtWork = state === "running" || state === "paused";
  return isAtWork && epoch != null && epochs != null
    ? words.__("%1, %2/%3", name, epoch, epochs)
    : name;
}

/** What the pointer shows when it rests on a run. */
export function runDetails(words: Words, row: RunRow): string {
  const lines = [row.run];
  if (row.started)
    lines.push(words.__("started %1", new Date(1000 * row.started).toLocaleString()));
  if (row.parent) lines.push(words.__("branched from %1", row.parent));
  if (row.valid) lines.push(scoreText(words, row.valid.accuracy, row.valid.interval, row.valid.n));
  if (row.error) lines.push(row.error);
  return lines.join("\n");
}

/** An accuracy with its interval and the number of images. */
export function scoreText(
  words: Words,
  accuracy: number,
  [low, high]: [number, number],
  n: number,
): string {
  const [value, least, most] = [accuracy, low, high].map((share) => percent(share));
  return words._n(
    "accuracy %2, 95 % interval %3 to %4, on %1 image",
    "accuracy %2, 95 % interval %3 to %4, on %5 images",
    n,
    value,
    least,
    most,
    count(n),
  );
}

/** Seconds since 1970 as "just now", "5 min ago", "3 h ago" or "12 d ago", as seen from `now`. */
export function age(words: Words, started: number, now = Date.now() / 1000): string {
  const seconds = Math.max(0, now - started);
  if (seconds < 60) return words.__("just now");
  if (seconds < 3600) return words.__("%1 min ago", Math.floor(seconds / 60));
  if (seconds < 86400) return words.__("%1 h ago", Math.floor(seconds / 3600));
  return words.__("%1 d ago", Math.floor(seconds / 86400));
}

/** Seconds as "40 s", "3 min" or "1 h 12 min". */
export function duration(words: Words, seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return words.__("%1 s", whole);
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return words.__("%1 min", minutes);
  return words.__("%1 h %2 min", Math.floor(minutes / 60), minutes % 60);
}

/** "43 %, 2 min left". */
export function progressText(words: Words, row: RunRow, secondsLeft: number | null): string {
  const done = percent(row.progress ?? 0, 0);
  if (row.state === "paused") return `${done}, ${stateName(words, "paused")}`;
  return secondsLeft === null ? done : words.__("%1, %2 left", done, duration(words, secondsLeft));
}

/** "2 of 4 exercises solved". */
export function solvedText(
  words: Words,
  { solved, exercises }: Pick<Lesson, "solved" | "exercises">,
): string {
  if (exercises === 0) return words.__("to read");
  return words._n("%2 of %1 exercise solved", "%2 of %1 exercises solved", exercises, solved);
}
