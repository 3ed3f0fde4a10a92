import { ProbabilityBars } from "../shared/probability_bars";
import { floats } from "../shared/bytes";
import { moved, pictureButtons } from "../shared/chooser";
import { caption, make, setText } from "../shared/dom";
import { count, times } from "../shared/format";
import { MapSheet } from "../shared/pictures/map_sheet";
import type { MapsAbout } from "../shared/pictures/map_sheet";
import { paint, pictureColor } from "../shared/pictures/pixels";
import { follow, send } from "../shared/model";
import { widget } from "../shared/widget";
import type { Failing, Stage } from "../shared/widget";
import { blockOf } from "./flow";

/** A layer as Python tells of it; see widgets.network_view. */
interface Layer {
  name: string;
  kind: string;
  shape: number[];
  parameters: number;
  frozen: boolean;
  about: string;
  sources: string[];
}

interface State extends Failing {
  title: string;
  layers: Layer[];
  layer: string;
  pictures: number;
  picture: number;
  name: string;
  classes: string[];
  size: [number, number, number];
  /** uint8 */
  view: DataView;
  /** float32 */
  answer: DataView;
  about: MapsAbout;
  maps: DataView;
}

function fill(stage: Stage<State>): void {
  const { model, root } = stage;
  const total = model.get("layers").reduce((sum, { parameters }) => sum + parameters, 0);
  root.append(
    caption(model.get("title"), `${count(total)} weights; click a layer`),
    make("div", { class: "ir-flow" }, [picture(stage), flow(stage), answer(stage)]),
    maps(stage),
  );
}

/** The picture that goes in, and buttons for another. */
function picture({ model, signal }: Stage<State>): HTMLElement {
  const [height, width, channels] = model.get("size");
  const canvas = make("canvas", { attributes: { role: "img", "data-testid": "picture" } });
  const name = make("small", { attributes: { "data-testid": "name" } });
  follow(
    model,
    ["view", "name"],
    () => {
      const view = model.get("view");
      paint(
        canvas,
        width,
        height,
        pictureColor(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), channels),
      );
      setText(name, model.get("name"));
      canvas.ariaLabel = `The picture that goes in: ${model.get("name")}`;
    },
    signal,
  );
  const go = (by: number) =>
    send(model, "picture", moved(model.get("picture"), by, model.get("pictures")));
  const buttons = pictureButtons(model.get("pictures"), go);
  return make("div", { class: "ir-pane" }, [
    caption("Picture", name),
    make("div", { class: "ir-stage" }, [canvas]),
    buttons,
  ]);
}

/** The layers, one button each; the arrow keys go from one to the next. */
function flow({ model, signal }: Stage<State>): HTMLElement {
  const layers = model.get("layers");
  const cards = layers.map((layer) => card(layer, () => send(model, "layer", layer.name)));
  const element = make(
    "div",
    {
      class: "ir-cards",
      attributes: { role: "radiogroup", "aria-label": "Layers", "data-testid": "flow" },
    },
    cards,
  );
  element.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const goal = cards[cards.indexOf(event.target as HTMLButtonElement) + (step ?? 0)];
    if (step === undefined || goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    goal.focus();
    goal.click();
  });
  follow(
    model,
    ["layer"],
    () => {
      cards.forEach((one, i) => {
        const chosen = layers[i]?.name === model.get("layer");
        one.ariaChecked = String(chosen);
        one.tabIndex = chosen ? 0 : -1;
      });
    },
    signal,
  );
  return element;
}

function card(layer: Layer, chosen: () => void): HTMLButtonElement {
  const [tall, wide] = blockOf(layer.shape);
  const block = make("i", { class: "ir-block" });
  block.style.height = `${tall}px`;
  block.style.width = `${wide}px`;
  const facts = [
    layer.about,
    layer.parameters > 0 ? `${count(layer.parameters)} weights` : "",
    layer.frozen ? "frozen" : "",
  ];
  const element = make(
    "button",
    {
      class: "ir-layer-card",
      title: layer.name,
      attributes: { type: "button", role: "radio", "data-layer": layer.name },
    },
    [
      make("span", { class: "ir-glyph" }, [block]),
      make("b", { text: layer.kind }),
      make("span", { text: times(layer.shape) }),
      ...facts.filter(Boolean).map((text) => make("small", { text })),
    ],
  );
  if (layer.sources.length > 0)
    element.append(make("small", { class: "ir-from", text: `from ${layer.sources.join(", ")}` }));
  element.addEventListener("click", chosen);
  return element;
}

function answer({ model, signal }: Stage<State>): HTMLElement {
  const bars = new ProbabilityBars();
  const title = caption("What it says");
  const element = make("div", { class: "ir-pane ir-answer" }, [title, bars.element]);
  follow(model, ["answer"], () => {
    const probabilities = floats(model.get("answer"));
    element.hidden = probabilities.length === 0;
    bars.update(model.get("classes"), probabilities);
  }, signal);
  return element;
}

function maps({ model, signal }: Stage<State>): HTMLElement {
  const sheet = new MapSheet();
  const title = make("b", { attributes: { "data-testid": "chosen" } });
  follow(
    model,
    ["maps", "about"],
    () => {
      setText(title, `What ${model.get("layer")} gives`);
      sheet.update(model.get("layer"), model.get("about"), model.get("maps"));
    },
    signal,
  );
  return make("div", { class: "ir-pane ir-card" }, [
    make("div", { class: "ir-caption" }, [title]),
    sheet.element,
  ]);
}

export default widget<State>("network_view", "Network view", fill);
