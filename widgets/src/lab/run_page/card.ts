import { make } from "../../shared/dom";

/** A card with a title. */
export function card(title: string, name: string, children: Node[]): HTMLElement {
  const header = make("header", {}, [make("span", { class: "ir-chart-title", text: title })]);
  return make(
    "section",
    { class: `ir-card ir-page-card ${name}`, attributes: { "aria-label": title } },
    [header, ...children],
  );
}

/** Names and values, one pair a line. */
export function pairs(values: [string, string][]): HTMLElement {
  const lines = values.flatMap(([name, value]) => [
    make("dt", { text: name, title: name }),
    make("dd", { text: value, title: value }),
  ]);
  return make("dl", { class: "ir-pairs" }, lines);
}

/** A value of a JSON file as one line of text. */
export function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  if (typeof value === "object") {
    const entries = Object.entries(value).filter(([, part]) => part !== null && part !== 0);
    const parts = Array.isArray(value)
      ? value.map(shown)
      : entries.map(([name, part]) => `${name} ${shown(part)}`);
    return parts.join(", ") || "–";
  }
  return String(value);
}
