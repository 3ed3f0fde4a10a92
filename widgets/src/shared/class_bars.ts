import { make } from "./dom";
import { percent } from "./format";

export interface Bar {
  number: number;
  name: string;
  probability: number;
  /** is it the true class? */
  true: boolean;
}

/** Probabilities as bars, each a button: the chosen class is the one that is explained. */
export class ClassBars {
  readonly element = make("div", {
    class: "ir-bars",
    attributes: { role: "group", "aria-label": "Probabilities", "data-testid": "bars" },
  });

  constructor(private readonly chosen: (number: number) => void) {}

  update(bars: Bar[], target: number): void {
    const focused = this.element.contains(document.activeElement);
    this.element.replaceChildren(...bars.map((bar) => this.row(bar, bar.number === target)));
    if (focused) this.element.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  }

  private row(bar: Bar, pressed: boolean): HTMLElement {
    const says = `${bar.name}${bar.true ? ", the true class" : ""}: ${percent(bar.probability)}`;
    const fill = make("i", { class: "ir-fill" });
    fill.style.setProperty("--share", `${Math.max(0, Math.min(1, bar.probability)) * 100}%`);
    const row = make(
      "button",
      {
        class: bar.true ? "ir-class-bar ir-true" : "ir-class-bar",
        title: `${says}. What spoke for ${bar.name}?`,
        attributes: {
          type: "button",
          "aria-label": says,
          "aria-pressed": String(pressed),
          "data-number": String(bar.number),
        },
      },
      [
        make("span", { class: "ir-class-name", text: bar.name }),
        make("span", { class: "ir-class-track" }, [fill]),
        make("b", { text: percent(bar.probability) }),
      ],
    );
    row.addEventListener("click", () => this.chosen(bar.number));
    return row;
  }
}
