import { make, setText } from "../shared/dom";
import { count } from "../shared/format";
import { ConfusionMatrix } from "../shared/heatmap";
import { ImageGrid } from "../shared/image_grid";
import { follow, send } from "./state";
import type { DashboardModel } from "./state";

/** The evaluation; empty before there is one. */
export interface Result {
  classes?: string[];
  confusion?: number[][];
  split?: string;
  n?: number;
  note?: string;
}

/** The images of the chosen cell. */
export interface Gallery {
  title?: string;
  tile?: [number, number];
  captions?: { text: string; detail: string; right: boolean }[];
}

/** The traits of `widgets.inspection` in Python. */
export interface InspectionState {
  result: Result;
  /** [true, predicted], or nothing for all mistakes */
  selected: number[];
  gallery: Gallery;
  sheet: DataView;
}

/** The confusion matrix, and the images of the cell that is chosen. Hidden until there is one. */
export function inspection(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const element = make("div", { class: "ir-results" }, [matrix(model, signal), gallery(model, signal)]);
  follow(model, ["result"], () => {
    element.hidden = model.get("result").confusion === undefined;
  }, signal);
  return element;
}

function matrix(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const subtitle = make("span", { class: "ir-subtitle" });
  const note = make("p", { class: "ir-about" });
  const table = new ConfusionMatrix((truth, predicted) => {
    const [chosenTruth, chosenPredicted] = model.get("selected");
    const again = chosenTruth === truth && chosenPredicted === predicted;
    send(model, "selected", again ? [] : [truth, predicted]);
  });
  const mark = () => {
    const [truth, predicted] = model.get("selected");
    table.select(truth === undefined || predicted === undefined ? null : [truth, predicted]);
  };
  follow(model, ["result"], () => {
    const { classes, confusion, split = "", n = 0, note: text = "" } = model.get("result");
    if (classes === undefined || confusion === undefined) return;
    setText(subtitle, `${count(n)} ${split} images`);
    setText(note, text);
    table.update({ classes, confusion });
    mark();
  }, signal);
  follow(model, ["selected"], mark, signal);
  const title = make("span", { class: "ir-chart-title", text: "Confusion matrix" });
  const header = make("header", {}, [title, subtitle]);
  return make("section", { class: "ir-card ir-confusion", attributes: { "data-testid": "confusion" } }, [
    header, table.element, note,
  ]);
}

function gallery(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const title = make("span", { class: "ir-chart-title", attributes: { role: "status" } });
  const all = make("button", {
    class: "ir-button ir-all",
    text: "All mistakes",
    attributes: { type: "button", "data-testid": "all-mistakes" },
  });
  all.addEventListener("click", () => send(model, "selected", []));
  const grid = new ImageGrid();
  const element = make("section", { class: "ir-card ir-gallery", attributes: { "data-testid": "gallery" } }, [
    make("header", {}, [title, all]),
    grid.element,
  ]);
  follow(model, ["gallery", "sheet"], () => {
    const { title: text = "", tile = [1, 1], captions = [] } = model.get("gallery");
    setText(title, text);
    void grid.update({ tile, captions }, model.get("sheet"));
  }, signal);
  follow(model, ["selected"], () => {
    all.hidden = model.get("selected").length === 0;
  }, signal);
  return element;
}
