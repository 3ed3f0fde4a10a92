import { make, setText } from "../../shared/dom";
import { button, offer, select, type Option } from "../../shared/fields";
import { count, percent } from "../../shared/format";
import { table } from "../../shared/table";
import { follow } from "../../shared/model";
import { request } from "../model";
import type { Comparison, DashboardModel } from "../traits";

/** Another run to compare with, and what comes after a training. */
export function afterwards(model: DashboardModel, signal: AbortSignal): HTMLElement {
  return make(
    "section",
    { class: "ir-card ir-afterwards", attributes: { "data-testid": "afterwards" } },
    [comparison(model, signal), verbs(model, signal)],
  );
}

function comparison(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const choice = select(
    "compare",
    [],
    (run) => request(model, "compare", { run }),
    "Compare with another run",
  );
  const found = make("div", {
    class: "ir-comparison",
    attributes: { role: "status", "data-testid": "comparison" },
  });
  follow(
    model,
    ["others", "comparison"],
    () => {
      const others = model.get("others");
      const first =
        others.length === 0 ? "no other run on the same data" : "choose a run on the same data";
      offer(choice, [["", first], ...others.map(({ run, label }): Option => [run, label])]);
      choice.disabled = others.length === 0;
      choice.value = model.get("comparison").with ?? "";
      found.replaceChildren(...comparisonParts(model.get("comparison")));
    },
    signal,
  );
  const label = make("label", { class: "ir-compare" }, [
    make("span", { class: "ir-chart-title", text: "Compare with" }),
    choice,
  ]);
  return make("div", {}, [label, found]);
}

function comparisonParts({
  with: other,
  runs,
  n = 0,
  split = "",
  only = [0, 0],
  difference = 0,
  interval = [0, 0],
  sentence = "",
}: Comparison): Node[] {
  if (other === undefined) return [];
  if (runs === undefined)
    return [make("p", { class: "ir-about", text: "Judging the other run on the same pictures …" })];
  const names = ["this run", other];
  const rows = runs.map(({ accuracy, interval: range }, i) => [
    names[i] ?? "",
    percent(accuracy, 2),
    rangeOf(range),
    count(only[i] ?? 0),
  ]);
  rows.push(["difference, other − this", signed(difference), rangeOf(interval, signed), ""]);
  return [
    make("p", { class: "ir-sentence", text: sentence }),
    make("div", { class: "ir-wide" }, [
      table(
        "Both runs",
        [`${count(n)} ${split} images`, "accuracy", "95 % interval", "only this one right"],
        rows,
      ),
    ]),
  ];
}

function signed(value: number): string {
  const size = percent(Math.abs(value), 2);
  return value === 0 ? size : `${value > 0 ? "+" : "−"}${size}`;
}

function rangeOf(
  [low, high]: [number, number],
  format = (value: number) => percent(value, 2),
): string {
  return `${format(low)} to ${format(high)}`;
}

function verbs(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const says = make("p", {
    class: "ir-about",
    attributes: { role: "status", "data-testid": "verb-says" },
  });
  const buttons = make("div", {
    class: "ir-buttons",
    attributes: { role: "group", "aria-label": "What comes after" },
  });
  follow(
    model,
    ["verbs"],
    () => {
      buttons.replaceChildren(
        ...model.get("verbs").map(({ name, says: text }) => {
          const label = name.charAt(0).toUpperCase() + name.slice(1);
          return button(name, label, () => setText(says, text), { title: text });
        }),
      );
    },
    signal,
  );
  return make("div", { class: "ir-verbs" }, [buttons, says]);
}
