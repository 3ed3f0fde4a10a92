import { make, setText } from "../../shared/dom";
import { PictureGrid } from "../../shared/pictures/picture_grid";
import { button, offer, select, type Option } from "../../shared/fields";
import { follow, send } from "../../shared/model";
import type { DashboardModel, Filter, Result } from "../traits";

const KINDS: Option[] = [
  ["mistakes", "Mistakes"],
  ["right", "Recognised"],
  ["all", "All images"],
];
const CELL = "cell"; // the images of a cell of the matrix, which `selected` says
const ORDER = {
  telling: "Most telling first",
  sure: "Surest first",
  unsure: "Least sure first",
  data: "As in the data",
};

/** The pictures of the chosen cell, or those that the filter lets through. */
export function gallery(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const title = make("span", { class: "ir-chart-title", attributes: { role: "status" } });
  const all = button(
    "all-mistakes",
    "All mistakes",
    () => {
      send(model, "filter", { ...model.get("filter"), which: "mistakes", label: null });
      send(model, "selected", []);
    },
    { class: "ir-button ir-all" },
  );
  const grid = pictures(model, signal);
  const element = make(
    "section",
    { class: "ir-card ir-gallery", attributes: { "data-testid": "gallery" } },
    [make("header", {}, [title, all]), filters(model, signal), grid.element],
  );
  follow(
    model,
    ["gallery"],
    () => {
      const { title: text = "", count = 0 } = model.get("gallery");
      setText(title, text);
      element.dataset["count"] = String(count);
    },
    signal,
  );
  follow(
    model,
    ["selected"],
    () => {
      all.hidden = model.get("selected").length === 0;
    },
    signal,
  );
  return element;
}

/**
 * The grid, filled with the gallery's first page and with the pages that come when they are wished
 * for.
 */
function pictures(model: DashboardModel, signal: AbortSignal): PictureGrid {
  const grid = new PictureGrid(
    (pages) => wantPages(model, pages),
    (index) => lookAt(model, index),
    signal,
  );
  let shown: number | undefined;
  follow(
    model,
    ["gallery", "sheet"],
    () => {
      const { number, count = 0, page = 1, tile = [1, 1], captions = [] } = model.get("gallery");
      if (number !== shown) grid.reset({ count, page, tile }, captions);
      shown = number;
      void grid.put(0, captions, model.get("sheet"));
    },
    signal,
  );
  follow(
    model,
    ["page", "page_sheet"],
    () => {
      const { gallery: number, page, captions = [] } = model.get("page");
      if (page === undefined || number !== shown) return;
      void grid.put(page, captions, model.get("page_sheet"));
    },
    signal,
  );
  returnFocus(model, grid, signal);
  return grid;
}

/** Ask for pages that are about to be seen. */
function wantPages(model: DashboardModel, pages: number[]): void {
  const gallery = model.get("gallery").number ?? 0;
  send(model, "wanted", { gallery, pages, number: Date.now() + Math.random() });
}

/** Open a picture, with the map that was looked at last. */
function lookAt(model: DashboardModel, place: number): void {
  const { method = "" } = model.get("looking");
  send(model, "looking", { place, method, target: null });
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
  const change = (values: Partial<Filter>) => {
    send(model, "filter", { ...model.get("filter"), ...values });
    if (!("order" in values)) send(model, "selected", []);
  };
  const toClass = (value: string) => change({ label: value === "" ? null : Number(value) });
  const which = select("filter-which", [], (value) => change({ which: value }), "Images");
  const label = select("filter-label", [], toClass, "Class");
  const orders = Object.entries(ORDER);
  const order = select("filter-order", orders, (value) => change({ order: value }), "Order");
  follow(
    model,
    ["result", "filter", "selected"],
    () => {
      const [result, filter] = [model.get("result"), model.get("filter")];
      const cell = cellOf(result, model.get("selected"));
      offer(label, [["", "All classes"], ...classesOf(result)]);
      offer(which, [...(cell === null ? [] : [[CELL, cell.name] as Option]), ...KINDS]);
      which.value = cell === null ? filter.which : CELL;
      label.value = cell?.label ?? (filter.label === null ? "" : String(filter.label));
      order.value = filter.order;
    },
    signal,
  );
  return make("div", { class: "ir-filters" }, [which, label, order]);
}

/** Each class by its number. */
function classesOf(result: Result): Option[] {
  return (result.classes ?? []).map((name, i): Option => [numberOf(result, i), name]);
}

/** The chosen cell of the matrix, as the lists say it; null if none is chosen. */
export function cellOf(
  result: Result,
  [truth, predicted]: number[],
): { name: string; label: string } | null {
  const { classes = [] } = result;
  if (truth === undefined || predicted === undefined || classes[truth] === undefined) return null;
  const name = truth === predicted ? "Recognised" : `Taken for ${classes[predicted] ?? ""}`;
  return { name, label: numberOf(result, truth) };
}

/** The number of the class in a row of the matrix. */
function numberOf({ numbers = [] }: Result, row: number): string {
  return String(numbers[row] ?? row);
}
