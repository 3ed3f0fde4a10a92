import { expect, test } from "vitest";
import { lacking } from "../src/shared/pictures/picture_grid";

const album = { count: 1000, page: 60, tile: [28, 28] as [number, number] };
const none = () => false;

test("pages in sight come first, then those ahead, then the one behind", () => {
  expect(lacking(album, 110, 130, 1, none)).toEqual([1, 2, 3, 4, 0]);
  expect(lacking(album, 600, 640, -1, none)).toEqual([10, 9, 8, 11]);
});

test("a page that is there, or that there is not, is not asked for", () => {
  expect(lacking(album, 0, 30, 1, (page) => page === 0)).toEqual([1, 2]);
  expect(lacking(album, 970, 1000, 1, none)).toEqual([16, 15]);
  expect(lacking({ ...album, count: 0 }, 0, 0, 1, none)).toEqual([]);
});
