import type { RunRow } from "../../shared/records";

/** What the list of runs can be sorted by. */
export type SortKey = "newest" | "oldest" | "best" | "name";

/** Which runs it shows. */
export type StateFilter = "all" | "work" | "finished" | "stopped" | "failed";

const byName = (one: RunRow, other: RunRow) =>
  one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
const score = ({ valid }: RunRow) => valid?.accuracy ?? -1;

const ORDERS: Record<SortKey, (one: RunRow, other: RunRow) => number> = {
  newest: (one, other) => (other.started ?? 0) - (one.started ?? 0) || byName(other, one),
  oldest: (one, other) => (one.started ?? 0) - (other.started ?? 0) || byName(one, other),
  best: (one, other) => score(other) - score(one) || byName(other, one),
  name: byName,
};

/** Does every word of the text occur in the run's path, model, data or state? */
function matches(row: RunRow, words: string[]): boolean {
  const text = `${row.run} ${row.model ?? ""} ${row.data ?? ""} ${row.state}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function isIn({ state }: RunRow, filter: StateFilter): boolean {
  if (filter === "work") return state === "running" || state === "paused";
  return filter === "all" || state === filter;
}

/** The rows to show, in their order. */
export function chosen(
  rows: Iterable<RunRow>,
  text: string,
  filter: StateFilter,
  sort: SortKey,
): RunRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return [...rows].filter((row) => isIn(row, filter) && matches(row, words)).sort(ORDERS[sort]);
}

/** The places from the first to behind the last that are to be drawn, a few more than are seen. */
export function inView(
  top: number,
  height: number,
  rowHeight: number,
  count: number,
): [number, number] {
  const first = Math.max(0, Math.floor(top / rowHeight) - 4);
  return [Math.min(first, count), Math.min(count, Math.ceil((top + height) / rowHeight) + 4)];
}

/**
 * Where a new training may be begun: the folder that is asked for, or, if that is within a run,
 * beside the runs' folder.
 */
export function outsideOf(runs: Iterable<string>, folder: string): string {
  for (const run of runs) {
    if (folder === run || folder.startsWith(`${run}/`))
      return run.split("/").slice(0, -2).join("/");
  }
  return folder;
}
