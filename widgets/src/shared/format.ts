/** 60000 as "60,000". */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** "1 image", "2 images", "3 classes". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 0.9861 as "98.6 %". */
export function percent(value: number, digits = 1): string {
  return Number.isFinite(value) ? `${(value * 100).toFixed(digits)} %` : "–";
}

/** A loss: three decimals, or three figures where it is small or large. */
export function decimal(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 1000) ? value.toExponential(1) : value.toFixed(3);
}

/** Seconds as "8 s", "3 min 05 s" or "1 h 12 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** [28, 28, 1] as "28×28×1". */
export function times(shape: number[]): string {
  return shape.join("×");
}

/** 1300000 as "1.3 M": three figures, and a letter for the thousands. */
export function large(value: number): string {
  const letters = ["", " k", " M", " G", " T"];
  const power = value < 1 ? 0 : Math.min(letters.length - 1, Math.floor(Math.log10(value) / 3));
  return power === 0
    ? count(value)
    : `${Number((value / 1000 ** power).toPrecision(3))}${letters[power]}`;
}

/** 487720 as "488 kB". */
export function bytes(value: number): string {
  return value < 1000 ? `${count(value)} B` : `${large(value)}B`;
}

/** "learning_rate" as "Learning rate". */
export function words(name: string): string {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A learning rate in two figures: 0.001, 0.00032, 1.5e-5, 1e-6. */
export function rate(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const rounded = Number(value.toPrecision(2));
  return rounded !== 0 && Math.abs(rounded) < 1e-4 ? rounded.toExponential() : String(rounded);
}

/** A number on an axis, which has little room: 0.05, 200k, 1M, 1e-5. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6 && size < 1e9) return `${Number((value / 1e6).toPrecision(4))}M`;
  if (size >= 1e4 && size < 1e6) return `${Number((value / 1e3).toPrecision(4))}k`;
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential().replace("e+", "e");
  return String(value);
}

/** "after epoch 3", "in epoch 4". */
export function inEpochs(at: number): string {
  return Number.isInteger(at) ? `after epoch ${at}` : `in epoch ${Math.floor(at) + 1}`;
}
