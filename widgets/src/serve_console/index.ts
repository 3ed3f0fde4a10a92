import type { AnyModel } from "@anywidget/types";
import { offer, select } from "../shared/fields";
import { follow, send } from "../shared/model";
import { serviceCard } from "../shared/serving/service_card";
import type { ServingState } from "../shared/serving/traits";
import { isAvailable } from "../shared/serving/words";
import { tryIt, type TryingState } from "../shared/trying/try_it";
import { type Failing, widget } from "../shared/widget";

interface ConsoleState extends ServingState, TryingState, Failing {
  /** the model that is tried */
  try_model: string;
}

/** `ir.ServeConsole("models")`: start a service, see what it does, and try a picture. */
export default widget<ConsoleState>(
  "serve_console", "Console of a service", ({ model, root, signal }) => {
    root.classList.add("ir-dashboard");
    const trying = tryIt(model as never, signal, false);
    trying.querySelector("header")?.append(modelChoice(model, signal));
    root.append(serviceCard(model as never, signal), trying);
  },
);

/** Which of several models is tried. */
function modelChoice(model: AnyModel<ConsoleState>, signal: AbortSignal): HTMLElement {
  const field = select("try-model", [], (name) => send(model, "try_model", name), "Model");
  follow(model, ["service_state", "try_model"], () => {
    const able = (model.get("service_state").models ?? [])
      .filter((one) => one.takes_pictures && isAvailable(one));
    offer(field, able.map(({ name }) => [name, name]));
    field.value = model.get("try_model");
    field.hidden = able.length < 2;
  }, signal);
  return field;
}
