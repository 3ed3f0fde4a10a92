import { ClassBars } from "../../shared/class_bars";
import { colorMap } from "../../shared/pictures/colors";
import { make, setText } from "../../shared/dom";
import { button, slider } from "../../shared/fields";
import { count } from "../../shared/format";
import { follow, send } from "../../shared/model";
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
  const title = make("span", {
    class: "ir-chart-title",
    attributes: { role: "status", "data-testid": "detail-title" },
  });
  const place = make("span", {
    class: "ir-subtitle",
    attributes: { "data-testid": "detail-place" },
  });
  const facts = make("p", { class: "ir-about", attributes: { "data-testid": "detail-facts" } });
  const bars = new ClassBars((target) => look({ target }));
  const element = make(
    "section",
    {
      class: "ir-card ir-detail",
      attributes: { "data-testid": "detail", tabindex: "-1", "aria-label": "One picture" },
    },
    [
      make("header", {}, [
        make("div", { class: "ir-heading" }, [title, place]),
        buttons(step, close),
      ]),
      make("div", { class: "ir-looking" }, [
        stage(model, look, signal),
        make("div", { class: "ir-facts" }, [bars.element, facts]),
      ]),
    ],
  );
  element.addEventListener("keydown", (event) => keys(event, step, close));
  follow(
    model,
    ["detail", "looking"],
    () => {
      const found = model.get("detail");
      if (found.bars === undefined || found.place !== model.get("looking").place) return;
      setText(
        title,
        found.right ? `${found.true}, recognised` : `${found.true}, taken for ${found.predicted}`,
      );
      setText(place, `${count((found.place ?? 0) + 1)} of ${count(found.count ?? 0)}`);
      setText(facts, factsOf(found));
      bars.update(found.bars, model.get("looking").target ?? found.target ?? -1);
    },
    signal,
  );
  showAndHide(model, element, signal);
  return element;
}

function buttons(step: (by: number) => void, close: () => void): HTMLElement {
  return make("div", { class: "ir-buttons" }, [
    button("detail-previous", "‹", () => step(-1), { label: "Previous picture (left arrow)" }),
    button("detail-next", "›", () => step(1), { label: "Next picture (right arrow)" }),
    button("detail-close", "Close", close, { label: "Back to all pictures (Escape)" }),
  ]);
}

/** What is known of the picture beside its class. */
function factsOf({
  size = [0, 0],
  split = "",
  index = 0,
  path,
}: {
  size?: number[];
  split?: string;
  index?: number;
  path?: string | null;
}): string {
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

/** The picture, the map over it, which map, and how strong. */
function stage(
  model: DashboardModel,
  look: (values: Partial<Looking>) => void,
  signal: AbortSignal,
): HTMLElement {
  const below = make("canvas", {
    class: "ir-picture",
    attributes: { role: "img", "data-testid": "picture" },
  });
  const above = make("canvas", {
    class: "ir-map",
    attributes: { "aria-hidden": "true", "data-testid": "map" },
  });
  const note = make("p", {
    class: "ir-note",
    attributes: { role: "status", "data-testid": "detail-note" },
  });
  const map = new MapLayer(above);
  const strength = slider("strength", { least: 0, most: 1, step: 0.05 }, (value) =>
    map.draw(value),
  );
  strength.value = "0.7";
  const labelled = make("label", { class: "ir-strength" }, [
    make("span", { text: "Strength of the map" }),
    strength,
  ]);
  const frame = make("div", { class: "ir-viewed" }, [below, above]);
  follow(
    model,
    ["picture", "detail"],
    () => {
      const { true: truth = "", place } = model.get("detail");
      if (place !== undefined && place === model.get("looking").place)
        void drawPicture(below, model.get("picture"), truth);
    },
    signal,
  );
  follow(
    model,
    ["overlay", "overlay_map", "looking", "detail"],
    () => {
      const { place, method = "", target } = model.get("looking");
      const found = model.get("overlay");
      const explained = target ?? model.get("detail").target;
      const name = model.get("detail").bars?.find(({ number }) => number === explained)?.name ?? "";
      const fits =
        method !== "" &&
        found.place === place &&
        found.method === method &&
        found.target === explained &&
        found.gallery === model.get("gallery").number;
      frame.classList.toggle("ir-explained", fits && found.note === "");
      setText(
        note,
        method === "" ? "" : fits ? found.note || (ABOUT[method]?.(name) ?? "") : "Looking …",
      );
      labelled.hidden = method === "";
      if (!fits) map.clear();
      else void map.show(model.get("overlay_map"), Number(strength.value));
    },
    signal,
  );
  return make("div", { class: "ir-viewer" }, [frame, methods(model, look, labelled, signal), note]);
}

function methods(
  model: DashboardModel,
  look: (values: Partial<Looking>) => void,
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

async function drawPicture(
  canvas: HTMLCanvasElement,
  bytes: DataView,
  name: string,
): Promise<void> {
  if (bytes.byteLength === 0) return;
  const picture = await createImageBitmap(new Blob([bytes as BlobPart]));
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.classList.toggle("ir-pixels", Math.max(picture.width, picture.height) <= 96);
  canvas.setAttribute("aria-label", `The picture, of the class ${name}`);
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  picture.close();
}

/** A grey map, drawn in colours. */
class MapLayer {
  private grey: ImageData | null = null;
  private showing = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  clear(): void {
    this.showing++;
    this.grey = null;
    this.canvas.hidden = true;
  }

  async show(bytes: DataView, strength: number): Promise<void> {
    const showing = ++this.showing;
    if (bytes.byteLength === 0) return this.clear();
    const picture = await createImageBitmap(new Blob([bytes as BlobPart]));
    if (showing !== this.showing) return;
    this.canvas.width = picture.width;
    this.canvas.height = picture.height;
    const pen = this.canvas.getContext("2d", { willReadFrequently: true });
    pen?.drawImage(picture, 0, 0);
    this.grey = pen?.getImageData(0, 0, picture.width, picture.height) ?? null;
    picture.close();
    this.canvas.hidden = false;
    this.draw(strength);
  }

  draw(strength: number): void {
    if (this.grey === null) return;
    const pixels = new ImageData(
      new Uint8ClampedArray(this.grey.data),
      this.grey.width,
      this.grey.height,
    );
    colorMap(pixels.data, strength);
    this.canvas.getContext("2d")?.putImageData(pixels, 0, 0);
  }
}
