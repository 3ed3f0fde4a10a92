import { smoothAt, firstFrom, seen, trace, traceSmooth } from "./path";
import type { Path } from "./path";
import { pyramidOf } from "./pyramid";
import type { Pyramid } from "./pyramid";
import { around, logTicks, ticks, share } from "./scale";
import type { Range } from "./scale";
import type { Style } from "../theme";

/**
 * One line of a chart. `x` ascends; a `y` that is not a number leaves a gap. Neither ever changes,
 * but may grow.
 */
export interface Series {
  name: string;
  /** the CSS variable that holds its colour */
  color: string;
  x: Float32Array;
  y: Float32Array;
  /** a mark at each point; without, the line is drawn faint and its smoothed course over it */
  marked: boolean;
  /** of another run: dashed, and not counted among the chart's own points */
  overlaid?: boolean;
  /** the entry of the legend that says its value; its own name if nothing else is said */
  entry?: string;
}

/** A thin vertical line with a word to it. */
export interface Mark {
  x: number;
  label: string;
  /** the CSS variable that holds its colour, where it is not one of many changes */
  color?: string;
}

/** What the horizontal axis counts. */
export interface Axis {
  name: string;
  format: (value: number) => string;
  /** what a round value reads like on the axis */
  formatTick: (value: number) => string;
  /** about so many values that the axis names */
  ticks: (low: number, high: number, number: number) => number[];
}

/** A canvas, and where on it a value stands. */
export interface Frame {
  pen: CanvasRenderingContext2D;
  width: number;
  height: number;
  xRange: Range;
  yRange: Range;
  log: boolean;
  /** points to both sides that a smoothed value is the mean of */
  reach: number;
  style: Style;
  path: Path;
}

export const MARGIN = { left: 50, right: 14, top: 12, bottom: 24 };
const SAMPLES = 512;
const MOST_MARKS = 100;

export function xOn({ width, xRange }: Frame, value: number): number {
  return MARGIN.left + share(xRange, value) * (width - MARGIN.left - MARGIN.right);
}

export function yOn({ height, yRange, log }: Frame, value: number): number {
  const place = Math.max(-1, share(yRange, value, log));
  return height - MARGIN.bottom - place * (height - MARGIN.top - MARGIN.bottom);
}

/** The grid with its numbers. */
export function drawAxes(frame: Frame, axis: Axis, formatValue: (value: number) => string): void {
  const { pen, width, height, style, xRange, yRange, log } = frame;
  pen.font = `11px ${style.fontFamily}`;
  pen.strokeStyle = style.getPropertyValue("--ir-grid");
  pen.fillStyle = style.getPropertyValue("--ir-faint");
  pen.lineWidth = 1;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  const values = log ? logTicks(yRange[0], yRange[1], 6) : ticks(yRange[0], yRange[1], 5);
  for (const value of values) {
    const y = Math.round(yOn(frame, value)) + 0.5;
    line(pen, MARGIN.left, y, width - MARGIN.right, y);
    pen.fillText(formatValue(value), MARGIN.left - 8, y);
  }
  pen.textBaseline = "top";
  const places = axis.ticks(xRange[0], xRange[1], Math.max(2, Math.min(8, width / 90)));
  places.forEach((value, i) => {
    const text = axis.formatTick(value);
    const named = i === 0 ? `${axis.name} ${text}` : text;
    const x = xOn(frame, value);
    const half = pen.measureText(named).width / 2;
    pen.textAlign = "left";
    pen.fillText(
      named,
      Math.min(Math.max(x - half, MARGIN.left - 8), width - 2 * half - 2),
      height - MARGIN.bottom + 8,
    );
  });
}

/** The line of a series: as it is, and smoothed. */
export function drawSeries(frame: Frame, series: Series): void {
  const { pen, style, path, xRange, reach } = frame;
  const { x, y } = series;
  const pyramid = pyramidOf(y);
  const columns = plotColumns(frame);
  pen.save();
  clip(frame);
  pen.strokeStyle = pen.fillStyle = style.getPropertyValue(series.color);
  pen.lineJoin = "round";
  if (series.overlaid) pen.setLineDash([5, 3]);
  if (series.marked || reach === 0) {
    trace(path, x, y, pyramid, ...xRange, columns);
    stroke(frame, series.marked ? 2 : 1.5);
    if (series.marked && !series.overlaid) drawMarks(frame, series);
  } else {
    if (!series.overlaid) {
      pen.globalAlpha = 0.28;
      trace(path, x, y, pyramid, ...xRange, columns);
      stroke(frame, 1);
      pen.globalAlpha = 1;
    }
    traceSmooth(path, x, y, pyramid, ...xRange, columns, reach);
    stroke(frame, series.overlaid ? 1.25 : 2);
  }
  pen.restore();
}

function plotColumns({ width }: Frame): number {
  return Math.max(1, Math.round(width - MARGIN.left - MARGIN.right));
}

function clip({ pen, width, height }: Frame): void {
  pen.beginPath();
  pen.rect(MARGIN.left - 4, 0, width - MARGIN.left, height - MARGIN.bottom + 4);
  pen.clip();
}

function stroke(frame: Frame, width: number): void {
  const { pen, path } = frame;
  pen.lineWidth = width;
  pen.beginPath();
  let inside = false;
  for (let i = 0; i < path.length; i++) {
    const value = path.y[i] as number;
    if (Number.isNaN(value)) {
      inside = false;
      continue;
    }
    const x = xOn(frame, path.x[i] as number);
    const y = yOn(frame, value);
    if (inside) pen.lineTo(x, y);
    else pen.moveTo(x, y);
    inside = true;
  }
  pen.stroke();
}

/** A disc at each point, where they are few enough to be told apart. */
function drawMarks(frame: Frame, { x, y }: Series): void {
  const { pen, style, xRange } = frame;
  const [from, to] = seen(x, ...xRange);
  if (to - from > Math.min(MOST_MARKS, plotColumns(frame) / 6)) return;
  pen.strokeStyle = style.getPropertyValue("--ir-card");
  pen.lineWidth = 1.5;
  for (let i = from; i < to; i++) {
    const value = y[i] as number;
    if (!Number.isFinite(value)) continue;
    pen.beginPath();
    pen.arc(xOn(frame, x[i] as number), yOn(frame, value), 4, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
}

/** Thin lines, as where something was changed; a word to each that has room for it. */
export function drawMarkLines(frame: Frame, marks: Mark[]): void {
  const { pen, width, height, style, xRange } = frame;
  pen.save();
  pen.font = `10px ${style.fontFamily}`;
  pen.textBaseline = "top";
  pen.textAlign = "left";
  let free = -Infinity;
  for (const { x: value, label, color } of marks) {
    if (value < xRange[0] || value > xRange[1]) continue;
    const x = Math.round(xOn(frame, value)) + 0.5;
    pen.strokeStyle = pen.fillStyle = style.getPropertyValue(color ?? "--ir-faint");
    pen.lineWidth = color === undefined ? 1 : 1.5;
    pen.setLineDash(color === undefined ? [2, 3] : [5, 4]);
    line(pen, x, MARGIN.top, x, height - MARGIN.bottom);
    const length = pen.measureText(label).width;
    const begin = x + 4 + length > width - 2 ? x - 4 - length : x + 4;
    if (begin < free) continue;
    pen.fillText(label, begin, 1);
    free = begin + length + 8;
  }
  pen.restore();
}

export function drawCursor(frame: Frame, cursor: number): void {
  const { pen, width, height, style } = frame;
  const x = Math.round(xOn(frame, cursor)) + 0.5;
  if (x < MARGIN.left || x > width - MARGIN.right + 1) return;
  pen.lineWidth = 1;
  pen.strokeStyle = style.getPropertyValue("--ir-faint");
  line(pen, x, MARGIN.top, x, height - MARGIN.bottom);
}

/** The box that is being drawn to zoom into. */
export function drawBox(
  { pen, style }: Frame,
  [x, y, width, height]: [number, number, number, number],
): void {
  pen.save();
  pen.strokeStyle = pen.fillStyle = style.getPropertyValue("--ir-accent");
  pen.lineWidth = 1;
  pen.globalAlpha = 0.12;
  pen.fillRect(x, y, width, height);
  pen.globalAlpha = 0.8;
  pen.strokeRect(x + 0.5, y + 0.5, width, height);
  pen.restore();
}

function line(pen: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}

/** What the thick line says at the last point before the cursor; without one, at its end. */
export function valueUnder({ x, y, marked }: Series, cursor: number | null, reach: number): number {
  let i = x.length - 1;
  if (cursor !== null) i = Math.min(i, Math.max(0, firstAfter(x, cursor) - 1));
  if (i < 0) return NaN;
  const value = y[i] as number;
  return marked || !Number.isFinite(value) ? value : smoothAt(pyramidOf(y), i, reach);
}

function firstAfter(x: Float32Array, value: number): number {
  let i = firstFrom(x, value);
  while (i < x.length && (x[i] as number) <= value) i++;
  return i;
}

/**
 * From 0 to a little above what matters: a few wild first steps may leave the top, a marked point
 * never.
 *
 * Of what is zoomed into, a little more than from the least value to the largest; the same on a
 * logarithmic scale, of the values above 0.
 */
export function verticalRange(
  series: Series[],
  seenRange: Range | null = null,
  log = false,
): Range {
  const highs: number[] = [];
  let low = Infinity;
  let marked = -Infinity;
  for (const { x, y, marked: isMarked } of series) {
    const [from, to] = seenRange === null ? [0, x.length] : seen(x, ...seenRange);
    const pyramid = pyramidOf(y);
    const step = Math.max(1, (to - from) / SAMPLES);
    for (let at = from; at < to; at += step)
      low = Math.min(low, sample(pyramid, highs, at, at + step, log));
    if (!isMarked) continue;
    pyramid.measure(from, to);
    if (pyramid.high > marked) marked = pyramid.high;
  }
  if (highs.length === 0) return log ? [0.1, 1] : [0, 1];
  highs.sort((a, b) => a - b);
  const top = highs[highs.length - 1] as number;
  if (log) return logRange(low, top);
  if (seenRange !== null) return around(low, top);
  const usual = Math.max(marked, highs[Math.ceil((highs.length - 1) * 0.99)] as number);
  const bottom = Math.min(0, low);
  return [bottom, usual > bottom ? bottom + (usual - bottom) * 1.08 : bottom + 1];
}

/**
 * Note the largest value of a stretch; returns the least, of those above 0 on a logarithmic scale.
 */
function sample(pyramid: Pyramid, highs: number[], from: number, to: number, log: boolean): number {
  pyramid.measure(Math.floor(from), Math.floor(to));
  const { low, high } = pyramid;
  if (Number.isNaN(high) || (log && high <= 0)) return Infinity;
  highs.push(high);
  return log && low <= 0 ? high : low;
}

/** A little more than from `low` to `high`; a single value gets a decade. */
function logRange(low: number, high: number): Range {
  if (low === high) return [low / 3, high * 3];
  const more = (high / low) ** 0.04;
  return [low / more, high * more];
}
