import type { RenderProps } from "@anywidget/types";
import { make } from "../shared/dom";
import { controls } from "./controls";
import { curves } from "./curves";
import { inspection } from "./inspection";
import { progress } from "./progress";
import { steering } from "./steering";
import { follow } from "./state";
import type { DashboardModel, DashboardState } from "./state";

/** The live training dashboard: a picture of the Python object's traits, and nothing more. */
function render({ model, el }: RenderProps<DashboardState>): () => void {
  const ended = new AbortController();
  const root = make("div", {
    class: "ir-dashboard",
    attributes: { role: "region", "aria-label": "Training dashboard", "data-testid": "dashboard" },
  }, [
    controls(model, ended.signal),
    progress(model, ended.signal),
    curves(model, ended.signal),
    steering(model, ended.signal),
    inspection(model, ended.signal),
  ]);
  follow(model, ["status"], () => {
    root.dataset["state"] = model.get("status").state;
  }, ended.signal);
  el.append(root);
  greyOutWhenDead(model, el, root, ended.signal);
  return () => {
    ended.abort();
    root.remove();
  };
}

/**
 * After a restart of the kernel the view looks alive and is dead: say so.
 *
 * ipywidgets triggers this event when the kernel's end is lost, and it never comes back to the same
 * model. A view that is made later finds the class on its element.
 */
function greyOutWhenDead(
  model: DashboardModel, el: HTMLElement, root: HTMLElement, signal: AbortSignal,
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

export default { render };
