import { make, setText } from "./dom";

/** One line of a chart. `x` ascends; a `y` that is not a number leaves a gap. */
export interface Series {
  name: string;
  /** the CSS variable that holds its colour */
  color: string;
  x: Float32Array;
  y: Float32Array;
  /** a mark at each point; without, the line is drawn faint and its smoothed course over it */
  marked: boolean;
}

export interface ChartOptions {
  title: string;
  testId: string;
  /** what a value reads like, in the legend and on the axis */
  format: (value: number) => string;
  formatTick: (value: number) => string;
  /** the vertical range, where it is known beforehand */
  range?: [number, number];
}

const MARGIN = { left: 46, right: 14, top: 10, bottom: 24 };
const REACH = 4;

/** Lines over epochs on a canvas, with a legend that reads the values under the pointer. */
export class LineChart {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  private readonly legend = make("div", { class: "ir-legend" });
  private readonly at = make("span", { class: "ir-at" });
  private readonly values = new Map<string, HTMLElement>();
  private series: Series[] = [];
  private end = 1;
  private cursor: number | null = null;
  private frame = 0;

  constructor(private readonly options: ChartOptions, signal: AbortSignal) {
    this.canvas = make("canvas", {
      attributes: {
        role: "img",
        tabindex: "0",
        "data-testid": options.testId,
        "data-points": "0",
        "aria-label": options.title,
      },
    });
    this.legend.append(this.at);
    const title = make("span", { class: "ir-chart-title", text: options.title });
    this.element = make("section", { class: "ir-card ir-chart" }, [
      make("header", {}, [title, this.legend]),
      make("div", { class: "ir-plot" }, [this.canvas]),
    ]);
    const resized = new ResizeObserver(() => this.redraw());
    resized.observe(this.canvas);
    signal.addEventListener("abort", () => {
      resized.disconnect();
      cancelAnimationFrame(this.frame);
    });
    this.listen();
  }

  /** Show these series on an axis from 0 to `end`. */
  update(series: Series[], end: number): void {
    this.series = series;
    this.end = Math.max(end, 1);
    this.redraw();
  }

  /** Draw with the next frame, however often it is asked for. */
  redraw(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private listen(): void {
    this.canvas.addEventListener("pointermove", (event) => {
      const width = this.canvas.clientWidth - MARGIN.left - MARGIN.right;
      this.moveCursor(((event.offsetX - MARGIN.left) / width) * this.end);
    });
    for (const name of ["pointerleave", "blur"]) {
      this.canvas.addEventListener(name, () => this.moveCursor(null));
    }
    this.canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step !== undefined) this.moveCursor((this.cursor ?? this.end) + (step * this.end) / 50);
      else if (event.key === "Escape") this.moveCursor(null);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  private moveCursor(x: number | null): void {
    this.cursor = x === null ? null : Math.min(Math.max(x, 0), this.end);
    this.redraw();
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const pen = this.canvas.getContext("2d");
    if (pen === null || width === 0 || height === 0) return;
    const scale = window.devicePixelRatio || 1;
    this.fit(Math.round(width * scale), Math.round(height * scale));
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    const [low, high] = this.options.range ?? verticalRange(this.series);
    const frame: Frame = {
      pen,
      width,
      height,
      x: (value) => MARGIN.left + (value / this.end) * (width - MARGIN.left - MARGIN.right),
      y: (value) =>
        height - MARGIN.bottom -
        ((value - low) / (high - low)) * (height - MARGIN.top - MARGIN.bottom),
      style: getComputedStyle(this.canvas),
    };
    this.drawAxes(frame, low, high);
    for (const series of this.series) drawSeries(frame, series);
    if (this.cursor !== null) drawCursor(frame, this.cursor);
    this.writeLegend();
    const points = this.series.reduce((sum, { x }) => sum + x.length, 0);
    this.canvas.dataset["points"] = String(points);
  }

  /** Give the canvas its size in pixels. Setting it throws its memory away, so only if it differs. */
  private fit(width: number, height: number): void {
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
  }

  private drawAxes(frame: Frame, low: number, high: number): void {
    const { pen, width, height, style } = frame;
    pen.font = `11px ${style.fontFamily}`;
    pen.strokeStyle = style.getPropertyValue("--ir-grid");
    pen.fillStyle = style.getPropertyValue("--ir-faint");
    pen.lineWidth = 1;
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const value of ticks(low, high, 5)) {
      const y = Math.round(frame.y(value)) + 0.5;
      line(pen, MARGIN.left, y, width - MARGIN.right, y);
      pen.fillText(this.options.formatTick(value), MARGIN.left - 8, y);
    }
    pen.textBaseline = "top";
    for (const value of ticks(0, this.end, 6).filter(Number.isInteger)) {
      pen.textAlign = value === 0 ? "left" : value === this.end ? "right" : "center";
      pen.fillText(value === 0 ? "epoch 0" : String(value), frame.x(value), height - MARGIN.bottom + 8);
    }
  }

  private writeLegend(): void {
    const read: string[] = [];
    for (const series of this.series) {
      const text = this.options.format(this.valueAt(series));
      setText(this.entry(series), text);
      read.push(`${series.name} ${text}`);
    }
    const where = this.cursor === null ? "" : `epoch ${this.cursor.toFixed(2)}`;
    setText(this.at, where);
    const label = `${this.options.title}: ${read.join(", ")}${where && `, at ${where}`}`;
    if (this.canvas.ariaLabel !== label) this.canvas.ariaLabel = label;
  }

  /** What the thick line says at the last point before the cursor; without one, at its end. */
  private valueAt({ x, y, marked }: Series): number {
    let i = x.length - 1;
    if (this.cursor !== null) while (i > 0 && (x[i] ?? 0) > this.cursor) i--;
    return (marked ? y : smoothed(y))[i] ?? NaN;
  }

  /** The place in the legend for a series' value; made when it is first needed. */
  private entry(series: Series): HTMLElement {
    let value = this.values.get(series.name);
    if (value === undefined) {
      value = make("b");
      const key = make("i", { class: series.marked ? "ir-key ir-key-mark" : "ir-key" });
      key.style.setProperty("--key", `var(${series.color})`);
      const name = make("span", { text: series.name });
      this.legend.append(make("span", { class: "ir-entry" }, [key, name, value]));
      this.values.set(series.name, value);
    }
    return value;
  }
}

interface Frame {
  pen: CanvasRenderingContext2D;
  width: number;
  height: number;
  x: (value: number) => number;
  y: (value: number) => number;
  style: CSSStyleDeclaration;
}

function line(pen: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}

function drawCursor({ pen, height, x, style }: Frame, cursor: number): void {
  pen.strokeStyle = style.getPropertyValue("--ir-faint");
  line(pen, x(cursor), MARGIN.top, x(cursor), height - MARGIN.bottom);
}

function drawSeries(frame: Frame, series: Series): void {
  const { pen, width, height, style } = frame;
  pen.save();
  pen.beginPath();
  pen.rect(MARGIN.left - 4, 0, width - MARGIN.left, height - MARGIN.bottom + 4);
  pen.clip();
  pen.strokeStyle = pen.fillStyle = style.getPropertyValue(series.color);
  pen.lineJoin = "round";
  if (series.marked) {
    stroke(frame, series.x, series.y, 2);
    drawMarks(frame, series);
  } else {
    pen.globalAlpha = 0.3;
    stroke(frame, series.x, series.y, 1);
    pen.globalAlpha = 1;
    stroke(frame, series.x, smoothed(series.y), 2);
  }
  pen.restore();
}

function stroke({ pen, x, y }: Frame, xs: Float32Array, ys: Float32Array, width: number): void {
  pen.lineWidth = width;
  pen.beginPath();
  let inside = false;
  for (let i = 0; i < xs.length; i++) {
    const value = ys[i] ?? NaN;
    if (!Number.isFinite(value)) {
      inside = false;
    } else if (inside) {
      pen.lineTo(x(xs[i] ?? 0), y(value));
    } else {
      pen.moveTo(x(xs[i] ?? 0), y(value));
      inside = true;
    }
  }
  pen.stroke();
}

function drawMarks({ pen, x, y, style }: Frame, series: Series): void {
  pen.strokeStyle = style.getPropertyValue("--ir-card");
  pen.lineWidth = 1.5;
  for (let i = 0; i < series.x.length; i++) {
    const value = series.y[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    pen.beginPath();
    pen.arc(x(series.x[i] ?? 0), y(value), 4, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
}

/**
 * The mean of a few points to both sides, which lags behind nothing.
 *
 * At the beginning, where a curve is steep, it reaches as far to the right as to the left. A point
 * that is not a number stays a gap, and spoils no other.
 */
export function smoothed(values: Float32Array): Float32Array {
  return values.map((value, i) => {
    if (!Number.isFinite(value)) return NaN;
    const around = values.subarray(Math.max(0, i - REACH), i + Math.min(REACH, i) + 1);
    const finite = around.filter(Number.isFinite);
    return finite.reduce((sum, one) => sum + one, 0) / finite.length;
  });
}

/** From 0 to a little above what matters: a few wild first steps may leave the top. */
export function verticalRange(series: Series[]): [number, number] {
  const values = series.flatMap(({ y }) => Array.from(y).filter(Number.isFinite));
  if (values.length === 0) return [0, 1];
  values.sort((a, b) => a - b);
  const usual = values[Math.floor((values.length - 1) * 0.99)] ?? 1;
  const low = Math.min(0, values[0] ?? 0);
  return [low, usual > low ? low + (usual - low) * 1.08 : low + 1];
}

/** About `number` round values between `low` and `high`. */
export function ticks(low: number, high: number, number: number): number[] {
  const rough = (high - low) / number;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const result: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    result.push(Number((i * step).toPrecision(12)));
  }
  return result;
}
