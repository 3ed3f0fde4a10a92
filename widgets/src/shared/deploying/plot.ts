import { make, setText } from "../dom";
import type { Row } from "../records";
import { type Axis, inWords, lifted, type Plot, plotOf, type Point, spaced } from "./figures";

const LABEL = { width: 22, height: 15 }; // of a point, in pixels, about
const TICK = { width: 66, height: 20 };
const NAMES: Record<Axis, string> = {
  bytes: "file, logarithmic", time: "time of one picture with one thread, logarithmic",
};

/** What is drawn. */
export interface Drawn {
  rows: Row[];
  front: string[];
  chosen: string;
  axis: Axis;
  /** the method whose pictures are shown */
  looked: string;
}

/** Accuracy over size or time: each row is a button, with its interval as a line. */
export class FrontPlot {
  readonly element = make("div", { class: "ir-front" });
  private readonly field = make("div", {
    class: "ir-front-field", attributes: { role: "group", "aria-label": "Measured networks" },
  });
  private readonly under = make("p", { class: "ir-axis" });
  private drawn: Drawn | undefined;

  constructor(private readonly chosen: (method: string) => void, signal: AbortSignal) {
    const text = "accuracy on validation pictures";
    const above = make("p", { class: "ir-axis ir-axis-up", text });
    this.element.append(above, this.field, this.under);
    const observer = new ResizeObserver(() => this.redraw());
    observer.observe(this.field);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  draw(drawn: Drawn): void {
    this.drawn = drawn;
    this.redraw();
  }

  private redraw(): void {
    if (this.drawn === undefined || this.drawn.rows.length === 0) return;
    const { rows, axis } = this.drawn;
    const focused = this.field.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset["method"] : undefined;
    const plot = plotOf(rows, axis);
    setText(this.under, NAMES[axis]);
    this.field.replaceChildren(...ticksOf(plot, this.field), ...this.points(this.drawn, plot));
    if (focused !== undefined) this.buttonOf(focused)?.focus({ preventScroll: true });
  }

  private buttonOf(method: string): HTMLElement | undefined {
    return [...this.field.querySelectorAll("button")].find(
      ({ dataset }) => dataset["method"] === method,
    );
  }

  private points(drawn: Drawn, { points }: Plot): HTMLElement[] {
    const { clientWidth: width, clientHeight: height } = this.field;
    const up = lifted(points.map(({ x, y }) => [x * width, y * height]), LABEL.width, LABEL.height);
    return drawn.rows.flatMap((row, i) => {
      const point = points[i];
      return point === undefined ? [] : this.point(drawn, row, i, point, up[i] ?? 0);
    });
  }

  private point(
    { rows: [first], front, chosen, looked }: Drawn, row: Row, index: number, point: Point,
    up: number,
  ): HTMLElement[] {
    const says = inWords(row, first ?? row);
    const dot = make("button", {
      class: "ir-dot",
      title: says,
      attributes: {
        type: "button", "aria-label": says, "aria-pressed": String(row.method === looked),
      },
    });
    dot.dataset["method"] = row.method;
    dot.classList.toggle("ir-best", front.includes(row.method));
    dot.classList.toggle("ir-chosen", row.method === chosen);
    dot.addEventListener("click", () => this.chosen(row.method));
    const line = make("i", { class: "ir-whisker" });
    line.style.height = share(point.high - point.low);
    const number = make("span", {
      class: "ir-number", text: String(index + 1), attributes: { "aria-hidden": "true" },
    });
    number.style.marginBottom = `${up}px`;
    [line, number, dot].forEach((element) => element.style.setProperty("left", share(point.x)));
    line.style.bottom = share(point.low);
    for (const element of [number, dot]) element.style.bottom = share(point.y);
    return [line, number, dot];
  }
}

function share(value: number): string {
  return `${(100 * value).toFixed(2)}%`;
}

function ticksOf({ x, y }: Plot, { clientWidth, clientHeight }: HTMLElement): HTMLElement[] {
  const tick = (name: string, side: "left" | "bottom") => ([at, text]: [number, string]) => {
    const element = make("span", { class: name, text, attributes: { "aria-hidden": "true" } });
    element.style[side] = share(at);
    return element;
  };
  return [
    ...spaced(x, clientWidth, TICK.width).map(tick("ir-tick-x", "left")),
    ...spaced(y, clientHeight, TICK.height).map(tick("ir-tick-y", "bottom")),
  ];
}
