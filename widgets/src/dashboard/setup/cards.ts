import { icon, make, setText } from "../../shared/dom";
import { plural } from "../../shared/format";
import { dataCard } from "./data_card";
import { modelCard } from "./model_card";
import { recipeCard } from "./recipe_card";
import { marksOf } from "./choices";
import { follow, send } from "../../shared/model";
import type { DashboardModel } from "../traits";

const CHEVRON = "M5.5 3l5 5-5 5-1-1 4-4-4-4z";
const CARDS = { data: dataCard, model: modelCard, recipe: recipeCard };
const TITLES: Record<string, string> = { data: "Data", model: "Model", recipe: "Recipe" };

let made = 0;

/** A row of buttons, one for each card; at most one card is open. */
export function cards(
  model: DashboardModel,
  summaries: (model: DashboardModel) => Record<string, string>,
  signal: AbortSignal,
): HTMLElement {
  const group = `ir-cards-${++made}`;
  const all = Object.entries(CARDS).map(([name, card]) => {
    const panel = make(
      "section",
      {
        class: "ir-panel",
        attributes: {
          id: `${group}-${name}`,
          "aria-label": TITLES[name] ?? "",
          "data-testid": `${name}-card`,
        },
      },
      [card(model, signal)],
    );
    return { name, panel, ...opener(model, name, panel.id) };
  });
  follow(
    model,
    ["card"],
    () => {
      for (const { name, panel, button } of all) {
        const open = model.get("card") === name;
        panel.hidden = !open;
        button.setAttribute("aria-expanded", String(open));
      }
    },
    signal,
  );
  follow(
    model,
    ["choices", "options", "suggestion"],
    () => {
      const texts = { ...summaries(model), recipe: recipeInWords(model) };
      for (const { name, summary } of all) {
        const text = texts[name as keyof typeof texts] ?? "";
        setText(summary, text);
        summary.title = text;
      }
    },
    signal,
  );
  const row = make(
    "div",
    { class: "ir-openers" },
    all.map(({ button }) => button),
  );
  return make("div", { class: "ir-cards" }, [row, ...all.map(({ panel }) => panel)]);
}

function opener(model: DashboardModel, name: string, controls: string) {
  const summary = make("span", { class: "ir-summary" });
  const button = make(
    "button",
    {
      class: "ir-opener",
      attributes: { type: "button", "aria-controls": controls, "data-testid": `open-${name}` },
    },
    [icon(CHEVRON), make("b", { text: TITLES[name] ?? "" }), summary],
  );
  button.addEventListener("click", () =>
    send(model, "card", model.get("card") === name ? "" : name),
  );
  return { button, summary };
}

function recipeInWords(model: DashboardModel): string {
  const marks = Object.values(marksOf(model));
  const suggested = marks.filter((mark) => mark === "suggested").length;
  const told = [
    [suggested, "suggested"],
    [marks.length - suggested, "changed"],
  ] as const;
  return (
    told
      .filter(([number]) => number > 0)
      .map(([number, how]) => `${plural(number, "value")} ${how}`)
      .join(", ") || "as usual"
  );
}
