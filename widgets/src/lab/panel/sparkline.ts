const NAMESPACE = "http://www.w3.org/2000/svg";
const WIDTH = 42;
const HEIGHT = 18;
const EDGE = 1.5;

/** The path of a line through these values, from the lowest to the highest. */
export function sparkPath(values: number[], width = WIDTH, height = HEIGHT): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const points = values.map((value, i) => {
    const x =
      values.length === 1 ? width / 2 : EDGE + (i / (values.length - 1)) * (width - 2 * EDGE);
    const y =
      high === low
        ? height / 2
        : height - EDGE - ((value - low) / (high - low)) * (height - 2 * EDGE);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return points.length === 0 ? "" : `M${points.join("L")}`;
}

/** A small curve without axes. It says nothing to a screen reader: the score stands beside it. */
export class Sparkline {
  readonly element = document.createElementNS(NAMESPACE, "svg");
  private readonly line = document.createElementNS(NAMESPACE, "path");

  constructor() {
    this.element.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.element.setAttribute("aria-hidden", "true");
    this.element.classList.add("ir-lab-spark");
    this.element.append(this.line);
  }

  update(values: number[]): void {
    const path = values.length < 2 ? "" : sparkPath(values);
    if (this.line.getAttribute("d") !== path) this.line.setAttribute("d", path);
  }
}
