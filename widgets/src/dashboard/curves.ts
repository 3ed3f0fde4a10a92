import { column, floats } from "../shared/bytes";
import { LineChart } from "../shared/chart";
import type { Series } from "../shared/chart";
import { make } from "../shared/dom";
import { decimal, percent } from "../shared/format";
import { onThemeChange } from "../shared/theme";
import { follow } from "./state";
import type { DashboardModel } from "./state";

/** Loss and accuracy, of training at each logged step and of validation after each epoch. */
export function curves(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const loss = new LineChart({
    title: "Loss",
    testId: "loss-chart",
    format: decimal,
    formatTick: (value) => String(value),
  }, signal);
  const accuracy = new LineChart({
    title: "Accuracy",
    testId: "accuracy-chart",
    format: percent,
    formatTick: (value) => `${Math.round(value * 100)} %`,
    range: [0, 1],
  }, signal);
  follow(model, ["steps", "epochs", "status"], () => {
    const steps = floats(model.get("steps"));
    const epochs = floats(model.get("epochs"));
    const end = model.get("status").epochs;
    loss.update(pair(steps, epochs, 1), end);
    accuracy.update(pair(steps, epochs, 2), end);
  }, signal);
  onThemeChange(() => {
    loss.redraw();
    accuracy.redraw();
  }, signal);
  return make("div", { class: "ir-charts" }, [loss.element, accuracy.element]);
}

/** The train and the valid line of one measure, which stands in this column. */
function pair(steps: Float32Array, epochs: Float32Array, index: number): Series[] {
  return [
    {
      name: "train",
      color: "--ir-train",
      x: column(steps, 3, 0),
      y: column(steps, 3, index),
      marked: false,
    },
    {
      name: "valid",
      color: "--ir-valid",
      x: column(epochs, 3, 0),
      y: column(epochs, 3, index),
      marked: true,
    },
  ];
}
