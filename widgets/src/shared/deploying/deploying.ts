import type { AnyModel } from "@anywidget/types";
import { make } from "../dom";
import { button } from "../fields";
import { follow } from "../model";
import { explorer } from "./explorer";
import { exportForm } from "./export_form";
import type { CompressingState, ExportingState } from "./traits";

/** Two buttons after a training, and below them what they open. */
export function deploying(
  model: AnyModel<ExportingState & CompressingState>, signal: AbortSignal,
): HTMLElement {
  const parts = [
    opener("open-export", "Export", exportForm(model as never, signal)),
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
  const [exports, compresses] = parts;
  if (Object.keys(model.get("exported")).length > 0) exports?.show(true);
  if (Object.keys(model.get("compression")).length > 0) compresses?.show(true);
  return element;
}

function opener(testId: string, text: string, opened: HTMLElement): {
  press: HTMLButtonElement; opened: HTMLElement; show: (on: boolean) => void;
} {
  const show = (on: boolean) => {
    opened.hidden = !on;
    press.setAttribute("aria-expanded", String(on));
  };
  const press = button(testId, text, () => {
    show(opened.hidden);
    if (!opened.hidden) opened.querySelector("input")?.focus({ preventScroll: true });
    if (!opened.hidden) opened.scrollIntoView({ block: "nearest" });
  });
  show(false);
  return { press, opened, show };
}
