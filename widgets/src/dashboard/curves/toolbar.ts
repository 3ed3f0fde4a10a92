import { make, setText } from "../../shared/dom";
import { plural, words } from "../../shared/format";
import type { Viewport } from "../../shared/chart/viewport";
import type { Place } from "./history";
import { follow, send } from "../model";
import type { DashboardModel } from "../model";

/** How the curves are seen; all views agree on it. */
export interface View {
  x: Place;
  /** 0 draws the lines as they are; n takes the mean of 2ⁿ⁻¹ points to both sides */
  smoothing: number;
  /** the measures with a logarithmic scale */
  log: string[];
  /** the measures that were shown or hidden by hand */
  shown: Record<string, boolean>;
}

const ALWAYS = ["loss", "accuracy"];
const STRONGEST = 10;
const AXIS_NAMES: Record<Place, string> = { epoch: "Epochs", step: "Steps", time: "Time" };

export function look(model: DashboardModel): View {
  return model.get("view");
}

/** Change a part of how the curves are seen. */
export function setLook(model: DashboardModel, change: (view: View) => Partial<View>): void {
  send(model, "view", { ...look(model), ...change(look(model)) });
}

/** Points to both sides that a smoothed value is the mean of. */
export function reachOf(smoothing: number): number {
  return smoothing <= 0 ? 0 : 2 ** (smoothing - 1);
}

/** What is set for all charts together. */
export function toolbar(
  model: DashboardModel, viewport: Viewport, measures: () => string[], menu: HTMLElement, signal: AbortSignal,
): HTMLElement {
  return make("div", { class: "ir-curves-bar", attributes: { role: "toolbar", "aria-label": "How the curves are seen" } }, [
    axes(model, viewport, signal),
    smoothing(model, signal),
    menu,
    moreCharts(model, measures, signal),
    showAll(viewport, signal),
    make("span", { class: "ir-hint", text: "drag: zoom · Shift: move · Ctrl + wheel · double click: all" }),
  ]);
}

function axes(model: DashboardModel, viewport: Viewport, signal: AbortSignal): HTMLElement {
  const places = Object.keys(AXIS_NAMES) as Place[];
  const buttons = places.map((place) => {
    const button = chip(AXIS_NAMES[place], `axis-${place}`);
    button.addEventListener("click", () => {
      viewport.show(null);
      setLook(model, () => ({ x: place }));
    });
    return button;
  });
  follow(model, ["view"], () => {
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(look(model).x === places[i])));
  }, signal);
  return make("div", { class: "ir-segments", attributes: { role: "group", "aria-label": "Horizontal axis" } }, buttons);
}

function smoothing(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const slider = make("input", {
    attributes: {
      type: "range", min: "0", max: String(STRONGEST), step: "1", "data-testid": "smoothing", "aria-label": "Smoothing",
    },
  });
  const says = make("small");
  slider.addEventListener("input", () => setLook(model, () => ({ smoothing: Number(slider.value) })));
  follow(model, ["view"], () => {
    const chosen = look(model).smoothing;
    if (document.activeElement !== slider || slider.value === "") slider.value = String(chosen);
    const text = chosen === 0 ? "off" : plural(2 * reachOf(chosen) + 1, "point");
    setText(says, text);
    slider.setAttribute("aria-valuetext", text);
  }, signal);
  return make("label", { class: "ir-smoothing" }, [make("span", { text: "Smoothing" }), slider, says]);
}

/** A button for each measure that need not be shown. */
function moreCharts(model: DashboardModel, measures: () => string[], signal: AbortSignal): HTMLElement {
  const element = make("div", { class: "ir-chips", attributes: { role: "group", "aria-label": "More charts" } });
  follow(model, ["tables", "view"], () => {
    const names = measures().filter((name) => !ALWAYS.includes(name));
    if (element.dataset["names"] !== names.join()) {
      element.dataset["names"] = names.join();
      element.replaceChildren(...names.map((name) => {
        const button = chip(name === "images_per_second" ? "Images/s" : words(name), `show-${name.replaceAll("_", "-")}`);
        button.addEventListener("click", () => {
          const pressed = button.getAttribute("aria-pressed") === "true";
          setLook(model, (view) => ({ shown: { ...view.shown, [name]: !pressed } }));
        });
        return button;
      }));
    }
    const { shown } = look(model);
    names.forEach((name, i) => {
      const usual = name !== "learning_rate" && name !== "images_per_second";
      element.children[i]?.setAttribute("aria-pressed", String(shown[name] ?? usual));
    });
  }, signal);
  return element;
}

function showAll(viewport: Viewport, signal: AbortSignal): HTMLElement {
  const button = chip("Show all", "show-all");
  button.hidden = true;
  button.addEventListener("click", () => viewport.show(null));
  viewport.follow(() => {
    button.hidden = !viewport.isZoomed;
  }, signal);
  return button;
}

function chip(text: string, testId: string): HTMLButtonElement {
  return make("button", { class: "ir-chip", text, attributes: { type: "button", "data-testid": testId } });
}
