import { make, setText } from "../../shared/dom";
import { RateCurve, inFigures } from "./rate_curve";
import { button } from "./form_field";
import { isBusy, withValue } from "./choices";
import { followState, request, send } from "../model";
import type { DashboardModel } from "../model";

/** The loss over the learning rate, and the rates that it speaks for. */
export function finder(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const find = button("Find", "find-rate", () => {
    request(model, model.get("finder").state === "working" ? "halt" : "find_rate");
  });
  const bar = make("progress", { attributes: { max: "1", value: "0", "aria-label": "Progress of the finder" } });
  const says = make("p", { class: "ir-about", attributes: { role: "status", "data-testid": "finder-says" } });
  const curve = new RateCurve((rate) => take(model, rate), signal);
  const marks = make("div", { class: "ir-actions" });
  const place = make("div", { class: "ir-plot" }, [curve.canvas]);
  followState(model, ["finder", "choices"], () => {
    const { state, error, rates = [], losses = [], steps = 0, marks: found, edge } = model.get("finder");
    const working = state === "working";
    setText(find, working ? "Break off" : state === "done" ? "Find again" : "Find");
    find.disabled = isBusy(model);
    bar.hidden = !working;
    bar.value = steps > 0 ? losses.length / steps : 0;
    place.hidden = losses.length === 0;
    const chosen = model.get("choices").learning_rate;
    curve.update(rates, losses, found, typeof chosen === "number" ? chosen : undefined);
    const done = `The loss is lowest at ${inFigures(edge ?? 0)}; a good rate is smaller. Take one of these, or click on the curve:`;
    setText(says, error ?? (state === "done" ? done : ""));
    says.classList.toggle("ir-problem", error !== undefined);
    marks.replaceChildren(...(found ? [taker(model, "constant", found.constant), taker(model, "one_cycle", found.one_cycle)] : []));
  }, signal);
  const title = make("span", { class: "ir-chart-title", text: "Learning-rate finder" });
  const about = make("span", { class: "ir-about", text: "A hundred steps at rising rates: where does the loss fall fastest?" });
  const element = make("section", { class: "ir-part", attributes: { "data-testid": "finder" } }, [
    make("header", {}, [title, find, about, bar]), place, says, marks,
  ]);
  element.hidden = model.get("options").fixed.trainer;
  return element;
}

/** A button that takes over a mark, with the schedule that it is for. */
function taker(model: DashboardModel, schedule: string, rate: number): HTMLElement {
  const taken = button(`${schedule.replace("_", " ")}: ${inFigures(rate)}`, `take-${schedule.replace("_", "-")}`, () => take(model, rate, schedule));
  taken.classList.add(`ir-take-${schedule}`);
  taken.disabled = isBusy(model);
  return taken;
}

function take(model: DashboardModel, rate: number, schedule?: string): void {
  if (isBusy(model)) return;
  const field = model.get("options").recipe.find(({ name }) => name === "schedule");
  const chosen = { ...model.get("choices"), learning_rate: Number(rate.toPrecision(2)) };
  send(model, "choices", schedule === undefined || field === undefined ? chosen : withValue(chosen, field, schedule));
}
