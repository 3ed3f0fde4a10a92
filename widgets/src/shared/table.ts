import { make } from "./dom";

/** A plain table; text is set as text. The first column is left-aligned, the others are numbers. */
export function table(label: string, columns: string[], rows: string[][]): HTMLTableElement {
  const head = make(
    "tr",
    {},
    columns.map((text) => make("th", { text, attributes: { scope: "col" } })),
  );
  const body = rows.map(([first = "", ...others]) =>
    make("tr", {}, [
      make("th", { text: first, title: first, attributes: { scope: "row" } }),
      ...others.map((text) => make("td", { text })),
    ]),
  );
  return make("table", { class: "ir-plain-table", attributes: { "aria-label": label } }, [
    make("thead", {}, [head]),
    make("tbody", {}, body),
  ]);
}
