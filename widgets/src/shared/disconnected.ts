import type { AnyModel } from "@anywidget/types";
import { make } from "./dom";

/**
 * After a restart of the kernel the view looks alive and is dead: say so.
 *
 * ipywidgets triggers this event when the kernel's end is lost, and it never comes back to the same
 * model. A view that is made later finds the class on its element.
 */
export function greyOutWhenDead<State extends object>(
  model: AnyModel<State>, el: HTMLElement, root: HTMLElement, signal: AbortSignal,
): void {
  const notice = make("p", {
    class: "ir-disconnected",
    text: "The kernel was restarted or shut down: run the cell again.",
    attributes: { role: "alert", "data-testid": "disconnected" },
  });
  const greyOut = () => {
    root.inert = true;
    root.classList.add("ir-dead");
    root.before(notice);
  };
  model.on("comm_live_update", greyOut);
  signal.addEventListener("abort", () => {
    model.off("comm_live_update", greyOut);
    notice.remove();
  });
  if (el.classList.contains("jupyter-widgets-disconnected")) greyOut();
}
