import { floats } from "../shared/bytes";
import { make, setText } from "../shared/dom";
import { button, labelled, option, select } from "../shared/fields";
import { follow, send } from "../shared/traits";
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

function fill({ model, root, signal }: Stage<State>): void {
  const [height, width] = model.get("size");
  const picture: Table = { height, width, values: floats(model.get("picture")) };
  const source = new Plane("picture", "The picture", (i, j) => lookAt(fromPicture(i, j)));
  const map = new Plane("map", "The map", (i, j) => lookAt([i, j]));
  const kernelTable = new KernelTable((kernel) => send(model, "kernel", kernel));
  const sums = new SumTable();
  let ground = padded(picture, 1, 1, moves());
  let output: Table = picture;

  function moves(): Moves {
    return { flip: model.get("flip"), padding: model.get("padding"), stride: model.get("stride") };
  }

  /** The place whose window has this pixel in its middle, or the nearest one. */
  function fromPicture(i: number, j: number): [number, number] {
    const kernel = model.get("kernel");
    const { stride } = moves();
    const middle = [(kernel.length - 1) / 2, ((kernel[0]?.length ?? 1) - 1) / 2] as const;
    return [Math.round((i - middle[0]) / stride), Math.round((j - middle[1]) / stride)];
  }

  function lookAt([i, j]: [number, number]): void {
    const inside = (value: number, end: number) => Math.min(Math.max(value, 0), Math.max(end - 1, 0));
    const place: [number, number] = [inside(i, output.height), inside(j, output.width)];
    const [row, column] = model.get("place");
    if (place[0] !== row || place[1] !== column) send(model, "place", place);
  }

  function step(event: KeyboardEvent): void {
    const [i, j] = model.get("place");
    const goals: Record<string, [number, number]> = {
      ArrowUp: [i - 1, j], ArrowDown: [i + 1, j], ArrowLeft: [i, j - 1], ArrowRight: [i, j + 1],
      Home: [i, 0], End: [i, output.width - 1],
    };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    lookAt(goal);
  }
  for (const plane of [source, map]) plane.stage.addEventListener("keydown", step, { signal });

  follow(model, ["kernel", "flip", "padding", "stride"], () => {
    const kernel = model.get("kernel");
    ground = padded(picture, kernel.length, kernel[0]?.length ?? 0, moves());
    output = convolved(ground, kernel, moves());
    const fits = output.height * output.width > 0;
    source.show(ground, `${height}×${width}${ground.values.length > height * width ? ", zeros around it" : ""}`);
    source.limit(ground.values.length > height * width ? [ground.top, ground.left, height, width] : null);
    map.limit(null);
    map.show(output, fits ? `${output.height}×${output.width}` : "the kernel fits nowhere");
    kernelTable.show(kernel);
    lookAt(model.get("place"));
    look();
  }, signal);
  function look(): void {
    const [i, j] = model.get("place");
    const kernel = model.get("kernel");
    const { stride, flip } = moves();
    const fits = output.height * output.width > 0;
    source.mark(fits ? [i * stride, j * stride, kernel.length, kernel[0]?.length ?? 0] : null);
    map.mark(fits ? [i, j, 1, 1] : null);
    sums.show(fits ? sumAt(ground, kernel, [i, j], moves()) : null, [i, j], { flip, stride });
  }
  follow(model, ["place"], look, signal);

  root.append(
    bar({ model, root, signal }, () => output, lookAt),
    make("div", { class: "ir-panes" }, [
      source.element,
      make("div", { class: "ir-pane ir-middle" }, [kernelTable.element, sums.element]),
      map.element,
    ]),
  );
}

function bar({ model, signal }: Stage<State>, output: () => Table, lookAt: (place: [number, number]) => void): HTMLElement {
  const presets = model.get("presets");
  const names = [...Object.keys(presets), OWN];
  const preset = select("preset", names.map((name) => [name, name]), (name) => {
    const kernel = presets[name];
    if (kernel !== undefined) send(model, "kernel", kernel);
  });
  const sizes = Array.from({ length: LARGEST_KERNEL }, (_, i) => `${i + 1}×${i + 1}`);
  const size = select("size", sizes.map((text, i) => [String(i + 1), text]), (value) => {
    send(model, "kernel", resized(model.get("kernel"), Number(value)));
  });
  const odd = option(["", "–"]); // for a kernel that is not square
  size.append(odd);
  const operation = select("operation", [["", "cross-correlation"], ["flip", "convolution (flipped)"]], (value) =>
    send(model, "flip", value !== ""));
  const padding = select("padding", [["valid", "valid: none"], ["same", "same: zeros"]], (value) =>
    send(model, "padding", value as Moves["padding"]));
  const stride = select("stride", ["1", "2", "3", "4"].map((value) => [value, value]), (value) =>
    send(model, "stride", Number(value)));
  follow(model, ["kernel", "flip", "padding", "stride"], () => {
    const kernel = model.get("kernel");
    const same = Object.keys(presets).find((name) => JSON.stringify(presets[name]) === JSON.stringify(kernel));
    preset.value = same ?? OWN;
    size.value = kernel.length === kernel[0]?.length ? String(kernel.length) : "";
    odd.hidden = size.value !== "";
    operation.value = model.get("flip") ? "flip" : "";
    padding.value = model.get("padding");
    stride.value = String(model.get("stride"));
  }, signal);
  return make("div", { class: "ir-bar" }, [
    labelled("Kernel", preset), labelled("Size", size), labelled("Operation", operation),
    labelled("Padding", padding), labelled("Stride", stride), slideButton({ model, signal }, output, lookAt),
  ]);
}

/** A button that sends the window over the whole picture, row by row, until it is pressed again. */
function slideButton(
  { model, signal }: Pick<Stage<State>, "model" | "signal">,
  output: () => Table,
  lookAt: (place: [number, number]) => void,
): HTMLButtonElement {
  let timer = 0;
  const next = () => {
    const [i, j] = model.get("place");
    const { height, width } = output();
    const after = i * width + j + 1;
    const place = after < height * width ? after : 0;
    lookAt([Math.floor(place / width), place % width]);
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
