import { make } from "../../shared/dom";
import { changes } from "./change";
import { classes } from "./classes";
import { diagnosis } from "./diagnosis";
import { layers } from "./layers";
import { runs } from "./runs";
import type { DashboardModel } from "../traits";

/** What is seen of a training while it goes on, and how it is steered. */
export function steering(model: DashboardModel, signal: AbortSignal): HTMLElement {
  return make("div", { class: "ir-steering" }, [
    changes(model, signal),
    diagnosis(model, signal),
    runs(model, signal),
    layers(model, signal),
    classes(model, signal),
  ]);
}
