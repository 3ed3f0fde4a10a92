import { icon, make, setText } from "../shared/dom";
import { count, plural, times } from "../shared/format";
import { follow, send } from "./state";
import type { Choices, CommandName, DashboardModel, DatasetOption, ModelOption } from "./state";

const ICONS: Record<CommandName, string> = {
  start: "M4 2.5v11l9.5-5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  resume: "M3 3h2.5v10H3zM7 2.5v11l7-5.5z",
  stop: "M3.5 3.5h9v9h-9z",
};

const LABELS: Record<CommandName, string> = {
  start: "Start",
  pause: "Pause",
  resume: "Resume",
  stop: "Stop",
};

/** The choices, the four buttons, and what is wrong, beside them. */
export function controls(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const about = make("p", { class: "ir-about" });
  const error = make("p", {
    class: "ir-error",
    attributes: { role: "alert", "data-testid": "error" },
  });
  follow(model, ["choices", "options"], () => setText(about, describe(model)), signal);
  follow(model, ["status"], () => setText(error, model.get("status").error), signal);
  return make("form", { class: "ir-controls", attributes: { "aria-label": "Training" } }, [
    choices(model, signal),
    buttons(model, signal),
    about,
    error,
  ]);
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

function buttons(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const names = Object.keys(LABELS) as CommandName[];
  const made = names.map((name) => {
    const button = make("button", {
      class: `ir-button ir-${name}`,
      attributes: { type: "button", "data-testid": name },
    }, [icon(ICONS[name]), make("span", { text: LABELS[name] })]);
    button.addEventListener("click", () => send(model, "command", { name, number: Date.now() }));
    return button;
  });
  follow(model, ["status"], () => enable(names, made, model.get("status").can), signal);
  return make("div", { class: "ir-buttons", attributes: { role: "group", "aria-label": "Steer" } }, made);
}

/** A button that loses its sense while it has the focus hands it to the first that has one. */
function enable(names: CommandName[], made: HTMLButtonElement[], can: CommandName[]): void {
  const focused = made.find((button) => button === document.activeElement);
  names.forEach((name, i) => {
    const button = made[i];
    if (button !== undefined) button.disabled = !can.includes(name);
  });
  if (focused?.disabled) made.find((button) => !button.disabled)?.focus();
}
