import { LineChart, logAxis, type Mark } from "../../shared/chart/line_chart";
import { around } from "../../shared/chart/scale";
import { announced, make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { decimal, rate, short } from "../../shared/format";
import { send } from "../../shared/model";
import { followState, request } from "../model";
import type { DashboardModel, Finder, Value } from "../traits";
import { isBusy, withValue } from "./choices";

const RATES = logAxis("learning rate", rate);

/** The loss over the learning rate, and the rates that it speaks for; hidden before that. */
export function finder(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const chart = curve(model, signal);
  const says = announced("ir-about", "finder-says");
  const marks = make("div", { class: "ir-actions" });
  const element = make("section", { class: "ir-part", attributes: { "data-testid": "finder" } }, [
    head(model, signal),
    chart.element,
    says,
    marks,
  ]);
  followState(
    model,
    ["finder", "choices"],
    () => {
      const found = model.get("finder");
      draw(chart, found, model.get("choices").learning_rate);
      setText(says, resultOf(found));
      says.classList.toggle("ir-problem", found.error !== undefined);
      marks.replaceChildren(...takers(model, found));
      element.hidden = found.state === undefined && found.error === undefined;
    },
    signal,
  );
  return element;
}

/** The button that begins it or breaks it off. */
export function findRate(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const title = "A hundred steps at rising rates: where does the loss fall fastest?";
  const find = button("find-rate", "Find learning rate", () => {
    request(model, model.get("finder").state === "working" ? "halt" : "find_rate");
  }, { title });
  followState(model, ["finder"], () => {
    const working = model.get("finder").state === "working";
    setText(find, working ? "Break off" : "Find learning rate");
  }, signal);
  return find;
}

/** What it is, and how far. */
function head(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const title = make("span", { class: "ir-chart-title", text: "Learning-rate finder" });
  const bar = make("progress", {
    attributes: { max: "1", value: "0", "aria-label": "Progress of the finder" },
  });
  followState(model, ["finder"], () => {
    const { state, losses = [], steps = 0 } = model.get("finder");
    bar.hidden = state !== "working";
    bar.value = steps > 0 ? losses.length / steps : 0;
  }, signal);
  return make("header", {}, [title, bar]);
}

/** The chart; a click on it takes the rate there. */
function curve(model: DashboardModel, signal: AbortSignal): LineChart {
  return new LineChart(
    {
      title: "Loss",
      testId: "rate-curve",
      format: decimal,
      formatTick: short,
      onTake: (exponent) => take(model, 10 ** exponent),
    },
    signal,
  );
}

/** What was found, or went wrong, in words. */
function resultOf({ state, error, edge }: Finder): string {
  if (error !== undefined) return error;
  if (state !== "done") return "";
  return (
    `The loss is lowest at ${rate(edge ?? 0)}; a good rate is smaller. ` +
    "Take one of these, or click on the curve:"
  );
}

/** A button for each rate that was found. */
function takers(model: DashboardModel, { marks }: Finder): HTMLElement[] {
  if (marks === undefined) return [];
  return [taker(model, "constant", marks.constant), taker(model, "one_cycle", marks.one_cycle)];
}

/** The curve, and upright lines at the rates that it speaks for and at the one that is chosen. */
function draw(chart: LineChart, { rates = [], losses = [], marks }: Finder, chosen: Value): void {
  chart.element.hidden = losses.length === 0;
  const exponents = Float32Array.from(rates, Math.log10);
  const found: Mark[] =
    marks === undefined
      ? []
      : [
          { x: Math.log10(marks.constant), label: "constant", color: "--ir-good" },
          { x: Math.log10(marks.one_cycle), label: "one cycle", color: "--ir-valid" },
        ];
  if (typeof chosen === "number" && chosen > 0)
    found.push({ x: Math.log10(chosen), label: "chosen", color: "--ir-text" });
  const line = { x: exponents.subarray(0, losses.length), y: Float32Array.from(losses) };
  const [low, high] = [exponents[0] ?? -6, exponents[exponents.length - 1] ?? 0];
  // from the lowest: where it falls at all is what is looked for
  const finite = losses.filter(Number.isFinite);
  const range = finite.length === 0 ? undefined : around(Math.min(...finite), Math.max(...finite));
  const look = { axis: RATES, marks: found.sort((one, other) => one.x - other.x), reach: 0, range };
  chart.update([{ name: "loss", color: "--ir-train", marked: false, ...line }], high, look, low);
}

/** A button that takes over a mark, with the schedule that it is for. */
function taker(model: DashboardModel, schedule: string, found: number): HTMLElement {
  const text = `${schedule.replace("_", " ")}: ${rate(found)}`;
  const taken = button(
    `take-${schedule.replace("_", "-")}`,
    text,
    () => take(model, found, schedule),
    { class: `ir-button ir-take-${schedule}` },
  );
  taken.disabled = isBusy(model);
  return taken;
}

function take(model: DashboardModel, found: number, schedule?: string): void {
  if (isBusy(model)) return;
  const field = model.get("options").recipe.find(({ name }) => name === "schedule");
  const chosen = { ...model.get("choices"), learning_rate: Number(found.toPrecision(2)) };
  send(
    model,
    "choices",
    schedule === undefined || field === undefined ? chosen : withValue(chosen, field, schedule),
  );
}
