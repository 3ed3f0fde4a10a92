import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { follow, send } from "../../shared/model";
import { request } from "../model";
import { ask } from "../ask_jupyterlab";
import type { DashboardModel } from "../traits";

/** A button, and the box with the Python that reproduces the run that is shown. */
export function code(
  model: DashboardModel,
  signal: AbortSignal,
): { button: HTMLElement; box: HTMLElement } {
  const show = button("show-code", "Show me the code", () => {
    if (model.get("code") === "") request(model, "code");
    else send(model, "code", "");
  });
  const text = make("code");
  const said = make("span", { class: "ir-about", attributes: { role: "status" } });
  const box = make("div", { class: "ir-code", attributes: { "data-testid": "code" } }, [
    make("pre", { attributes: { tabindex: "0" } }, [text]),
    make("div", { class: "ir-buttons" }, [
      button("copy-code", "Copy", () => void copy(text, said)),
      button("insert-code", "Insert as a cell", () => {
        const done = ask(box, "insert-cell", { source: model.get("code") });
        if (!done) mark(text);
        setText(said, done ? "Inserted below." : "Copy the marked text into a new cell.");
      }),
      button("close-code", "Close", () => send(model, "code", "")),
      said,
    ]),
  ]);
  follow(
    model,
    ["code"],
    () => {
      setText(text, model.get("code"));
      setText(said, "");
      box.hidden = model.get("code") === "";
      show.setAttribute("aria-expanded", String(!box.hidden));
    },
    signal,
  );
  return { button: show, box };
}

/** A page that is not secure, as over plain HTTP from another machine, has no clipboard. */
async function copy(text: HTMLElement, said: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text.textContent ?? "");
    setText(said, "Copied.");
  } catch {
    mark(text);
    setText(said, "Press Ctrl+C to copy the marked text.");
  }
}

function mark(text: HTMLElement): void {
  getSelection()?.selectAllChildren(text);
}
