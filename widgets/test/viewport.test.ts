import { expect, test } from "vitest";
import { Viewport } from "../src/shared/chart/viewport";

function shown(range?: [number, number]): Viewport {
  const viewport = new Viewport();
  viewport.reach([0, 100]);
  if (range) viewport.show(range);
  return viewport;
}

test("who has chosen nothing sees what is added; who has, keeps his stretch", () => {
  const viewport = shown();
  viewport.reach([0, 120]);
  expect(viewport.range).toEqual([0, 120]);
  viewport.show([10, 20]);
  viewport.reach([0, 200]);
  expect(viewport.range).toEqual([10, 20]);
  viewport.show(null);
  expect(viewport.range).toEqual([0, 200]);
});

test("the place that is zoomed about stays where it is", () => {
  const viewport = shown([20, 60]);
  viewport.zoom(0.5, 30);
  expect(viewport.range).toEqual([25, 45]);
  viewport.zoom(2, 30);
  expect(viewport.range).toEqual([20, 60]);
  viewport.zoom(10, 30);
  expect(viewport.isZoomed).toBe(false);
});

test("nothing leads beyond what there is", () => {
  const viewport = shown([80, 100]);
  viewport.pan(50);
  expect(viewport.range).toEqual([80, 100]);
  viewport.pan(-90);
  expect(viewport.range).toEqual([0, 20]);
  for (let i = 0; i < 100; i++) viewport.zoom(0.1, 5);
  expect(viewport.range[1] - viewport.range[0]).toBeCloseTo(1e-4, 9);
});

test("what is seen follows the cursor, and every chart that shares it is told", () => {
  const viewport = shown([20, 40]);
  const ended = new AbortController();
  let told = 0;
  viewport.follow(() => told++, ended.signal);
  viewport.point(50);
  expect(viewport.range).toEqual([30, 50]);
  ended.abort();
  viewport.point(1e9);
  expect(viewport.cursor).toBe(100);
  expect(told).toBe(1);
});
