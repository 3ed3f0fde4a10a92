import { make } from "../../shared/dom";
import { onThemeChange } from "../../shared/theme";

const MARGIN = { left: 46, right: 14, top: 10, bottom: 30 };

export interface Marks {
  constant: number;
  one_cycle: number;
}

/** The powers of ten between two rates. */
export function decades(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 10 ** (first + i));
}

/** Where on the axis from `low` to `high` a rate lies, from 0 to 1; and back. */
export function toShare(rate: number, low: number, high: number): number {
  return Math.log(rate / low) / Math.log(high / low);
}

export function toRate(share: number, low: number, high: number): number {
  return low * (high / low) ** Math.min(1, Math.max(0, share));
}

/** Two figures: more are not known. */
export function inFigures(rate: number): string {
  const rounded = Number(rate.toPrecision(2));
  return rounded !== 0 && Math.abs(rounded) < 1e-4 ? rounded.toExponential() : String(rounded);
}

/** The loss over the learning rate on a logarithmic axis. A click, or Enter at the cursor, takes a rate. */
export class RateCurve {
  readonly canvas = make("canvas", { attributes: {
    role: "slider", tabindex: "0", "aria-label": "Learning rate at the cursor; Enter takes it", "data-testid": "rate-curve",
  } });
  private rates: number[] = [];
  private losses: number[] = [];
  private marks: Marks | undefined;
  private chosen: number | undefined;
  private cursor: number | undefined;
  private frame = 0;
  private size = { width: 0, height: 0 };

  constructor(private readonly taken: (rate: number) => void, signal: AbortSignal) {
    const resized = new ResizeObserver(() => {
      this.size = { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
      this.redraw();
    });
    resized.observe(this.canvas);
    signal.addEventListener("abort", () => {
      resized.disconnect();
      cancelAnimationFrame(this.frame);
    });
    onThemeChange(() => this.redraw(), signal);
    this.listen();
  }

  update(rates: number[], losses: number[], marks: Marks | undefined, chosen: number | undefined): void {
    Object.assign(this, { rates, losses, marks, chosen });
    this.canvas.dataset["points"] = String(losses.length);
    this.tell(this.cursor ?? chosen);
    this.redraw();
  }

  private redraw(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private get range(): [number, number] {
    return [this.rates[0] ?? 1e-6, this.rates[this.rates.length - 1] ?? 1];
  }

  private listen(): void {
    const under = (event: MouseEvent) => {
      const width = this.canvas.clientWidth - MARGIN.left - MARGIN.right;
      return toRate((event.offsetX - MARGIN.left) / width, ...this.range);
    };
    this.canvas.addEventListener("pointermove", (event) => this.moveCursor(under(event)));
    for (const name of ["pointerleave", "blur"]) this.canvas.addEventListener(name, () => this.moveCursor(undefined));
    this.canvas.addEventListener("click", (event) => this.taken(under(event)));
    this.canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const at = this.cursor ?? this.marks?.constant ?? this.range[0];
      if (step !== undefined) this.moveCursor(toRate(toShare(at, ...this.range) + step / 50, ...this.range));
      else if (event.key === "Enter") this.taken(at);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  private moveCursor(rate: number | undefined): void {
    this.cursor = rate;
    this.tell(rate ?? this.chosen);
    this.redraw();
  }

  /** Say a rate to a screen reader. */
  private tell(rate: number | undefined): void {
    const [low, high] = this.range;
    const told = { valuemin: low, valuemax: high, valuenow: rate ?? low, valuetext: rate === undefined ? "none" : inFigures(rate) };
    for (const [name, value] of Object.entries(told)) this.canvas.setAttribute(`aria-${name}`, String(value));
  }

  private draw(): void {
    const { width, height } = this.size;
    const pen = this.canvas.getContext("2d");
    if (pen === null || width === 0 || height === 0 || this.losses.length === 0) return;
    const scale = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    pen.scale(scale, scale);
    const [low, high] = this.range;
    const bottom = Math.min(...this.losses);
    const room = (Math.max(...this.losses) - bottom) * 0.06 || 1;
    const span = Math.max(...this.losses) - bottom + 2 * room;
    const x = (rate: number) => MARGIN.left + toShare(rate, low, high) * (width - MARGIN.left - MARGIN.right);
    const y = (loss: number) => height - MARGIN.bottom - ((loss - bottom + room) / span) * (height - MARGIN.top - MARGIN.bottom);
    this.drawAxes(pen, width, height, x, y, [bottom, bottom + span - 2 * room]);
    pen.strokeStyle = this.color("--ir-train");
    pen.lineWidth = 2;
    pen.beginPath();
    this.losses.forEach((loss, i) => pen.lineTo(x(this.rates[i] ?? low), y(loss)));
    pen.stroke();
    this.drawRates(pen, height, x);
  }

  private drawAxes(
    pen: CanvasRenderingContext2D, width: number, height: number,
    x: (rate: number) => number, y: (loss: number) => number, losses: [number, number],
  ): void {
    pen.font = "11px system-ui, sans-serif";
    pen.fillStyle = this.color("--ir-faint");
    pen.strokeStyle = this.color("--ir-grid");
    pen.lineWidth = 1;
    pen.textAlign = "center";
    for (const rate of decades(...this.range)) {
      line(pen, x(rate), MARGIN.top, x(rate), height - MARGIN.bottom);
      pen.fillText(inFigures(rate), x(rate), height - MARGIN.bottom + 14);
    }
    pen.textAlign = "right";
    for (const loss of losses) {
      line(pen, MARGIN.left, y(loss), width - MARGIN.right, y(loss));
      pen.fillText(loss.toPrecision(2), MARGIN.left - 6, y(loss) + 4);
    }
    pen.fillText("learning rate", width - MARGIN.right, height - 3);
  }

  /** The marks, the rate that is chosen and the one under the pointer, as upright lines. */
  private drawRates(pen: CanvasRenderingContext2D, height: number, x: (rate: number) => number): void {
    const upright = (rate: number, color: string, dash: number[], text = "") => {
      pen.strokeStyle = pen.fillStyle = this.color(color);
      pen.setLineDash(dash);
      pen.lineWidth = 1.5;
      line(pen, x(rate), MARGIN.top, x(rate), height - MARGIN.bottom);
      pen.setLineDash([]);
      pen.textAlign = x(rate) > this.canvas.clientWidth / 2 ? "right" : "left";
      if (text) pen.fillText(text, x(rate) + (pen.textAlign === "right" ? -6 : 6), MARGIN.top + 10);
    };
    if (this.marks) {
      upright(this.marks.constant, "--ir-good", [5, 4]);
      upright(this.marks.one_cycle, "--ir-valid", [5, 4]);
    }
    const [low, high] = this.range;
    if (this.chosen !== undefined && this.chosen >= low && this.chosen <= high) upright(this.chosen, "--ir-text", []);
    if (this.cursor !== undefined) upright(this.cursor, "--ir-faint", [2, 3], inFigures(this.cursor));
  }

  private color(name: string): string {
    return getComputedStyle(this.canvas).getPropertyValue(name).trim() || "#888";
  }
}

function line(pen: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}
