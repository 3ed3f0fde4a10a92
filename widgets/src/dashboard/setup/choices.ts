import type { Choices, DashboardModel, Field, Options, Own, Value } from "../traits";

/** Is a training under way, or everything given? Then nothing can be chosen. */
export function isBusy(model: DashboardModel): boolean {
  return !model.get("status").can.includes("start") || model.get("options").fixed.trainer;
}

/** In the place of a network: the one that fits the data. */
export const AUTO = "auto";

/** The network that is chosen, or fits; "" while that is not known. */
export function networkOf(model: DashboardModel): string {
  const { model: chosen } = model.get("choices");
  return chosen === AUTO ? (model.get("fitting").network ?? "") : chosen;
}

const BESIDE = ["epochs", "batch_size", "learning_rate"] as const;
type Beside = (typeof BESIDE)[number];

function isBeside(name: string): name is Beside {
  return (BESIDE as readonly string[]).includes(name);
}

/** What a field of the recipe is without a choice: what the chosen network brings along. */
export function usualValue(own: Own, field: Field): Value {
  const value = own[field.name];
  return value === undefined ? field.default : value;
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

/** Another model has other options. Its own recipe comes from Python. */
export function withModel(before: Choices, model: string): Choices {
  return { ...before, model, options: {} };
}

/** Was the value of a field "suggested", or "changed" from what is usual? Neither: "". */
export function markOf(
  own: Own,
  choices: Choices,
  field: Field,
  suggested: Record<string, Value> = {},
): string {
  const value = chosenValue(choices, field);
  const wished = suggested[field.name];
  if (wished !== undefined && same(wished, value)) return "suggested";
  return same(value, usualValue(own, field)) ? "" : "changed";
}

/** The fields of the recipe that have a mark. */
export function marked(
  { recipe }: Options,
  own: Own,
  choices: Choices,
  suggested: Record<string, Value> = {},
): Record<string, string> {
  const marks = recipe.map(
    (field) => [field.name, markOf(own, choices, field, suggested)] as const,
  );
  return Object.fromEntries(marks.filter(([, mark]) => mark !== ""));
}

/** `marked` for what stands in the fields now. */
export function marksOf(model: DashboardModel): Record<string, string> {
  const { values } = model.get("suggestion");
  return marked(model.get("options"), model.get("own"), model.get("choices"), values);
}

/** The recipe that the chosen model brings along, in all fields. */
export function withoutChanges({ recipe }: Options, own: Own, choices: Choices): Choices {
  return recipe.reduce(
    (made, field) => withValue(made, field, usualValue(own, field)),
    { ...choices, recipe: {} },
  );
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
