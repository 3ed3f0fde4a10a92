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
