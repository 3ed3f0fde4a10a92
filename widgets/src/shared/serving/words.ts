import { percent } from "../format";
import type { DriftHour, ModelState, ServiceState, Traffic, VersionState } from "../records";

/** Requests in a second, in as many figures as one reads. */
export function perSecond(value: number): string {
  if (value === 0) return "0/s";
  if (value < 0.05) return "<0.1/s";
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en-US")}/s`;
}

/** Milliseconds in two figures; a dash where nothing was measured. */
export function milliseconds(value: number | null): string {
  if (value === null) return "–";
  if (value >= 10_000) return `${(value / 1000).toFixed(0)} s`;
  return `${value >= 10 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(2)} ms`;
}

/** How long a service runs: "8 s", "3 min", "1 h 12 min", "4 d". */
export function uptime(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d`;
}

/** A version's state as a person says it. */
export function stateName({ state, error = "" }: VersionState): string {
  if (state === "AVAILABLE") return "answers";
  if (state === "END") return error === "" ? "ended" : "failed";
  const names: Record<string, string> = {
    START: "waits", LOADING: "loads", UNLOADING: "ends",
  };
  return names[state] ?? state.toLowerCase();
}

/** What kind of mark a version's state has. */
export function stateKind({ state, error = "" }: VersionState): "good" | "wait" | "bad" | "over" {
  if (error !== "") return "bad";
  if (state === "AVAILABLE") return "good";
  return state === "END" ? "over" : "wait";
}

export function isAvailable({ versions }: Pick<ModelState, "versions">): boolean {
  return versions.some(({ state }) => state === "AVAILABLE");
}

/** "Last minute: 12/s · p50 2.1 ms · p99 9 ms · no errors". */
export function minuteText({ failed, per_second, p50_ms, p99_ms }: Traffic): string {
  const took = p50_ms === null
    ? [] : [`p50 ${milliseconds(p50_ms)}`, `p99 ${milliseconds(p99_ms)}`];
  return `Last minute: ${[perSecond(per_second), ...took, errorsText(failed)].join(" · ")}`;
}

/** "In 3 min: 120 requests · 3 errors". */
export function wholeText({ traffic, uptime: seconds }: ServiceState): string {
  const { requests, errors } = traffic;
  const all = `${requests.toLocaleString("en-US")} request${requests === 1 ? "" : "s"}`;
  return `In ${uptime(seconds)}: ${all} · ${errorsText(errors)}`;
}

/** How many requests were refused or failed. */
export function errorsText(errors: number): string {
  if (errors === 0) return "no errors";
  return `${errors.toLocaleString("en-US")} error${errors === 1 ? "" : "s"}`;
}

/** How many models answer, for a line: "digits, flowers" or "no model answers yet". */
export function modelsText({ models }: Pick<ServiceState, "models">): string {
  const names = models.filter(isAvailable).map(({ name }) => name);
  if (names.length > 3) return `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
  if (names.length > 0) return names.join(", ");
  return models.length === 0 ? "no model yet" : "no model answers yet";
}

/** The hour as the reader's clock has it: "Mon 14:00". */
export function hourName(began: number): string {
  const date = new Date(1000 * began);
  const day = date.toLocaleDateString("en-GB", { weekday: "short" });
  const minutes = String(date.getMinutes()).padStart(2, "0");
  return `${day} ${String(date.getHours()).padStart(2, "0")}:${minutes}`;
}

/** What is to be said of an hour, beside what was expected. */
export function hourText(hour: DriftHour, expected: number | null): string {
  const { began, pictures, distance, by_chance: chance, confidence, drifted } = hour;
  const mark = (name: string) => (drifted.includes(name) ? " (!)" : "");
  const apart = distance === null || chance === null
    ? expected === null ? "nothing known to compare with" : "too few to say more"
    : `classes ${percent(distance, 0)} apart${mark("classes")}, by chance up to `
      + `${percent(chance, 0)}`;
  const sure = expected === null ? "" : `, expected ${percent(expected, 0)}`;
  return `${hourName(began)}: ${picturesText(pictures)}; ${apart}; `
    + `${percent(confidence, 0)} sure in the mean${mark("confidence")}${sure}.`;
}

/** Have the pictures of a model drifted lately, and which pictures are meant? */
export function driftText(model: Pick<ModelState, "lately" | "confidence">): string {
  const { lately, confidence } = model;
  if (lately === null) return "no pictures yet";
  const which = `${picturesText(lately.pictures)} since ${hourName(lately.began)}`;
  if (lately.drifted.length > 0) {
    return `other than expected: ${lately.drifted.join(", ")} (${which})`;
  }
  if (lately.distance !== null) return `as expected (${which})`;
  return confidence === null ? `nothing to compare with (${which})` : `too few to say (${which})`;
}

function picturesText(pictures: number): string {
  return `${pictures.toLocaleString("en-US")} picture${pictures === 1 ? "" : "s"}`;
}

/**
 * Where a browser whose own page comes from the host `from` finds the page of a service, whose
 * address as seen from its machine is `url`; null where it can't be reached.
 */
export function pageOf(
  { url, address }: { url: string; address: string }, from: string,
): string | null {
  const page = new URL(url);
  if (["localhost", "127.0.0.1", "[::1]"].includes(from)) return page.href;
  if (!["0.0.0.0", "::", ""].includes(address)) return null;
  page.hostname = from;
  return page.href;
}
