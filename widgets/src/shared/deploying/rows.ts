import { make } from "../dom";
import { button } from "../fields";
import { COLUMNS, figures } from "./figures";
import type { Drawn } from "./plot";
import type { Found } from "./traits";

/** The rows as a table: numbered as in the plot, each method a button as its point is. */
export class Rows {
  readonly element = make("div", {
    class: "ir-rows", attributes: { tabindex: "0", role: "group", "aria-label": "Figures" },
  });

  constructor(private readonly chosen: (method: string) => void) {}

  draw({ rows, front, chosen, looked }: Drawn, failed: Found["failed"] = []): void {
    const [first] = rows;
    if (first === undefined) return;
    const focused = this.element.contains(document.activeElement);
    const body = rows.map((row, i) => {
      const isLooked = row.method === looked;
      const name = make("th", { attributes: { scope: "row" } }, [
        make("small", { text: String(i + 1) }),
        button("row", row.method, () => this.chosen(row.method), {
          class: "ir-row-name", title: `Where ${row.method} answers otherwise`,
        }),
        ...marks(front.includes(row.method), row.method === chosen),
      ]);
      const cells = figures(row, first).map((text) => make("td", { text }));
      const line = make("tr", { attributes: { "aria-selected": String(isLooked) } }, [
        name, ...cells,
      ]);
      line.dataset["method"] = row.method;
      return line;
    });
    const head = COLUMNS.map((text) => make("th", { text, attributes: { scope: "col" } }));
    this.element.replaceChildren(
      make("table", { class: "ir-plain-table", attributes: { "data-testid": "rows" } }, [
        make("thead", {}, [make("tr", {}, head)]),
        make("tbody", {}, [...body, ...failed.map(notMade)]),
      ]),
    );
    const pressed = this.element.querySelector<HTMLElement>('[aria-selected="true"] button');
    if (focused) pressed?.focus({ preventScroll: true });
  }
}

function marks(isBest: boolean, isChosen: boolean): HTMLElement[] {
  const best = make("span", { text: "★", title: "None is as small, as fast and as accurate" });
  const met = make("span", { class: "ir-met", text: "✓", title: "Meets the target" });
  return [...(isBest ? [best] : []), ...(isChosen ? [met] : [])];
}

/** A method that couldn't be carried out, and why. */
function notMade({ method, why }: { method: string; why: string }): HTMLElement {
  return make("tr", { class: "ir-not-made" }, [
    make("th", { attributes: { scope: "row" } }, [make("small"), make("span", { text: method })]),
    make("td", { text: why, attributes: { colspan: String(COLUMNS.length - 1) } }),
  ]);
}
