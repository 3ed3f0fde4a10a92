import { make } from "./dom";
import { plural } from "./format";

export interface ConfusionData {
  classes: string[];
  /** one row for each true class, one column for each predicted class */
  confusion: number[][];
}

const WITH_COUNTS = 20;
const LONGEST_NAME = 12;

/** A confusion matrix whose cells are buttons; the arrow keys go from one to the next. */
export class ConfusionMatrix {
  readonly element = make("div", { class: "ir-matrix" });
  private cells: HTMLButtonElement[][] = [];
  private current: [number, number] = [0, 0];

  constructor(private readonly chosen: (truth: number, predicted: number) => void) {
    this.element.addEventListener("keydown", (event) => this.move(event));
  }

  /** Lay the table out anew. */
  update({ classes, confusion }: ConfusionData): void {
    const size = classes.length;
    this.current = [0, 0];
    this.cells = confusion.map((row, truth) => {
      const total = row.reduce((sum, value) => sum + value, 0);
      return row.map((value, predicted) => this.cell(classes, truth, predicted, value, total));
    });
    const grid = make("div", {
      class: "ir-grid",
      attributes: { role: "grid", "aria-label": "Confusion matrix: rows true, columns predicted" },
    });
    const longest = Math.max(...classes.map((name) => name.length));
    grid.style.setProperty("--classes", String(size));
    grid.style.setProperty("--longest", String(Math.min(longest, LONGEST_NAME)));
    grid.classList.toggle("ir-dense", size > WITH_COUNTS);
    grid.append(
      this.header(classes),
      ...this.cells.map((row, truth) => rowOf(classes[truth] ?? "", row)),
    );
    this.element.replaceChildren(
      make("div", { class: "ir-axis ir-axis-x", text: "predicted" }),
      make("div", { class: "ir-axis ir-axis-y", text: "true" }),
      grid,
    );
    this.cells[0]?.[0]?.setAttribute("tabindex", "0");
  }

  /** Mark the chosen cell; null marks none. */
  select(chosen: [number, number] | null): void {
    this.cells.forEach((row, truth) =>
      row.forEach((cell, predicted) => {
        const pressed = chosen !== null && chosen[0] === truth && chosen[1] === predicted;
        cell.setAttribute("aria-pressed", String(pressed));
      }),
    );
  }

  private header(classes: string[]): HTMLElement {
    const names = classes.map((name) =>
      make("span", { class: "ir-name", title: name, attributes: { role: "columnheader" } }, [
        make("span", { text: name }),
      ]),
    );
    const upright = classes.some((name) => name.length > 3);
    const row = make("div", { class: "ir-row", attributes: { role: "row" } }, [
      make("span"),
      ...names,
    ]);
    row.classList.toggle("ir-upright", upright);
    return row;
  }

  private cell(
    classes: string[],
    truth: number,
    predicted: number,
    value: number,
    total: number,
  ): HTMLButtonElement {
    const share = total === 0 ? 0 : value / total;
    const right = truth === predicted;
    const pair = `true ${classes[truth]}, predicted ${classes[predicted]}`;
    const says = `${pair}: ${plural(value, "image")}`;
    const cell = make("button", {
      class: `ir-cell ${right ? "ir-right" : "ir-wrong"}`,
      text: value === 0 ? "" : String(value),
      title: says,
      attributes: {
        type: "button",
        tabindex: "-1",
        "aria-label": says,
        "aria-pressed": "false",
        "data-true": String(truth),
        "data-predicted": String(predicted),
        "data-count": String(value),
      },
    });
    // Wrong cells hold few images: the root of the share makes them show.
    const strength = value === 0 ? 0 : right ? share : 0.15 + 0.85 * Math.sqrt(share);
    cell.style.setProperty("--strength", `${Math.round(strength * 100)}%`);
    cell.classList.toggle("ir-strong", strength > 0.55);
    cell.addEventListener("click", () => {
      this.focus(truth, predicted);
      this.chosen(truth, predicted);
    });
    return cell;
  }

  private move(event: KeyboardEvent): void {
    const [truth, predicted] = this.current;
    const last = this.cells.length - 1;
    const goals: Record<string, [number, number]> = {
      ArrowUp: [truth - 1, predicted],
      ArrowDown: [truth + 1, predicted],
      ArrowLeft: [truth, predicted - 1],
      ArrowRight: [truth, predicted + 1],
      Home: [truth, 0],
      End: [truth, last],
    };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.focus(goal[0], goal[1]);
  }

  /** Give a cell the focus; it becomes the one that the Tab key comes to. */
  private focus(truth: number, predicted: number): void {
    const goal = this.cells[truth]?.[predicted];
    if (goal === undefined) return;
    this.cells[this.current[0]]?.[this.current[1]]?.setAttribute("tabindex", "-1");
    this.current = [truth, predicted];
    goal.setAttribute("tabindex", "0");
    goal.focus();
  }
}

function rowOf(name: string, cells: HTMLButtonElement[]): HTMLElement {
  const header = make("span", {
    class: "ir-name",
    text: name,
    title: name,
    attributes: { role: "rowheader" },
  });
  const boxes = cells.map((cell) => make("span", { attributes: { role: "gridcell" } }, [cell]));
  return make("div", { class: "ir-row", attributes: { role: "row" } }, [header, ...boxes]);
}
