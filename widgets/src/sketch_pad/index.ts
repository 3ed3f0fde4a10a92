import { ProbabilityBars } from "../shared/probability_bars";
import { floats } from "../shared/bytes";
import { caption, make, setText } from "../shared/dom";
import { button, labelled, select, slider, tick } from "../shared/fields";
import { times } from "../shared/format";
import { MapSheet } from "../shared/pictures/map_sheet";
import type { MapsAbout } from "../shared/pictures/map_sheet";
import { glow, paint, pictureColor } from "../shared/pictures/pixels";
import { follow, send } from "../shared/model";
import { widget } from "../shared/widget";
import type { Failing, Stage } from "../shared/widget";
import { Pad } from "./pad";
import { atMost, greyColor, type Pen } from "./pen";

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

/** What draws: the brush in its colour, or the eraser in the paper's. */
class Tool {
  erases = false;
  readonly color: HTMLInputElement;

  constructor(private readonly model: Stage<State>["model"]) {
    this.color = make("input", {
      attributes: {
        type: "color",
        "data-testid": "color",
        "aria-label": "colour",
        value: model.get("paper") < 128 ? "#ffffff" : "#000000",
      },
    });
    this.color.hidden = model.get("canvas")[2] === 1;
  }

  get paper(): string {
    return greyColor(this.model.get("paper"));
  }

  pen(): Pen {
    const [height, width] = this.model.get("canvas");
    return {
      width: this.model.get("stroke") * Math.max(height, width),
      color: this.erases ? this.paper : this.color.value,
    };
  }
}

function fill(stage: Stage<State>): void {
  const tool = new Tool(stage.model);
  const pad = padOf(stage, tool);
  const drawn = make("div", { class: "ir-pane ir-draw" }, [
    caption("Draw", "with mouse, finger or keys"),
    pad.element,
    tools(stage, pad, tool),
  ]);
  const panes = make("div", { class: "ir-panes" }, [drawn, seen(stage), answer(stage)]);
  stage.root.append(panes, maps(stage));
}

/** The canvas. What is drawn goes to Python; what Python draws, as a picture, comes from there. */
function padOf({ model, signal }: Stage<State>, tool: Tool): Pad {
  let sent: DataView | null = null;
  const tell = atMost(ANSWERS_PER_SECOND, () => {
    sent = pad.read();
    send(model, "drawing", sent);
  });
  const pad = new Pad(model.get("canvas"), () => tool.pen(), tell);
  follow(model, ["drawing"], () => {
    if (model.get("drawing") !== sent && !pad.drawing) pad.write(model.get("drawing"));
  }, signal);
  return pad;
}

function tools(stage: Stage<State>, pad: Pad, tool: Tool): HTMLElement {
  const { model, signal } = stage;
  const clear = button("clear", "Clear", () => pad.clear(tool.paper));
  const stroke = slider("stroke", { least: 0.03, most: 0.3, step: 0.01 }, (value) =>
    send(model, "stroke", value),
  );
  const [centred, box] = tick("centred", "placed like the training pictures", (on) =>
    send(model, "centred", on),
  );
  centred.hidden = !model.get("can_centre");
  follow(model, ["stroke", "centred"], () => {
    stroke.value = String(model.get("stroke"));
    box.checked = model.get("centred");
  }, signal);
  return make("div", { class: "ir-tools" }, [
    make("div", { class: "ir-buttons" }, [...brushes(tool), tool.color, clear, example(model)]),
    labelled("Width", stroke),
    centred,
  ]);
}

/** Brush and eraser, of which one is pressed. */
function brushes(tool: Tool): HTMLElement[] {
  const choose = (erases: boolean) => {
    tool.erases = erases;
    brush.setAttribute("aria-pressed", String(!erases));
    eraser.setAttribute("aria-pressed", String(erases));
  };
  const brush = button("brush", "Brush", () => choose(false));
  const eraser = button("eraser", "Eraser", () => choose(true));
  choose(false);
  return [brush, eraser];
}

/** A button that puts any of the examples on the canvas. */
function example(model: Stage<State>["model"]): HTMLElement {
  const count = model.get("examples");
  const element = button(
    "example",
    "A picture",
    () => send(model, "example", Math.floor(Math.random() * count)),
    { title: "Start from a picture of the test split" },
  );
  element.hidden = count === 0;
  return element;
}

/** The picture as the network gets it. */
function seen(stage: Stage<State>): HTMLElement {
  const { model, signal } = stage;
  const [height, width] = model.get("size");
  const [explained, box] = tick("explained", "Grad-CAM: what speaks for it", (on) =>
    send(model, "explained", on),
  );
  explained.hidden = !model.get("can_explain");
  follow(model, ["explained"], () => {
    box.checked = model.get("explained");
  }, signal);
  return make("div", { class: "ir-pane ir-seen" }, [
    caption("What the network sees", times([height, width])),
    make("div", { class: "ir-stage" }, [input(stage), heat(stage)]),
    explained,
  ]);
}

function input({ model, signal }: Stage<State>): HTMLElement {
  const [height, width, channels] = model.get("size");
  const canvas = make("canvas", {
    attributes: { role: "img", "aria-label": "What the network sees", "data-testid": "seen" },
  });
  follow(model, ["view"], () => {
    const { buffer, byteOffset, byteLength } = model.get("view");
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    paint(canvas, width, height, pictureColor(bytes, channels));
  }, signal);
  return canvas;
}

/** What speaks for the answer, over the picture. */
function heat({ model, signal }: Stage<State>): HTMLElement {
  const [height, width] = model.get("size");
  const canvas = make("canvas", { class: "ir-over", attributes: { "data-testid": "heat" } });
  follow(model, ["heat"], () => {
    const values = floats(model.get("heat"));
    canvas.hidden = values.length === 0;
    if (values.length > 0) paint(canvas, width, height, (i) => glow(values[i] ?? 0));
  }, signal);
  return canvas;
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
  return make("div", { class: "ir-pane ir-answer", attributes: { "aria-live": "polite" } }, [
    caption("What it says", took),
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
  const title = caption("What a layer makes of it", layer);
  const element = make("div", { class: "ir-pane ir-layer" }, [title, sheet.element]);
  element.hidden = model.get("layers").length === 0;
  return element;
}

export default widget<State>("sketch_pad", "Sketch pad", fill);
