import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { duration, plural } from "../../shared/format";
import { finder, findRate } from "./rate_finder";
import { isBusy, marksOf, networkOf, withoutChanges } from "./choices";
import { send } from "../../shared/model";
import { followState, request } from "../model";
import type { DashboardModel } from "../traits";

/** The ways to a good recipe, and how long the training will take. Hidden while it trains. */
export function advice(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const [reset, says] = [asUsual(model, signal), suggestionSays(model, signal)];
  const bar = make("div", { class: "ir-actions" }, [
    suggest(model, signal), reset, findRate(model, signal), estimate(model, signal), says,
  ]);
  const element = make("div", { class: "ir-advice", attributes: { "data-testid": "advice" } }, [
    bar, finder(model, signal),
  ]);
  followState(model, [], () => {
    element.hidden = isBusy(model);
  }, signal);
  return element;
}

/** Fills in a recipe; while it looks for one, breaks off. */
function suggest(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const title = "A recipe for this model and this data, in the time of a hundred steps";
  const element = button("suggest", "Suggest", () => {
    request(model, model.get("suggestion").state === "working" ? "halt" : "suggest");
  }, { title });
  followState(model, ["suggestion"], () => {
    setText(element, model.get("suggestion").state === "working" ? "Break off" : "Suggest");
  }, signal);
  return element;
}

/** Takes back all that was changed; there only if something was. */
function asUsual(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const element = button("reset-recipe", "As usual", () => {
    const [options, own] = [model.get("options"), model.get("own")];
    send(model, "choices", withoutChanges(options, own, model.get("choices")));
  });
  followState(model, ["suggestion", "choices", "own", "fitting"], () => {
    element.hidden = Object.keys(marksOf(model)).length === 0;
    element.title = `All as ${networkOf(model)} brings it along`;
  }, signal);
  return element;
}

/** How long the training will take, as a few real steps on this machine tell. */
function estimate(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const element = make("span", {
    class: "ir-estimate",
    title: "Measured by a few real steps",
    attributes: { role: "status", "data-testid": "estimate" },
  });
  followState(model, ["estimate"], () => {
    const { state, seconds } = model.get("estimate");
    setText(element, state === "working" ? "measuring the time …"
      : seconds === undefined ? "" : `about ${duration(seconds)} on this machine`);
  }, signal);
  return element;
}

function suggestionSays(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const says = make("span", {
    class: "ir-about",
    attributes: { role: "status", "data-testid": "suggestion-says" },
  });
  followState(model, ["suggestion", "choices", "own", "fitting"], () => {
    const marks = Object.values(marksOf(model));
    const suggested = marks.filter((mark) => mark === "suggested").length;
    setText(says, suggestionInWords(model, suggested));
    says.classList.toggle("ir-problem", model.get("suggestion").error !== undefined);
  }, signal);
  return says;
}

/** How far the suggestion is, what went wrong, or what it gave: so many values. */
function suggestionInWords(model: DashboardModel, suggested: number): string {
  const { state, values, error, note = "", losses = [], steps = 0 } = model.get("suggestion");
  if (state === "working")
    return steps > 0
      ? `Trying learning rates: ${losses.length} of ${steps} steps`
      : "Loading and building …";
  if (error !== undefined) return error;
  if (values === undefined) return model.get("fitting").note ?? "";
  const what = suggested === 0
    ? "As usual is what suits" : `${plural(suggested, "value")} suggested for`;
  return `${what} this model and this data. ${note}`.trim();
}
