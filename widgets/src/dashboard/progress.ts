import { make, setText } from "../shared/dom";
import { count, duration, percent } from "../shared/format";
import { follow } from "./state";
import type { DashboardModel, Status } from "./state";

/** The state, how far it is, how fast, how long still, and how good. */
export function progress(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const state = make("span", {
    class: "ir-state",
    attributes: { role: "status", "data-testid": "state" },
  });
  const bar = make("progress", {
    attributes: { max: "1", value: "0", "aria-label": "Progress", "data-testid": "progress" },
  });
  const figures = make("div", { class: "ir-figures" });
  const message = make("span", { class: "ir-message", attributes: { "data-testid": "message" } });
  follow(model, ["status"], () => {
    const status = model.get("status");
    setText(state, status.state);
    setText(message, status.message);
    bar.value = status.progress;
    writeFigures(figures, status);
  }, signal);
  const line = make("div", { class: "ir-line" }, [state, message, figures]);
  return make("section", { class: "ir-progress" }, [line, bar]);
}

/** Write the figures; where the same ones stand already, only the texts that differ. */
function writeFigures(figures: HTMLElement, status: Status): void {
  const wanted = figuresOf(status);
  const names = wanted.map(([id, name]) => `${id} ${name}`).join();
  if (figures.dataset["names"] !== names) {
    figures.dataset["names"] = names;
    figures.replaceChildren(...wanted.map(([id, name]) =>
      make("span", { class: "ir-figure", attributes: { "data-testid": id } }, [
        make("small", { text: name }),
        make("b"),
      ]),
    ));
  }
  figures.querySelectorAll("b").forEach((place, i) => setText(place, wanted[i]?.[2] ?? ""));
}

/** Test id, name and text of each figure that there is. */
function figuresOf(status: Status): [string, string, string][] {
  if (status.epoch === 0) return [];
  const figures: [string, string, string][] = [
    ["epoch", "epoch", `${status.epoch} of ${status.epochs}`],
  ];
  if (status.images_per_second !== null) {
    figures.push(["speed", "images/s", count(status.images_per_second)]);
  }
  if (status.seconds_left !== null) {
    figures.push(["time-left", "time left", `about ${duration(status.seconds_left)}`]);
  } else {
    figures.push(["time", "time", duration(status.seconds)]);
  }
  if (status.valid !== null) {
    const { accuracy, interval } = status.valid;
    const range = `${(interval[0] * 100).toFixed(1)}–${(interval[1] * 100).toFixed(1)}`;
    const ended = ["finished", "stopped"].includes(status.state);
    const name = ended ? "best epoch's valid accuracy" : "valid accuracy";
    figures.push(["valid", name, `${percent(accuracy)} (${range})`]);
  }
  return figures;
}
