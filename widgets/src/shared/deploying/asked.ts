import { make } from "../dom";
import { button } from "../fields";

/**
 * A form whose Enter key does what its button does. In a notebook of JupyterLab, a browser doesn't
 * see to that.
 */
export function asked(label: string, sent: () => void, children: Node[]): HTMLFormElement {
  const form = make("form", { class: "ir-asking", attributes: { "aria-label": label } }, children);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    form.querySelector<HTMLButtonElement>("button[type=submit]")?.click();
  });
  return form;
}

/** The button of such a form. */
export function submitter(testId: string, text: string): HTMLButtonElement {
  const element = button(testId, text, () => undefined, { class: "ir-button ir-start" });
  element.type = "submit";
  return element;
}
