import { floats } from "../shared/bytes";
import { make, setText } from "../shared/dom";
import { bytes, count, duration, percent, rate } from "../shared/format";
import { Sparkline } from "../shared/chart/sparkline";
import { follow } from "../shared/model";
import type { DashboardModel, Machine, Status } from "./traits";

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
  return make("section", { class: "ir-progress" }, [line, bar, system(model, signal)]);
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
  const ended = ["finished", "stopped"].includes(status.state);
  // for a press on Step; else the number would only flicker
  const waits = ["ready", "paused"].includes(status.state);
  if (waits)
    figures.push(["steps-done", "step", `${count(status.step)} of ${count(status.steps)}`]);
  if (status.images_per_second !== null) {
    figures.push(["speed", "images/s", count(status.images_per_second)]);
  }
  if (status.learning_rate !== null) {
    figures.push(["rate", "learning rate", rate(status.learning_rate)]);
  }
  if (status.seconds_left !== null) {
    figures.push(["time-left", "time left", `about ${duration(status.seconds_left)}`]);
  } else {
    figures.push(["time", "time", duration(status.seconds)]);
  }
  if (status.latest_accuracy !== null && !ended) {
    figures.push(["latest", "valid accuracy", percent(status.latest_accuracy)]);
  }
  if (status.valid !== null) {
    const { accuracy, interval } = status.valid;
    const range = `${(interval[0] * 100).toFixed(1)}–${(interval[1] * 100).toFixed(1)}`;
    const name = ended ? "best epoch's valid accuracy" : "best";
    figures.push(["valid", name, `${percent(accuracy)} (${range})`]);
  }
  return figures;
}

/** A column of the table, and how its latest number is told. */
interface Meter {
  id: string;
  name: string;
  column: number;
  text: (value: number) => string;
  isShare: boolean;
}

const METERS: Meter[] = [
  // it stands above
  { id: "speed-course", name: "images/s", column: 0, text: () => "", isShare: false },
  { id: "cpu", name: "CPU", column: 1, text: (value) => percent(value, 0), isShare: true },
  { id: "memory", name: "memory", column: 2, text: bytes, isShare: false },
  { id: "gpu", name: "GPU", column: 3, text: (value) => percent(value, 0), isShare: true },
  { id: "gpu-memory", name: "GPU memory", column: 4, text: bytes, isShare: false },
];
const WIDTH = 5; // numbers in a row

/** What the machine did in the last minute; hidden while nothing trains. */
function system(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const meters = METERS.map((one) => meter(model, one, signal));
  const place = make(
    "div",
    { class: "ir-system", attributes: { role: "group", "aria-label": "The machine" } },
    meters,
  );
  follow(
    model,
    ["system", "status"],
    () => {
      const isAtWork = ["running", "paused"].includes(model.get("status").state);
      place.hidden = !isAtWork || model.get("system").byteLength === 0;
    },
    signal,
  );
  return place;
}

/** The course of one number and the latest; hidden where the machine has no such thing. */
function meter(
  model: DashboardModel,
  { id, name, column, text, isShare }: Meter,
  signal: AbortSignal,
): HTMLElement {
  const spark = new Sparkline();
  const value = make("b");
  const element = make("span", { class: "ir-meter", attributes: { "data-testid": id } }, [
    make("small", { text: name }),
    value,
    spark.element,
  ]);
  follow(
    model,
    ["system", "machine"],
    () => {
      const table = floats(model.get("system"));
      const last = table[table.length - WIDTH + column] ?? NaN;
      element.hidden = Number.isNaN(last);
      setText(value, text(last));
      spark.draw(table, WIDTH, column, isShare ? 1 : undefined);
      element.title = ofAll(id, model.get("machine"));
    },
    signal,
  );
  return element;
}

/** What a meter's number is a part of. */
function ofAll(id: string, { cores = 1, memory = 0 }: Partial<Machine>): string {
  if (id === "cpu") return `Of ${cores} processor cores, used by this kernel`;
  return id === "memory" ? `Of ${bytes(memory)}, used by this kernel` : "";
}
