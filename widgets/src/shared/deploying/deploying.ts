import type { AnyModel } from "@anywidget/types";
import { make } from "../dom";
import { button } from "../fields";
import { follow } from "../model";
import { explorer } from "./explorer";
import { exportForm } from "./export_form";
import { serve, serviceCard } from "../serving/service_card";
import type { ServingState } from "../serving/traits";
import type { CompressingState, ExportingState } from "./traits";

/**
 * Buttons after a training, and below them what they open. To serve begins at once: what is done
 * already is found.
 */
export function deploying(
  model: AnyModel<ExportingState & ServingState & CompressingState>, signal: AbortSignal,
): HTMLElement {
  const begin = () => {
    if ((model.get("service").busy ?? "") === "") serve(model as never, "start");
  };
  const parts = [
    opener("open-export", "Export", exportForm(model as never, signal)),
    opener("open-serve", "Serve", serviceCard(model as never, signal), begin),
    opener("open-compress", "Compress", explorer(model as never, signal)),
  ];
  const bar = make(
    "div", { class: "ir-buttons", attributes: { role: "group", "aria-label": "Use it elsewhere" } },
    parts.map(({ press }) => press),
  );
  const element = make("div", { class: "ir-deploying" }, [
    bar, ...parts.map(({ opened }) => opened),
  ]);
  follow(model, ["can_export"], () => {
    const { name } = model.get("can_export");
    element.hidden = name === undefined;
    if (name === undefined) for (const { show } of parts) show(false);
  }, signal);
  // a page that was loaded anew shows what was asked for before
  const [exports, serves, compresses] = parts;
  if (Object.keys(model.get("exported")).length > 0) exports?.show(true);
  if (Object.keys(model.get("service")).length > 0) serves?.show(true);
  if (Object.keys(model.get("compression")).length > 0) compresses?.show(true);
  return element;
}

function opener(
  testId: string, text: string, opened: HTMLElement, begin: () => void = () => {},
): {
  press: HTMLButtonElement; opened: HTMLElement; show: (on: boolean) => void;
} {
  const show = (on: boolean) => {
    opened.hidden = !on;
    press.setAttribute("aria-expanded", String(on));
  };
  const press = button(testId, text, () => {
    show(opened.hidden);
    if (opened.hidden) return;
    begin();
    opened.querySelector("input")?.focus({ preventScroll: true });
    opened.scrollIntoView({ block: "nearest" });
  });
  show(false);
  return { press, opened, show };
}
