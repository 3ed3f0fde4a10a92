import { EPOCHS, LineChart } from "../../shared/chart/line_chart";
import type { Axis, ChartOptions } from "../../shared/chart/line_chart";
import { make } from "../../shared/dom";
import { count, decimal, duration, percent, rate, short, words } from "../../shared/format";
import { ticks, wholeTicks } from "../../shared/chart/scale";
import { Viewport } from "../../shared/chart/viewport";
import { followHistory, followOverlays, label, marksOn } from "./history";
import type { History } from "./history";
import { overlayMenu } from "./earlier_runs";
import { follow } from "../../shared/model";
import { look, reachOf, setLook, toolbar } from "./toolbar";
import type { AxisName, DashboardModel, Overlay, View } from "../traits";

const AXES: Record<AxisName, Axis> = {
  epoch: EPOCHS,
  step: { name: "step", format: count, formatTick: short, ticks: wholeTicks },
  time: { name: "time", format: duration, formatTick: duration, ticks },
};
const SHOWN_FIRST = ["loss", "accuracy"];
const HIDDEN_FIRST = ["learning_rate", "images_per_second"];

/** A run that is laid over the curves, or a place without one. */
type LaidOver = [Overlay, History] | null;

/**
 * The curves of all that is logged, of training at each logged step and of validation after each
 * epoch.
 */
export function curves(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const viewport = new Viewport();
  const charts = new Charts((name) => makeChart(model, name, viewport, signal));
  let history: History | null = null;
  let overlays: LaidOver[] = [];
  const element = make("section", {
    class: "ir-curves", attributes: { "aria-label": "Curves", "data-testid": "curves" },
  });
  const draw = () => {
    if (history === null) return;
    element.classList.toggle("ir-without-points", history.steps.rows === 0);
    for (const [name, chart] of charts.show(shown(history, look(model))))
      update(model, chart, name, history, overlays);
  };
  followOverlays(model, (found) => {
    overlays = found;
    draw();
  }, signal);
  followHistory(model, (found) => {
    history = found;
    draw();
  }, signal);
  follow(model, ["view", "choices"], draw, signal);
  const measures = () => history?.measures ?? [];
  const bar = toolbar(model, viewport, measures, overlayMenu(model, signal), signal);
  element.append(bar, charts.element);
  return element;
}

/** The charts in a row, each made when it is first asked for. */
class Charts {
  readonly element = make("div", { class: "ir-charts" });
  private readonly made = new Map<string, LineChart>();

  constructor(private readonly makeOne: (name: string) => LineChart) {}

  /** Show these, each by its name; charts that stand there already aren't taken out. */
  show(names: string[]): [string, LineChart][] {
    const wanted = names.map((name): [string, LineChart] => [name, this.chart(name)]);
    const elements = wanted.map(([, chart]) => chart.element);
    const stands = [...this.element.children];
    if (stands.length !== elements.length || elements.some((one, i) => one !== stands[i]))
      this.element.replaceChildren(...elements);
    return wanted;
  }

  private chart(name: string): LineChart {
    const chart = this.made.get(name) ?? this.makeOne(name);
    this.made.set(name, chart);
    return chart;
  }
}

/**
 * The measures that have a chart: loss and accuracy, and of the others those that were not hidden.
 */
export function shown(history: History, view: View): string[] {
  const { measures } = history;
  const others = measures.filter((name) => !SHOWN_FIRST.includes(name));
  const first =
    history.steps.rows === 0 ? SHOWN_FIRST : SHOWN_FIRST.filter((name) => measures.includes(name));
  return [...first, ...others].filter((name) => view.shown[name] ?? !HIDDEN_FIRST.includes(name));
}

/** Give a chart what it shows. */
function update(
  model: DashboardModel,
  chart: LineChart,
  name: string,
  history: History,
  overlays: LaidOver[],
): void {
  const view = look(model);
  const laidOver = overlays.flatMap((found, i) =>
    found === null ? [] : found[1].overlay(name, view.x, `--ir-run-${i}`, label(found[0])),
  );
  const ends = overlays.map((found) => found?.[1].end(view.x) ?? 0);
  const end = Math.max(planned(model, view.x), history.end(view.x), ...ends);
  chart.update([...laidOver, ...history.series(name, view.x)], end, {
    axis: AXES[view.x],
    marks: marksOn(view.x, model.get("marks")),
    reach: name === "learning_rate" ? 0 : reachOf(view.smoothing), // it is known, not measured
    log: view.log.includes(name),
  });
}

/** Where the training is to end on this axis, as far as that is known. */
function planned(model: DashboardModel, place: AxisName): number {
  const status = model.get("status");
  const wished = Number(model.get("choices").epochs);
  const epochs = status.state === "ready" && wished >= 1 ? wished : status.epochs;
  return { epoch: epochs, step: status.steps, time: 0 }[place];
}

function makeChart(
  model: DashboardModel,
  name: string,
  viewport: Viewport,
  signal: AbortSignal,
): LineChart {
  const onLog = (log: boolean) =>
    setLook(model, (view) => ({
      log: log ? [...view.log, name] : view.log.filter((other) => other !== name),
    }));
  const isShare = /accuracy|precision|recall|auc/i.test(name);
  const format = { images_per_second: count, learning_rate: rate }[name] ?? decimal;
  const about: ChartOptions = isShare
    ? {
        ...naming(name),
        format: percent,
        formatTick: (value) => `${Number((value * 100).toPrecision(4))} %`,
        range: [0, 1],
        viewport,
      }
    : { ...naming(name), format, formatTick: short, viewport, onLog };
  return new LineChart(about, signal);
}

function naming(name: string): { title: string; testId: string } {
  const title = name === "images_per_second" ? "Images per second" : words(name);
  return { title, testId: `${name.replaceAll("_", "-")}-chart` };
}
