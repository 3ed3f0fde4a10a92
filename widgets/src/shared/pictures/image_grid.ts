import { make } from "../dom";
import type { Caption } from "./caption";

/** A sheet holds its pictures one below the other. */
export interface Sheet {
  /** width and height of one picture on the sheet, in pixels */
  tile: [number, number];
  captions: Caption[];
}

const LETTER = 7; // pixels, about
const MOST = 132;

/** How wide a picture must be for the names below it to be read, as far as that is not too wide. */
export function nameWidth(captions: Pick<Caption, "text">[]): number {
  return Math.min(MOST, LETTER * Math.max(0, ...captions.map(({ text }) => text.length)));
}

/** Pictures that came as one sheet, each with its caption. */
export class ImageGrid {
  readonly element = make("div", { class: "ir-images", attributes: { role: "list" } });
  private drawing = 0;

  /** Show the pictures of `bytes`, a PNG. Pictures asked for later win over these. */
  async update(sheet: Sheet, bytes: DataView): Promise<void> {
    const drawing = ++this.drawing;
    if (sheet.captions.length === 0 || bytes.byteLength === 0) {
      this.element.replaceChildren();
      return;
    }
    const picture = await createImageBitmap(new Blob([bytes as BlobPart], { type: "image/png" }));
    if (drawing !== this.drawing) return;
    const figures = sheet.captions.map((caption, i) => figure(picture, sheet, caption, i));
    this.element.style.setProperty("--names", `${nameWidth(sheet.captions)}px`);
    this.element.replaceChildren(...figures);
    picture.close();
  }
}

function figure(picture: ImageBitmap, sheet: Sheet, caption: Caption, index: number): HTMLElement {
  const [width, height] = sheet.tile;
  const label = `${caption.text}, ${caption.detail}`;
  const canvas = make("canvas", {
    title: label,
    attributes: { role: "img", "aria-label": label, width: String(width), height: String(height) },
  });
  canvas.classList.toggle("ir-pixels", Math.max(width, height) <= 48);
  canvas
    .getContext("2d")
    ?.drawImage(picture, 0, index * height, width, height, 0, 0, width, height);
  const below = make("figcaption", { class: caption.right ? "ir-right" : "ir-wrong" }, [
    make("span", { text: caption.text, title: caption.text }),
    make("small", { text: caption.detail }),
  ]);
  return make("figure", { class: "ir-image", attributes: { role: "listitem" } }, [canvas, below]);
}
