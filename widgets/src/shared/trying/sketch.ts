import type { AnyModel } from "@anywidget/types";
import { make } from "../dom";
import { follow } from "../model";

/** What the manager of widgets can do, in JupyterLab and elsewhere. */
interface Manager {
  get_model(id: string): Promise<unknown>;
  create_view(model: unknown): Promise<{ el: HTMLElement; remove(): void }>;
}

/** A canvas to draw on, a widget of its own, once Python has made it. */
export function sketchPad<State extends { pad: string }>(
  model: AnyModel<State>,
  signal: AbortSignal,
): HTMLElement {
  const element = make("div", { class: "ir-try-pad", attributes: { "data-testid": "try-pad" } });
  let shown = "";
  const show = async () => {
    const pad = model.get("pad");
    if (pad === shown) return;
    shown = pad;
    element.replaceChildren();
    if (pad === "") return;
    const manager = model.widget_manager as unknown as Manager;
    const view = await manager.create_view(await manager.get_model(pad));
    if (pad === shown) element.append(view.el);
    signal.addEventListener("abort", () => view.remove());
  };
  follow(model, ["pad"], () => void show(), signal);
  return element;
}
