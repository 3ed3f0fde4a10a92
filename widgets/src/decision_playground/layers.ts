import { make } from "../shared/dom";

const MOST_LAYERS = 4;
const MOST_UNITS = 8;

/**
 * The hidden layers as columns, each unit a small picture of what it gives, with buttons for more
 * and fewer.
 */
export class LayerColumns {
  readonly element = make("div", { class: "ir-layers", attributes: { "data-testid": "layers" } });
  /** one row of canvases for each layer, the inputs' first */
  canvases: HTMLCanvasElement[][] = [];

  constructor(private readonly changed: (hidden: number[]) => void) {}

  show(hidden: number[]): void {
    const sizes = [2, ...hidden];
    this.canvases = sizes.map((units) => Array.from({ length: units }, () => make("canvas")));
    const names = sizes.map((_, i) => (i === 0 ? "features" : `layer ${i}`));
    const columns = this.canvases.map((canvases, i) =>
      make("div", { class: "ir-column" }, [
        make("small", { text: names[i] ?? "" }),
        i === 0 ? make("span", { class: "ir-steppers" }) : this.units(hidden, i - 1),
        ...canvases.map((canvas, unit) => {
          canvas.title =
            i === 0
              ? unit === 0
                ? "x, to the right"
                : "y, upwards"
              : `layer ${i}, unit ${unit + 1}`;
          return canvas;
        }),
      ]),
    );
    this.element.replaceChildren(...columns, this.more(hidden));
  }

  private units(hidden: number[], layer: number): HTMLElement {
    const units = hidden[layer] ?? 1;
    const to = (number: number) => hidden.map((old, i) => (i === layer ? number : old));
    return make("span", { class: "ir-steppers" }, [
      this.stepper("−", `fewer units in layer ${layer + 1}`, units > 1, to(units - 1)),
      this.stepper("+", `more units in layer ${layer + 1}`, units < MOST_UNITS, to(units + 1)),
    ]);
  }

  private more(hidden: number[]): HTMLElement {
    const added = [...hidden, hidden[hidden.length - 1] ?? 4];
    return make("div", { class: "ir-column ir-more" }, [
      make("small", { text: "layers" }),
      make("span", { class: "ir-steppers" }, [
        this.stepper("−", "one layer less", hidden.length > 0, hidden.slice(0, -1)),
        this.stepper("+", "one layer more", hidden.length < MOST_LAYERS, added),
      ]),
    ]);
  }

  private stepper(sign: string, label: string, can: boolean, hidden: number[]): HTMLButtonElement {
    const element = make("button", {
      class: "ir-stepper", text: sign, title: label,
      attributes: { type: "button", "aria-label": label, "data-testid": label.replace(/ /g, "-") },
    });
    element.disabled = !can;
    element.addEventListener("click", () => {
      this.changed(hidden);
      // The buttons are made anew: the one that was pressed keeps the focus.
      this.element.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.focus();
    });
    return element;
  }
}
