import { icon, make, setText } from "../shared/dom";
import { button } from "../shared/fields";
import { follow, send } from "../shared/model";
import { fields, setup } from "./setup/setup";
import { ask } from "./ask_jupyterlab";
import type { CommandName, DashboardModel } from "./traits";

const ICONS: Record<CommandName, string> = {
  start: "M4 2.5v11l9.5-5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  resume: "M3 3h2.5v10H3zM7 2.5v11l7-5.5z",
  step: "M3 2.5v11L10.5 8zM11 3h2.5v10H11z",
  stop: "M3.5 3.5h9v9h-9z",
};

const LABELS: Record<CommandName, string> = {
  start: "Start",
  pause: "Pause",
  resume: "Resume",
  step: "Step",
  stop: "Stop",
};

/** The choices, the buttons, and what is wrong, beside them. */
export function controls(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const error = make("p", {
    class: "ir-error",
    attributes: { role: "alert", "data-testid": "error" },
  });
  follow(model, ["status"], () => setText(error, model.get("status").error), signal);
  const form = make("form", { class: "ir-controls", attributes: { "aria-label": "Training" } }, [
    fields(model, signal),
    buttons(model, signal),
    error,
    setup(model, signal),
  ]);
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
}

function buttons(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const names = Object.keys(LABELS) as CommandName[];
  const made = names.map((name) => {
    const one = button(name, "", () => press(model, one, name), { class: `ir-button ir-${name}` });
    one.append(icon(ICONS[name]), make("span", { text: LABELS[name] }));
    return one;
  });
  follow(model, ["status"], () => enable(names, made, model.get("status").can), signal);
  return make(
    "div",
    { class: "ir-buttons", attributes: { role: "group", "aria-label": "Steer" } },
    made,
  );
}

/**
 * Tell Python, and JupyterLab too: its server reaches a training whose kernel is blocked by a cell.
 */
function press(model: DashboardModel, pressed: HTMLElement, name: CommandName): void {
  if (["start", "step"].includes(name) && model.get("status").state !== "paused")
    begin(model, pressed);
  send(model, "command", { name, number: Date.now() });
  const run = model.get("tree").path;
  if (run !== undefined && ["pause", "resume", "stop"].includes(name))
    ask(pressed, "steer", { run, command: name });
}

/**
 * At once, before the kernel has heard: the folds close, and the curves' place is seen. Where a
 * value can't be, nothing will begin, and what is wrong stays in sight.
 */
function begin(model: DashboardModel, pressed: HTMLElement): void {
  if (Object.keys(model.get("problems")).length > 0) return;
  send(model, "card", "");
  const board = pressed.closest(".ir-dashboard");
  board?.classList.add("ir-begins");
  board?.querySelector(".ir-curves")?.scrollIntoView({ block: "nearest" });
}

/** A button that loses its sense while it has the focus hands it to the first that has one. */
function enable(names: CommandName[], made: HTMLButtonElement[], can: CommandName[]): void {
  const focused = made.find((one) => one === document.activeElement);
  names.forEach((name, i) => {
    const one = made[i];
    if (one === undefined) return;
    one.disabled = !can.includes(name);
    // these two share a place
    if (name === "resume" || name === "pause")
      one.hidden = can.includes("resume") !== (name === "resume");
  });
  if (focused?.disabled) made.find((one) => !one.disabled)?.focus();
}
