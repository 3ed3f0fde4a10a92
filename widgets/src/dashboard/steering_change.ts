import { make, setText } from "../shared/dom";
import { count, plural } from "../shared/format";
import { follow, followState, request } from "./state";
import type { DashboardModel } from "./state";
import { SettingsForm } from "./steering_settings";

/** A change that was made by hand. */
export interface Change {
  step: number;
  epoch: number;
  text: string;
}

/** What can be changed while it trains, and what was. */
export function changes(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const form = new SettingsForm("change", () => {
    const values = form.values();
    if (Object.keys(values).length > 0) request(model, "change", { ...values });
  });
  const title = make("span", { class: "ir-chart-title" });
  const list = make("ol", { class: "ir-changes", attributes: { "data-testid": "changes" } });
  const element = make("section", { class: "ir-card ir-change", attributes: { "data-testid": "change" } }, [
    make("header", {}, [title]), form.element, list,
  ]);
  followState(model, ["settings", "changes"], () => {
    const { state, error } = model.get("status");
    const possible = ["running", "paused"].includes(state) && model.get("settings").epochs !== undefined;
    const made = model.get("changes");
    setText(title, possible ? "Change" : "Changed by hand");
    form.element.hidden = !possible;
    element.hidden = !possible && made.length === 0;
    form.show(model.get("settings"));
    element.classList.toggle("ir-refused", error !== "");
  }, signal);
  follow(model, ["changes"], () => list.replaceChildren(...model.get("changes").map(line)), signal);
  return element;
}

function line({ step, epoch, text }: Change): HTMLElement {
  return make("li", { title: `${plural(step, "step")} done, in epoch ${epoch}` }, [
    make("small", { text: `step ${count(step)}` }),
    make("span", { text }),
  ]);
}
