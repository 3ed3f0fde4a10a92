import { make, setText } from "../../shared/dom";
import { PictureGrid } from "../../shared/pictures/picture_grid";
import { follow, send } from "../model";
import type { DashboardModel } from "../model";
import type { Filter, Result } from "./inspection";

const WHICH = { mistakes: "Mistakes", right: "Recognised", all: "All images" };
const CELL = "cell"; // the images of a cell of the matrix, which `selected` says
const ORDER = { telling: "Most telling first", sure: "Surest first", unsure: "Least sure first", data: "As in the data" };

/** The pictures of the chosen cell, or those that the filter lets through. */
export function gallery(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const title = make("span", { class: "ir-chart-title", attributes: { role: "status" } });
  const all = make("button", {
    class: "ir-button ir-all",
    text: "All mistakes",
    attributes: { type: "button", "data-testid": "all-mistakes" },
  });
  all.addEventListener("click", () => {
    send(model, "filter", { ...model.get("filter"), which: "mistakes", label: null });
    send(model, "selected", []);
  });
  const grid = pictures(model, signal);
  const element = make("section", { class: "ir-card ir-gallery", attributes: { "data-testid": "gallery" } }, [
    make("header", {}, [title, all]),
    filters(model, signal),
    grid.element,
  ]);
  follow(model, ["gallery"], () => {
    const { title: text = "", count = 0 } = model.get("gallery");
    setText(title, text);
    element.dataset["count"] = String(count);
  }, signal);
  follow(model, ["selected"], () => {
    all.hidden = model.get("selected").length === 0;
  }, signal);
  return element;
}

/** The grid, filled with the gallery's first page and with the pages that come when they are wished for. */
function pictures(model: DashboardModel, signal: AbortSignal): PictureGrid {
  const grid = new PictureGrid(
    (pages) => send(model, "wanted", { gallery: model.get("gallery").number ?? 0, pages, number: Date.now() + Math.random() }),
    (index) => send(model, "looking", { place: index, method: model.get("looking").method ?? "", target: null }),
    signal,
  );
  let shown: number | undefined;
  follow(model, ["gallery", "sheet"], () => {
    const { number, count = 0, page = 1, tile = [1, 1], captions = [] } = model.get("gallery");
    if (number !== shown) grid.reset({ count, page, tile }, captions);
    shown = number;
    void grid.put(0, captions, model.get("sheet"));
  }, signal);
  follow(model, ["page", "page_sheet"], () => {
    const { gallery: number, page, captions = [] } = model.get("page");
    if (page === undefined || number !== shown) return;
    void grid.put(page, captions, model.get("page_sheet"));
  }, signal);
  returnFocus(model, grid, signal);
  return grid;
}

/** When the large picture is closed, the focus comes back to where it was in the gallery. */
function returnFocus(model: DashboardModel, grid: PictureGrid, signal: AbortSignal): void {
  let open: number | undefined;
  follow(model, ["looking"], () => {
    const { place } = model.get("looking");
    const root = grid.element.closest(".ir-dashboard");
    const here = document.activeElement === document.body || root?.contains(document.activeElement);
    if (place === undefined && open !== undefined && here) {
      const index = open;
      requestAnimationFrame(() => grid.focus(index));
    }
    open = place;
  }, signal);
}

function filters(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const which = select("Images", "which", Object.entries(WHICH));
  const label = select("Class", "label", []);
  const order = select("Order", "order", Object.entries(ORDER));
  const change = (values: Partial<Filter>) => {
    send(model, "filter", { ...model.get("filter"), ...values });
    if (!("order" in values)) send(model, "selected", []);
  };
  which.addEventListener("change", () => change({ which: which.value }));
  label.addEventListener("change", () => change({ label: label.value === "" ? null : Number(label.value) }));
  order.addEventListener("change", () => change({ order: order.value }));
  follow(model, ["result", "filter", "selected"], () => {
    const result = model.get("result");
    const { classes = [] } = result;
    fill(label, [["", "All classes"], ...classes.map((name, i): [string, string] => [numberOf(result, i), name])]);
    const filter = model.get("filter");
    const cell = cellOf(result, model.get("selected"));
    fill(which, [...(cell === null ? [] : [[CELL, cell.name] as [string, string]]), ...Object.entries(WHICH)]);
    which.value = cell === null ? filter.which : CELL;
    label.value = cell?.label ?? (filter.label === null ? "" : String(filter.label));
    order.value = filter.order;
  }, signal);
  return make("div", { class: "ir-filters" }, [which, label, order]);
}

/** The chosen cell of the matrix, as the lists say it; null if none is chosen. */
export function cellOf(result: Result, [truth, predicted]: number[]): { name: string; label: string } | null {
  const { classes = [] } = result;
  if (truth === undefined || predicted === undefined || classes[truth] === undefined) return null;
  const name = truth === predicted ? "Recognised" : `Taken for ${classes[predicted] ?? ""}`;
  return { name, label: numberOf(result, truth) };
}

/** The number of the class in a row of the matrix. */
function numberOf({ numbers = [] }: Result, row: number): string {
  return String(numbers[row] ?? row);
}

function select(name: string, testId: string, options: [string, string][]): HTMLSelectElement {
  const element = make("select", { attributes: { "aria-label": name, "data-testid": `filter-${testId}` } });
  fill(element, options);
  return element;
}

/** Offer these options; where the same ones stand already, nothing changes. */
function fill(element: HTMLSelectElement, options: [string, string][]): void {
  const names = options.map(([value, text]) => `${value}=${text}`).join("\n");
  if (element.dataset["options"] === names) return;
  element.dataset["options"] = names;
  element.replaceChildren(...options.map(([value, text]) => make("option", { text, attributes: { value } })));
}
