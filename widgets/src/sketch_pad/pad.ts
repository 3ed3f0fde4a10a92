import { make } from "../shared/dom";
import { bytesOf, rgbaOf } from "./pen";
import type { Pen } from "./pen";

/** A canvas to draw on with mouse, finger, pen or keys. */
export class Pad {
  readonly element: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly cursor = make("div", { class: "ir-cursor" });
  private readonly context: CanvasRenderingContext2D;
  private last: [number, number] | null = null;
  private keys: [number, number];
  private keysDraw = false;
  drawing = false;

  constructor(
    private readonly size: [height: number, width: number, channels: number],
    private readonly pen: () => Pen,
    private readonly drawn: () => void,
  ) {
    const [height, width] = size;
    this.keys = [width / 2, height / 2];
    this.canvas = make("canvas", { attributes: { width: String(width), height: String(height) } });
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) throw new Error("This browser has no canvas to draw on.");
    this.context = context;
    this.element = make(
      "div",
      {
        class: "ir-stage ir-pad",
        attributes: {
          role: "application",
          tabindex: "0",
          "data-testid": "pad",
          "aria-label":
            "Canvas: draw with the pointer; or move the pen with the arrow keys, " +
            "and set it down or lift it with the space bar",
        },
      },
      [this.canvas, this.cursor],
    );
    this.cursor.hidden = true;
    this.listen();
  }

  /** The drawing's bytes, with as many channels as the model has. */
  read(): DataView {
    const { width, height } = this.canvas;
    return new DataView(
      bytesOf(this.context.getImageData(0, 0, width, height).data, this.size[2]).buffer,
    );
  }

  write(view: DataView): void {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const { width, height } = this.canvas;
    this.context.putImageData(new ImageData(rgbaOf(bytes, this.size[2]), width, height), 0, 0);
  }

  clear(color: string): void {
    this.context.fillStyle = color;
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.drawn();
  }

  private listen(): void {
    this.element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.element.setPointerCapture(event.pointerId);
      this.drawing = true;
      this.cursor.hidden = true;
      this.last = null;
      this.lineTo(this.place(event));
    });
    this.element.addEventListener("pointermove", (event) => {
      if (!this.drawing) return;
      // All places since the last event, so that a quick stroke is round.
      const events = event.getCoalescedEvents?.() ?? [];
      for (const one of events.length > 0 ? events : [event]) this.lineTo(this.place(one));
    });
    for (const name of ["pointerup", "pointercancel"] as const) {
      this.element.addEventListener(name, () => {
        this.drawing = false;
      });
    }
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  private place(event: PointerEvent): [number, number] {
    const box = this.canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * this.canvas.width,
      ((event.clientY - box.top) / box.height) * this.canvas.height,
    ];
  }

  private lineTo(to: [number, number]): void {
    const { width, color } = this.pen();
    const from = this.last ?? to;
    const { context } = this;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
    this.last = to;
    this.drawn();
  }

  private key(event: KeyboardEvent): void {
    const step = this.canvas.width / 32;
    const moves: Record<string, [number, number]> = {
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      " ": [0, 0],
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === " ") this.keysDraw = !this.keysDraw;
    this.last = this.keys;
    const within = (value: number, end: number) => Math.min(Math.max(value, 0), end);
    this.keys = [
      within(this.keys[0] + move[0], this.canvas.width),
      within(this.keys[1] + move[1], this.canvas.height),
    ];
    this.cursor.hidden = false;
    this.cursor.classList.toggle("ir-down", this.keysDraw);
    this.cursor.style.left = `${(100 * this.keys[0]) / this.canvas.width}%`;
    this.cursor.style.top = `${(100 * this.keys[1]) / this.canvas.height}%`;
    if (this.keysDraw) this.lineTo(this.keys);
  }
}
