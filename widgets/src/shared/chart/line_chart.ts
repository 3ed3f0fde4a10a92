import { make, setText } from "../dom";
import {
  drawAxes, drawBox, drawCursor, drawMarkLines, drawSeries, MARGIN, valueUnder, verticalRange,
} from "./draw";
import type { Axis, Frame, Mark, Series } from "./draw";
import { listenToHand } from "./gestures";
import type { Box } from "./gestures";
import { emptyPath, firstFrom } from "./path";
import { exponentTicks, valueAt, wholeTicks } from "./scale";
import type { Range } from "./scale";
import { onThemeChange, Style } from "../theme";
import { Viewport } from "./viewport";

export type { Axis, Mark, Series } from "./draw";

export interface ChartOptions {
  title: string;
  testId: string;
  /** what a value reads like, in the legend and on the axis */
  format: (value: number) => string;
  formatTick: (value: number) => string;
  /** what the values in the legend are called while nothing is pointed at */
  latest?: string;
  /** the vertical range, where it is known beforehand */
  range?: [number, number];
  /** what is seen, shared with other charts */
  viewport?: Viewport;
  /**
   * called when the scale is to be logarithmic, or no longer; without it there is no such button
   */
  onLog?: (log: boolean) => void;
  /**
   * called with the place on the horizontal axis that was clicked, or that the cursor is at when
   * Enter is pressed
   */
  onTake?: (x: number) => void;
}

/** How the series are shown. */
export interface Look {
  axis: Axis;
  marks: Mark[];
  /** points to both sides that a smoothed value is the mean of; 0 draws the line as it is */
  reach: number;
  log: boolean;
  /** the vertical range, where it is known only now */
  range: Range | undefined;
}

export const EPOCHS: Axis = {
  name: "epoch",
  format: (value) => value.toFixed(2),
  formatTick: String,
  ticks: wholeTicks,
};
const USUAL: Look = { axis: EPOCHS, marks: [], reach: 4, log: false, range: undefined };

/**
 * A logarithmic axis. Its places are logarithms: `Math.log10` of what they stand for, which
 * `format` writes.
 */
export function logAxis(name: string, format: (value: number) => string): Axis {
  const written = (exponent: number) => format(10 ** exponent);
  return { name, format: written, formatTick: written, ticks: exponentTicks };
}
const FLAT = 12; // pixels: a lower box chooses a stretch, not a height

function canvasFor({ title, testId, onTake }: ChartOptions): HTMLCanvasElement {
  return make("canvas", {
    attributes: {
      role: onTake === undefined ? "img" : "slider",
      tabindex: "0",
      "data-testid": testId,
      "data-points": "0",
      "data-lm-suppress-shortcuts": "true", // or 0 0 would restart JupyterLab's kernel
      "aria-label": title,
      "aria-keyshortcuts": "+ - 0 ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight",
    },
  });
}

/** Lines on a canvas that can be zoomed, with a legend that reads the values under the pointer. */
export class LineChart {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly viewport: Viewport;
  private readonly legend = make("div", { class: "ir-legend" });
  private readonly at = make("span", { class: "ir-at" });
  private readonly values = new Map<string, HTMLElement>();
  private readonly logButton: HTMLButtonElement;
  private series: Series[] = [];
  private look = USUAL;
  private height: Range | null = null; // the vertical range that was zoomed into
  private box: Box | null = null;
  private path = emptyPath(0);
  private frame = 0;
  private size = { width: 0, height: 0 };
  private style: Style;

  constructor(
    private readonly options: ChartOptions,
    signal: AbortSignal,
  ) {
    this.canvas = canvasFor(options);
    this.logButton = this.makeLogButton();
    this.legend.append(this.at);
    const title = make("span", { class: "ir-chart-title", text: options.title });
    this.element = make("section", { class: "ir-card ir-chart" }, [
      make("header", {}, [
        make("span", { class: "ir-chart-head" }, [title, this.logButton]),
        this.legend,
      ]),
      make("div", { class: "ir-plot" }, [this.canvas]),
    ]);
    this.viewport = options.viewport ?? new Viewport();
    this.viewport.follow(() => this.redraw(), signal);
    this.style = new Style(this.canvas);
    onThemeChange(() => {
      this.style = new Style(this.canvas);
      this.redraw();
    }, signal);
    const resized = new ResizeObserver(() => {
      this.size = { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
      this.redraw();
    });
    resized.observe(this.canvas);
    signal.addEventListener("abort", () => {
      resized.disconnect();
      cancelAnimationFrame(this.frame);
    });
    this.listen();
  }

  /** Show these series on an axis from `begin` to `end`. What looks as before is not drawn anew. */
  update(series: Series[], end: number, look: Partial<Look> = {}, begin = 0): void {
    const before = { series: this.series, look: this.look };
    this.series = series;
    this.look = { ...USUAL, ...look };
    this.viewport.reach([begin, end > begin ? end : begin + 1]);
    if (sameLook(before.look, this.look) && sameSeries(before.series, series)) return;
    this.logButton.setAttribute("aria-pressed", String(this.look.log));
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

  private makeLogButton(): HTMLButtonElement {
    const button = make("button", {
      class: "ir-chip",
      text: "log",
      title: "Logarithmic scale",
      attributes: {
        type: "button",
        "aria-pressed": "false",
        "data-testid": `${this.options.testId}-log`,
      },
    });
    button.hidden = this.options.onLog === undefined;
    button.addEventListener("click", () => this.options.onLog?.(!this.look.log));
    return button;
  }

  private listen(): void {
    const { viewport } = this;
    listenToHand(this.canvas, {
      point: (x) => viewport.point(x === null ? null : this.xAt(x)),
      draw: (box) => {
        this.box = box;
        this.redraw();
      },
      zoomInto: (box) => this.zoomInto(box),
      zoom: (factor, x) => viewport.zoom(factor, x === undefined ? undefined : this.xAt(x)),
      pan: (pixels) => viewport.pan(this.xAt(pixels) - this.xAt(0)),
      step: (direction) => this.step(direction),
      all: () => {
        this.height = null;
        viewport.show(null);
      },
      take: (x) => {
        const place = x === undefined ? viewport.cursor : this.xAt(x);
        if (place !== null) this.options.onTake?.(place);
      },
    });
  }

  private xAt(pixel: number): number {
    const width = this.canvas.clientWidth - MARGIN.left - MARGIN.right;
    return valueAt(this.viewport.range, (pixel - MARGIN.left) / width);
  }

  private zoomInto([x, y, width, height]: Box): void {
    if (height >= FLAT) {
      const tall = this.canvas.clientHeight - MARGIN.top - MARGIN.bottom;
      const bottom = this.canvas.clientHeight - MARGIN.bottom;
      const range = this.yRange();
      const place = (pixel: number) => valueAt(range, (bottom - pixel) / tall, this.look.log);
      this.height = [place(y + height), place(y)];
    }
    this.viewport.show([this.xAt(x), this.xAt(x + width)]);
  }

  /** Move the cursor to the next point of the longest line, or at least a little. */
  private step(direction: number): void {
    const [low, high] = this.viewport.range;
    const from = this.viewport.cursor ?? high;
    const least = from + (direction * (high - low)) / 100;
    const longest = this.series.reduce<Float32Array | null>(
      (x, one) => (one.x.length > (x?.length ?? 0) ? one.x : x),
      null,
    );
    const near = longest?.[Math.max(0, firstFrom(longest, least) - (direction < 0 ? 1 : 0))];
    this.viewport.point(near ?? least);
  }

  private yRange(): Range {
    if (this.height !== null) return this.height;
    if (this.viewport.isZoomed)
      return verticalRange(this.series, this.viewport.range, this.look.log);
    return (
      (this.look.log ? undefined : (this.look.range ?? this.options.range)) ??
      verticalRange(this.series, null, this.look.log)
    );
  }

  private draw(): void {
    const { width, height } = this.size;
    const pen = this.canvas.getContext("2d");
    if (pen === null || width === 0 || height === 0) return;
    const scale = window.devicePixelRatio || 1;
    this.fit(Math.round(width * scale), Math.round(height * scale));
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    if (!this.viewport.isZoomed) this.height = null;
    const frame: Frame = {
      pen, width, height,
      xRange: this.viewport.range,
      yRange: this.yRange(),
      log: this.look.log,
      reach: this.look.reach,
      style: this.style,
      path: this.path,
    };
    drawAxes(frame, this.look.axis, this.options.formatTick);
    drawMarkLines(frame, this.look.marks);
    for (const series of this.series) drawSeries(frame, series);
    if (this.viewport.cursor !== null) drawCursor(frame, this.viewport.cursor);
    if (this.box !== null) drawBox(frame, this.box);
    this.writeLegend();
    this.tellTests();
  }

  /**
   * Give the canvas its size in pixels. Setting it throws its memory away, so only if it differs.
   */
  private fit(width: number, height: number): void {
    if (this.canvas.width !== width) {
      this.canvas.width = width;
      this.path = emptyPath(width);
    }
    if (this.canvas.height !== height) this.canvas.height = height;
  }

  private tellTests(): void {
    const own = this.series.filter(({ overlaid }) => !overlaid);
    const { dataset } = this.canvas;
    dataset["points"] = String(own.reduce((sum, { x }) => sum + x.length, 0));
    dataset["range"] = this.viewport.range.map((value) => value.toPrecision(6)).join(" ");
    dataset["marks"] = String(this.look.marks.length);
    dataset["series"] = String(this.series.filter(({ x }) => x.length > 0).length);
  }

  private writeLegend(): void {
    const { cursor } = this.viewport;
    const texts = new Map<string, string[]>();
    const own = (series: Series) => Number(series.overlaid ?? false);
    for (const series of [...this.series].sort((a, b) => own(a) - own(b))) {
      const name = series.entry ?? series.name;
      this.makeEntry(series);
      const value = this.options.format(valueUnder(series, cursor, this.look.reach));
      texts.set(name, [...(texts.get(name) ?? []), value]);
    }
    for (const [name, place] of this.values) {
      if (place.parentElement !== null) place.parentElement.hidden = !texts.has(name);
      setText(place, texts.get(name)?.join(" / ") ?? "");
    }
    const where =
      cursor === null
        ? (this.options.latest ?? "")
        : `${this.look.axis.name} ${this.look.axis.format(cursor)}`;
    setText(this.at, where);
    const read = [...texts].map(([name, values]) => `${name} ${values.join(" / ")}`).join(", ");
    const label = `${this.options.title}: ${read}${cursor === null ? "" : `, at ${where}`}`;
    if (this.canvas.ariaLabel !== label) this.canvas.ariaLabel = label;
    if (this.options.onTake !== undefined) this.tellPlace();
  }

  /** Say to a screen reader what Enter would take. */
  private tellPlace(): void {
    const {
      cursor,
      range: [low, high],
    } = this.viewport;
    const { name, format } = this.look.axis;
    const text = cursor === null ? "none" : `${name} ${format(cursor)}; Enter takes it`;
    const told = { valuemin: low, valuemax: high, valuenow: cursor ?? low, valuetext: text };
    for (const [key, value] of Object.entries(told))
      this.canvas.setAttribute(`aria-${key}`, String(value));
  }

  /** The place in the legend for a series' value; made when it is first needed. */
  private makeEntry(series: Series): void {
    const name = series.entry ?? series.name;
    if (this.values.has(name)) return;
    const shape = series.overlaid ? " ir-key-dashed" : series.marked ? " ir-key-mark" : "";
    const key = make("i", { class: `ir-key${shape}` });
    key.style.setProperty("--key", `var(${series.color})`);
    const value = make("b");
    this.legend.append(
      make("span", { class: "ir-entry" }, [key, make("span", { text: name, title: name }), value]),
    );
    this.values.set(name, value);
  }
}

function sameLook(a: Look, b: Look): boolean {
  return JSON.stringify([a.marks, a.range]) === JSON.stringify([b.marks, b.range])
    && a.axis === b.axis && a.reach === b.reach && a.log === b.log;
}

/** Do they lie in the same memory, and are they as long? What stands in it never changes. */
function sameSeries(a: Series[], b: Series[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ name, color, y }, i) => {
      const other = b[i] as Series;
      return (
        name === other.name &&
        color === other.color &&
        y.buffer === other.y.buffer &&
        y.length === other.y.length
      );
    })
  );
}
