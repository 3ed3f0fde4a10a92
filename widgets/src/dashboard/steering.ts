import { make } from "../shared/dom";
import type { DashboardModel } from "./state";

/** The traits of `widgets.steering` in Python. */
export interface SteeringState {}

/** What is seen of a training while it goes on, and how it is steered. */
export function steering(_model: DashboardModel, _signal: AbortSignal): HTMLElement {
  return make("div", { class: "ir-steering" });
}
