import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Polling } from "../src/lab/server/polling";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A polling that writes down when it asks, in seconds, and is told what `changed` says. */
function asked(
  changed: () => boolean,
  hidden = () => false,
): { times: number[]; polling: Polling } {
  const times: number[] = [];
  const began = Date.now();
  const ask = async () => {
    times.push((Date.now() - began) / 1000);
    return changed();
  };
  return { times, polling: new Polling(ask, hidden) };
}

test("as long as nothing changes it asks more seldom, but once a minute at the least", async () => {
  const { times, polling } = asked(() => false);
  polling.start();
  polling.start();
  await vi.advanceTimersByTimeAsync(600_000);
  const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  expect(pauses.slice(0, 3)).toEqual([4.5, 6.75, 10.125]);
  expect(pauses[pauses.length - 1]).toBeCloseTo(60);
  expect(times.length).toBeLessThan(20);
});

test("a change brings the short pauses back, and stopping ends it", async () => {
  let changes = true;
  const { times, polling } = asked(() => changes);
  polling.start();
  await vi.advanceTimersByTimeAsync(9000);
  expect(times).toEqual([0, 3, 6, 9]);
  changes = false;
  await vi.advanceTimersByTimeAsync(100_000);
  const before = times.length;
  polling.hurry();
  await vi.advanceTimersByTimeAsync(4500);
  expect(times.length).toBe(before + 2);
  polling.stop();
  polling.hurry();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(times.length).toBe(before + 2);
});

test("while nobody sees the page nothing is asked", async () => {
  let hidden = true;
  const { times, polling } = asked(() => false, () => hidden);
  polling.start();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(times).toEqual([]);
  hidden = false;
  polling.hurry();
  await vi.advanceTimersByTimeAsync(0);
  expect(times).toEqual([30]);
});
