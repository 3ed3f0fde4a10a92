/** What the pen does: its width in pixels of the canvas, and its colour as CSS has it. */
export interface Pen {
  width: number;
  color: string;
}

/** The canvas's pixels as bytes with one channel or three. */
export function bytesOf(rgba: Uint8ClampedArray, channels: number): Uint8Array {
  const bytes = new Uint8Array((rgba.length / 4) * channels);
  for (let pixel = 0; pixel < rgba.length / 4; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      bytes[pixel * channels + channel] = rgba[4 * pixel + channel] ?? 0;
    }
  }
  return bytes;
}

/** Bytes with one channel or three as a canvas wants them. */
export function rgbaOf(bytes: Uint8Array, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = bytes.length / channels;
  const rgba = new Uint8ClampedArray(4 * pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      rgba[4 * pixel + channel] = bytes[pixel * channels + (channels === 1 ? 0 : channel)] ?? 0;
    }
    rgba[4 * pixel + 3] = 255;
  }
  return rgba;
}

/** A grey as CSS has it. */
export function greyColor(value: number): string {
  return `rgb(${value} ${value} ${value})`;
}

/** A function that runs at most so often, and always a last time after the last call. */
export function atMost(perSecond: number, run: () => void): () => void {
  let last = 0;
  let waiting = 0;
  return () => {
    if (waiting !== 0) return;
    const left = last + 1000 / perSecond - performance.now();
    waiting = window.setTimeout(() => {
      waiting = 0;
      last = performance.now();
      run();
    }, Math.max(0, left));
  };
}
