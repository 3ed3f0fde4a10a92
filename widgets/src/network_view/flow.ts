const LARGEST = 44;
const SMALLEST = 3;

/**
 * Height and width in pixels of a block that stands for a shape: maps are tall, many features are
 * wide.
 */
export function blockOf(shape: number[]): [tall: number, wide: number] {
  const features = shape[shape.length - 1] ?? 1;
  const places =
    shape.length > 2 ? (shape[0] ?? 1) : shape.length === 2 ? Math.sqrt(shape[0] ?? 1) : 1;
  const length = (value: number, most: number) =>
    Math.round(
      Math.min(
        LARGEST,
        SMALLEST + (LARGEST - SMALLEST) * (Math.log2(Math.max(value, 1)) / Math.log2(most)),
      ),
    );
  return [length(places, 256), length(features, 2048)];
}
