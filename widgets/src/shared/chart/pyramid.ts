const BITS = 3; // a block holds 8 of the next finer ones

/** What is known of each block of one size. */
interface Level {
  low: Float32Array;
  high: Float32Array;
  sum: Float64Array;
  count: Int32Array;
  length: number;
}

/**
 * The least, the largest and the mean of any stretch of a column, in logarithmic time.
 *
 * The column only grows: what stands in it never changes. Its blocks of 8, 64, 512 … values are
 * added up once, as it grows. Values that are no finite numbers are passed over.
 */
export class Pyramid {
  /** of the stretch that was measured last; NaN where it holds no number */
  low = NaN;
  high = NaN;
  mean = NaN;
  private readonly levels: Level[] = [];
  private values: Float32Array = new Float32Array(0);

  /** Take in what has been added to the column. */
  extend(values: Float32Array): void {
    this.values = values;
    for (let depth = 0; values.length >> (BITS * (depth + 1)) > 0; depth++) {
      this.raise(depth, values.length >> (BITS * (depth + 1)));
    }
  }

  /** Set `low`, `high` and `mean` to those of the values from `from` to before `to`. */
  measure(from: number, to: number): void {
    const end = Math.min(to, this.values.length);
    let low = Infinity;
    let high = -Infinity;
    let sum = 0;
    let count = 0;
    for (let i = Math.max(from, 0); i < end; ) {
      const depth = this.depthAt(i, end);
      const level = this.levels[depth];
      if (level === undefined) {
        const value = this.values[i++] as number;
        if (!Number.isFinite(value)) continue;
        if (value < low) low = value;
        if (value > high) high = value;
        sum += value;
        count++;
        continue;
      }
      const block = i >> (BITS * (depth + 1));
      low = Math.min(low, level.low[block] as number);
      high = Math.max(high, level.high[block] as number);
      sum += level.sum[block] as number;
      count += level.count[block] as number;
      i += 1 << (BITS * (depth + 1));
    }
    this.low = count > 0 ? low : NaN;
    this.high = count > 0 ? high : NaN;
    this.mean = count > 0 ? sum / count : NaN;
  }

  /** The level of the largest block that begins here and ends in time; −1 for a single value. */
  private depthAt(from: number, end: number): number {
    let depth = -1;
    while (depth + 1 < this.levels.length) {
      const size = 1 << (BITS * (depth + 2));
      if ((from & (size - 1)) !== 0 || from + size > end) break;
      depth++;
    }
    return depth;
  }

  /** Complete a level up to so many blocks, from the level below it. */
  private raise(depth: number, length: number): void {
    const level = this.levelOf(depth, length);
    const below = depth === 0 ? undefined : this.levels[depth - 1];
    for (let block = level.length; block < length; block++) {
      let low = Infinity;
      let high = -Infinity;
      let sum = 0;
      let count = 0;
      for (let i = block << BITS; i < (block + 1) << BITS; i++) {
        if (below === undefined) {
          const value = this.values[i] as number;
          if (!Number.isFinite(value)) continue;
          if (value < low) low = value;
          if (value > high) high = value;
          sum += value;
          count++;
        } else {
          if ((below.low[i] as number) < low) low = below.low[i] as number;
          if ((below.high[i] as number) > high) high = below.high[i] as number;
          sum += below.sum[i] as number;
          count += below.count[i] as number;
        }
      }
      level.low[block] = low;
      level.high[block] = high;
      level.sum[block] = sum;
      level.count[block] = count;
    }
    level.length = length;
  }

  /** The level, with room for so many blocks. */
  private levelOf(depth: number, length: number): Level {
    const old = this.levels[depth];
    if (old !== undefined && old.low.length >= length) return old;
    const room = Math.max(16, 2 * length);
    const level = {
      low: new Float32Array(room),
      high: new Float32Array(room),
      sum: new Float64Array(room),
      count: new Int32Array(room),
      length: old?.length ?? 0,
    };
    if (old !== undefined) {
      level.low.set(old.low);
      level.high.set(old.high);
      level.sum.set(old.sum);
      level.count.set(old.count);
    }
    this.levels[depth] = level;
    return level;
  }
}

const pyramids = new WeakMap<ArrayBufferLike, Map<number, Pyramid>>();

/**
 * The pyramid of a column. It is kept for the memory that the column lies in, and grows with it.
 */
export function pyramidOf(values: Float32Array): Pyramid {
  const here = pyramids.get(values.buffer) ?? new Map<number, Pyramid>();
  const pyramid = here.get(values.byteOffset) ?? new Pyramid();
  pyramids.set(values.buffer, here.set(values.byteOffset, pyramid));
  pyramid.extend(values);
  return pyramid;
}
