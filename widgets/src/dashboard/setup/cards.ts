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

interface Card {
  name: string;
  panel: HTMLElement;
  opener: HTMLElement;
  summary: HTMLElement;
}

let made = 0;

/** A row of buttons, one for each card; at most one card is open. */
export function cards(
  model: DashboardModel,
  summaries: (model: DashboardModel) => Record<string, string>,
  signal: AbortSignal,
): HTMLElement {
  const group = `ir-cards-${++made}`;
  const all = Object.entries(CARDS).map(([name, fill]): Card => {
    const panel = panelOf(name, `${group}-${name}`, fill(model, signal));
    return { name, panel, ...openerOf(model, name, panel.id) };
  });
  follow(model, ["card"], () => openOne(all, model.get("card")), signal);
  const summarise = () => tell(all, { ...summaries(model), recipe: recipeInWords(model) });
  follow(model, ["choices", "own", "options", "suggestion", "fitting"], summarise, signal);
  const openers = make("div", { class: "ir-openers" }, all.map(({ opener }) => opener));
  return make("div", { class: "ir-cards" }, [openers, ...all.map(({ panel }) => panel)]);
}

/** Open the card of this name, and close the others. */
function openOne(all: Card[], open: string): void {
  for (const { name, panel, opener } of all) {
    panel.hidden = name !== open;
    opener.setAttribute("aria-expanded", String(name === open));
  }
}

/** Write a few words on what is chosen into each card's button. */
function tell(all: Card[], texts: Record<string, string>): void {
  for (const { name, summary } of all) {
    const text = texts[name] ?? "";
    setText(summary, text);
    summary.title = text;
  }
}

function panelOf(name: string, id: string, content: HTMLElement): HTMLElement {
  const attributes = { id, "aria-label": TITLES[name] ?? "", "data-testid": `${name}-card` };
  return make("section", { class: "ir-panel", attributes }, [content]);
}

function openerOf(
  model: DashboardModel,
  name: string,
  controls: string,
): Pick<Card, "opener" | "summary"> {
  const summary = make("span", { class: "ir-summary" });
  const opener = make(
    "button",
    {
      class: "ir-opener",
      attributes: { type: "button", "aria-controls": controls, "data-testid": `open-${name}` },
    },
    [icon(CHEVRON), make("b", { text: TITLES[name] ?? "" }), summary],
  );
  opener.addEventListener("click", () =>
    send(model, "card", model.get("card") === name ? "" : name),
  );
  return { opener, summary };
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
