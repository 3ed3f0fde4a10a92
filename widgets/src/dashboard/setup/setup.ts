import { make } from "../../shared/dom";
import { labelled, offer, select, type Option } from "../../shared/fields";
import { count, plural, times } from "../../shared/format";
import { cards } from "./cards";
import { dropData } from "./drop_data";
import { UNSET } from "./form_field";
import { AUTO, isBusy, labelOf, marksOf, networkOf, parse, textOf, withModel } from "./choices";
import { problems } from "./problems";
import { send } from "../../shared/model";
import { followState } from "../model";
import { advice } from "./advice";
import type { Choices, DashboardModel, DatasetOption, ModelOption, Value } from "../traits";

const A_PATH = "\u0000path"; // no data set has this name

type Control = HTMLInputElement | HTMLSelectElement;

/** The fields that stand by themselves. */
type Name = "data" | "model" | "epochs" | "batch_size" | "learning_rate";

/**
 * The five fields that everybody needs. What is chosen lives in the `choices` trait, so all views
 * agree.
 */
export function fields(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const made = controlsFor(model);
  const all = Object.entries(made) as [Name, Control][];
  followState(
    model,
    ["choices", "own", "problems", "suggestion", "fitting", "faults"],
    () => {
      const marks = marksOf(model);
      offerData(model, made.data);
      offerModels(model, made.model);
      for (const [name, field] of all) show(model, name, field, marks[name] === "suggested");
      made.data.disabled ||= model.get("options").fixed.data;
      const usual = textOf(usualEpochs(model));
      made.epochs.setAttribute("placeholder", usual);
      made.epochs.title ||= `${networkOf(model)} brings ${usual} along`;
    },
    signal,
  );
  return make("div", { class: "ir-fields" }, all.map(([name, field]) =>
    labelled(labelOf(name), field)));
}

function controlsFor(
  model: DashboardModel,
): Record<Name, Control> & Record<"data" | "model", HTMLSelectElement> {
  const made = {
    data: select("data", [], () => choose(model, "data", made.data)),
    model: select("model", [], () => choose(model, "model", made.model)),
    epochs: input("epochs", "numeric", ""),
    batch_size: input("batch-size", "numeric", UNSET),
    learning_rate: input("learning-rate", "decimal", UNSET),
  };
  for (const name of ["epochs", "batch_size", "learning_rate"] as const)
    made[name].addEventListener("change", () => choose(model, name, made[name]));
  return made;
}

/** Show what is chosen, and what is wrong with it. What is being typed at this moment stays. */
function show(model: DashboardModel, name: Name, field: Control, isSuggested: boolean): void {
  const text = textOf(model.get("choices")[name]);
  const isTyped = document.activeElement === field && field instanceof HTMLInputElement;
  if (field.value !== text && !isTyped) field.value = text;
  field.disabled = isBusy(model);
  markProblem(field, problemOf(model, name));
  field.classList.toggle("ir-suggested", isSuggested);
  if (isSuggested) field.title ||= "suggested";
}

function problemOf(model: DashboardModel, name: Name): string {
  const fault = name === "data" || name === "model" ? model.get("faults")[name] : undefined;
  return fault?.text ?? model.get("problems")[name] ?? "";
}

/** The number of epochs that the chosen network brings along. */
function usualEpochs(model: DashboardModel): Value {
  return model.get("own")["epochs"] ?? model.get("choices").epochs;
}

/** What is wrong, advice, and the three cards that tell more of what is chosen. */
export function setup(model: DashboardModel, signal: AbortSignal): HTMLElement {
  return make("div", { class: "ir-setup" }, [
    problems(model, signal),
    dropData(model, signal),
    advice(model, signal),
    cards(model, summaries, signal),
  ]);
}

function choose(
  model: DashboardModel,
  name: keyof Choices,
  field: HTMLInputElement | HTMLSelectElement,
): void {
  const before = model.get("choices");
  const text = field.value;
  if (name === "data" && text === A_PATH) askForPath(model, field);
  else if (name === "data") send(model, "choices", { ...before, data: text });
  else if (name === "model")
    send(model, "choices", withModel(before, text));
  else
    send(model, "choices", {
      ...before,
      [name]: parse(text) ?? (name === "epochs" ? usualEpochs(model) : null),
    });
}

/** Open the card where a path can be typed. */
function askForPath(model: DashboardModel, field: HTMLElement): void {
  send(model, "card", "data");
  field.closest(".ir-dashboard")?.querySelector<HTMLElement>("[data-testid=data-path]")?.focus();
}

/** A path that was typed, the way to type one, and the named sets, with what is to download. */
function offerData(model: DashboardModel, field: HTMLSelectElement): void {
  const { datasets, fixed } = model.get("options");
  const { data } = model.get("choices");
  const paths = datasets.some(({ name }) => name === data) ? [] : [data];
  const own = paths.map((name): Option => [name, shortPath(name)]);
  const named = datasets.map(({ name, megabytes }): Option =>
    megabytes > 0 ? [name, `${name} · ${megabytes} MB`, "To download"] : [name, name]);
  offer(field, fixed.data ? named : [...own, ...named, [A_PATH, "a folder, .zip or .csv …"]]);
}

/** What the groups of networks are called. */
const FAMILIES: Record<string, string> = {
  pretrained: "Pretrained on photographs",
  cnn: "Convolutional",
  residual: "Residual",
  attention: "Attention",
  recurrent: "Recurrent",
  baselines: "Baselines",
  own: "Your own",
};

/** The network that fits, then all of them in groups. */
function offerModels(model: DashboardModel, field: HTMLSelectElement): void {
  const { models, fixed } = model.get("options");
  const { network } = model.get("fitting");
  const fits: Option = [AUTO, network === undefined ? "auto" : `auto: ${shortName(network)}`];
  const groups = Object.keys(FAMILIES).flatMap((family) =>
    models.filter((option) => option.family === family).map(modelOption));
  offer(field, fixed.trainer ? groups : [fits, ...groups]);
}

function modelOption({ name, family, needs }: ModelOption): Option {
  const text = needs === "" ? shortName(name) : `${shortName(name)} · ${needs}`;
  return [name, text, FAMILIES[family] ?? family];
}

/** A network within its group. */
function shortName(name: string): string {
  return name.replace("pretrained/", "");
}

/** The end of a path says most; the list has little room, so only the last part of it. */
function shortPath(name: string): string {
  return endOf(name.split(/[/\\]/).filter((part) => part !== "").pop() ?? name, 40);
}

function endOf(path: string, most: number): string {
  return path.length > most ? `…${path.slice(1 - most)}` : path;
}

/** A few words on what is chosen, for the buttons that open the cards. */
function summaries(model: DashboardModel): Record<string, string> {
  const { datasets, models } = model.get("options");
  const { data } = model.get("choices");
  const { about } = model.get("fitting");
  const chosenData = datasets.find((option) => option.name === data);
  const chosenModel = models.find((option) => option.name === networkOf(model));
  return {
    data: chosenData ? describeData(chosenData)
      : [about, endOf(data, 60)].filter(Boolean).join("; "),
    model: chosenModel?.description || networkOf(model),
  };
}

function describeData({ description, images, shape, classes }: DatasetOption): string {
  const size = `${count(images)} images of ${times(shape)}, ${plural(classes, "class", "classes")}`;
  return description ? `${description}; ${size}` : size;
}

function markProblem(field: HTMLElement, problem: string): void {
  field.setAttribute("aria-invalid", String(problem !== ""));
  field.title = problem;
}

function input(testId: string, mode: string, placeholder: string): HTMLInputElement {
  return make("input", {
    attributes: {
      "data-testid": testId,
      inputmode: mode,
      placeholder,
      autocomplete: "off",
      size: "6",
    },
  });
}
