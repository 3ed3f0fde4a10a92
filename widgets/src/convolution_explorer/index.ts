import { floats } from "../shared/bytes";
import { make, setText } from "../shared/dom";
import { button, labelled, named, select, type Option } from "../shared/fields";
import { times } from "../shared/format";
import { follow, send } from "../shared/model";
import { widget } from "../shared/widget";
import type { Failing, Stage } from "../shared/widget";
import { convolved, padded, resized, sumAt } from "./arithmetic";
import type { Moves, Table } from "./arithmetic";
import { Plane } from "./plane";
import { KernelTable, SumTable } from "./tables";

interface State extends Failing, Moves {
  /** float32 */
  picture: DataView;
  size: [number, number];
  presets: Record<string, number[][]>;
  kernel: number[][];
  place: [number, number];
}

const FRAMES_PER_SECOND = 12;
const LARGEST_KERNEL = 7;
const OWN = "own numbers";

/** The picture with its border, the kernel, and the map, as the traits say; the views show them. */
class Explorer {
  readonly source = new Plane("picture", "The picture", (i, j) =>
    this.lookAt(this.fromPicture(i, j)),
  );
  readonly map = new Plane("map", "The map", (i, j) => this.lookAt([i, j]));
  readonly table: KernelTable;
  readonly sums = new SumTable();
  output: Table;
  private ground: ReturnType<typeof padded>;
  private readonly picture: Table;

  constructor(private readonly model: Stage<State>["model"], signal: AbortSignal) {
    const [height, width] = model.get("size");
    this.picture = { height, width, values: floats(model.get("picture")) };
    this.output = this.picture;
    this.ground = padded(this.picture, 1, 1, this.moves());
    this.table = new KernelTable((kernel) => send(model, "kernel", kernel));
    for (const plane of [this.source, this.map]) {
      plane.stage.addEventListener("keydown", (event) => this.step(event), { signal });
    }
    follow(model, ["kernel", "flip", "padding", "stride"], () => this.compute(), signal);
    follow(model, ["place"], () => this.look(), signal);
  }

  /** Look at this place, or at the nearest there is. */
  lookAt([i, j]: [number, number]): void {
    const inside = (value: number, end: number) =>
      Math.min(Math.max(value, 0), Math.max(end - 1, 0));
    const place: [number, number] = [inside(i, this.output.height), inside(j, this.output.width)];
    const [row, column] = this.model.get("place");
    if (place[0] !== row || place[1] !== column) send(this.model, "place", place);
  }

  private moves(): Moves {
    const { model } = this;
    return { flip: model.get("flip"), padding: model.get("padding"), stride: model.get("stride") };
  }

  /** The place whose window has this pixel in its middle. */
  private fromPicture(i: number, j: number): [number, number] {
    const kernel = this.model.get("kernel");
    const { stride } = this.moves();
    const place = (pixel: number, reach: number) => Math.round((pixel - (reach - 1) / 2) / stride);
    return [place(i, kernel.length), place(j, kernel[0]?.length ?? 1)];
  }

  private step(event: KeyboardEvent): void {
    const [i, j] = this.model.get("place");
    const goals: Record<string, [number, number]> = {
      ArrowUp: [i - 1, j], ArrowDown: [i + 1, j], ArrowLeft: [i, j - 1], ArrowRight: [i, j + 1],
      Home: [i, 0], End: [i, this.output.width - 1],
    };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.lookAt(goal);
  }

  /** The whole map anew: something of the kernel or of its way has changed. */
  private compute(): void {
    const { picture, model } = this;
    const kernel = model.get("kernel");
    const ground = padded(picture, kernel.length, kernel[0]?.length ?? 0, this.moves());
    this.ground = ground;
    this.output = convolved(ground, kernel, this.moves());
    const { height, width } = picture;
    const bordered = ground.values.length > height * width;
    this.source.show(ground, `${times([height, width])}${bordered ? ", zeros around it" : ""}`);
    this.source.limit(bordered ? [ground.top, ground.left, height, width] : null);
    this.map.limit(null);
    this.map.show(
      this.output,
      this.fits ? times([this.output.height, this.output.width]) : "the kernel fits nowhere",
    );
    this.table.show(kernel);
    this.lookAt(model.get("place"));
    this.look();
  }

  /** The frames and the sum at the place that is looked at. */
  private look(): void {
    const [i, j] = this.model.get("place");
    const kernel = this.model.get("kernel");
    const { stride, flip } = this.moves();
    this.source.mark(
      this.fits ? [i * stride, j * stride, kernel.length, kernel[0]?.length ?? 0] : null,
    );
    this.map.mark(this.fits ? [i, j, 1, 1] : null);
    this.sums.show(this.fits ? sumAt(this.ground, kernel, [i, j], this.moves()) : null, [i, j], {
      flip,
      stride,
    });
  }

  private get fits(): boolean {
    return this.output.height * this.output.width > 0;
  }
}

function fill(stage: Stage<State>): void {
  const explorer = new Explorer(stage.model, stage.signal);
  stage.root.append(
    bar(stage, explorer),
    make("div", { class: "ir-panes" }, [
      explorer.source.element,
      make("div", { class: "ir-pane ir-middle" }, [explorer.table.element, explorer.sums.element]),
      explorer.map.element,
    ]),
  );
}

/** What can be chosen of the kernel and of its way over the picture. */
function bar(stage: Stage<State>, explorer: Explorer): HTMLElement {
  return make("div", { class: "ir-bar" }, [
    labelled("Kernel", presets(stage)),
    labelled("Size", sizes(stage)),
    labelled("Operation", operations(stage)),
    labelled("Padding", paddings(stage)),
    labelled("Stride", strides(stage)),
    slideButton(stage, explorer),
  ]);
}

function presets({ model, signal }: Stage<State>): HTMLElement {
  const kernels = model.get("presets");
  const field = select("preset", named([...Object.keys(kernels), OWN]), (name) => {
    const kernel = kernels[name];
    if (kernel !== undefined) send(model, "kernel", kernel);
  });
  follow(model, ["kernel"], () => {
    const shown = JSON.stringify(model.get("kernel"));
    const same = Object.keys(kernels).find((name) => JSON.stringify(kernels[name]) === shown);
    field.value = same ?? OWN;
  }, signal);
  return field;
}

function sizes({ model, signal }: Stage<State>): HTMLElement {
  const sides = Array.from({ length: LARGEST_KERNEL }, (_, i) => i + 1);
  const options = sides.map((side): Option => [String(side), `${side}×${side}`]);
  const field = select("size", options, (value) => {
    send(model, "kernel", resized(model.get("kernel"), Number(value)));
  });
  // for a kernel that is not square
  const odd = make("option", { text: "–", attributes: { value: "" } });
  field.append(odd);
  follow(model, ["kernel"], () => {
    const kernel = model.get("kernel");
    field.value = kernel.length === kernel[0]?.length ? String(kernel.length) : "";
    odd.hidden = field.value !== "";
  }, signal);
  return field;
}

function operations({ model, signal }: Stage<State>): HTMLElement {
  const options: Option[] = [["", "cross-correlation"], ["flip", "convolution (flipped)"]];
  const field = select("operation", options, (value) => send(model, "flip", value !== ""));
  follow(model, ["flip"], () => {
    field.value = model.get("flip") ? "flip" : "";
  }, signal);
  return field;
}

function paddings({ model, signal }: Stage<State>): HTMLElement {
  const options: Option[] = [["valid", "valid: none"], ["same", "same: zeros"]];
  const field = select("padding", options, (value) =>
    send(model, "padding", value as Moves["padding"]));
  follow(model, ["padding"], () => {
    field.value = model.get("padding");
  }, signal);
  return field;
}

function strides({ model, signal }: Stage<State>): HTMLElement {
  const options = named(["1", "2", "3", "4"]);
  const field = select("stride", options, (value) => send(model, "stride", Number(value)));
  follow(model, ["stride"], () => {
    field.value = String(model.get("stride"));
  }, signal);
  return field;
}

/** A button that sends the window over the whole picture, row by row, until it is pressed again. */
function slideButton(
  { model, signal }: Pick<Stage<State>, "model" | "signal">, explorer: Explorer,
): HTMLButtonElement {
  let timer = 0;
  const next = () => {
    const [i, j] = model.get("place");
    const { height, width } = explorer.output;
    const after = i * width + j + 1;
    const place = after < height * width ? after : 0;
    explorer.lookAt([Math.floor(place / width), place % width]);
  };
  const element = button("slide", "Slide", () => {
    if (timer === 0) timer = window.setInterval(next, 1000 / FRAMES_PER_SECOND);
    else {
      clearInterval(timer);
      timer = 0;
    }
    element.setAttribute("aria-pressed", String(timer !== 0));
    setText(element, timer === 0 ? "Slide" : "Hold");
  });
  element.classList.add("ir-end");
  signal.addEventListener("abort", () => clearInterval(timer));
  return element;
}

export default widget<State>("convolution_explorer", "Convolution explorer", fill);
