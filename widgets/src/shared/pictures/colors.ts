/** Inferno at equal steps: dark where there is nothing, and lighter without a break. */
const INFERNO = [
  [0, 0, 4], [31, 12, 72], [85, 15, 109], [136, 34, 106], [186, 54, 85],
  [227, 89, 51], [249, 140, 10], [249, 201, 50], [252, 255, 164],
] as const;

/** The colour of a value from 0 to 1, as red, green and blue of 0 to 255. */
export function heat(value: number): [number, number, number] {
  const place = Math.min(Math.max(value, 0), 1) * (INFERNO.length - 1);
  const index = Math.min(Math.floor(place), INFERNO.length - 2);
  const low = INFERNO[index] ?? INFERNO[0];
  const high = INFERNO[index + 1] ?? low;
  const share = place - index;
  const mixed = low.map((from, i) => Math.round(from + share * ((high[i] ?? from) - from)));
  return [mixed[0] ?? 0, mixed[1] ?? 0, mixed[2] ?? 0];
}

/**
 * Turn grey pixels into colours, clear where they are black. `strength` is how much of what lies
 * below is hidden.
 */
export function colorMap(pixels: Uint8ClampedArray, strength: number): void {
  for (let i = 0; i < pixels.length; i += 4) {
    const value = (pixels[i] ?? 0) / 255;
    const [red, green, blue] = heat(value);
    pixels[i] = red;
    pixels[i + 1] = green;
    pixels[i + 2] = blue;
    pixels[i + 3] = Math.round(255 * strength * Math.sqrt(value));
  }
}
