import { announced, make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { follow, send } from "../../shared/model";
import { followState, request } from "../model";
import type { DashboardModel, Fault } from "../traits";

/**
 * What is wrong with the data, the network or a value: each once, under the fields, or beside the
 * one field of an open card that is its cause.
 */
export function problems(model: DashboardModel, signal: AbortSignal): HTMLElement {
  return make("div", { class: "ir-problems" }, [
    looking(model, signal),
    dataFault(model, signal),
    modelFault(model, signal),
    values(model, signal),
  ]);
}

/** That the data is looked at, which may take a while. */
function looking(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const element = announced("ir-about", "data-busy");
  follow(model, ["data_view"], () => setText(element, model.get("data_view").busy ?? ""), signal);
  return element;
}

/** Two lines at most, the ways out, and the rest folded. */
function dataFault(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const text = announced("ir-problem", "data-problem");
  const ways = make("div", { class: "ir-actions" }, [
    button("retry", "Retry", () => request(model, "retry")),
    button("use-digits", "Use digits", () =>
      send(model, "choices", { ...model.get("choices"), data: "digits" })),
  ]);
  const more = details();
  const element = make("div", {}, [text, ways, more]);
  followState(model, ["faults", "options"], () => {
    const fault = model.get("faults").data;
    setText(text, fault?.text ?? "");
    ways.hidden = fault === undefined || model.get("options").fixed.data;
    showDetails(more, fault);
  }, signal);
  return element;
}

function details(): HTMLDetailsElement {
  return make("details", { class: "ir-details" }, [
    make("summary", { text: "Details" }),
    make("p", { class: "ir-about", attributes: { "data-testid": "data-details" } }),
  ]);
}

function showDetails(element: HTMLDetailsElement, fault: Fault | undefined): void {
  element.hidden = fault === undefined || fault.details === "";
  const text = element.querySelector("p");
  if (text !== null) setText(text, fault?.details ?? "");
}

/** Where the open card has the option that is at fault, it stands there. */
function modelFault(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const element = announced("ir-problem", "model-problem");
  follow(model, ["faults", "card"], () => {
    const { text = "", option = "" } = model.get("faults").model ?? {};
    setText(element, option !== "" && model.get("card") === "model" ? "" : text);
  }, signal);
  return element;
}

/** The values that can't be; those of the recipe stand at their fields while its card is open. */
function values(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const element = announced("ir-problem", "problem");
  follow(model, ["problems", "card"], () => {
    const all = model.get("card") === "recipe" ? [] : Object.values(model.get("problems"));
    setText(element, all.join("\n"));
  }, signal);
  return element;
}
