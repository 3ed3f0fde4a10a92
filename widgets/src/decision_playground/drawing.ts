import type { Color } from "../shared/pictures/pixels";
import { forward, room, sigmoid } from "./network";
import type { Network, Points } from "./network";
import type { Measured } from "./training";

/** What is seen of the plane: from −REACH to REACH along both axes. */
export const REACH = 1.15;
const BLUE: Color = [0, 114, 178, 255];
const ORANGE: Color = [213, 94, 0, 255];
const DOTS = ["#005685", "#b34700"];

/** The colours that stand on a theme's ground. */
export interface Inks {
  ground: Color;
  line: string;
  faint: string;
  train: string;
  test: string;
}

/** Read the theme's colours off an element. */
export function inksOf(element: HTMLElement): Inks {
  const style = getComputedStyle(element);
  const [red = 255, green = 255, blue = 255] = (style.backgroundColor.match(/[\d.]+/g) ?? []).map(
    Number,
  );
  return {
    ground: [red, green, blue, 255],
    line: style.getPropertyValue("--ir-grid"),
    faint: style.getPropertyValue("--ir-faint"),
    train: style.getPropertyValue("--ir-train"),
    test: style.getPropertyValue("--ir-valid"),
  };
}

/** Paint what every unit, and at last the network, makes of each place of the plane. */
export function paintPlanes(
  network: Network,
  canvases: HTMLCanvasElement[][],
  side: number,
  inks: Inks,
): void {
  const values = room(network.sizes);
  const pens = canvases.map((layer) =>
    layer.map((canvas) => {
      if (canvas.width !== side) canvas.width = canvas.height = side;
      const pen = canvas.getContext("2d");
      return pen && { pen, image: pen.createImageData(side, side) };
    }),
  );
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      forward(network, coordinate(column, side), -coordinate(row, side), values);
      pens.forEach((layer, index) =>
        layer.forEach((drawn, unit) => {
          const value = values[index]?.[unit] ?? 0;
          const last = index === network.sizes.length - 1;
          const share = last ? 2 * sigmoid(value) - 1 : Math.tanh(value);
          if (drawn) tint(drawn.image.data, 4 * (row * side + column), share, inks.ground);
        }),
      );
    }
  }
  for (const drawn of pens.flat()) drawn?.pen.putImageData(drawn.image, 0, 0);
}

function coordinate(index: number, side: number): number {
  return REACH * ((2 * (index + 0.5)) / side - 1);
}

function tint(data: Uint8ClampedArray, at: number, share: number, ground: Color): void {
  const hue = share < 0 ? BLUE : ORANGE;
  const strength = 0.72 * Math.min(Math.abs(share), 1);
  for (let channel = 0; channel < 3; channel++) {
    const from = ground[channel] ?? 0;
    data[at + channel] = from + ((hue[channel] ?? 0) - from) * strength;
  }
  data[at + 3] = 255;
}

/** Make a canvas as sharp as the screen, and give its pen in CSS pixels. */
function prepared(canvas: HTMLCanvasElement): [CanvasRenderingContext2D, number, number] | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const pen = canvas.getContext("2d");
  if (pen === null || width === 0) return null;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  pen.scale(scale, scale);
  return [pen, width, height];
}

/** The points over the surface: training points filled, test points as rings. */
export function drawDots(canvas: HTMLCanvasElement, train: Points, test: Points, inks: Inks): void {
  const drawn = prepared(canvas);
  if (drawn === null) return;
  const [pen, width, height] = drawn;
  const rings = inks.ground[0] < 128 ? ["#7cc4ee", "#f0a868"] : DOTS;
  for (const [points, filled] of [[test, false], [train, true]] as const) {
    for (let i = 0; i < points.labels.length; i++) {
      const x = ((points.places[2 * i] ?? 0) / REACH + 1) * (width / 2);
      const y = (1 - (points.places[2 * i + 1] ?? 0) / REACH) * (height / 2);
      pen.beginPath();
      pen.arc(x, y, filled ? 3.4 : 2.4, 0, 2 * Math.PI);
      pen.fillStyle = pen.strokeStyle = (filled ? DOTS : rings)[points.labels[i] ?? 0] ?? "";
      if (filled) pen.fill();
      pen.lineWidth = 1;
      if (filled) pen.strokeStyle = "#fff";
      pen.stroke();
    }
  }
}

/** Training and test loss over the steps. */
export function drawLoss(canvas: HTMLCanvasElement, history: Measured[], inks: Inks): void {
  const drawn = prepared(canvas);
  if (drawn === null) return;
  const [pen, width, height] = drawn;
  const [left, bottom, top] = [34, 20, 8];
  const end = Math.max(history[history.length - 1]?.step ?? 1, 1);
  const finite = history.flatMap(({ train, test }) => [train, test]).filter((value) => value < 30);
  const high = Math.max(...finite, 0.1) * 1.05;
  const x = (step: number) => left + (step / end) * (width - left - 8);
  const y = (value: number) =>
    height - bottom - (Math.min(value, high) / high) * (height - bottom - top);
  pen.font = `11px ${getComputedStyle(canvas).fontFamily}`;
  pen.fillStyle = inks.faint;
  pen.strokeStyle = inks.line;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const value of [0, high / 2, high]) {
    pen.beginPath();
    pen.moveTo(left, Math.round(y(value)) + 0.5);
    pen.lineTo(width - 8, Math.round(y(value)) + 0.5);
    pen.stroke();
    pen.fillText(value.toFixed(2), left - 6, y(value));
  }
  pen.textBaseline = "bottom";
  pen.fillText(`step ${end.toLocaleString("en-US")}`, width - 8, height);
  pen.lineWidth = 2;
  pen.lineJoin = "round";
  for (const name of ["test", "train"] as const) {
    pen.strokeStyle = inks[name];
    pen.beginPath();
    history.forEach((row, i) => {
      if (!Number.isFinite(row[name])) return;
      if (i === 0) pen.moveTo(x(row.step), y(row[name]));
      else pen.lineTo(x(row.step), y(row[name]));
    });
    pen.stroke();
  }
}
