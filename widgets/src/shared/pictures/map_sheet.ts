import { make, setText } from "../dom";
import { count, decimal, plural, times } from "../format";
import { diverging, grey, paint } from "./pixels";

/** What Python says of a layer's output; see widgets.feature_maps. */
export interface MapsAbout {
  kind?: "maps" | "table" | "row";
  size?: [number, number];
  shape?: number[];
  count?: number;
  shown?: number;
  silent?: number;
  largest?: number;
}

const STEPS = 127;
const LONGEST_ROW = 64;

/** The maps of a layer, one small picture each; a row of numbers as one strip. */
export class MapSheet {
  readonly element: HTMLElement;
  private readonly sheet = make("div", {
    class: "ir-sheet",
    attributes: { role: "img", "data-testid": "maps" },
  });
  private readonly about = make("p", {
    class: "ir-note",
    attributes: { "data-testid": "maps-about" },
  });

  constructor() {
    this.element = make("div", { class: "ir-pane ir-map-sheet" }, [this.sheet, this.about]);
  }

  update(layer: string, about: MapsAbout, bytes: DataView): void {
    this.element.hidden = about.kind === undefined;
    if (about.kind === undefined) return;
    const values = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [height, width] = tileOf(about, values.length);
    const tiles = about.kind === "maps" ? (about.shown ?? 0) : 1;
    const canvases = this.canvases(tiles);
    const signed = values.some((value) => value < 0);
    const colorOf = (value: number) => (signed ? diverging(value / STEPS) : grey(value / STEPS));
    canvases.forEach((canvas, i) => {
      paint(canvas, width, height, (pixel) => {
        const value = values[i * width * height + pixel];
        return value === undefined ? [0, 0, 0, 0] : colorOf(value);
      });
      canvas.title = tiles > 1 ? `map ${i}` : "";
    });
    this.sheet.style.setProperty("--wide", String(width));
    this.sheet.dataset["kind"] = about.kind;
    this.sheet.ariaLabel = `What ${layer} gives: ${inWords(about)}`;
    setText(this.about, inWords(about));
  }

  private canvases(number: number): HTMLCanvasElement[] {
    while (this.sheet.children.length > number) this.sheet.lastChild?.remove();
    while (this.sheet.children.length < number) this.sheet.append(make("canvas"));
    return Array.from(this.sheet.children) as HTMLCanvasElement[];
  }
}

/** Height and width of one picture: a long row of numbers is broken into lines. */
export function tileOf({ kind, size = [1, 1] }: MapsAbout, numbers: number): [number, number] {
  if (kind !== "row") return size;
  return [Math.ceil(numbers / LONGEST_ROW), Math.min(numbers, LONGEST_ROW)];
}

/** "64 maps of 4×4, 3 of them silent; the largest number is 2.31". */
export function inWords({
  kind,
  shape = [],
  count: all = 0,
  shown = 0,
  silent = 0,
  largest = 0,
}: MapsAbout): string {
  const most = `the largest number is ${decimal(largest)}`;
  if (kind === "row") return `${plural(shape[1] ?? 0, "number")}; ${most}`;
  if (kind === "table")
    return `${plural(shape[0] ?? 0, "place")} of ${plural(shape[1] ?? 0, "number")} each; ${most}`;
  const some = shown < all ? `, the first ${shown} shown` : "";
  const still = silent > 0 ? `, ${count(silent)} of them zero everywhere` : "";
  return `${plural(all, "map")} of ${times(shape.slice(0, 2))}${some}${still}; ${most}`;
}
