export type Range = [low: number, high: number];

/** Where a value stands between the ends: 0 at the lower one, 1 at the upper one. */
export function share([low, high]: Range, value: number, log = false): number {
  if (!log) return (value - low) / (high - low);
  return value > 0 ? Math.log(value / low) / Math.log(high / low) : -Infinity;
}

/** The value that stands there. */
export function valueAt([low, high]: Range, place: number, log = false): number {
  return log ? low * (high / low) ** place : low + place * (high - low);
}

/**
 * The range made `factor` times as long about a value in it, within `limits`, and no shorter than
 * `least`.
 */
export function zoomed(
  [low, high]: Range,
  factor: number,
  about: number,
  limits: Range,
  least: number,
): Range {
  const length = Math.min(Math.max((high - low) * factor, least), limits[1] - limits[0]);
  const begin = about - ((about - low) / (high - low)) * length;
  return within([begin, begin + length], limits);
}

/** The range moved so that it lies within `limits`. */
export function within([low, high]: Range, limits: Range): Range {
  const length = Math.min(high - low, limits[1] - limits[0]);
  const begin = Math.min(Math.max(low, limits[0]), limits[1] - length);
  return [begin, begin + length];
}

/** A little more than from `low` to `high`. */
export function around(low: number, high: number): Range {
  const more = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
  return [low - more, high + more];
}

/** About `number` round values between `low` and `high`. */
export function ticks(low: number, high: number, number: number): number[] {
  const rough = (high - low) / number;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
  const result: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    result.push(Number((i * step).toPrecision(12)));
  }
  return result;
}

/** Round values that are whole: epochs and steps have no halves. */
export function wholeTicks(low: number, high: number, number: number): number[] {
  return ticks(low, high, number).filter(Number.isInteger);
}

/**
 * The exponents of 10 whose powers a logarithmic axis names: it counts by them, so that equal
 * factors are equally far.
 */
export function exponentTicks(low: number, high: number, number: number): number[] {
  return logTicks(10 ** low, 10 ** high, number).map(Math.log10);
}

/** Powers of ten between `low` and `high`, with their twofold and fivefold where there are few. */
export function logTicks(low: number, high: number, number: number): number[] {
  const decades = Math.log10(high / low);
  if (decades < 1) return ticks(low, high, number).filter((value) => value > 0);
  const every = Math.ceil(decades / number);
  const factors = decades <= number / 2 ? [1, 2, 5] : [1];
  const result: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) result.push(Number((factor * 10 ** power).toPrecision(12)));
  }
  return result.filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
}
