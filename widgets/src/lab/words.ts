import { percent, plural } from "../shared/format";
import type { Row } from "./server";

/** "cnn on digits", or the folder's name where recipe.json could not be read. */
export function runTitle({ model, data, name }: Row): string {
  return model && data ? `${model} on ${data}` : name;
}

/** "97.2 %", or nothing before the first epoch has ended. */
export function runScore({ valid }: Row): string {
  return valid ? percent(valid.accuracy) : "";
}

/** "running, epoch 2 of 5". */
export function runState({ state, epoch, epochs }: Row): string {
  const isShort = state === "finished" || epoch == null || epochs == null;
  return isShort ? state : `${state}, epoch ${epoch} of ${epochs}`;
}

/** What the pointer shows when it rests on a run. */
export function runDetails(row: Row): string {
  const lines = [row.run];
  if (row.started) lines.push(`started ${new Date(1000 * row.started).toLocaleString()}`);
  if (row.valid) {
    const [low, high] = row.valid.interval;
    lines.push(
      `validation accuracy ${percent(row.valid.accuracy)}, 95 % interval ${percent(low)} to ${percent(high)}, ` +
        `on ${plural(row.valid.n, "image")}`,
    );
  }
  if (row.error) lines.push(row.error);
  return lines.join("\n");
}

const STEPS: [number, string][] = [
  [60, "s"],
  [60, "min"],
  [24, "h"],
  [Number.POSITIVE_INFINITY, "d"],
];

/** Seconds since 1970 as "now", "5 min", "3 h" or "12 d", as seen from `now`. */
export function age(started: number, now = Date.now() / 1000): string {
  let amount = Math.max(0, now - started);
  if (amount < 10) return "now";
  for (const [size, unit] of STEPS) {
    if (amount < size) return `${Math.floor(amount)} ${unit}`;
    amount /= size;
  }
  return "";
}
