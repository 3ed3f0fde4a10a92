/** Red, green, blue, opacity: 0…255 each. */
export type Color = [number, number, number, number];

const BLUE: Color = [0, 114, 178, 255];
const WHITE: Color = [247, 247, 247, 255];
const ORANGE: Color = [213, 94, 0, 255];

/** A grey from black (0) to white (1). */
export function grey(share: number): Color {
  const value = Math.round(255 * Math.min(Math.max(share, 0), 1));
  return [value, value, value, 255];
}

/** From blue (−1) over white (0) to orange (1). */
export function diverging(share: number): Color {
  const strength = Math.min(Math.abs(share), 1);
  return mix(WHITE, share < 0 ? BLUE : ORANGE, Number.isFinite(strength) ? strength : 0);
}

/** Orange, the stronger the larger, to lie over a picture. */
export function glow(share: number): Color {
  return [230, 110, 0, Math.round(185 * Math.min(Math.max(share, 0), 1))];
}

function mix(from: Color, to: Color, share: number): Color {
  return from.map((value, i) => Math.round(value + ((to[i] ?? 0) - value) * share)) as Color;
}

/** Fill a canvas with one pixel for each value; CSS makes it larger. */
export function paint(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  colorOf: (index: number) => Color,
): void {
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  if (pen === null || width === 0 || height === 0) return;
  const image = pen.createImageData(width, height);
  for (let i = 0; i < width * height; i++) image.data.set(colorOf(i), 4 * i);
  pen.putImageData(image, 0, 0);
}

/** The colours of a picture's pixels, given as bytes with one or three channels. */
export function pictureColor(bytes: Uint8Array, channels: number): (index: number) => Color {
  return (index) => {
    const red = bytes[index * channels] ?? 0;
    if (channels === 1) return [red, red, red, 255];
    return [red, bytes[index * channels + 1] ?? 0, bytes[index * channels + 2] ?? 0, 255];
  };
}

/** The colours of numbers: grey where none is negative, else blue and orange around zero. */
export function numbersColor(values: ArrayLike<number>): (value: number) => Color {
  let low = 0;
  let high = 0;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i] ?? 0);
    high = Math.max(high, values[i] ?? 0);
  }
  const largest = Math.max(-low, high) || 1;
  // What is left over by rounding is no negative number.
  if (low > -1e-6 * largest) return (value) => grey(value / largest);
  return (value) => diverging(value / largest);
}
