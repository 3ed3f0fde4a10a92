import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { plural } from "../../shared/format";
import { augmentation } from "./augmentation";
import { finder } from "./rate_finder";
import { fieldFor } from "./form_field";
import {
  chosenValue,
  isBusy,
  labelOf,
  markOf,
  marksOf,
  usualEpochs,
  usualValue,
  withValue,
  withoutChanges,
} from "./choices";
import { send } from "../../shared/model";
import { followState, request } from "../model";
import type { DashboardModel, Field } from "../traits";

/**
 * Every field of the recipe, in groups; the way to a good one; the learning rate; the augmentation.
 */
export function recipeCard(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const fields = model.get("options").recipe.filter(({ kind }) => kind !== "augmentation");
  const groups = [...new Set(fields.map(({ group }) => group))];
  return make("div", {}, [
    suggestion(model, signal),
    make("div", { class: "ir-groups" }, groups.map((group) =>
      fieldset(model, group, fields.filter((field) => field.group === group), signal))),
    finder(model, signal),
    augmentation(model, signal),
  ]);
}

function fieldset(
  model: DashboardModel,
  group: string,
  fields: Field[],
  signal: AbortSignal,
): HTMLElement {
  const made = fields.map((field) => fieldFor(field, placeOf(model, field)));
  followState(
    model,
    ["choices", "problems", "suggestion"],
    () => {
      for (const { update } of made) update();
    },
    signal,
  );
  const element = make("fieldset", { class: "ir-group" }, [
    make("legend", { text: labelOf(group) }),
    ...made.map((one) => one.element),
  ]);
  element.style.setProperty("--fields", String(fields.length));
  return element;
}

function placeOf(model: DashboardModel, field: Field) {
  const usual = () => usualValue(model.get("options"), model.get("choices"), field);
  return {
    testId: `recipe-${field.name.replaceAll("_", "-")}`,
    get: () => chosenValue(model.get("choices"), field),
    usual,
    set: (value: Field["default"]) =>
      send(model, "choices", withValue(model.get("choices"), field, value ?? usual())),
    problem: () => model.get("problems")[field.name] ?? "",
    disabled: () => isBusy(model),
    mark: () =>
      markOf(model.get("options"), model.get("choices"), field, model.get("suggestion").values),
  };
}

/** The buttons that fill in a recipe and take it back, and what they do. */
function suggestion(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const suggest = button("suggest", "Suggest", () => {
    request(model, model.get("suggestion").state === "working" ? "halt" : "suggest");
  });
  const reset = button("reset-recipe", "As usual", () => {
    send(model, "choices", withoutChanges(model.get("options"), model.get("choices")));
  });
  const says = make("span", {
    class: "ir-about",
    attributes: { role: "status", "data-testid": "suggestion-says" },
  });
  followState(
    model,
    ["suggestion", "choices"],
    () => {
      const { state, values, error, note, losses = [], steps = 0 } = model.get("suggestion");
      const marks = Object.values(marksOf(model));
      const working = state === "working";
      setText(suggest, working ? "Break off" : "Suggest");
      suggest.disabled = isBusy(model);
      reset.disabled = isBusy(model) || marks.length === 0;
      const choices = model.get("choices");
      const epochs = plural(Number(usualEpochs(model.get("options"), choices)), "epoch");
      reset.title = `All as is usual for ${choices.model}, ${epochs} too`;
      const count = marks.filter((mark) => mark === "suggested").length;
      const done =
        values &&
        `${plural(count, "value")} suggested for this model and this data. ${note ?? ""}`.trim();
      const trying =
        steps > 0
          ? `Trying learning rates: ${losses.length} of ${steps} steps`
          : "Loading and building …";
      const locked =
        "Fixed while it trains. What may still be altered stands under “Change” below the curves.";
      const usual = "A recipe for this model and this data, in the time of a hundred steps.";
      setText(says, working ? trying : (error ?? (isBusy(model) ? locked : (done ?? usual))));
      says.classList.toggle("ir-problem", error !== undefined);
    },
    signal,
  );
  const bar = make("div", { class: "ir-actions" }, [suggest, reset, says]);
  bar.hidden = model.get("options").fixed.trainer;
  return bar;
}
