import { make, setText } from "../../shared/dom";
import { bytes, count, large } from "../../shared/format";
import { fieldFor } from "./form_field";
import { isBusy, networkOf, same, withOption } from "./choices";
import { follow, send } from "../../shared/model";
import { followState } from "../model";
import type { Choices, DashboardModel, Field, LayerRow, ModelView } from "../traits";

/** The model's options, what it costs, and its layers. */
export function modelCard(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const figures = make("div", { class: "ir-sums", attributes: { "data-testid": "model-sums" } });
  const body = make("tbody");
  const layers = layerTable(body);
  const note = make("p", { class: "ir-about" });
  follow(
    model,
    ["model_view"],
    () => {
      const view = model.get("model_view");
      setText(note, view.busy ?? view.error ?? view.note ?? "");
      layers.hidden = figures.hidden = view.rows === undefined;
      figures.replaceChildren(...sums(view).map(([name, value]) => figure(name, value)));
      body.replaceChildren(...(view.rows ?? []).map((row) => line(row, view)));
    },
    signal,
  );
  return make("div", {}, [options(model, signal), figures, layers, note]);
}

function figure(name: string, value: string): HTMLElement {
  return make("span", { class: "ir-figure" }, [
    make("small", { text: name }),
    make("b", { text: value }),
  ]);
}

function layerTable(body: HTMLElement): HTMLElement {
  return make(
    "div",
    {
      class: "ir-table",
      attributes: {
        tabindex: "0",
        role: "region",
        "aria-label": "Layers",
        "data-testid": "layer-table",
      },
    },
    [make("table", {}, [head(), body])],
  );
}

/** The fields of the chosen model's options, made anew for each model. */
function options(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const element = make("div", {
    class: "ir-options",
    attributes: { "data-testid": "model-options" },
  });
  let shown = "";
  let updates: (() => void)[] = [];
  followState(
    model,
    ["choices", "options", "faults", "fitting"],
    () => {
      const name = networkOf(model);
      if (name !== shown) {
        shown = name;
        const chosen = model.get("options").models.find((option) => option.name === name);
        const made = (chosen?.fields ?? []).map((field) => fieldFor(field, placeOf(model, field)));
        element.replaceChildren(...made.map((one) => one.element));
        updates = made.map(({ update }) => update);
      }
      for (const update of updates) update();
    },
    signal,
  );
  return element;
}

function placeOf(model: DashboardModel, field: Field) {
  const get = () => model.get("choices").options[field.name] ?? field.default;
  return {
    testId: `option-${field.name.replaceAll("_", "-")}`,
    get,
    usual: () => field.default,
    set: (value: Field["default"]) =>
      send(model, "choices", withOption(ofItsOwn(model), field, value)),
    problem: () => {
      const { text = "", option } = model.get("faults").model ?? {};
      return option === field.name ? text : "";
    },
    disabled: () => isBusy(model),
    mark: () => (same(get(), field.default) ? "" : "changed"),
  };
}

/** An option belongs to one network, so the one that fits is chosen with it. */
function ofItsOwn(model: DashboardModel): Choices {
  return { ...model.get("choices"), model: networkOf(model) };
}

/** The sums, each with its name. */
function sums(view: ModelView): [string, string][] {
  const frozen = (view.parameters ?? 0) - (view.trainable ?? 0);
  return [
    [
      "parameters",
      count(view.parameters ?? 0) + (frozen > 0 ? `, ${count(frozen)} of them not trained` : ""),
    ],
    ["weights", bytes(view.weight_bytes ?? 0)],
    [
      `activations of a batch of ${count(view.batch_size ?? 0)}`,
      `about ${bytes(view.activation_bytes ?? 0)}`,
    ],
    ["multiply-adds a picture", large(view.multiply_adds ?? 0)],
  ];
}

function head(): HTMLElement {
  const names = ["Layer", "Kind", "Output", "Parameters", "Multiply-adds"];
  const cells = names.map((text, index) =>
    make("th", { text, class: index > 2 ? "ir-number" : "", attributes: { scope: "col" } }),
  );
  return make("thead", {}, [make("tr", {}, cells)]);
}

function line(row: LayerRow, view: ModelView): HTMLElement {
  return make("tr", { class: row.frozen ? "ir-frozen" : "" }, [
    make("th", { text: row.name, title: row.name, attributes: { scope: "row" } }),
    make("td", { text: row.kind }),
    make("td", { text: row.output }),
    share(row.parameters, view.parameters ?? 0),
    share(row.multiply_adds, view.multiply_adds ?? 0),
  ]);
}

/** A number over a bar that shows its share of the sum. */
function share(value: number | null, sum: number): HTMLElement {
  const cell = make("td", { class: "ir-number ir-share" }, [
    make("span", { text: value === null ? "not known" : value === 0 ? "–" : count(value) }),
  ]);
  cell.style.setProperty("--share", `${sum > 0 ? (100 * (value ?? 0)) / sum : 0}%`);
  return cell;
}
