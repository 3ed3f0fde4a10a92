import { make, setText } from "../shared/dom";
import { button, labelled, select, slider } from "../shared/fields";
import { follow, send } from "../shared/model";
import { widget } from "../shared/widget";
import type { Failing, Stage } from "../shared/widget";

type Values = Record<string, number | string>;

interface State extends Failing {
  values: Values;
  /** of each slider */
  most: Record<string, number>;
  flips: string[];
  fills: string[];
  presets: Record<string, Values>;
  seed: number;
  names: string[];
  tile: [width: number, height: number];
  /** PNG: the pictures one below the other */
  sheet: DataView;
  code: string;
}

const NOTHING = "none";
const OWN = "own values";
const DEGREES = ["rotate", "shear"];

function fill(stage: Stage<State>): void {
  const { model, root, signal } = stage;
  const code = make("code", { attributes: { "data-testid": "code" } });
  follow(model, ["code"], () => setText(code, model.get("code")), signal);
  root.append(
    bar(stage),
    make("div", { class: "ir-panes" }, [sliders(stage), pictures(stage)]),
    make("p", { class: "ir-note" }, [document.createTextNode("In Python: "), code]),
  );
}

function bar({ model, signal }: Stage<State>): HTMLElement {
  const change = (name: string) => (value: string) =>
    send(model, "values", { ...model.get("values"), [name]: value });
  const named = (names: string[]): [string, string][] => names.map((name) => [name, name]);
  const presets = model.get("presets");
  const nothing: Values = {
    ...Object.fromEntries(Object.keys(model.get("most")).map((name) => [name, 0])),
    flip: "none",
  };
  const preset = select("preset", named([NOTHING, ...Object.keys(presets), OWN]), (name) => {
    if (name !== OWN)
      send(model, "values", { ...model.get("values"), ...(presets[name] ?? nothing) });
  });
  const flip = select("flip", named(model.get("flips")), change("flip"));
  const fills = select("fill", named(model.get("fills")), change("fill"));
  const other = button("seed", "Other pictures", () => send(model, "seed", model.get("seed") + 1));
  other.classList.add("ir-end");
  follow(
    model,
    ["values"],
    () => {
      const values = model.get("values");
      const same = (wanted: Values) =>
        Object.entries(wanted).every(([name, value]) => values[name] === value);
      preset.value = same(nothing)
        ? NOTHING
        : (Object.keys(presets).find((name) => same(presets[name] ?? {})) ?? OWN);
      flip.value = String(values["flip"]);
      fills.value = String(values["fill"]);
    },
    signal,
  );
  return make("div", { class: "ir-bar" }, [
    labelled("Preset", preset),
    labelled("Flip", flip),
    labelled("What comes in from outside", fills),
    other,
  ]);
}

function sliders({ model, signal }: Stage<State>): HTMLElement {
  const rows = Object.entries(model.get("most")).map(([name, most]) => {
    const field = slider(name, { least: 0, most, step: most / 100 }, (value) =>
      send(model, "values", { ...model.get("values"), [name]: Number(value.toFixed(4)) }));
    const value = make("b");
    follow(model, ["values"], () => {
      const now = Number(model.get("values")[name]);
      if (Number(field.value) !== now) field.value = String(now);
      setText(value, DEGREES.includes(name) ? `${Math.round(now)}°` : `${Math.round(100 * now)} %`);
    }, signal);
    const label = make("span", { text: name.replace("_", " ") });
    return make("label", { class: "ir-slider" }, [label, field, value]);
  });
  return make("div", { class: "ir-pane ir-sliders" }, rows);
}

/** The pictures as they are in the first row, changed in the others. */
function pictures({ model, signal }: Stage<State>): HTMLElement {
  const grid = make("div", {
    class: "ir-pictures",
    attributes: { role: "img", "data-testid": "pictures" },
  });
  let drawing = 0;
  const draw = async () => {
    const mine = ++drawing;
    const picture = await createImageBitmap(
      new Blob([model.get("sheet") as BlobPart], { type: "image/png" }),
    );
    const [width, height] = model.get("tile");
    const columns = model.get("names").length;
    if (mine === drawing) lay(grid, picture, width, height, columns);
    picture.close();
  };
  follow(model, ["sheet"], () => void draw(), signal);
  follow(
    model,
    ["names"],
    () => {
      const names = model.get("names").join(", ");
      grid.ariaLabel = `Training pictures of ${names}: as they are, and changed below`;
      grid.style.setProperty("--columns", String(model.get("names").length));
    },
    signal,
  );
  return grid;
}

function lay(
  grid: HTMLElement,
  picture: ImageBitmap,
  width: number,
  height: number,
  columns: number,
): void {
  const count = Math.round(picture.height / height);
  while (grid.children.length > count) grid.lastChild?.remove();
  while (grid.children.length < count) grid.append(make("canvas"));
  Array.from(grid.children).forEach((child, i) => {
    const canvas = child as HTMLCanvasElement;
    [canvas.width, canvas.height] = [width, height];
    canvas.classList.toggle("ir-still", i < columns);
    canvas.getContext("2d")?.drawImage(picture, 0, i * height, width, height, 0, 0, width, height);
  });
}

export default widget<State>("augmentation_playground", "Augmentation playground", fill);
