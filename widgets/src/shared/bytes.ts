/** The float32 values of a Bytes trait. Copied, since the view need not be aligned. */
export function floats(view: DataView): Float32Array {
  const end = view.byteOffset + view.byteLength;
  return new Float32Array(view.buffer.slice(view.byteOffset, end) as ArrayBuffer);
}

/** Every `width`-th value, beginning with `index`: one column of a table stored by rows. */
export function column(table: Float32Array, width: number, index: number): Float32Array {
  const values = new Float32Array(Math.floor(table.length / width));
  for (let row = 0; row < values.length; row++) values[row] = table[row * width + index] ?? NaN;
  return values;
}

const NOTHING = new Float32Array(0);

/**
 * A table of float32 that only grows, stored by columns.
 *
 * It comes by rows, in blocks that lie one behind the other: each time all of it, of which only
 * what is new is read.
 */
export class Table {
  rows = 0;
  names: string[] = [];
  private version = -1;
  private columns: Float32Array[] = [];

  /** Take in the new rows. Another version is another table. */
  update(version: number, names: string[], blocks: DataView[]): void {
    if (version !== this.version) this.clear(version, names);
    const width = names.length;
    if (width === 0) return;
    const lengths = blocks.map((block) => Math.floor(block.byteLength / 4 / width));
    this.reserve(lengths.reduce((sum, length) => sum + length, 0));
    let begin = 0;
    blocks.forEach((block, i) => {
      const length = lengths[i] ?? 0;
      if (begin + length > this.rows) this.read(block, Math.max(0, this.rows - begin), length);
      begin += length;
    });
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }

  /** A column, as far as it goes; an empty one if there is none of this name. */
  get(name: string): Float32Array {
    return this.columns[this.names.indexOf(name)]?.subarray(0, this.rows) ?? NOTHING;
  }

  private clear(version: number, names: string[]): void {
    this.version = version;
    this.names = names;
    this.rows = 0;
    this.columns = names.map(() => NOTHING);
  }

  private reserve(rows: number): void {
    if ((this.columns[0]?.length ?? 0) >= rows) return;
    this.columns = this.columns.map((old) => {
      const roomier = new Float32Array(Math.max(1024, Math.ceil(1.5 * rows)));
      roomier.set(old);
      return roomier;
    });
  }

  private read(block: DataView, from: number, to: number): void {
    const width = this.names.length;
    this.columns.forEach((column, i) => {
      for (let row = from; row < to; row++) {
        column[this.rows + row - from] = block.getFloat32(4 * (row * width + i), true);
      }
    });
    this.rows += to - from;
  }
}
