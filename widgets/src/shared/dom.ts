/** What an element is made with. Text is always set as text, never as HTML. */
export interface Make {
  class?: string;
  text?: string;
  title?: string;
  attributes?: Record<string, string>;
}

/** Make an element with its children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  options: Make = {},
  children: Node[] = [],
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  if (options.class !== undefined) node.className = options.class;
  if (options.text !== undefined) node.textContent = options.text;
  if (options.title !== undefined) node.title = options.title;
  for (const [name, value] of Object.entries(options.attributes ?? {})) {
    node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** An icon of 16 by 16 units, drawn by one path. It says nothing to a screen reader. */
export function icon(path: string): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("ir-icon");
  const shape = document.createElementNS(namespace, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** Set text only when it differs, so that nothing is laid out anew for nothing. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** A paragraph whose text is read out when it changes. */
export function announced(name: string, testId?: string): HTMLParagraphElement {
  const node = make("p", { class: name, attributes: { role: "status" } });
  if (testId !== undefined) node.dataset["testid"] = testId;
  return node;
}

/** The title above a part of a widget, and what is told beside it. */
export function caption(title: string, beside: string | Node = ""): HTMLElement {
  const told = typeof beside === "string" ? make("small", { text: beside }) : beside;
  const name = make("b", { text: title });
  return make("div", { class: "ir-caption" }, beside === "" ? [name] : [name, told]);
}
