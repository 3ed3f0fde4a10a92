import { expect, test } from "vitest";
import { PageCache } from "../src/shared/pictures/page_cache";

test("the things that were used last are kept, the others are disposed of", () => {
  const gone: string[] = [];
  const cache = new PageCache<string>(2, (thing) => gone.push(thing));
  cache.set(1, "one");
  cache.set(2, "two");
  expect(cache.get(1)).toBe("one");
  cache.set(3, "three");
  expect(gone).toEqual(["two"]);
  expect([cache.has(1), cache.has(2), cache.size]).toEqual([true, false, 2]);
});

test("a thing that replaces another disposes of it", () => {
  const gone: string[] = [];
  const cache = new PageCache<string>(2, (thing) => gone.push(thing));
  cache.set(1, "old");
  cache.set(1, "new");
  cache.clear();
  expect(gone).toEqual(["old", "new"]);
  expect(cache.size).toBe(0);
});
