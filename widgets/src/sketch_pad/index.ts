import { ProbabilityBars } from "../shared/probability_bars";
import { floats } from "../shared/bytes";
import { make, setText } from "../shared/dom";
import { button, labelled, select, slider, tick } from "../shared/fields";
import { times } from "../shared/format";
import { MapSheet } from "../shared/pictures/map_sheet";
import type { MapsAbout } from "../shared/pictures/map_sheet";
import { glow, paint, pictureColor } from "../shared/pictures/pixels";
import { follow, send } from "../shared/model";
import { widget } from "../shared/widget";
import type { Failing, Stage } from "../shared/widget";
import { Pad } from "./pad";
import { atMost, greyColor } from "./pen";

interface State extends Failing {
  /** uint8, shape `canvas` */
  drawing: DataView;
  canvas: [number, number, number];
  paper: number;
  stroke: number;
  can_centre: boolean;
  centred: boolean;
  examples: number;
  example: number;
  classes: string[];
  /** float32; empty for an empty canvas */
  answer: DataView;
  /** uint8, shape `size` */
  view: DataView;
  size: [number, number, number];
  layers: string[];
  layer: string;
  about: MapsAbout;
  maps: DataView;
  can_explain: boolean;
  explained: boolean;
  /** float32 (height, width), or nothing */
  heat: DataView;
  milliseconds: number;
}

const ANSWERS_PER_SECOND = 10;

function fill(stage: Stage<State>): void {
  const { model, root, signal } = stage;
  const [height, width, channels] = model.get("canvas");
  const erasing = { on: false };
  const color = make("input", {
    attributes: {
      type: "color",
      "data-testid": "color",
      value: model.get("paper") < 128 ? "#ffffff" : "#000000",
    },
  });
  const pad = new Pad(
    [height, width, channels],
    () => ({
      width: model.get("stroke") * Math.max(height, width),
      color: erasing.on ? greyColor(model.get("paper")) : color.value,
    }),
    atMost(ANSWERS_PER_SECOND, () => {
      sent = pad.read();
      send(model, "drawing", sent);
    }),
  );
  let sent: DataView | null = null;
  follow(
    model,
    ["drawing"],
    () => {
      if (model.get("drawing") !== sent && !pad.drawing) pad.write(model.get("drawing"));
    },
    signal,
  );
  const caption = make("div", { class: "ir-caption" }, [
    make("b", { text: "Draw" }),
    make("small", { text: "with mouse, finger or keys" }),
  ]);
  const drawn = make("div", { class: "ir-pane ir-draw" }, [
    caption,
    pad.element,
    tools(stage, pad, erasing, color),
  ]);
  root.append(make("div", { class: "ir-panes" }, [drawn, seen(stage), answer(stage)]), maps(stage));
}

function tools(
  { model, signal }: Stage<State>,
  pad: Pad,
  erasing: { on: boolean },
  color: HTMLInputElement,
): HTMLElement {
  const choose = (on: boolean) => {
    erasing.on = on;
    brush.setAttribute("aria-pressed", String(!on));
    eraser.setAttribute("aria-pressed", String(on));
  };
  const brush = button("brush", "Brush", () => choose(false));
  const eraser = button("eraser", "Eraser", () => choose(true));
  choose(false);
  const clear = button("clear", "Clear", () => pad.clear(greyColor(model.get("paper"))));
  const examples = model.get("examples");
  const example = button("example", "A picture", () =>
    send(model, "example", Math.floor(Math.random() * examples)),
  );
  example.title = "Start from a picture of the test split";
  example.hidden = examples === 0;
  color.hidden = model.get("canvas")[2] === 1;
  color.ariaLabel = "colour";
  const stroke = slider("stroke", { least: 0.03, most: 0.3, step: 0.01 }, (value) =>
    send(model, "stroke", value),
  );
  const [centred, box] = tick("centred", "placed like the training pictures", (on) =>
    send(model, "centred", on),
  );
  centred.hidden = !model.get("can_centre");
  follow(
    model,
    ["stroke", "centred"],
    () => {
      stroke.value = String(model.get("stroke"));
      box.checked = model.get("centred");
    },
    signal,
  );
  return make("div", { class: "ir-tools" }, [
    make("div", { class: "ir-buttons" }, [brush, eraser, color, clear, example]),
    labelled("Width", stroke),
    centred,
  ]);
}

/** The picture as the network gets it. */
function seen({ model, signal }: Stage<State>): HTMLElement {
  const [height, width, channels] = model.get("size");
  const canvas = make("canvas", {
    attributes: { role: "img", "aria-label": "What the network sees", "data-testid": "seen" },
  });
  follow(
    model,
    ["view"],
    () => {
      const view = model.get("view");
      paint(
        canvas,
        width,
        height,
        pictureColor(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), channels),
      );
    },
    signal,
  );
  const over = make("canvas", { class: "ir-over", attributes: { "data-testid": "heat" } });
  follow(
    model,
    ["heat"],
    () => {
      const heat = floats(model.get("heat"));
      over.hidden = heat.length === 0;
      if (heat.length > 0) paint(over, width, height, (i) => glow(heat[i] ?? 0));
    },
    signal,
  );
  const [explained, box] = tick("explained", "Grad-CAM: what speaks for it", (on) =>
    send(model, "explained", on),
  );
  explained.hidden = !model.get("can_explain");
  follow(
    model,
    ["explained"],
    () => {
      box.checked = model.get("explained");
    },
    signal,
  );
  const caption = make("div", { class: "ir-caption" }, [
    make("b", { text: "What the network sees" }),
    make("small", { text: times([height, width]) }),
  ]);
  return make("div", { class: "ir-pane ir-seen" }, [
    caption,
    make("div", { class: "ir-stage" }, [canvas, over]),
    explained,
  ]);
}

/** What it says of it. */
function answer({ model, signal }: Stage<State>): HTMLElement {
  const bars = new ProbabilityBars();
  const took = make("small", { attributes: { "data-testid": "took" } });
  follow(
    model,
    ["answer", "classes", "milliseconds"],
    () => {
      const probabilities = floats(model.get("answer"));
      bars.update(model.get("classes"), probabilities);
      setText(
        took,
        probabilities.length === 0
          ? "draw something"
          : `after ${Math.max(1, Math.round(model.get("milliseconds")))} ms`,
      );
    },
    signal,
  );
  const caption = make("div", { class: "ir-caption" }, [make("b", { text: "What it says" }), took]);
  return make("div", { class: "ir-pane ir-answer", attributes: { "aria-live": "polite" } }, [
    caption,
    bars.element,
  ]);
}

function maps({ model, signal }: Stage<State>): HTMLElement {
  const sheet = new MapSheet();
  const layer = select(
    "layer",
    model.get("layers").map((name) => [name, name]),
    (name) => send(model, "layer", name),
  );
  layer.ariaLabel = "layer";
  follow(
    model,
    ["maps", "about"],
    () => sheet.update(model.get("layer"), model.get("about"), model.get("maps")),
    signal,
  );
  follow(
    model,
    ["layer"],
    () => {
      layer.value = model.get("layer");
    },
    signal,
  );
  const caption = make("div", { class: "ir-caption" }, [
    make("b", { text: "What a layer makes of it" }),
    layer,
  ]);
  const element = make("div", { class: "ir-pane ir-layer" }, [caption, sheet.element]);
  element.hidden = model.get("layers").length === 0;
  return element;
}

export default widget<State>("sketch_pad", "Sketch pad", fill);
