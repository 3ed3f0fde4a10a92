import { LineChart } from "../shared/chart";
import { make } from "../shared/dom";
import { decimal, percent } from "../shared/format";
import { onThemeChange } from "../shared/theme";
import type { Words } from "./words";

/** The two charts of a run's page and of a comparison. */
export class Charts {
  readonly element: HTMLElement;
  readonly loss: LineChart;
  readonly accuracy: LineChart;

  constructor(words: Words, signal: AbortSignal) {
    this.loss = new LineChart({
      title: words.__("Loss"),
      testId: "run-loss",
      format: decimal,
      formatTick: String,
    }, signal);
    this.accuracy = new LineChart({
      title: words.__("Accuracy"),
      testId: "run-accuracy",
      format: percent,
      formatTick: (value) => `${Math.round(value * 100)} %`,
      range: [0, 1],
    }, signal);
    this.element = make("div", { class: "ir-charts" }, [this.loss.element, this.accuracy.element]);
    onThemeChange(() => this.redraw(), signal);
  }

  redraw(): void {
    this.loss.redraw();
    this.accuracy.redraw();
  }
}
