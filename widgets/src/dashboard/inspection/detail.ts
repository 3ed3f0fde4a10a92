import { ClassBars } from "../../shared/class_bars";
import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { count } from "../../shared/format";
import { follow, send } from "../../shared/model";
import type { DashboardModel, Detail, Looking } from "../traits";
import { viewer } from "./viewer";

/**
 * One picture, large, with its probabilities and what in it spoke for a class. Hidden while none is
 * open.
 */
export function detail(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const look = (values: Partial<Looking>) =>
    send(model, "looking", { ...model.get("looking"), ...values });
  const close = () => send(model, "looking", {});
  const step = (by: number) => {
    const { place = 0 } = model.get("looking");
    const { count: number = 0 } = model.get("gallery");
    const next = Math.min(Math.max(place + by, 0), number - 1);
    if (next !== place) look({ place: next, target: null });
  };
  const { heading, facts } = whatIsKnown(model, look, signal);
  const element = make(
    "section",
    {
      class: "ir-card ir-detail",
      attributes: { "data-testid": "detail", tabindex: "-1", "aria-label": "One picture" },
    },
    [
      make("header", {}, [heading, buttons(step, close)]),
      make("div", { class: "ir-looking" }, [viewer(model, look, signal), facts]),
    ],
  );
  element.addEventListener("keydown", (event) => keys(event, step, close));
  showAndHide(model, element, signal);
  return element;
}

/** Its class and its place in the gallery; its probabilities, and where it comes from. */
function whatIsKnown(
  model: DashboardModel,
  look: (values: Partial<Looking>) => void,
  signal: AbortSignal,
): { heading: HTMLElement; facts: HTMLElement } {
  const title = make("span", {
    class: "ir-chart-title",
    attributes: { role: "status", "data-testid": "detail-title" },
  });
  const place = make("span", {
    class: "ir-subtitle",
    attributes: { "data-testid": "detail-place" },
  });
  const origin = make("p", { class: "ir-about", attributes: { "data-testid": "detail-facts" } });
  const bars = new ClassBars((target) => look({ target }));
  follow(
    model,
    ["detail", "looking"],
    () => {
      const found = model.get("detail");
      if (found.bars === undefined || found.place !== model.get("looking").place) return;
      setText(title, verdictOf(found));
      setText(place, `${count((found.place ?? 0) + 1)} of ${count(found.count ?? 0)}`);
      setText(origin, originOf(found));
      bars.update(found.bars, model.get("looking").target ?? found.target ?? -1);
    },
    signal,
  );
  return {
    heading: make("div", { class: "ir-heading" }, [title, place]),
    facts: make("div", { class: "ir-facts" }, [bars.element, origin]),
  };
}

function verdictOf({ right, true: truth, predicted }: Detail): string {
  return right ? `${truth}, recognised` : `${truth}, taken for ${predicted}`;
}

function buttons(step: (by: number) => void, close: () => void): HTMLElement {
  return make("div", { class: "ir-buttons" }, [
    button("detail-previous", "‹", () => step(-1), { label: "Previous picture (left arrow)" }),
    button("detail-next", "›", () => step(1), { label: "Next picture (right arrow)" }),
    button("detail-close", "Close", close, { label: "Back to all pictures (Escape)" }),
  ]);
}

/** Where the picture comes from. */
function originOf({ size = [0, 0], split = "", index = 0, path }: Detail): string {
  const where = `Image ${count(index)} of the ${split} split, ${size.join("×")} pixels`;
  return path ? `${where}: ${path}` : where;
}

function keys(event: KeyboardEvent, step: (by: number) => void, close: () => void): void {
  const target = event.target as HTMLElement;
  // these use the arrows themselves
  const uses = target.matches("input, select") && event.key !== "Escape";
  const does: Record<string, () => void> = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    Escape: close,
  };
  const act = does[event.key];
  event.stopPropagation();
  if (act === undefined || uses) return;
  event.preventDefault();
  act();
}

/** Open with the first picture, and take the focus if it was in this dashboard. */
function showAndHide(model: DashboardModel, element: HTMLElement, signal: AbortSignal): void {
  follow(model, ["looking"], () => {
    const open = model.get("looking").place !== undefined;
    if (open === !element.hidden) return;
    const here = element.closest(".ir-dashboard")?.contains(document.activeElement) ?? false;
    element.hidden = !open;
    if (open && here) requestAnimationFrame(() => element.focus({ preventScroll: true }));
  }, signal);
  element.hidden = model.get("looking").place === undefined;
}
