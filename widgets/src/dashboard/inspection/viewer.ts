import { announced, make, setText } from "../../shared/dom";
import { button, slider } from "../../shared/fields";
import { follow } from "../../shared/model";
import { drawPicture, MapLayer } from "../../shared/pictures/map_layer";
import type { DashboardModel, Looking } from "../traits";

const METHODS = {
  "": "Picture",
  saliency: "Saliency",
  grad_cam: "Grad-CAM",
  attention: "Attention",
};

/** What each map says, in a line. */
const ABOUT: Record<string, (name: string) => string> = {
  saliency: (name) => `Bright: pixels whose change would change the score of “${name}” most.`,
  grad_cam: (name) => `Bright: where the last convolution found what speaks for “${name}”.`,
  attention: () => "Bright: where the network looked.",
};
const NO_ATTENTION = "This network has no layer of attention to look at";

type Look = (values: Partial<Looking>) => void;

/** The picture, the map over it, which map, and how strong. */
export function viewer(model: DashboardModel, look: Look, signal: AbortSignal): HTMLElement {
  const above = make("canvas", {
    class: "ir-map",
    attributes: { "aria-hidden": "true", "data-testid": "map" },
  });
  const map = new MapLayer(above);
  const frame = make("div", { class: "ir-viewed" }, [pictureOf(model, signal), above]);
  const note = announced("ir-note", "detail-note");
  const [labelled, strength] = strengthOf(map);
  follow(
    model,
    ["overlay", "overlay_map", "looking", "detail"],
    () => {
      const { method = "" } = model.get("looking");
      const fits = mapFits(model);
      frame.classList.toggle("ir-explained", fits && model.get("overlay").note === "");
      setText(note, method === "" ? "" : fits ? mapInWords(model) : "Looking …");
      labelled.hidden = method === "";
      if (!fits) map.clear();
      else void map.show(model.get("overlay_map"), Number(strength.value));
    },
    signal,
  );
  return make("div", { class: "ir-viewer" }, [frame, methods(model, look, labelled, signal), note]);
}

/** The picture that is open, once it has come. */
function pictureOf(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const canvas = make("canvas", {
    class: "ir-picture",
    attributes: { role: "img", "data-testid": "picture" },
  });
  follow(
    model,
    ["picture", "detail"],
    () => {
      const { true: truth = "", place } = model.get("detail");
      if (place !== undefined && place === model.get("looking").place)
        void drawPicture(
          canvas, model.get("picture"), `The picture, of the class ${truth}`);
    },
    signal,
  );
  return canvas;
}

/** How strongly the map covers the picture: the slider under its name, and the slider. */
function strengthOf(map: MapLayer): [HTMLElement, HTMLInputElement] {
  const strength = slider("strength", { least: 0, most: 1, step: 0.05 }, (value) =>
    map.draw(value),
  );
  strength.value = "0.7";
  const name = make("span", { text: "Strength of the map" });
  return [make("label", { class: "ir-strength" }, [name, strength]), strength];
}

/** The class that is to be explained: the one that was asked for, or the one that was predicted. */
function explained(model: DashboardModel): number | undefined {
  return model.get("looking").target ?? model.get("detail").target;
}

/** Is the map that has come the one that was asked for? */
function mapFits(model: DashboardModel): boolean {
  const { place, method = "" } = model.get("looking");
  const found = model.get("overlay");
  return (
    method !== "" &&
    found.place === place &&
    found.method === method &&
    found.target === explained(model) &&
    found.gallery === model.get("gallery").number
  );
}

/** What the map says, or why there is none. */
function mapInWords(model: DashboardModel): string {
  const { bars = [] } = model.get("detail");
  const name = bars.find(({ number }) => number === explained(model))?.name ?? "";
  const { method = "" } = model.get("looking");
  return model.get("overlay").note || (ABOUT[method]?.(name) ?? "");
}

function methods(
  model: DashboardModel,
  look: Look,
  strength: HTMLElement,
  signal: AbortSignal,
): HTMLElement {
  const made = Object.entries(METHODS).map(([method, text]) => {
    const one = button(`method-${method || "picture"}`, text, () => look({ method }), {
      class: "ir-choice",
    });
    follow(
      model,
      ["looking"],
      () => {
        one.setAttribute("aria-pressed", String((model.get("looking").method ?? "") === method));
      },
      signal,
    );
    if (method === "attention") {
      follow(
        model,
        ["result"],
        () => {
          one.disabled = !(model.get("result").attends ?? false);
          one.title = one.disabled ? NO_ATTENTION : "";
        },
        signal,
      );
    }
    return one;
  });
  const choices = make(
    "div",
    { class: "ir-kinds", attributes: { role: "group", "aria-label": "What is shown" } },
    made,
  );
  return make("div", { class: "ir-methods" }, [choices, strength]);
}
