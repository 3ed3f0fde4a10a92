import { make } from "./dom";

/** A field under its name. Of several elements in a row, the one to type in has the name. */
export function labelled(label: string, field: HTMLElement): HTMLElement {
  const isRow = field instanceof HTMLDivElement;
  if (isRow) field.querySelector("input")?.setAttribute("aria-label", label);
  return make(isRow ? "div" : "label", { class: "ir-field" }, [
    make("span", { text: label }),
    field,
  ]);
}

/** A value that can be chosen, what it is called, and the group that it stands in, if any. */
export type Option = [value: string, text: string, group?: string];

/** Each of these values by its own name. */
export function named(values: string[]): Option[] {
  return values.map((value) => [value, value]);
}

/** A list to choose from. Without a `label` beside it, one says what is chosen. */
export function select(
  testId: string, options: Option[], chosen: (value: string) => void, label?: string,
): HTMLSelectElement {
  const field = make("select", { attributes: { "data-testid": testId } });
  if (label !== undefined) field.ariaLabel = field.title = label;
  offer(field, options);
  field.addEventListener("change", () => chosen(field.value));
  return field;
}

/**
 * Offer these options. Where the same ones stand already, nothing changes: an open list stays open.
 */
export function offer(field: HTMLSelectElement, options: Option[]): void {
  const offered = JSON.stringify(options);
  if (field.dataset["options"] === offered) return;
  field.dataset["options"] = offered;
  const groups = new Map<string, HTMLOptGroupElement>();
  field.replaceChildren();
  for (const [value, text, group = ""] of options) {
    const option = make("option", { text, attributes: { value } });
    if (group === "") field.append(option);
    else groupNamed(field, groups, group).append(option);
  }
}

/** The group of this name, in the place where it was first asked for. */
function groupNamed(
  field: HTMLSelectElement, groups: Map<string, HTMLOptGroupElement>, name: string,
): HTMLOptGroupElement {
  const known = groups.get(name);
  if (known !== undefined) return known;
  const group = make("optgroup", { attributes: { label: name } });
  groups.set(name, group);
  field.append(group);
  return group;
}

/** How a button differs from the usual one. */
interface ButtonMore {
  class?: string;
  title?: string;
  /** what a sign on it means: its title, and what a screen reader says */
  label?: string;
}

/** A button with a word on it. */
export function button(
  testId: string,
  text: string,
  pressed: () => void,
  { class: name = "ir-button", title, label }: ButtonMore = {},
): HTMLButtonElement {
  const element = make("button", {
    class: name,
    text,
    attributes: { type: "button", "data-testid": testId },
  });
  if (title !== undefined) element.title = title;
  if (label !== undefined) element.ariaLabel = element.title = label;
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
  testId: string,
  { least, most, step }: Range,
  moved: (value: number) => void,
): HTMLInputElement {
  const field = make("input", {
    attributes: {
      type: "range",
      "data-testid": testId,
      min: String(least),
      max: String(most),
      step: String(step),
    },
  });
  field.addEventListener("input", () => moved(Number(field.value)));
  return field;
}

/** A box to tick, with its words to the right. */
export function tick(
  testId: string,
  text: string,
  changed: (on: boolean) => void,
): [HTMLElement, HTMLInputElement] {
  const box = make("input", { attributes: { type: "checkbox", "data-testid": testId } });
  box.addEventListener("change", () => changed(box.checked));
  return [make("label", { class: "ir-tick" }, [box, make("span", { text })]), box];
}
