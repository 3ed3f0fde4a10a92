import { make, setText } from "../../shared/dom";
import { count } from "../../shared/format";
import { ConfusionMatrix } from "../../shared/confusion_matrix";
import type { Bar } from "../../shared/class_bars";
import type { Caption } from "../../shared/pictures/picture_grid";
import { afterwards } from "./comparison";
import type { Comparison, OtherRun, Verb } from "./comparison";
import { detail } from "./detail";
import { gallery } from "./gallery";
import { follow, send } from "../model";
import type { DashboardModel } from "../model";

/** The evaluation; empty before there is one. */
export interface Result {
  classes?: string[];
  /** the class of each row, where only some have one */
  numbers?: number[];
  confusion?: number[][];
  split?: string;
  n?: number;
  note?: string;
  /** has the network layers of attention? */
  attends?: boolean;
}

/** Which pictures are shown if no cell is chosen, and in which order. */
export interface Filter {
  which: string;
  label: number | null;
  order: string;
}

/** The pictures that are shown, with the captions of the first page. */
export interface Gallery {
  number?: number;
  title?: string;
  count?: number;
  page?: number;
  tile?: [number, number];
  captions?: Caption[];
}

/** The picture that is open; empty: none. */
export interface Looking {
  place?: number;
  method?: string;
  target?: number | null;
}

/** What is known of it. */
export interface Detail {
  place?: number;
  count?: number;
  true?: string;
  predicted?: string;
  right?: boolean;
  split?: string;
  index?: number;
  path?: string | null;
  size?: [number, number];
  target?: number;
  bars?: Bar[];
}

/** The traits of `widgets.inspection` and `widgets.comparing` in Python. */
export interface InspectionState {
  result: Result;
  /** [true, predicted], or nothing for what the filter says */
  selected: number[];
  filter: Filter;
  gallery: Gallery;
  sheet: DataView;
  /** the pages that are about to be seen */
  wanted: { gallery: number; pages: number[]; number: number };
  page: { gallery?: number; page?: number; captions?: Caption[] };
  page_sheet: DataView;
  looking: Looking;
  detail: Detail;
  picture: DataView;
  overlay: { gallery?: number; place?: number; method?: string; target?: number; note?: string };
  overlay_map: DataView;
  others: OtherRun[];
  comparison: Comparison;
  verbs: Verb[];
}

/** The confusion matrix, the pictures behind it, one of them large, and the comparison. Hidden until there is a result. */
export function inspection(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const both = make("div", { class: "ir-results" }, [matrix(model, signal), gallery(model, signal)]);
  const element = make("div", { class: "ir-inspection" }, [detail(model, signal), both, afterwards(model, signal)]);
  follow(model, ["result"], () => {
    element.hidden = model.get("result").confusion === undefined;
  }, signal);
  follow(model, ["looking"], () => {
    both.hidden = model.get("looking").place !== undefined;
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
