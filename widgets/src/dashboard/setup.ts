import { make, setText } from "../shared/dom";
import { count, plural, times } from "../shared/format";
import { follow, send } from "./state";
import type { DashboardModel } from "./state";

/** What may be chosen from, as Python lists it. */
export interface Options {
  datasets: DatasetOption[];
  models: ModelOption[];
  /** what was given in Python and stands; a trainer brings model and recipe */
  fixed: { data: boolean; trainer: boolean };
}

export interface DatasetOption {
  name: string;
  description: string;
  images: number;
  shape: number[];
  classes: number;
}

export interface ModelOption {
  name: string;
  description: string;
  /** the number it was published with */
  epochs: number;
}

/** What is chosen. A text that is no number goes to Python as it is, which says what is wrong. */
export interface Choices {
  data: string;
  model: string;
  epochs: number | string | null;
  batch_size: number | string | null;
  learning_rate: number | string | null;
}

/** The traits of `widgets.setup` in Python. */
export interface SetupState {
  options: Options;
  choices: Choices;
}

/** What is chosen before a training: data, model, recipe. */
export function setup(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const about = make("p", { class: "ir-about" });
  follow(model, ["choices", "options"], () => setText(about, describe(model)), signal);
  return make("div", { class: "ir-setup" }, [choices(model, signal), about]);
}

/** One sentence about the chosen data and one about the chosen model. */
function describe(model: DashboardModel): string {
  const { datasets, models } = model.get("options");
  const { data, model: name } = model.get("choices");
  const chosenData = datasets.find((option) => option.name === data);
  const chosenModel = models.find((option) => option.name === name);
  return [chosenData && describeData(chosenData), chosenModel && describeModel(chosenModel)]
    .filter(Boolean)
    .join("  ·  ");
}

function describeData({ name, description, images, shape, classes }: DatasetOption): string {
  const size = `${count(images)} images of ${times(shape)}, ${plural(classes, "class", "classes")}`;
  return `${name}: ${description ? `${description}; ` : ""}${size}`;
}

function describeModel({ name, description }: ModelOption): string {
  return description ? `${name}: ${description}` : name;
}

/** The five fields. What is chosen lives in the `choices` trait, so all views agree. */
function choices(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const { datasets, models, fixed } = model.get("options");
  const fields = {
    data: select(datasets.map(({ name }) => name), "data"),
    model: select(models.map(({ name }) => name), "model"),
    epochs: input("epochs", "numeric", ""),
    batch_size: input("batch-size", "numeric", "auto"),
    learning_rate: input("learning-rate", "decimal", "default"),
  };
  const names = Object.keys(fields) as (keyof Choices)[];
  for (const name of names) {
    fields[name].addEventListener("change", () => {
      const before = model.get("choices");
      const value = name === "data" || name === "model" ? fields[name].value : parse(fields[name].value);
      const after = { ...before, [name]: value };
      send(model, "choices", name === "model" ? withItsEpochs(models, before, after) : after);
    });
  }
  follow(model, ["choices", "status"], () => {
    const chosen = model.get("choices");
    const busy = !model.get("status").can.includes("start");
    for (const name of names) {
      const text = String(chosen[name] ?? "");
      if (fields[name].value !== text && document.activeElement !== fields[name]) fields[name].value = text;
      fields[name].disabled = busy || fixed.trainer || (name === "data" && fixed.data);
    }
  }, signal);
  return make("div", { class: "ir-fields" }, [
    labelled("Data", fields.data),
    labelled("Model", fields.model),
    labelled("Epochs", fields.epochs),
    labelled("Batch size", fields.batch_size),
    labelled("Learning rate", fields.learning_rate),
  ]);
}

/** A number where the text is one, nothing where it is empty, else the text. */
function parse(text: string): number | string | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const value = Number(trimmed.replace(",", "."));
  return Number.isFinite(value) ? value : trimmed;
}

/** A new model brings the epochs that it was published with, unless they had been changed. */
function withItsEpochs(models: ModelOption[], before: Choices, after: Choices): Choices {
  const old = models.find(({ name }) => name === before.model);
  const chosen = models.find(({ name }) => name === after.model);
  if (old === undefined || chosen === undefined) return after;
  return before.epochs === old.epochs ? { ...after, epochs: chosen.epochs } : after;
}

function select(names: string[], testId: string): HTMLSelectElement {
  const options = names.map((name) => make("option", { text: name, attributes: { value: name } }));
  return make("select", { attributes: { "data-testid": testId } }, options);
}

function input(testId: string, mode: string, placeholder: string): HTMLInputElement {
  return make("input", {
    attributes: { "data-testid": testId, inputmode: mode, placeholder, autocomplete: "off", size: "6" },
  });
}

function labelled(label: string, field: HTMLElement): HTMLElement {
  return make("label", { class: "ir-field" }, [make("span", { text: label }), field]);
}
