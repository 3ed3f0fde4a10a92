import type { RenderProps } from "@anywidget/types";
import { make } from "../shared/dom";
import { keepKeys } from "../shared/keys";
import { controls } from "./controls";
import { curves } from "./curves/curves";
import { inspection } from "./inspection/inspection";
import { progress } from "./progress";
import { replay } from "./replay";
import { steering } from "./steering/steering";
import { connection } from "./connection";
import { follow } from "../shared/model";
import { tryIt } from "../shared/trying/try_it";
import { deploying } from "../shared/deploying/deploying";
import type { DashboardState } from "./traits";

/** The live training dashboard: a picture of the Python object's traits, and nothing more. */
function render({ model, el }: RenderProps<DashboardState>): () => void {
  const ended = new AbortController();
  const root = make("div", {
    class: "ir-dashboard",
    attributes: { role: "region", "aria-label": "Training dashboard", "data-testid": "dashboard" },
  }, [
    controls(model, ended.signal),
    replay(model, ended.signal),
    progress(model, ended.signal),
    curves(model, ended.signal),
    tryIt(model as never, ended.signal),
    deploying(model as never, ended.signal),
    steering(model, ended.signal),
    inspection(model, ended.signal),
  ]);
  follow(model, ["status"], () => {
    root.dataset["state"] = model.get("status").state;
    root.classList.remove("ir-begins"); // the kernel has answered
  }, ended.signal);
  follow(model, ["replay"], () => {
    root.classList.toggle("ir-replaying", model.get("replay").name !== undefined);
  }, ended.signal);
  el.append(root);
  keepKeys(root, ended.signal);
  connection(model, el, root, ended.signal);
  return () => {
    ended.abort();
    root.remove();
  };
}

export default { render };
