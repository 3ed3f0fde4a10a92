import { expect, test } from "vitest";
import { colorMap, heat } from "../src/shared/pictures/colors";

test("the scale grows lighter from end to end", () => {
  const lightness = Array.from({ length: 101 }, (_, i) => {
    const [red, green, blue] = heat(i / 100);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  expect(lightness.every((value, i) => i === 0 || value > (lightness[i - 1] ?? 0))).toBe(true);
  expect(heat(2)).toEqual(heat(1));
});

test("where nothing mattered the map is clear", () => {
  const pixels = new Uint8ClampedArray([0, 0, 0, 255, 255, 255, 255, 255]);
  colorMap(pixels, 0.5);
  expect([pixels[3], pixels[7]]).toEqual([0, 128]);
});
