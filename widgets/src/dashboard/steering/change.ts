import { announced, make, setText } from "../../shared/dom";
import { count, plural } from "../../shared/format";
import { follow } from "../../shared/model";
import { answerTo, followState, request } from "../model";
import { SettingsForm } from "./settings_form";
import type { Change, DashboardModel } from "../traits";

/** What can be changed while it trains, and what was. */
export function changes(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const title = make("span", { class: "ir-chart-title" });
  const form = changing(model, signal);
  const list = make("ol", { class: "ir-changes", attributes: { "data-testid": "changes" } });
  const element = make(
    "section",
    { class: "ir-card ir-change", attributes: { "data-testid": "change" } },
    [make("header", {}, [title]), ...form, list],
  );
  followState(
    model,
    ["settings", "changes"],
    () => {
      const possible = isPossible(model);
      setText(title, possible ? "Change" : "Changed by hand");
      element.hidden = !possible && model.get("changes").length === 0;
    },
    signal,
  );
  follow(model, ["changes"], () => list.replaceChildren(...model.get("changes").map(line)), signal);
  return element;
}

/** Can anything be changed now? */
function isPossible(model: DashboardModel): boolean {
  const { state } = model.get("status");
  return ["running", "paused"].includes(state) && model.get("settings").epochs !== undefined;
}

/** The form, what is wrong with what was asked for, and what waits for the next step. */
function changing(model: DashboardModel, signal: AbortSignal): HTMLElement[] {
  let asked: number | undefined;
  const form = new SettingsForm("change", () => {
    const values = form.values();
    if (Object.keys(values).length > 0) asked = request(model, "change", { ...values });
  });
  const wrong = answerTo(model, "change", signal, (number, refused) => {
    // it shows what holds; the error says what was received
    if (number === asked && refused) form.reset();
  });
  const pending = announced("ir-pending", "pending");
  followState(
    model,
    ["settings"],
    () => {
      const settings = model.get("settings");
      form.element.hidden = wrong.hidden = !isPossible(model);
      form.show(settings);
      const waits = isPossible(model) ? (settings.pending ?? "") : "";
      setText(pending, waits.charAt(0).toUpperCase() + waits.slice(1));
    },
    signal,
  );
  return [form.element, wrong, pending];
}

function line({ step, epoch, text }: Change): HTMLElement {
  return make("li", { title: `${plural(step, "step")} done, in epoch ${epoch}` }, [
    make("small", { text: `step ${count(step)}` }),
    make("span", { text }),
  ]);
}
