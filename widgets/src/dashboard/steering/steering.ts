import { make } from "../../shared/dom";
import type { DashboardModel } from "../model";
import { changes } from "./change";
import type { Change } from "./change";
import { classes } from "./classes";
import type { ClassTable, Mistakes } from "./classes";
import { diagnosis } from "./diagnosis";
import type { Findings } from "./diagnosis";
import { layers } from "./layers";
import type { LayerTable } from "./layers";
import { runs } from "./runs";
import type { Compared, Tree } from "./runs";
import type { Settings } from "./settings_form";

/** The traits of `widgets.steering` in Python, and of what it is made of. */
export interface SteeringState {
  settings: Settings;
  changes: Change[];
  /** the Python that reproduces the run; empty while nobody looks at it */
  code: string;
  tree: Tree;
  compared: Compared;
  /** float32 rows: epoch, valid accuracy; of the parent, then of the run */
  compared_values: DataView;
  findings: Findings;
  layers: LayerTable;
  /** float32: layer by layer, figure by figure, epoch by epoch */
  layer_values: DataView;
  classes: ClassTable;
  mistakes: Mistakes;
  mistakes_sheet: DataView;
}

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
