import { make, setText } from "../../shared/dom";
import { named, select } from "../../shared/fields";
import { labelOf, parseFor, same, textOf } from "./choices";
import type { Field, Value } from "../traits";

/** Where a field gets its value, and where it tells of a new one. */
export interface Place {
  testId: string;
  get: () => Value;
  /** what it is if nothing is chosen */
  usual: () => Value;
  set: (value: Value) => void;
  /** what is wrong with the value, or "" */
  problem: () => string;
  disabled: () => boolean;
  /** what stands beside the label: "changed", "suggested" or "" */
  mark: () => string;
}

/** What stands in a field that is not set. */
export const UNSET = "default";

type Control = HTMLInputElement | HTMLSelectElement;

let made = 0;

/** A field with its label, its help, and what is wrong with it. `update` brings it up to date. */
export function fieldFor(field: Field, place: Place): { element: HTMLElement; update: () => void } {
  const id = `ir-field-${++made}`;
  const control = controlFor(field, place.testId, id);
  control.id = id;
  const mark = make("span", { class: "ir-mark" });
  const problem = make("p", {
    class: "ir-problem",
    attributes: { id: `${id}-problem`, role: "status" },
  });
  const help = make("small", { text: helpOf(field), attributes: { id: `${id}-help` } });
  control.setAttribute("aria-describedby", `${id}-help ${id}-problem`);
  control.addEventListener("change", () => place.set(valueIn(field, control)));
  const label = make("label", { attributes: { for: id } }, [
    make("span", { text: labelOf(field.name) }),
    mark,
  ]);
  const element = make("div", { class: "ir-option" }, [label, control, problem, help]);
  const update = () => {
    put(field, control, place.get());
    if (field.kind !== "choice" && field.kind !== "flag")
      control.setAttribute("placeholder", textOf(unset(field, place)) || UNSET);
    control.disabled = place.disabled();
    const wrong = place.problem();
    setText(problem, wrong);
    control.setAttribute("aria-invalid", String(wrong !== ""));
    const word = place.mark();
    setText(mark, word);
    element.classList.toggle("ir-changed", word !== "");
  };
  return { element, update };
}

/** What an empty field stands for. */
function unset(field: Field, place: Place): Value {
  return same(place.get(), field.default) || field.optional ? field.default : place.usual();
}

/**
 * A field's help as it is read here: names without backticks, ranges kept on one line, and no words
 * that its menu lists.
 */
export function helpOf(field: Field): string {
  const help = field.kind === "choice" ? withoutLists(field.help) : field.help;
  return help.replaceAll("`", "").replaceAll(" … ", "\u00a0…\u00a0");
}

function withoutLists(help: string): string {
  const isList = (part: string) =>
    part.includes('"') && part.replaceAll(/"[^"]*"|\bor\b|[,\s]/g, "") === "";
  const clauses = help.split("; ").map((clause) =>
    clause
      .split(": ")
      .filter((part) => !isList(part))
      .join(": "),
  );
  return clauses.filter((clause) => clause !== "").join("; ");
}

function controlFor(field: Field, testId: string, id: string): Control {
  const attributes = { "data-testid": testId };
  if (field.kind === "choice") {
    return select(
      testId,
      field.optional ? [["", UNSET], ...named(field.choices)] : named(field.choices),
      () => {},
    );
  }
  if (field.kind === "flag")
    return make("input", { attributes: { ...attributes, type: "checkbox" } });
  const input = make("input", {
    attributes: {
      ...attributes,
      autocomplete: "off",
      inputmode: field.kind === "whole" ? "numeric" : field.kind === "number" ? "decimal" : "text",
    },
  });
  if (field.choices.length > 0) offerWords(input, field.choices, `${id}-list`);
  return input;
}

/** Words to choose from while typing; the list lies inside the field, where it goes with it. */
function offerWords(input: HTMLInputElement, words: string[], id: string): void {
  const list = make(
    "datalist",
    { attributes: { id } },
    words.map((word) => make("option", { attributes: { value: word } })),
  );
  input.setAttribute("list", id);
  queueMicrotask(() => input.after(list));
}

function valueIn(field: Field, control: Control): Value {
  if (control instanceof HTMLInputElement && field.kind === "flag") return control.checked;
  if (field.kind === "choice") return control.value === "" ? null : control.value;
  return parseFor(field, control.value);
}

/** Show a value; what is being typed at this moment stays. */
function put(field: Field, control: Control, value: Value): void {
  if (control instanceof HTMLInputElement && field.kind === "flag") {
    control.checked = value === true;
    return;
  }
  if (document.activeElement === control && !(control instanceof HTMLSelectElement)) return;
  const text =
    field.kind === "choice" || !same(value, field.default) || field.name === "epochs"
      ? textOf(value)
      : "";
  if (control.value !== text) control.value = text;
}
