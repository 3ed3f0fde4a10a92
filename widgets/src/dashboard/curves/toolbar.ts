import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { plural, words } from "../../shared/format";
import type { Viewport } from "../../shared/chart/viewport";
import { follow, send } from "../../shared/model";
import type { AxisName, DashboardModel, View } from "../traits";

const ALWAYS = ["loss", "accuracy"];
const STRONGEST = 10;
const AXIS_NAMES: Record<AxisName, string> = { epoch: "Epochs", step: "Steps", time: "Time" };

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
  model: DashboardModel,
  viewport: Viewport,
  measures: () => string[],
  menu: HTMLElement,
  signal: AbortSignal,
): HTMLElement {
  return make(
    "div",
    {
      class: "ir-curves-bar",
      attributes: { role: "toolbar", "aria-label": "How the curves are seen" },
    },
    [
      axes(model, viewport, signal),
      smoothing(model, signal),
      menu,
      moreCharts(model, measures, signal),
      showAll(viewport, signal),
      make("span", {
        class: "ir-hint",
        text: "drag: zoom · Shift: move · Ctrl + wheel · double click: all",
      }),
    ],
  );
}

function axes(model: DashboardModel, viewport: Viewport, signal: AbortSignal): HTMLElement {
  const places = Object.keys(AXIS_NAMES) as AxisName[];
  const buttons = places.map((place) =>
    chip(`axis-${place}`, AXIS_NAMES[place], () => {
      viewport.show(null);
      setLook(model, () => ({ x: place }));
    }),
  );
  follow(
    model,
    ["view"],
    () => {
      buttons.forEach((one, i) =>
        one.setAttribute("aria-pressed", String(look(model).x === places[i])),
      );
    },
    signal,
  );
  return make(
    "div",
    { class: "ir-segments", attributes: { role: "group", "aria-label": "Horizontal axis" } },
    buttons,
  );
}

function smoothing(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const slider = make("input", {
    attributes: {
      type: "range",
      min: "0",
      max: String(STRONGEST),
      step: "1",
      "data-testid": "smoothing",
      "aria-label": "Smoothing",
    },
  });
  const says = make("small");
  slider.addEventListener("input", () =>
    setLook(model, () => ({ smoothing: Number(slider.value) })),
  );
  follow(
    model,
    ["view"],
    () => {
      const chosen = look(model).smoothing;
      if (document.activeElement !== slider || slider.value === "") slider.value = String(chosen);
      const text = chosen === 0 ? "off" : plural(2 * reachOf(chosen) + 1, "point");
      setText(says, text);
      slider.setAttribute("aria-valuetext", text);
    },
    signal,
  );
  return make("label", { class: "ir-smoothing" }, [
    make("span", { text: "Smoothing" }),
    slider,
    says,
  ]);
}

/** A button for each measure that need not be shown. */
function moreCharts(
  model: DashboardModel,
  measures: () => string[],
  signal: AbortSignal,
): HTMLElement {
  const element = make("div", {
    class: "ir-chips",
    attributes: { role: "group", "aria-label": "More charts" },
  });
  follow(
    model,
    ["tables", "view"],
    () => {
      const names = measures().filter((name) => !ALWAYS.includes(name));
      if (element.dataset["names"] !== names.join()) {
        element.dataset["names"] = names.join();
        element.replaceChildren(
          ...names.map((name) => {
            const one = chip(
              `show-${name.replaceAll("_", "-")}`,
              name === "images_per_second" ? "Images/s" : words(name),
              () => {
                const pressed = one.getAttribute("aria-pressed") === "true";
                setLook(model, (view) => ({ shown: { ...view.shown, [name]: !pressed } }));
              },
            );
            return one;
          }),
        );
      }
      const { shown } = look(model);
      names.forEach((name, i) => {
        const usual = name !== "learning_rate" && name !== "images_per_second";
        element.children[i]?.setAttribute("aria-pressed", String(shown[name] ?? usual));
      });
    },
    signal,
  );
  return element;
}

function showAll(viewport: Viewport, signal: AbortSignal): HTMLElement {
  const all = chip("show-all", "Show all", () => viewport.show(null));
  all.hidden = true;
  viewport.follow(() => {
    all.hidden = !viewport.isZoomed;
  }, signal);
  return all;
}

function chip(testId: string, text: string, pressed: () => void): HTMLButtonElement {
  return button(testId, text, pressed, { class: "ir-chip" });
}
