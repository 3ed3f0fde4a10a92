import { countNumbers, initial, judge, lossAndGradient, randomNumbers } from "./network";
import type { Activation, Network, Points } from "./network";
import { drawPoints, POINTS } from "./points";

/** What is trained, and on what. */
export interface Settings {
  dataset: string;
  noise: number;
  hidden: number[];
  activation: Activation;
  seed: number;
}

/** One row of the history. */
export interface Measured {
  step: number;
  train: number;
  test: number;
  accuracy: number;
}

const BATCH = 20;
const MOMENTUM = 0.9;
const MOST_ROWS = 600;
const HOPELESS = 30;

/**
 * A network in training, by gradient steps with momentum. The same settings give the same course.
 */
export class Training {
  readonly train: Points;
  readonly test: Points;
  readonly network: Network;
  history: Measured[] = [];
  step = 0;
  private readonly velocity: Float64Array;
  private readonly random: () => number;

  constructor(readonly settings: Settings) {
    const { dataset, noise, hidden, activation, seed } = settings;
    this.train = drawPoints(dataset, noise, 1000 + seed);
    this.test = drawPoints(dataset, noise, 2000 + seed);
    this.network = initial(hidden, activation, seed);
    this.velocity = new Float64Array(this.network.numbers.length);
    this.random = randomNumbers(3000 + seed);
    this.measure();
  }

  /** One step on a random batch: v ← 0.9·v − η·∇L, w ← w + v. */
  advance(learningRate: number): void {
    const batch = Array.from({ length: BATCH }, () => Math.floor(this.random() * POINTS));
    const { gradient } = lossAndGradient(this.network, this.train, batch);
    const { numbers } = this.network;
    for (let i = 0; i < numbers.length; i++) {
      const velocity =
        MOMENTUM * (this.velocity[i] as number) - learningRate * (gradient[i] as number);
      this.velocity[i] = velocity;
      numbers[i] = (numbers[i] as number) + velocity;
    }
    this.step += 1;
  }

  /** Judge the network as it is now, and remember it. An old, long history is thinned out. */
  measure(): Measured {
    const { loss: train } = judge(this.network, this.train);
    const { loss: test, accuracy } = judge(this.network, this.test);
    const measured = { step: this.step, train, test, accuracy };
    if (this.history.length >= MOST_ROWS) this.history = this.history.filter((_, i) => i % 2 === 0);
    this.history.push(measured);
    return measured;
  }

  /** Is it past all hope? A guess that knows nothing has a loss of 0.69. */
  get exploded(): boolean {
    return !((this.history[this.history.length - 1]?.train ?? 0) < HOPELESS);
  }

  /** Go on from numbers that were kept. */
  restore(numbers: ArrayLike<number>, step: number, history: Measured[]): void {
    if (numbers.length !== countNumbers(this.network.sizes)) return;
    this.network.numbers.set(Array.from(numbers));
    this.step = step;
    this.history = history;
  }
}

/** History to rows of four numbers, and back. */
export function packed(history: Measured[]): Float32Array {
  return Float32Array.from(
    history.flatMap(({ step, train, test, accuracy }) => [step, train, test, accuracy]),
  );
}

export function unpacked(rows: Float32Array): Measured[] {
  return Array.from({ length: Math.floor(rows.length / 4) }, (_, i) => ({
    step: rows[4 * i] ?? 0,
    train: rows[4 * i + 1] ?? 0,
    test: rows[4 * i + 2] ?? 0,
    accuracy: rows[4 * i + 3] ?? 0,
  }));
}
