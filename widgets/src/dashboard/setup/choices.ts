import type { Choices, DashboardModel, Field, ModelOption, Options, Value } from "../traits";

/** Is a training under way, or everything given? Then nothing can be chosen. */
export function isBusy(model: DashboardModel): boolean {
  return !model.get("status").can.includes("start") || model.get("options").fixed.trainer;
}

const BESIDE = ["epochs", "batch_size", "learning_rate"] as const;
type Beside = (typeof BESIDE)[number];

function isBeside(name: string): name is Beside {
  return (BESIDE as readonly string[]).includes(name);
}

/** The number of epochs that the chosen model was published with. */
export function usualEpochs({ models }: Options, choices: Choices): Value {
  return models.find(({ name }) => name === choices.model)?.epochs ?? choices.epochs;
}

/** What a field of the recipe is without a choice. */
export function usualValue(options: Options, choices: Choices, field: Field): Value {
  return field.name === "epochs" ? usualEpochs(options, choices) : field.default;
}

/** What a field of the recipe is set to, or its default. */
export function chosenValue(choices: Choices, field: Field): Value {
  if (isBeside(field.name)) return choices[field.name];
  return choices.recipe[field.name] ?? field.default;
}

/** The choices with another value of the recipe; one that is the default needs no place. */
export function withValue(choices: Choices, field: Field, value: Value): Choices {
  if (isBeside(field.name)) return { ...choices, [field.name]: value };
  const { [field.name]: _, ...recipe } = choices.recipe;
  const usual = value === null || same(value, field.default);
  return { ...choices, recipe: usual ? recipe : { ...recipe, [field.name]: value } };
}

/** The choices with another value of the model's option. */
export function withOption(choices: Choices, field: Field, value: Value): Choices {
  const { [field.name]: _, ...options } = choices.options;
  const usual = value === null || same(value, field.default);
  return { ...choices, options: usual ? options : { ...options, [field.name]: value } };
}

/**
 * Another model has other options, and brings the epochs it was published with, unless they had
 * been changed.
 */
export function withModel(models: ModelOption[], before: Choices, model: string): Choices {
  const old = models.find(({ name }) => name === before.model);
  const chosen = models.find(({ name }) => name === model);
  const epochs =
    chosen !== undefined && before.epochs === old?.epochs ? chosen.epochs : before.epochs;
  return { ...before, model, options: {}, epochs };
}

/** Was the value of a field "suggested", or "changed" from what is usual? Neither: "". */
export function markOf(
  options: Options,
  choices: Choices,
  field: Field,
  suggested: Record<string, Value> = {},
): string {
  const value = chosenValue(choices, field);
  const wished = suggested[field.name];
  if (wished !== undefined && same(wished, value)) return "suggested";
  return same(value, usualValue(options, choices, field)) ? "" : "changed";
}

/** The fields of the recipe that have a mark. */
export function marked(
  options: Options,
  choices: Choices,
  suggested: Record<string, Value> = {},
): Record<string, string> {
  const marks = options.recipe.map(
    (field) => [field.name, markOf(options, choices, field, suggested)] as const,
  );
  return Object.fromEntries(marks.filter(([, mark]) => mark !== ""));
}

/** `marked` for what stands in the fields now. */
export function marksOf(model: DashboardModel): Record<string, string> {
  return marked(model.get("options"), model.get("choices"), model.get("suggestion").values);
}

/** The recipe as it is usual for the chosen model. */
export function withoutChanges(options: Options, choices: Choices): Choices {
  return {
    ...choices,
    epochs: usualEpochs(options, choices),
    batch_size: null,
    learning_rate: null,
    recipe: {},
  };
}

/** The nine values of an augmentation that may have been chosen by name, in part, or not at all. */
export function augmentationOf(options: Options, choices: Choices): Record<string, Value> {
  const chosen = choices.recipe["augmentation"] ?? {};
  const named = typeof chosen === "string" ? (options.presets[chosen] ?? {}) : chosen;
  const usual = options.augmentation.map((field): [string, Value] => [field.name, field.default]);
  return { ...Object.fromEntries(usual), ...(named as Record<string, Value>) };
}

/** The name of these values, if they have one: "none", a preset's, or "own". */
export function presetOf(options: Options, values: Record<string, Value>): string {
  if (
    options.augmentation.every(
      (field) => field.name === "fill" || values[field.name] === field.default,
    )
  )
    return "none";
  const named = Object.entries(options.presets).find(([, preset]) => sameValues(preset, values));
  return named?.[0] ?? "own";
}

function sameValues(one: Record<string, Value>, other: Record<string, Value>): boolean {
  return Object.keys(one).every((name) => same(one[name] ?? null, other[name] ?? null));
}

export function same(one: Value, other: Value): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A number where the text is one, nothing where it is empty, else the text. */
export function parse(text: string): number | string | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const value = Number(trimmed.replace(",", "."));
  return Number.isFinite(value) ? value : trimmed;
}

/** What was typed into a field, in the type that Python expects. */
export function parseFor(field: Field, text: string): Value {
  if (field.kind === "text") return text.trim() === "" ? null : text.trim();
  if (field.kind !== "numbers" && field.kind !== "names") return parse(text);
  const words = text.split(/[;,\s]+/).filter((word) => word !== "");
  if (words.length === 0) return null;
  if (field.kind === "names") return words;
  const numbers = words.map(Number);
  return numbers.every(Number.isFinite) ? numbers : text.trim();
}

/** What stands in a field. */
export function textOf(value: Value): string {
  if (value === null) return "";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** "label_smoothing" as "Label smoothing". */
export function labelOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
