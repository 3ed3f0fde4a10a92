import { caption, make, setText } from "../shared/dom";
import { brief } from "./arithmetic";
import type { Sum } from "./arithmetic";

/** The kernel's numbers, each of which can be changed. */
export class KernelTable {
  readonly element: HTMLElement;
  private readonly grid = make("div", {
    class: "ir-numbers",
    attributes: { role: "group", "aria-label": "Kernel", "data-testid": "kernel" },
  });
  private fields: HTMLInputElement[][] = [];

  constructor(private readonly changed: (kernel: number[][]) => void) {
    const title = caption("The kernel", "change any number");
    this.element = make("div", { class: "ir-pane" }, [title, this.grid]);
  }

  show(kernel: number[][]): void {
    const columns = kernel[0]?.length ?? 0;
    if (this.fields.length !== kernel.length || this.fields[0]?.length !== columns) {
      this.fields = kernel.map((row, p) => row.map((_, q) => this.field(p, q)));
      this.grid.style.setProperty("--columns", String(columns));
      this.grid.replaceChildren(...this.fields.flat());
    }
    const largest = Math.max(...kernel.flat().map(Math.abs)) || 1;
    kernel.forEach((row, p) =>
      row.forEach((value, q) => {
        const field = this.fields[p]?.[q];
        if (field === undefined) return;
        if (document.activeElement !== field || Number(field.value) !== value)
          field.value = String(value);
        tint(field, value / largest);
      }),
    );
  }

  private field(p: number, q: number): HTMLInputElement {
    const field = make("input", {
      attributes: {
        type: "number",
        step: "any",
        autocomplete: "off",
        "aria-label": `kernel, row ${p}, column ${q}`,
        "data-testid": `kernel-${p}-${q}`,
      },
    });
    field.addEventListener("input", () => {
      // While somebody types "-" or nothing, there is no number yet.
      if (field.value.trim() !== "" && Number.isFinite(field.valueAsNumber))
        this.changed(this.read());
    });
    return field;
  }

  private read(): number[][] {
    return this.fields.map((row) => row.map((field) => field.valueAsNumber || 0));
  }
}

/** The window at one place: each pixel times its weight, the products, and their sum. */
export class SumTable {
  readonly element: HTMLElement;
  private readonly grid = make("div", {
    class: "ir-numbers ir-products",
    attributes: { "data-testid": "products" },
  });
  private readonly about = make("small");
  private readonly formula = make("div", { class: "ir-formula" });
  private readonly sum = make("output", { attributes: { "data-testid": "sum" } });

  constructor() {
    const title = caption("Pixel × kernel", this.about);
    const result = make("div", { class: "ir-sum" }, [this.formula, this.sum]);
    this.element = make("div", { class: "ir-pane" }, [title, this.grid, result]);
  }

  show(
    found: Sum | null,
    [i, j]: [number, number],
    { flip, stride }: { flip: boolean; stride: number },
  ): void {
    this.element.hidden = found === null;
    if (found === null) return;
    const { pixels, weights, products, sum } = found;
    const largest = Math.max(...products.flat().map(Math.abs)) || 1;
    this.grid.style.setProperty("--columns", String(products[0]?.length ?? 0));
    this.grid.classList.toggle("ir-tight", (products[0]?.length ?? 0) > 4);
    this.grid.replaceChildren(
      ...products.flatMap((row, p) =>
        row.map((product, q) =>
          cell(pixels[p]?.[q] ?? 0, weights[p]?.[q] ?? 0, product, product / largest),
        ),
      ),
    );
    setText(this.about, flip ? "the kernel turned by half a turn" : "");
    const times = (index: string) => (stride === 1 ? index : `${stride}·${index}`);
    const sign = flip ? "x(% + K−1−p, % + K−1−q)" : "x(% + p, % + q)";
    const where = sign.replace("%", times("i")).replace("%", times("j"));
    setText(this.formula, `y(i, j) = Σ ${where} · k(p, q)`);
    setText(this.sum, `y(${i}, ${j}) = ${brief(sum)}`);
    this.sum.dataset["value"] = String(sum);
  }
}

function cell(pixel: number, weight: number, product: number, share: number): HTMLElement {
  const text = `${brief(pixel)} × ${brief(weight)}`;
  const element = make("div", { class: "ir-product", title: `${text} = ${brief(product)}` }, [
    make("small", { text }), make("span", { text: brief(product) }),
  ]);
  tint(element, share);
  return element;
}

/** A ground that says sign and size; the style sheet mixes it. */
function tint(element: HTMLElement, share: number): void {
  element.style.setProperty("--hue", share < 0 ? "#0072b2" : "#d55e00");
  element.style.setProperty("--strength", `${Math.round(75 * Math.abs(share))}%`);
}
