import { announced, make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { chosenValue, isBusy, parse, same, textOf, usualValue, withValue } from "./choices";
import { send } from "../../shared/model";
import { followState } from "../model";
import type { DashboardModel, Field, Value } from "../traits";

/** A stage as JSON has it; what is missing is as usual. */
export type Stage = Record<string, Value>;

/** What a stage says: its name, what it is called, what it is without a word, and its help. */
const PARTS = [
  ["open", "Learns", "all", "“head”: the last layer; “all”; or the beginning of a layer’s name"],
  ["epochs", "Epochs", null, "how long; the last stage goes to the end"],
  ["rate", "Rate", 1, "its learning rate, as a share of the recipe’s"],
  ["first_rate", "First layer’s rate", 1, "as a share of the last one’s; geometric in between"],
] as const;

/** The stages of the recipe, one in a row: which layers learn, how long, and how fast. */
export function stages(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const field = model.get("options").recipe.find(({ kind }) => kind === "stages");
  const rows = make("div", { class: "ir-stages" });
  const [problem, about] = [announced("ir-problem"), announced("ir-about")];
  const title = make("span", { class: "ir-chart-title", text: "Stages" });
  const add = button("add-stage", "Add a stage", () => put(model, withAnother(stagesOf(model))));
  const header = make("header", {}, [title, add, about]);
  let shown = "";
  followState(model, ["choices", "own", "problems"], () => {
    const chosen = stagesOf(model);
    const now = JSON.stringify([chosen, isBusy(model)]);
    if (now !== shown) rows.replaceChildren(...chosen.map((_, i) => row(model, chosen, i)));
    shown = now;
    add.disabled = isBusy(model);
    setText(about, aboutStages(model, field));
    setText(problem, model.get("problems")["stages"] ?? "");
  }, signal);
  return make("section", { class: "ir-part", attributes: { "data-testid": "stages" } }, [
    header, rows, problem,
  ]);
}

function aboutStages(model: DashboardModel, field: Field | undefined): string {
  if (field === undefined) return "";
  const now = chosenValue(model.get("choices"), field);
  if (same(now, [])) return "None: all that isn’t frozen learns from the beginning.";
  return same(now, usualValue(model.get("own"), field)) ? "" : "changed";
}

function stagesOf(model: DashboardModel): Stage[] {
  const chosen = model.get("choices").recipe["stages"];
  return Array.isArray(chosen) ? (chosen as Stage[]) : [];
}

function put(model: DashboardModel, wanted: Stage[]): void {
  const field = model.get("options").recipe.find(({ kind }) => kind === "stages");
  if (field !== undefined) send(model, "choices", withValue(model.get("choices"), field, wanted));
}

/** One more at the end. The one before it then needs a length; all layers learn slowly in it. */
export function withAnother(stages: Stage[]): Stage[] {
  if (stages.length === 0) return [{ open: "head" }];
  const before = stages.map((stage) => ({ ...stage, epochs: stage["epochs"] ?? 5 }));
  return [...before, { open: "all", rate: 0.1 }];
}

/** With another value in one of them; an empty one is as usual. */
export function withPart(stages: Stage[], place: number, name: string, value: Value): Stage[] {
  return stages.map((stage, i) => {
    if (i !== place) return stage;
    const { [name]: _, ...others } = stage;
    return value === null ? others : { ...others, [name]: value };
  });
}

/** Without one of them; the last one that stays goes to the end. */
export function without(stages: Stage[], place: number): Stage[] {
  const left = stages.filter((_, i) => i !== place);
  return withPart(left, left.length - 1, "epochs", null);
}

function row(model: DashboardModel, all: Stage[], place: number): HTMLElement {
  const last = place === all.length - 1;
  const fields = PARTS.map((part) => partField(model, all, place, part, last));
  const remove = button(`remove-stage-${place}`, "Remove", () => put(model, without(all, place)));
  remove.disabled = isBusy(model);
  return make("div", { class: "ir-stage" }, [
    make("b", { text: String(place + 1) }), ...fields, remove,
  ]);
}

function partField(
  model: DashboardModel, all: Stage[], place: number, part: (typeof PARTS)[number], last: boolean,
): HTMLElement {
  const [name, label, usual, help] = part;
  const unset = name === "epochs" && last ? "to the end" : textOf(usual);
  const input = make("input", {
    title: help,
    attributes: {
      "data-testid": `stage-${place}-${name.replace("_", "-")}`,
      placeholder: unset, autocomplete: "off", spellcheck: "false", size: "6",
    },
  });
  input.value = textOf(all[place]?.[name] ?? null);
  input.disabled = isBusy(model);
  input.addEventListener("change", () => {
    const typed = input.value.trim();
    const value = name === "open" ? typed || "all" : parse(typed);
    put(model, withPart(all, place, name, value));
  });
  return make("label", { class: "ir-field" }, [make("span", { text: label }), input]);
}
