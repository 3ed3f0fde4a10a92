import { EPOCHS, LineChart, type Mark, type Series } from "../../shared/chart/line_chart";
import { make } from "../../shared/dom";
import { decimal, percent } from "../../shared/format";
import { Viewport } from "../../shared/chart/viewport";
import type { Measure } from "./history";
import type { Words } from "../words";

/** The two charts of a run's page and of a comparison. They are zoomed together. */
export class Charts {
  readonly element: HTMLElement;
  private readonly charts: Record<Measure, LineChart>;
  private loss: [Series[], number, Mark[]] = [[], 1, []];
  private isLog = false;

  constructor(
    private readonly words: Words,
    signal: AbortSignal,
  ) {
    const viewport = new Viewport();
    this.charts = {
      loss: this.lossChart(viewport, signal),
      accuracy: this.accuracyChart(viewport, signal),
    };
    this.element = make("div", { class: "ir-charts" }, [
      this.charts.loss.element,
      this.charts.accuracy.element,
    ]);
  }

  update(measure: Measure, series: Series[], end: number, marks: Mark[] = []): void {
    if (measure === "loss") this.loss = [series, end, marks];
    const axis = { ...EPOCHS, name: this.words.__("epoch") };
    this.charts[measure].update(series, end, {
      axis,
      marks,
      log: measure === "loss" && this.isLog,
    });
  }

  redraw(): void {
    this.charts.loss.redraw();
    this.charts.accuracy.redraw();
  }

  private lossChart(viewport: Viewport, signal: AbortSignal): LineChart {
    const { words } = this;
    return new LineChart(
      {
        title: words.__("Loss"),
        latest: words.__("latest"),
        testId: "run-loss",
        format: decimal,
        formatTick: String,
        viewport,
        onLog: (log) => {
          this.isLog = log;
          this.update("loss", ...this.loss);
        },
      },
      signal,
    );
  }

  private accuracyChart(viewport: Viewport, signal: AbortSignal): LineChart {
    const { words } = this;
    return new LineChart(
      {
        title: words.__("Accuracy"),
        latest: words.__("latest"),
        testId: "run-accuracy",
        format: percent,
        formatTick: (value) => `${Math.round(value * 100)} %`,
        range: [0, 1],
        viewport,
      },
      signal,
    );
  }
}
