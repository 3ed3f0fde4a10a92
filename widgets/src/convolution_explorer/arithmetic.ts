/** How the kernel moves, and what of the picture it may leave. */
export interface Moves {
  flip: boolean;
  padding: "valid" | "same";
  stride: number;
}

/** Rows of numbers, one after the other. */
export interface Table {
  height: number;
  width: number;
  values: ArrayLike<number>;
}

/** Pixels of border before and after a side, as Keras counts them. */
export function border(
  length: number, reach: number, { padding, stride }: Pick<Moves, "padding" | "stride">,
): [number, number] {
  if (padding === "valid") return [0, 0];
  const missing = Math.max(0, (Math.ceil(length / stride) - 1) * stride + reach - length);
  return [Math.floor(missing / 2), missing - Math.floor(missing / 2)];
}

/** The picture with zeros around it, and how many of them stand above and to the left. */
export function padded(
  picture: Table, rows: number, columns: number, moves: Moves,
): Table & { top: number; left: number } {
  const [top, bottom] = border(picture.height, rows, moves);
  const [left, right] = border(picture.width, columns, moves);
  const width = picture.width + left + right;
  const height = picture.height + top + bottom;
  const values = new Float32Array(height * width);
  for (let i = 0; i < picture.height; i++) {
    for (let j = 0; j < picture.width; j++) {
      values[(i + top) * width + j + left] = picture.values[i * picture.width + j] ?? 0;
    }
  }
  return { height, width, values, top, left };
}

/** How many places the window has along a side. */
export function places(length: number, reach: number, stride: number): number {
  return length < reach ? 0 : Math.floor((length - reach) / stride) + 1;
}

/** The kernel as it meets the window: turned by half a turn for a convolution. */
export function turned(kernel: number[][], flip: boolean): number[][] {
  return flip ? kernel.map((row) => [...row].reverse()).reverse() : kernel;
}

/** Pixels, weights and products at one place of the window, and their sum. */
export interface Sum {
  pixels: number[][];
  weights: number[][];
  products: number[][];
  sum: number;
}

export function sumAt(
  ground: Table,
  kernel: number[][],
  [i, j]: [number, number],
  moves: Moves,
): Sum {
  const weights = turned(kernel, moves.flip);
  const pixels = weights.map((row, p) =>
    row.map(
      (_, q) => ground.values[(i * moves.stride + p) * ground.width + j * moves.stride + q] ?? 0,
    ),
  );
  const products = weights.map((row, p) => row.map((weight, q) => weight * (pixels[p]?.[q] ?? 0)));
  const sum = products.flat().reduce((total, product) => total + product, 0);
  return { pixels, weights, products, sum };
}

/** The whole map; empty where the kernel fits nowhere. */
export function convolved(ground: Table, kernel: number[][], moves: Moves): Table {
  const height = places(ground.height, kernel.length, moves.stride);
  const width = places(ground.width, kernel[0]?.length ?? 0, moves.stride);
  const weights = turned(kernel, moves.flip);
  const values = new Float32Array(height * width);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      let sum = 0;
      for (let p = 0; p < weights.length; p++) {
        const start = (i * moves.stride + p) * ground.width + j * moves.stride;
        const row = weights[p] ?? [];
        for (let q = 0; q < row.length; q++) sum += (row[q] ?? 0) * (ground.values[start + q] ?? 0);
      }
      values[i * width + j] = sum;
    }
  }
  return { height, width, values };
}

/** The kernel with so many rows and columns: cut, or with zeros around it, its middle kept. */
export function resized(kernel: number[][], size: number): number[][] {
  const from = (length: number) => Math.floor((length - 1) / 2) - Math.floor((size - 1) / 2);
  const top = from(kernel.length);
  const left = from(kernel[0]?.length ?? 0);
  return Array.from({ length: size }, (_, p) =>
    Array.from({ length: size }, (_, q) => kernel[top + p]?.[left + q] ?? 0),
  );
}

/** A number in as few figures as tell it. */
export function brief(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.005 || size >= 1e5)) return value.toExponential(1).replace("-", "−");
  return String(Number(value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0))).replace("-", "−");
}
