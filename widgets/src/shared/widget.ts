import type { AnyModel, RenderProps } from "@anywidget/types";
import { greyOutWhenDead } from "./disconnected";
import { make, setText } from "./dom";
import { keepKeys } from "./keys";
import { follow } from "./model";

/** What the base class of the small widgets has in Python; see widgets.lesson_widget. */
export interface Failing {
  /** what went wrong last, in words; empty if nothing did */
  error: string;
}

/** What a small widget is made of: the model, the place for its elements, and its end. */
export interface Stage<State extends object> {
  model: AnyModel<State>;
  root: HTMLElement;
  signal: AbortSignal;
}

/** A small widget as anywidget wants it: `fill` puts its elements into the root. */
export function widget<State extends Failing>(
  name: string,
  label: string,
  fill: (stage: Stage<State>) => void,
): { render: (props: RenderProps<State>) => () => void } {
  return {
    render({ model, el }) {
      const ended = new AbortController();
      const root = make("div", {
        class: `ir-widget ir-${name}`,
        attributes: { role: "region", "aria-label": label, "data-testid": name },
      });
      keepKeys(root, ended.signal);
      fill({ model, root, signal: ended.signal });
      root.append(failure(model as unknown as AnyModel<Failing>, ended.signal));
      el.append(root);
      greyOutWhenDead(model, el, root, ended.signal);
      return () => {
        ended.abort();
        root.remove();
      };
    },
  };
}

function failure(model: AnyModel<Failing>, signal: AbortSignal): HTMLElement {
  const element = make("p", {
    class: "ir-error",
    attributes: { role: "alert", "data-testid": "error" },
  });
  follow(model, ["error"], () => setText(element, model.get("error")), signal);
  return element;
}
