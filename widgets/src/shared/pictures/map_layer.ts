import { colorMap } from "./colors";

/** Draw an encoded picture on a canvas; a small one with its pixels as squares. */
export async function drawPicture(
  canvas: HTMLCanvasElement,
  bytes: DataView,
  says: string,
): Promise<void> {
  if (bytes.byteLength === 0) return;
  const picture = await createImageBitmap(new Blob([bytes as BlobPart]));
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.classList.toggle("ir-pixels", Math.max(picture.width, picture.height) <= 96);
  canvas.setAttribute("aria-label", says);
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  picture.close();
}

/** A grey map, drawn in colours. */
export class MapLayer {
  private grey: ImageData | null = null;
  private showing = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  clear(): void {
    this.showing++;
    this.grey = null;
    this.canvas.hidden = true;
  }

  async show(bytes: DataView, strength: number): Promise<void> {
    const showing = ++this.showing;
    if (bytes.byteLength === 0) return this.clear();
    const picture = await createImageBitmap(new Blob([bytes as BlobPart]));
    if (showing !== this.showing) return;
    this.canvas.width = picture.width;
    this.canvas.height = picture.height;
    const pen = this.canvas.getContext("2d", { willReadFrequently: true });
    pen?.drawImage(picture, 0, 0);
    this.grey = pen?.getImageData(0, 0, picture.width, picture.height) ?? null;
    picture.close();
    this.canvas.hidden = false;
    this.draw(strength);
  }

  draw(strength: number): void {
    if (this.grey === null) return;
    const pixels = new ImageData(
      new Uint8ClampedArray(this.grey.data),
      this.grey.width,
      this.grey.height,
    );
    colorMap(pixels.data, strength);
    this.canvas.getContext("2d")?.putImageData(pixels, 0, 0);
  }
}
