import type { About } from "../../shared/records";
import { count } from "../../shared/format";
import type { Change } from "../server/requests";
import { shown } from "./card";
import type { Words } from "../words";

/** What a field of a recipe means when it is left open. */
function left(words: Words): Record<string, string> {
  const off = words.__("off");
  return {
    augmentation: words.__("none"),
    class_weights: words.__("all alike"),
    frozen: words.__("none of them"),
    clip_norm: off,
    ema: off,
    patience: off,
    minutes: words.__("no limit"),
    checkpoint_steps: words.__("after each epoch"),
    batch_size: words.__("by the number of pictures"),
    optimizer: words.__("the model's own"),
    learning_rate: words.__("the optimizer's own"),
    precision: words.__("the model's own"),
  };
}

function isLeftOpen(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

/**
 * The recipe as it was in effect: what it left open is what the training then took, and what was
 * changed by hand stands behind. `rates` are those of the steps, which older runs are known by.
 */
export function recipeInEffect(
  { recipe, in_effect: taken = {} }: Pick<About, "recipe" | "in_effect">,
  changes: Change[],
  rates: (number | null)[],
  words: Words,
): [string, string][] {
  const known: Record<string, unknown> = { learning_rate: constantRate(rates), ...taken };
  const open = left(words);
  return Object.entries(recipe).map(([name, value]) => {
    const real = isLeftOpen(value) ? known[name] : value;
    const text = isLeftOpen(real) ? (open[name] ?? words.__("none")) : shown(real);
    const course = changes
      .filter(({ values }) => name in values)
      .reduce(
        (before, { step, values }) =>
          words.__("%1; %2 from step %3", before, shown(values[name]), count(step)),
        text,
      );
    return [name, course];
  });
}

/** The learning rate of all steps, if it never changed. */
function constantRate(rates: (number | null)[]): number | null {
  const first = rates[0] ?? null;
  return rates.every((rate) => rate === first) ? first : null;
}
