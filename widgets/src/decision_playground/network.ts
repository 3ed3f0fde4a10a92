/**
 * A fully connected network with one output, a probability. All of its numbers lie in one array.
 */
export interface Network {
  /** how many units each layer has: the two features first, the one output last */
  sizes: number[];
  activation: Activation;
  /** for each layer its weights, row by row for each unit, then its biases */
  numbers: Float64Array;
}

export type Activation = "relu" | "tanh" | "sigmoid" | "linear";

export interface Points {
  /** x and y of each point, one after the other */
  places: Float64Array;
  /** 0 or 1 */
  labels: Uint8Array;
}

/** Random numbers from 0 to 1, the same for the same seed (Tommy Ettinger's mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Numbers drawn from the bell curve, by the rule of Box and Muller. */
export function normalNumbers(seed: number): () => number {
  const random = randomNumbers(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** How many weights and biases there are. */
export function countNumbers(sizes: number[]): number {
  return sizes.slice(1).reduce((sum, units, i) => sum + units * ((sizes[i] ?? 0) + 1), 0);
}

/**
 * First weights: random, the larger the fewer inputs (He for ReLU, Glorot for the others); biases
 * zero.
 */
export function initial(hidden: number[], activation: Activation, seed: number): Network {
  const sizes = [2, ...hidden, 1];
  const numbers = new Float64Array(countNumbers(sizes));
  const normal = normalNumbers(seed);
  let start = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    const [inputs, units] = [sizes[layer - 1] ?? 0, sizes[layer] ?? 0];
    const spread = Math.sqrt(activation === "relu" ? 2 / inputs : 2 / (inputs + units));
    for (let i = 0; i < inputs * units; i++) numbers[start + i] = spread * normal();
    start += (inputs + 1) * units;
  }
  return { sizes, activation, numbers };
}

/**
 * What all units give for a point, layer by layer; the last is the score, whose sigmoid is the
 * probability.
 */
export function forward(
  { sizes, activation, numbers }: Network,
  x: number,
  y: number,
  values: Float64Array[],
): number {
  const first = values[0];
  if (first === undefined) throw new Error("No room for the network's values.");
  first[0] = x;
  first[1] = y;
  let start = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    const before = values[layer - 1] as Float64Array;
    const after = values[layer] as Float64Array;
    const inputs = before.length;
    const biases = start + inputs * after.length;
    const last = layer === sizes.length - 1;
    for (let unit = 0; unit < after.length; unit++) {
      let sum = numbers[biases + unit] as number;
      const row = start + unit * inputs;
      for (let i = 0; i < inputs; i++) sum += (numbers[row + i] as number) * (before[i] as number);
      after[unit] = last ? sum : activate(activation, sum);
    }
    start = biases + after.length;
  }
  return values[sizes.length - 1]?.[0] ?? NaN;
}

/** Room for what the units give. */
export function room(sizes: number[]): Float64Array[] {
  return sizes.map((units) => new Float64Array(units));
}

function activate(activation: Activation, value: number): number {
  if (activation === "relu") return Math.max(value, 0);
  if (activation === "tanh") return Math.tanh(value);
  return activation === "sigmoid" ? sigmoid(value) : value;
}

/** The slope of the activation, from what it gave. */
function slope(activation: Activation, value: number): number {
  if (activation === "relu") return value > 0 ? 1 : 0;
  if (activation === "tanh") return 1 - value * value;
  return activation === "sigmoid" ? value * (1 - value) : 1;
}

export function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

/** ln(1 + eˢ) − y·s: the cross-entropy of a score, without a logarithm of zero. */
export function crossEntropy(score: number, label: number): number {
  return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - label * score;
}

/** The mean loss of some points and its slope by every number. */
export function lossAndGradient(
  network: Network,
  points: Points,
  chosen: ArrayLike<number>,
): { loss: number; gradient: Float64Array } {
  const gradient = new Float64Array(network.numbers.length);
  const values = room(network.sizes);
  const errors = room(network.sizes);
  const last = errors[errors.length - 1] as Float64Array;
  let loss = 0;
  for (let one = 0; one < chosen.length; one++) {
    const index = chosen[one] as number;
    const label = points.labels[index] ?? 0;
    const score = forward(
      network,
      points.places[2 * index] ?? 0,
      points.places[2 * index + 1] ?? 0,
      values,
    );
    loss += crossEntropy(score, label) / chosen.length;
    last[0] = (sigmoid(score) - label) / chosen.length;
    backward(network, values, errors, gradient);
  }
  return { loss, gradient };
}

/**
 * The chain rule, from the last layer to the first: each unit's error, and what it adds to the
 * slopes of its numbers.
 */
function backward(
  { sizes, activation, numbers }: Network,
  values: Float64Array[],
  errors: Float64Array[],
  gradient: Float64Array,
): void {
  let end = numbers.length;
  for (let layer = sizes.length - 1; layer > 0; layer--) {
    const before = values[layer - 1] as Float64Array;
    const error = errors[layer] as Float64Array;
    const back = errors[layer - 1] as Float64Array;
    const biases = end - error.length;
    const start = biases - before.length * error.length;
    back.fill(0);
    for (let unit = 0; unit < error.length; unit++) {
      const own = error[unit] as number;
      gradient[biases + unit] = (gradient[biases + unit] as number) + own;
      const row = start + unit * before.length;
      for (let i = 0; i < before.length; i++) {
        gradient[row + i] = (gradient[row + i] as number) + own * (before[i] as number);
        back[i] = (back[i] as number) + own * (numbers[row + i] as number);
      }
    }
    if (layer > 1)
      back.forEach((sum, i) => (back[i] = sum * slope(activation, before[i] as number)));
    end = start;
  }
}

/** The mean loss of all points, and the share that the network puts on the right side. */
export function judge(network: Network, points: Points): { loss: number; accuracy: number } {
  const values = room(network.sizes);
  const count = points.labels.length;
  let loss = 0;
  let right = 0;
  for (let i = 0; i < count; i++) {
    const label = points.labels[i] ?? 0;
    const score = forward(
      network,
      points.places[2 * i] ?? 0,
      points.places[2 * i + 1] ?? 0,
      values,
    );
    loss += crossEntropy(score, label) / count;
    if (score > 0 === (label === 1)) right += 1;
  }
  return { loss, accuracy: right / count };
}
