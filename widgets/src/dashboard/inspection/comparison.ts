import { make, setText } from "../../shared/dom";
import { count, percent } from "../../shared/format";
import { table } from "../../shared/table";
import { follow, request } from "../model";
import type { DashboardModel } from "../model";

export interface OtherRun {
  run: string;
  label: string;
}

interface ComparedRun {
  run: string;
  accuracy: number;
  interval: [number, number];
}

/** As `imagerec compare --json` prints it. */
export interface Comparison {
  with?: string;
  n?: number;
  split?: string;
  runs?: ComparedRun[];
  only?: [number, number];
  difference?: number;
  interval?: [number, number];
  p?: number;
  sentence?: string;
}

export interface Verb {
  name: string;
  /** does this version have it? If not, its button says so */
  there: boolean;
  says: string;
}

/** Another run to compare with, and what comes after a training. */
export function afterwards(model: DashboardModel, signal: AbortSignal): HTMLElement {
  return make("section", { class: "ir-card ir-afterwards", attributes: { "data-testid": "afterwards" } }, [
    comparison(model, signal),
    verbs(model, signal),
  ]);
}

function comparison(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const select = make("select", { attributes: { "aria-label": "Compare with another run", "data-testid": "compare" } });
  select.addEventListener("change", () => request(model, "compare", { run: select.value }));
  const found = make("div", { class: "ir-comparison", attributes: { role: "status", "data-testid": "comparison" } });
  follow(model, ["others", "comparison"], () => {
    const others = model.get("others");
    const first = others.length === 0 ? "no other run on the same data" : "choose a run on the same data";
    const options = [{ run: "", label: first }, ...others];
    select.replaceChildren(...options.map(({ run, label }) => make("option", { text: label, attributes: { value: run } })));
    select.disabled = others.length === 0;
    select.value = model.get("comparison").with ?? "";
    found.replaceChildren(...comparisonParts(model.get("comparison")));
  }, signal);
  const label = make("label", { class: "ir-compare" }, [make("span", { class: "ir-chart-title", text: "Compare with" }), select]);
  return make("div", {}, [label, found]);
}

function comparisonParts({ with: other, runs, n = 0, split = "", only = [0, 0], difference = 0, interval = [0, 0], sentence = "" }: Comparison): Node[] {
  if (other === undefined) return [];
  if (runs === undefined) return [make("p", { class: "ir-about", text: "Judging the other run on the same pictures …" })];
  const names = ["this run", other];
  const rows = runs.map(({ accuracy, interval: range }, i) => [
    names[i] ?? "", percent(accuracy, 2), rangeOf(range), count(only[i] ?? 0),
  ]);
  rows.push(["difference, other − this", signed(difference), rangeOf(interval, signed), ""]);
  return [
    make("p", { class: "ir-sentence", text: sentence }),
    make("div", { class: "ir-wide" }, [
      table("Both runs", [`${count(n)} ${split} images`, "accuracy", "95 % interval", "only this one right"], rows),
    ]),
  ];
}

function signed(value: number): string {
  const size = percent(Math.abs(value), 2);
  return value === 0 ? size : `${value > 0 ? "+" : "−"}${size}`;
}

function rangeOf([low, high]: [number, number], format = (value: number) => percent(value, 2)): string {
  return `${format(low)} to ${format(high)}`;
}

function verbs(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const says = make("p", { class: "ir-about", attributes: { role: "status", "data-testid": "verb-says" } });
  const buttons = make("div", { class: "ir-buttons", attributes: { role: "group", "aria-label": "What comes after" } });
  follow(model, ["verbs"], () => {
    buttons.replaceChildren(...model.get("verbs").map(({ name, there, says: text }) => {
      const label = name.charAt(0).toUpperCase() + name.slice(1);
      const one = make("button", {
        class: "ir-button", text: label, title: text,
        attributes: { type: "button", "aria-disabled": String(!there), "data-testid": name },
      });
      one.addEventListener("click", () => setText(says, text));
      return one;
    }));
  }, signal);
  return make("div", { class: "ir-verbs" }, [buttons, says]);
}
