import { expect, test } from "vitest";
import { initial, lossAndGradient } from "../src/decision_playground/network";
import type { Activation } from "../src/decision_playground/network";
import { drawPoints, SHAPES } from "../src/decision_playground/points";
import { packed, Training, unpacked } from "../src/decision_playground/training";

const ACTIVATIONS: Activation[] = ["relu", "tanh", "sigmoid", "linear"];

test.each(ACTIVATIONS)("the gradient of %s agrees with finite differences", (activation) => {
  const points = drawPoints("spiral", 0.05, 3);
  const chosen = [0, 1, 5, 8, 13, 21];
  for (const hidden of [[], [4], [5, 3, 4]]) {
    const network = initial(hidden, activation, 7);
    const { gradient } = lossAndGradient(network, points, chosen);
    const { numbers } = network;
    numbers.forEach((number, i) => {
      const at = (shift: number) => {
        numbers[i] = number + shift;
        return lossAndGradient(network, points, chosen).loss;
      };
      const difference = (at(1e-5) - at(-1e-5)) / 2e-5;
      numbers[i] = number;
      expect(gradient[i]).toBeCloseTo(difference, 6);
    });
  }
});

test.each(Object.keys(SHAPES))("a network learns %s, and a line does not", (dataset) => {
  const after = (hidden: number[], steps: number) => {
    const training = new Training({ dataset, noise: 0.03, hidden, activation: "tanh", seed: 0 });
    for (let i = 0; i < steps; i++) training.advance(0.1);
    return training.measure().accuracy;
  };
  expect(after([8, 8], 2500)).toBeGreaterThan(0.95);
  expect(after([], 500)).toBeLessThan(0.92);
});

test("the same seed gives the same course, and it goes on where it was kept", () => {
  const settings = {
    dataset: "circles",
    noise: 0.05,
    hidden: [6],
    activation: "relu",
    seed: 1,
  } as const;
  const one = new Training({ ...settings, hidden: [6] });
  const other = new Training({ ...settings, hidden: [6] });
  for (let i = 0; i < 50; i++) {
    one.advance(0.1);
    other.advance(0.1);
    one.measure();
  }
  expect(other.network.numbers).toEqual(one.network.numbers);
  const again = new Training({ ...settings, hidden: [6] });
  again.restore(one.network.numbers, one.step, unpacked(packed(one.history)));
  expect([again.step, again.history.length]).toEqual([50, 51]);
  expect(again.network.numbers).toEqual(one.network.numbers);
});

test("a rate that is far too large explodes, and is seen to", () => {
  const training = new Training({
    dataset: "XOR",
    noise: 0,
    hidden: [8, 8],
    activation: "relu",
    seed: 0,
  });
  expect(training.exploded).toBe(false);
  for (let i = 0; i < 20; i++) training.advance(1e3);
  training.measure();
  expect(training.exploded).toBe(true);
});

test("a long history is thinned out, its first row kept", () => {
  const training = new Training({
    dataset: "XOR",
    noise: 0,
    hidden: [2],
    activation: "tanh",
    seed: 0,
  });
  for (let i = 0; i < 1500; i++) {
    training.advance(0.01);
    training.measure();
  }
  expect(training.history.length).toBeLessThan(700);
  expect(training.history[0]?.step).toBe(0);
  expect(training.history[training.history.length - 1]?.step).toBe(1500);
});
