const NAMESPACE = "http://www.w3.org/2000/svg";
const ROWS = 60;
const WIDTH = 60;
const HEIGHT = 16;

/**
 * The course of one number, as small as a word. It says nothing to a screen reader, which reads the
 * number.
 */
export class Sparkline {
  readonly element = document.createElementNS(NAMESPACE, "svg");
  private readonly area = document.createElementNS(NAMESPACE, "path");
  private readonly line = document.createElementNS(NAMESPACE, "path");

  constructor() {
    this.element.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.element.setAttribute("aria-hidden", "true");
    this.element.classList.add("ir-spark");
    this.area.classList.add("ir-spark-area");
    this.element.append(this.area, this.line);
  }

  /**
   * Draw a column of a table stored by rows, from 0 to `most` or to its largest value, the latest
   * at the right end.
   */
  draw(
    table: Float32Array,
    width: number,
    index: number,
    most = largest(table, width, index),
  ): void {
    const rows = Math.floor(table.length / width);
    const points: string[] = [];
    for (let row = 0; row < rows; row++) {
      const value = table[row * width + index] as number;
      if (!Number.isFinite(value)) continue;
      const x = WIDTH - ((rows - 1 - row) * WIDTH) / (ROWS - 1);
      points.push(
        `${x.toFixed(1)} ${(HEIGHT - 1 - Math.min(1, value / most) * (HEIGHT - 2)).toFixed(1)}`,
      );
    }
    const path = points.length > 1 ? `M${points.join("L")}` : "";
    this.line.setAttribute("d", path);
    this.area.setAttribute("d", path && `${path}V${HEIGHT}H${points[0]?.split(" ")[0]}Z`);
  }
}

function largest(table: Float32Array, width: number, index: number): number {
  let most = Number.MIN_VALUE;
  for (let i = index; i < table.length; i += width)
    if ((table[i] as number) > most) most = table[i] as number;
  return most * 1.15;
}
