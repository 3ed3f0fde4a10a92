import { make, setText } from "../../shared/dom";
import { count, plural } from "../../shared/format";
import { follow } from "../../shared/model";
import { answerTo, followState, request } from "../model";
import { SettingsForm } from "./settings_form";
import type { Change, DashboardModel } from "../traits";

/** What can be changed while it trains, and what was. */
export function changes(model: DashboardModel, signal: AbortSignal): HTMLElement {
  let asked: number | undefined;
  const form = new SettingsForm("change", () => {
    const values = form.values();
    if (Object.keys(values).length > 0) asked = request(model, "change", { ...values });
  });
  const wrong = answerTo(model, "change", signal, (number, refused) => {
    // it shows what holds; the error says what was received
    if (number === asked && refused) form.reset();
  });
  const pending = make("p", {
    class: "ir-pending",
    attributes: { role: "status", "data-testid": "pending" },
  });
  const title = make("span", { class: "ir-chart-title" });
  const list = make("ol", { class: "ir-changes", attributes: { "data-testid": "changes" } });
  const element = make(
    "section",
    { class: "ir-card ir-change", attributes: { "data-testid": "change" } },
    [make("header", {}, [title]), form.element, wrong, pending, list],
  );
  followState(
    model,
    ["settings", "changes"],
    () => {
      const { state } = model.get("status");
      const possible =
        ["running", "paused"].includes(state) && model.get("settings").epochs !== undefined;
      const made = model.get("changes");
      setText(title, possible ? "Change" : "Changed by hand");
      form.element.hidden = !possible;
      element.hidden = !possible && made.length === 0;
      form.show(model.get("settings"));
      wrong.hidden = !possible;
      const waits = possible ? (model.get("settings").pending ?? "") : "";
      setText(pending, waits.charAt(0).toUpperCase() + waits.slice(1));
    },
    signal,
  );
  follow(model, ["changes"], () => list.replaceChildren(...model.get("changes").map(line)), signal);
  return element;
}

function line({ step, epoch, text }: Change): HTMLElement {
  return make("li", { title: `${plural(step, "step")} done, in epoch ${epoch}` }, [
    make("small", { text: `step ${count(step)}` }),
    make("span", { text }),
  ]);
}
