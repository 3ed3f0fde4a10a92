import { caption, make, setText } from "../shared/dom";
import { numbersColor, paint } from "../shared/pictures/pixels";
import { brief } from "./arithmetic";
import type { Table } from "./arithmetic";

type Place = [top: number, left: number, height: number, width: number];

const MOST_LINES = 40;

/** Numbers as a picture, with a frame on it, that tells which pixel the pointer is over. */
export class Plane {
  readonly stage: HTMLElement;
  readonly element: HTMLElement;
  private readonly canvas = make("canvas");
  private readonly lines = make("div", { class: "ir-lines" });
  private readonly frame = make("div", { class: "ir-mark" });
  private readonly inner = make("div", { class: "ir-inner" });
  private readonly about = make("small");
  private readonly range = make("p", { class: "ir-note" });
  private size: [number, number] = [1, 1];

  constructor(
    testId: string,
    private readonly title: string,
    chosen: (i: number, j: number) => void,
  ) {
    this.stage = make(
      "div",
      {
        class: "ir-stage",
        attributes: { role: "img", tabindex: "0", "data-testid": testId },
      },
      [this.canvas, this.lines, this.inner, this.frame],
    );
    const parts = [caption(title, this.about), this.stage, this.range];
    this.element = make("div", { class: "ir-pane ir-plane" }, parts);
    this.stage.addEventListener("pointerdown", (event) =>
      this.stage.setPointerCapture(event.pointerId),
    );
    for (const name of ["pointerdown", "pointermove"] as const) {
      this.stage.addEventListener(name, (event) => {
        const box = this.stage.getBoundingClientRect();
        const [height, width] = this.size;
        chosen(
          Math.floor(((event.clientY - box.top) / box.height) * height),
          Math.floor(((event.clientX - box.left) / box.width) * width),
        );
      });
    }
  }

  show(table: Table, about: string): void {
    const { height, width, values } = table;
    this.size = [height, width];
    const color = numbersColor(values);
    paint(this.canvas, width, height, (i) => color(values[i] ?? 0));
    setText(this.about, about);
    this.stage.hidden = height * width === 0;
    this.lines.hidden = Math.max(height, width) > MOST_LINES;
    this.lines.style.backgroundSize = `${100 / width}% ${100 / height}%`;
    this.stage.ariaLabel = `${this.title}, ${about}: arrow keys move the window`;
    const numbers = Array.from(values);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    setText(this.range, numbers.length === 0 ? "" : `from ${brief(low)} to ${brief(high)}`);
  }

  /** Frame these rows and columns: top, left, height, width. */
  mark(place: Place | null): void {
    this.lay(this.frame, place);
  }

  /** Say that only this part is the picture, and the rest its border. */
  limit(place: Place | null): void {
    this.lay(this.inner, place);
  }

  private lay(box: HTMLElement, place: Place | null): void {
    box.hidden = place === null;
    if (place === null) return;
    const [height, width] = this.size;
    const [top, left, rows, columns] = place;
    box.style.top = `${(100 * top) / height}%`;
    box.style.left = `${(100 * left) / width}%`;
    box.style.height = `${(100 * rows) / height}%`;
    box.style.width = `${(100 * columns) / width}%`;
  }
}
