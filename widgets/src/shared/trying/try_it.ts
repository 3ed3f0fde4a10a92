import type { AnyModel } from "@anywidget/types";
import { type Bar, ClassBars } from "../class_bars";
import { make, setText } from "../dom";
import { button, tick } from "../fields";
import { dropZone } from "../files/drop_zone";
import type { NamedFile } from "../files/dropped";
import { takeHandedOver } from "../files/hand_over";
import { Upload, type UploadState } from "../files/upload";
import { percent } from "../format";
import { follow, send } from "../model";
import type { Caption } from "../pictures/caption";
import { ImageGrid } from "../pictures/image_grid";
import { drawPicture, MapLayer } from "../pictures/map_layer";
import { sketchPad } from "./sketch";

/** The traits of imagerec.widgets.dashboard.trying. */
export interface TryingState extends UploadState {
  can_try: { name?: string; draws?: boolean };
  trial: {
    name?: string;
    bars?: Bar[];
    target?: number;
    note?: string;
    error?: string;
  };
  trial_picture: DataView;
  trial_map: DataView;
  near: { busy?: string; tile?: [number, number]; captions?: Caption[]; note?: string };
  near_sheet: DataView;
  try_wish: { number?: number; target?: number; draw?: boolean };
  pad: string;
}

type Model = AnyModel<TryingState>;

const STRENGTH = 0.7; // of the map over the picture
/** The endings that are offered when a picture is chosen. */
export const PICTURES = "image/*,.heic,.avif,.jfif,.tif,.tiff,.pgm,.ppm";

/**
 * Drop a picture: what the network takes it for, why, and what it is like. Beside its own place,
 * it may take over what was dropped on the run's page.
 */
export function tryIt(model: Model, signal: AbortSignal, takesOver = false): HTMLElement {
  const subtitle = make("span", { class: "ir-subtitle" });
  const title = make("span", { class: "ir-chart-title", text: "Try it" });
  const result = resultOf(model, signal);
  const { zone, line, ask } = asking(model, signal);
  const element = make(
    "section",
    { class: "ir-card ir-try", attributes: { "data-testid": "try-it", "aria-label": "Try it" } },
    [make("header", {}, [title, subtitle]), zone, line, result, sketchPad(model, signal)],
  );
  follow(model, ["can_try"], () => {
    const { name } = model.get("can_try");
    element.hidden = name === undefined;
    setText(subtitle, name ?? "");
  }, signal);
  const { name } = model.get("can_try");
  if (takesOver && name !== undefined) takeHandedOver(name, ask, signal);
  return element;
}

/** Where a picture is dropped, a line that says what went wrong, and the asking itself. */
function asking(
  model: Model,
  signal: AbortSignal,
): { zone: HTMLElement; line: HTMLElement; ask: (files: NamedFile[]) => void } {
  const line = make("p", {
    class: "ir-error", attributes: { role: "alert", "data-testid": "try-problem" },
  });
  const upload = new Upload(model, "picture", ({ error = "" }) => {
    setText(line, error);
    zone.classList.toggle("ir-busy", upload.isUnderWay);
  }, signal);
  const ask = (files: NamedFile[]) => {
    if (files.length > 0) upload.send(files);
  };
  const zone = dropZone({
    testId: "try-drop",
    hint: "Drop a picture here, or",
    choosers: [{ testId: "try-choose", text: "Choose a picture …", accept: PICTURES }],
    dropped: ask,
    failed: (words) => setText(line, words),
  });
  const draw = button("try-draw", "Draw one", () => wish(model, { draw: true }));
  zone.append(draw);
  follow(model, ["can_try"], () => {
    draw.hidden = !(model.get("can_try").draws ?? false);
  }, signal);
  follow(model, ["trial"], () => {
    if (model.get("trial").error !== undefined) setText(line, model.get("trial").error ?? "");
  }, signal);
  return { zone, line, ask };
}

function wish(model: Model, values: { target?: number; draw?: boolean }): void {
  send(model, "try_wish", { ...values, number: Date.now() + Math.random() });
}

function resultOf(model: Model, signal: AbortSignal): HTMLElement {
  const element = make("div", { class: "ir-tried", attributes: { "data-testid": "tried" } }, [
    pictureOf(model, signal),
    make("div", { class: "ir-answers" }, [answerOf(model, signal), neighboursOf(model, signal)]),
  ]);
  follow(model, ["trial"], () => {
    element.hidden = model.get("trial").bars === undefined;
  }, signal);
  return element;
}

/** The picture as the network sees it, and over it what spoke for the class. */
function pictureOf(model: Model, signal: AbortSignal): HTMLElement {
  const picture = make("canvas", {
    class: "ir-picture", attributes: { role: "img", "data-testid": "tried-picture" },
  });
  const above = make("canvas", {
    class: "ir-map", attributes: { "aria-hidden": "true", "data-testid": "tried-map" },
  });
  const map = new MapLayer(above);
  const frame = make("div", { class: "ir-viewed" }, [picture, above]);
  const [labelled, box] = tick("try-map", "What spoke for it", () => show());
  box.checked = true;
  const note = make("p", { class: "ir-note", attributes: { role: "status" } });
  const show = () => {
    const { bars = [], target, note: said = "" } = model.get("trial");
    const bytes = model.get("trial_map");
    const isShown = box.checked && bytes.byteLength > 0 && said === "";
    frame.classList.toggle("ir-explained", isShown);
    const name = bars.find(({ number }) => number === target)?.name ?? "";
    setText(note, said || (isShown ? `Bright: what spoke for “${name}”.` : ""));
    if (isShown) void map.show(bytes, STRENGTH);
    else map.clear();
  };
  follow(model, ["trial", "trial_map"], show, signal);
  follow(model, ["trial_picture"], () => {
    const says = `${model.get("trial").name ?? "The picture"}, as the network sees it`;
    void drawPicture(picture, model.get("trial_picture"), says);
  }, signal);
  return make("div", { class: "ir-viewer" }, [frame, labelled, note]);
}

/** The class in large letters, and the probabilities of all. */
function answerOf(model: Model, signal: AbortSignal): HTMLElement {
  const answer = make("p", {
    class: "ir-answer", attributes: { role: "status", "data-testid": "answer" },
  });
  const bars = new ClassBars((target) => wish(model, { target }));
  follow(model, ["trial"], () => {
    const { bars: all = [], target, name = "" } = model.get("trial");
    const [best] = all;
    if (best === undefined) return;
    answer.replaceChildren(
      make("b", { text: best.name }),
      make("span", { text: percent(best.probability) }),
      make("small", { text: name, title: name }),
    );
    bars.update(all, target ?? best.number);
  }, signal);
  return make("div", { class: "ir-facts" }, [answer, bars.element]);
}

/** The training pictures that the network finds most alike. */
function neighboursOf(model: Model, signal: AbortSignal): HTMLElement {
  const title = make("span", { class: "ir-chart-title", text: "Nearest training pictures" });
  const says = make("p", {
    class: "ir-about", attributes: { role: "status", "data-testid": "near-says" },
  });
  const grid = new ImageGrid();
  grid.element.dataset["testid"] = "near";
  follow(model, ["near", "near_sheet"], () => {
    const { busy, note = "", tile = [1, 1], captions = [] } = model.get("near");
    setText(says, busy === undefined ? note : `${busy} …`);
    void grid.update({ tile, captions }, model.get("near_sheet"));
  }, signal);
  return make("div", { class: "ir-near" }, [title, grid.element, says]);
}
