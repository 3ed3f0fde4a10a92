import { make } from "./dom";

/** A field under its name. */
export function labelled(label: string, field: HTMLElement): HTMLElement {
  return make("label", { class: "ir-field" }, [make("span", { text: label }), field]);
}

/** A list to choose from: the values, and what each is called. */
export function select(
  testId: string,
  options: [value: string, text: string][],
  chosen: (value: string) => void,
): HTMLSelectElement {
  const field = make("select", { attributes: { "data-testid": testId } }, options.map(option));
  field.addEventListener("change", () => chosen(field.value));
  return field;
}

export function option([value, text]: [string, string]): HTMLOptionElement {
  return make("option", { text, attributes: { value } });
}

/** A button with a word on it. */
export function button(testId: string, text: string, pressed: () => void): HTMLButtonElement {
  const element = make("button", {
    class: "ir-button", text, attributes: { type: "button", "data-testid": testId },
  });
  element.addEventListener("click", pressed);
  return element;
}

export interface Range {
  least: number;
  most: number;
  step: number;
}

/** A slider that tells each value on its way. */
export function slider(
  testId: string, { least, most, step }: Range, moved: (value: number) => void,
): HTMLInputElement {
  const field = make("input", {
    attributes: {
      type: "range", "data-testid": testId, min: String(least), max: String(most), step: String(step),
    },
  });
  field.addEventListener("input", () => moved(Number(field.value)));
  return field;
}

/** A box to tick, with its words to the right. */
export function tick(testId: string, text: string, changed: (on: boolean) => void): [HTMLElement, HTMLInputElement] {
  const box = make("input", { attributes: { type: "checkbox", "data-testid": testId } });
  box.addEventListener("change", () => changed(box.checked));
  return [make("label", { class: "ir-tick" }, [box, make("span", { text })]), box];
}
