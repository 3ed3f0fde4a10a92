import { make, setText } from "../../shared/dom";
import { count } from "../../shared/format";
import { ConfusionMatrix } from "../../shared/confusion_matrix";
import { afterwards } from "./comparison";
import { detail } from "./detail";
import { gallery } from "./gallery";
import { follow, send } from "../../shared/model";
import type { DashboardModel } from "../traits";

/**
 * The confusion matrix, the pictures behind it, one of them large, and the comparison. Hidden until
 * there is a result.
 */
export function inspection(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const both = make("div", { class: "ir-results" }, [
    matrix(model, signal),
    gallery(model, signal),
  ]);
  const element = make("div", { class: "ir-inspection" }, [
    detail(model, signal),
    both,
    afterwards(model, signal),
  ]);
  follow(
    model,
    ["result"],
    () => {
      element.hidden = model.get("result").confusion === undefined;
    },
    signal,
  );
  follow(
    model,
    ["looking"],
    () => {
      both.hidden = model.get("looking").place !== undefined;
    },
    signal,
  );
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
  follow(
    model,
    ["result"],
    () => {
      const { classes, confusion, split = "", n = 0, note: text = "" } = model.get("result");
      if (classes === undefined || confusion === undefined) return;
      setText(subtitle, `${count(n)} ${split} images`);
      setText(note, text);
      table.update({ classes, confusion });
      mark();
    },
    signal,
  );
  follow(model, ["selected"], mark, signal);
  const title = make("span", { class: "ir-chart-title", text: "Confusion matrix" });
  const header = make("header", {}, [title, subtitle]);
  return make(
    "section",
    { class: "ir-card ir-confusion", attributes: { "data-testid": "confusion" } },
    [header, table.element, note],
  );
}
