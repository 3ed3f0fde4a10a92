import { announced, make, setText } from "../../shared/dom";
import { augmentation } from "./augmentation";
import { fieldFor } from "./form_field";
import { chosenValue, isBusy, labelOf, markOf, usualValue, withValue } from "./choices";
import { send } from "../../shared/model";
import { followState } from "../model";
import { stages } from "./stages";
import type { DashboardModel, Field, Value } from "../traits";

const LOCKED =
  "Fixed while it trains. What may still be altered stands under “Change” below the curves.";

/** Every field of the recipe, in groups; its stages; the augmentation. */
export function recipeCard(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const fields = model.get("options").recipe
    .filter(({ kind }) => kind !== "augmentation" && kind !== "stages");
  const groups = [...new Set(fields.map(({ group }) => group))];
  const locked = announced("ir-about");
  followState(model, [], () => setText(locked, isBusy(model) ? LOCKED : ""), signal);
  return make("div", {}, [
    locked,
    make("div", { class: "ir-groups" }, groups.map((group) =>
      fieldset(model, group, fields.filter((field) => field.group === group), signal))),
    stages(model, signal),
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
    ["choices", "own", "problems", "suggestion"],
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
  const usual = () => usualValue(model.get("own"), field);
  const set = (value: Value) => {
    const wanted = value === null && !field.optional ? usual() : value;
    send(model, "choices", withValue(model.get("choices"), field, wanted));
  };
  return {
    testId: `recipe-${field.name.replaceAll("_", "-")}`,
    get: () => chosenValue(model.get("choices"), field),
    usual,
    set,
    problem: () => model.get("problems")[field.name] ?? "",
    disabled: () => isBusy(model),
    mark: () =>
      markOf(model.get("own"), model.get("choices"), field, model.get("suggestion").values),
  };
}

