import { floats } from "../shared/bytes";
import { moved, pictureButtons } from "../shared/chooser";
import { caption, make, setText } from "../shared/dom";
import { percent } from "../shared/format";
import { glow, paint, pictureColor } from "../shared/pictures/pixels";
import { follow, send } from "../shared/model";
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

/**
 * A map that can be chosen: a head of a layer, the mean of its heads (−1), or the pooling, behind
 * the last layer.
 */
interface Choice {
  layer: number;
  head: number;
  element: HTMLButtonElement;
  overlay: Overlay;
}

function choice(stage: Stage<State>, layer: number, head: number): Choice {
  const overlay = new Overlay(stage);
  const text = isPooling(stage, layer) ? "pooling" : head < 0 ? "mean" : `head ${head + 1}`;
  const element = make(
    "button",
    {
      class: "ir-thumb",
      attributes: { type: "button", "data-layer": String(layer), "data-head": String(head) },
    },
    [overlay.stage, make("small", { text })],
  );
  element.addEventListener("click", () => {
    stage.model.set("layer", layer);
    stage.model.set("head", head);
    stage.model.save_changes();
  });
  return { layer, head, element, overlay };
}

function isPooling({ model }: Stage<State>, layer: number): boolean {
  return layer >= model.get("layers").length;
}

/** Where the chosen place looks; for the pooling, what it uses. */
function weightsOf(stage: Stage<State>, layer: number, head: number): Float32Array {
  const { model } = stage;
  if (isPooling(stage, layer)) return floats(model.get("pool"));
  const [rows, columns] = model.get("grid");
  const tables = {
    heads: model.get("heads"),
    places: rows * columns,
    weights: floats(model.get("weights")),
  };
  return rowOf(tables, layer, head, model.get("query"));
}

/** The choices of each layer under its name. */
function groupsOf(stage: Stage<State>): { name: string; choices: Choice[] }[] {
  const { model } = stage;
  const heads = [-1, ...Array.from({ length: model.get("heads") }, (_, head) => head)];
  const groups = model.get("layers").map((_, layer) => ({
    name: `Attention ${layer + 1}`,
    choices: heads.map((head) => choice(stage, layer, head)),
  }));
  if (model.get("pool").byteLength === 0) return groups;
  return [
    ...groups,
    { name: "Pooling: what the decision uses", choices: [choice(stage, groups.length, -1)] },
  ];
}

function fill(stage: Stage<State>): void {
  const { model, root } = stage;
  const large = new Overlay(stage);
  const about = make("p", {
    class: "ir-note",
    attributes: { role: "status", "data-testid": "about" },
  });
  const groups = groupsOf(stage);
  look(
    stage,
    large,
    groups.flatMap(({ choices }) => choices),
    about,
  );
  ask(stage, large.stage);
  const buttons = pictureButtons(model.get("pictures"), (by) =>
    send(model, "picture", moved(model.get("picture"), by, model.get("pictures"))),
  );
  const panes = groups.map(({ name, choices }) =>
    make("div", { class: "ir-pane" }, [
      caption(name),
      make(
        "div",
        { class: "ir-thumbs" },
        choices.map(({ element }) => element),
      ),
    ]),
  );
  root.append(
    make("div", { class: "ir-panes" }, [
      make("div", { class: "ir-pane" }, [head(stage), large.stage, buttons, about]),
      make("div", { class: "ir-pane ir-groups" }, panes),
    ]),
  );
}

/** Draw all maps anew whenever one of them, or what is chosen, has changed. */
function look(stage: Stage<State>, large: Overlay, choices: Choice[], about: HTMLElement): void {
  const { model, signal } = stage;
  const [rows, columns] = model.get("grid");
  const frame = make("div", { class: "ir-mark" });
  const lines = make("div", { class: "ir-lines" });
  lines.style.backgroundSize = `${100 / columns}% ${100 / rows}%`;
  large.stage.append(lines, frame);
  follow(model, ["view", "weights", "pool", "query", "layer", "head"], () => {
    const [layer, head, query] = [model.get("layer"), model.get("head"), model.get("query")];
    const pooling = isPooling(stage, layer);
    for (const one of choices) {
      one.overlay.show(weightsOf(stage, one.layer, one.head));
      one.element.ariaPressed = String(one.layer === layer && (pooling || one.head === head));
    }
    const weights = weightsOf(stage, layer, head);
    large.show(weights);
    frame.hidden = pooling;
    lay(frame, query, rows, columns);
    setText(about, told(weights, query, columns, pooling));
  }, signal);
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
  onPointed(stage, (down, right) => {
    look(Math.floor(down * rows), Math.floor(right * columns));
  }, signal);
  onArrow(stage, (down, right) => {
    const place = model.get("query");
    look(Math.floor(place / columns) + down, (place % columns) + right);
  }, signal);
}

/** Tell where the pointer is while it is pressed, as shares of the height and of the width. */
function onPointed(
  stage: HTMLElement,
  pointed: (down: number, right: number) => void,
  signal: AbortSignal,
): void {
  const point = (event: PointerEvent) => {
    const box = stage.getBoundingClientRect();
    pointed((event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width);
  };
  const begin = (event: PointerEvent) => {
    stage.setPointerCapture(event.pointerId);
    point(event);
  };
  const go = (event: PointerEvent) => {
    if (event.buttons > 0) point(event);
  };
  stage.addEventListener("pointerdown", begin, { signal });
  stage.addEventListener("pointermove", go, { signal });
}

const ARROWS: Record<string, [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Tell where an arrow key goes, in patches. */
function onArrow(
  stage: HTMLElement,
  gone: (down: number, right: number) => void,
  signal: AbortSignal,
): void {
  const press = (event: KeyboardEvent) => {
    const step = ARROWS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    gone(...step);
  };
  stage.addEventListener("keydown", press, { signal });
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
