import { normalNumbers, randomNumbers } from "./network";
import type { Points } from "./network";

export const POINTS = 200;

/** How the clean points of a data set lie: a class, and a number from 0 to 1 along it. */
type Shape = (label: number, along: number, random: () => number) => [number, number];

export const SHAPES: Record<string, Shape> = {
  "two moons": (label, along) => {
    const angle = Math.PI * along;
    return label === 0
      ? [0.62 * Math.cos(angle) - 0.31, 0.62 * Math.sin(angle) - 0.16]
      : [0.31 - 0.62 * Math.cos(angle), 0.16 - 0.62 * Math.sin(angle)];
  },
  circles: (label, along) => {
    const radius = label === 0 ? 0.85 : 0.35;
    return [radius * Math.cos(2 * Math.PI * along), radius * Math.sin(2 * Math.PI * along)];
  },
  XOR: (label, _, random) => {
    const [x, y] = [0.08 + 0.84 * random(), 0.08 + 0.84 * random()];
    const side = random() < 0.5 ? 1 : -1;
    return label === 0 ? [side * x, side * y] : [side * x, -side * y];
  },
  spiral: (label, along) => {
    const radius = 0.06 + 0.88 * along;
    const angle = 2.5 * Math.PI * along + Math.PI * label;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
};

/** As many points of both classes, with noise; the same for the same seed. */
export function drawPoints(name: string, noise: number, seed: number): Points {
  const shape = SHAPES[name];
  if (shape === undefined) throw new Error(`There is no data set ${name}.`);
  const random = randomNumbers(seed);
  const normal = normalNumbers(seed + 1);
  const places = new Float64Array(2 * POINTS);
  const labels = new Uint8Array(POINTS);
  for (let i = 0; i < POINTS; i++) {
    const label = i % 2;
    const [x, y] = shape(label, random(), random);
    places[2 * i] = x + noise * normal();
    places[2 * i + 1] = y + noise * normal();
    labels[i] = label;
  }
  return { places, labels };
}
