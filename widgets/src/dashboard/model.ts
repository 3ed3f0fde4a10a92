import { make, setText } from "../shared/dom";
import { follow, send } from "../shared/model";
import type { DashboardModel, DashboardState } from "./traits";

/** As `follow`, and when the training's state or its length has changed; not at each step of it. */
export function followState(
  model: DashboardModel,
  keys: (keyof DashboardState & string)[],
  changed: () => void,
  signal: AbortSignal,
): void {
  const standing = () => {
    const { state, can, error, epochs, steps } = model.get("status");
    return JSON.stringify([state, can, error, epochs, steps]);
  };
  let before = standing();
  follow(model, keys, changed, signal);
  follow(
    model,
    ["status"],
    () => {
      const now = standing();
      if (now === before) return;
      before = now;
      changed();
    },
    signal,
  );
}

/**
 * Ask a part of the dashboard for something; its Python class says who answers. Returns the number
 * of the request.
 */
export function request(
  model: DashboardModel,
  name: string,
  values: Record<string, unknown> = {},
): number {
  const number = Date.now() + Math.random();
  send(model, "request", { ...values, name, number });
  return number;
}

/**
 * What is wrong with what a form asked for, beside its button. `answered` is called when it was
 * done, or refused.
 */
export function answerTo(
  model: DashboardModel,
  name: string,
  signal: AbortSignal,
  answered: (number: number | null | undefined, refused: boolean) => void,
): HTMLElement {
  const element = make("p", {
    class: "ir-error",
    attributes: { role: "alert", "data-testid": `${name}-error` },
  });
  follow(
    model,
    ["answered"],
    () => {
      const answer = model.get("answered");
      const error = answer.name === name ? (answer.error ?? "") : "";
      setText(element, error);
      if (answer.name === name) answered(answer.number, error !== "");
    },
    signal,
  );
  return element;
}
