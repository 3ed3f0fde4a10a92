import { floats } from "../shared/bytes";
import { moved, pictureButtons } from "../shared/chooser";
import { make, setText } from "../shared/dom";
import { percent } from "../shared/format";
import { glow, paint, pictureColor } from "../shared/pixels";
import { follow, send } from "../shared/traits";
import { widget } from "../shared/widget";
import type { Failing, Stage } from "../shared/widget";
import { rowOf, strongest } from "./rows";

interface State extends Failing {
  title: string;
  pictures: number;
  picture: number;
  name: string;
  said: string;
  size: [number, number, number];
  /** uint8 */
  view: DataView;
  grid: [number, number];
  layers: string[];
  heads: number;
  /** float32 (layers, heads, places, places) */
  weights: DataView;
  /** float32 (places), or nothing */
  pool: DataView;
  query: number;
  layer: number;
  head: number;
}

/** A picture with weights over it, and a name below. */
class Overlay {
  readonly stage: HTMLElement;
  private readonly picture = make("canvas");
  private readonly over = make("canvas", { class: "ir-over" });

  constructor(private readonly stageOf: Stage<State>) {
    this.stage = make("div", { class: "ir-stage" }, [this.picture, this.over]);
  }

  show(row: Float32Array): void {
    const { model } = this.stageOf;
    const [height, width, channels] = model.get("size");
    const [rows, columns] = model.get("grid");
    const view = model.get("view");
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    paint(this.picture, width, height, pictureColor(bytes, channels));
    const { weight: most } = strongest(row);
    paint(this.over, columns, rows, (i) => glow((row[i] ?? 0) / (most || 1)));
  }
}

function fill(stage: Stage<State>): void {
  const { model, root, signal } = stage;
  const layers = model.get("layers");
  const pooled = model.get("pool").byteLength > 0;
  const large = new Overlay(stage);
  const query = make("div", { class: "ir-mark" });
  const lines = make("div", { class: "ir-lines" });
  large.stage.append(lines, query);
  const about = make("p", { class: "ir-note", attributes: { role: "status", "data-testid": "about" } });
  const buttons: { layer: number; head: number; element: HTMLButtonElement; overlay: Overlay }[] = [];
  const [gridRows, gridColumns] = model.get("grid");

  const row = (layer: number, head: number): Float32Array => {
    if (layer >= layers.length) return floats(model.get("pool"));
    const places = gridRows * gridColumns;
    return rowOf({ heads: model.get("heads"), places, weights: floats(model.get("weights")) }, layer, head, model.get("query"));
  };
  const choose = (layer: number, head: number): HTMLButtonElement => {
    const overlay = new Overlay(stage);
    const text = layer >= layers.length ? "pooling" : head < 0 ? "mean" : `head ${head + 1}`;
    const element = make("button", {
      class: "ir-thumb", attributes: { type: "button", "data-layer": String(layer), "data-head": String(head) },
    }, [overlay.stage, make("small", { text })]);
    element.addEventListener("click", () => {
      model.set("layer", layer);
      model.set("head", head);
      model.save_changes();
    });
    buttons.push({ layer, head, element, overlay });
    return element;
  };
  const group = (name: string, thumbs: HTMLElement[]) =>
    make("div", { class: "ir-pane" }, [make("div", { class: "ir-caption" }, [make("b", { text: name })]), make("div", { class: "ir-thumbs" }, thumbs)]);
  const groups = layers.map((_, layer) =>
    group(`Attention ${layer + 1}`, [-1, ...Array.from({ length: model.get("heads") }, (_, head) => head)].map((head) => choose(layer, head))));
  if (pooled) groups.push(group("Pooling: what the decision uses", [choose(layers.length, -1)]));

  follow(model, ["view", "weights", "pool", "query", "layer", "head"], () => {
    const [layer, head] = [model.get("layer"), model.get("head")];
    for (const one of buttons) {
      one.overlay.show(row(one.layer, one.head));
      one.element.ariaPressed = String(one.layer === layer && (one.head === head || one.layer >= layers.length));
    }
    const chosen = row(layer, head);
    large.show(chosen);
    const place = model.get("query");
    query.hidden = layer >= layers.length;
    lay(query, place, gridRows, gridColumns);
    setText(about, told(chosen, place, gridColumns, layer >= layers.length));
  }, signal);
  lines.style.backgroundSize = `${100 / gridColumns}% ${100 / gridRows}%`;
  ask(stage, large.stage);

  root.append(make("div", { class: "ir-panes" }, [
    make("div", { class: "ir-pane" }, [head(stage), large.stage, pictureButtons(model.get("pictures"), (by) =>
      send(model, "picture", moved(model.get("picture"), by, model.get("pictures")))), about]),
    make("div", { class: "ir-pane ir-groups" }, groups),
  ]));
}

function head({ model, signal }: Stage<State>): HTMLElement {
  const said = make("small", { attributes: { "data-testid": "said" } });
  const name = make("b");
  follow(model, ["name", "said"], () => {
    setText(name, model.get("name") || model.get("title"));
    setText(said, model.get("said"));
  }, signal);
  return make("div", { class: "ir-caption" }, [name, said]);
}

/** A click, a drag or the arrow keys choose the patch that looks. */
function ask({ model, signal }: Stage<State>, stage: HTMLElement): void {
  const [rows, columns] = model.get("grid");
  const look = (row: number, column: number) => {
    const inside = (value: number, end: number) => Math.min(Math.max(value, 0), end - 1);
    const place = inside(row, rows) * columns + inside(column, columns);
    if (place !== model.get("query")) send(model, "query", place);
  };
  stage.tabIndex = 0;
  stage.dataset["testid"] = "picture";
  stage.role = "img";
  stage.ariaLabel = "The picture in patches: the arrow keys choose the one that looks";
  const point = (event: PointerEvent) => {
    const box = stage.getBoundingClientRect();
    look(Math.floor(((event.clientY - box.top) / box.height) * rows), Math.floor(((event.clientX - box.left) / box.width) * columns));
  };
  stage.addEventListener("pointerdown", (event) => {
    stage.setPointerCapture(event.pointerId);
    point(event);
  }, { signal });
  stage.addEventListener("pointermove", (event) => {
    if (event.buttons > 0) point(event);
  }, { signal });
  stage.addEventListener("keydown", (event) => {
    const steps: Record<string, [number, number]> = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const place = model.get("query");
    look(Math.floor(place / columns) + step[0], (place % columns) + step[1]);
  }, { signal });
}

function lay(box: HTMLElement, place: number, rows: number, columns: number): void {
  box.style.top = `${(100 * Math.floor(place / columns)) / rows}%`;
  box.style.left = `${(100 * (place % columns)) / columns}%`;
  box.style.height = `${100 / rows}%`;
  box.style.width = `${100 / columns}%`;
}

function told(row: Float32Array, query: number, columns: number, pooled: boolean): string {
  const { place, weight } = strongest(row);
  const at = (one: number) => `row ${Math.floor(one / columns) + 1}, column ${(one % columns) + 1}`;
  const even = percent(1 / row.length);
  const who = pooled ? "The pooling" : `The patch in ${at(query)}`;
  return `${who} looks most at ${at(place)}: ${percent(weight)}. Evenly it would be ${even}.`;
}

export default widget<State>("attention_view", "Attention view", fill);
