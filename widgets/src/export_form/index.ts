import { exportForm } from "../shared/deploying/export_form";
import type { ExportingState } from "../shared/deploying/traits";
import { type Failing, widget } from "../shared/widget";

/** `ir.ExportForm(run)`: a network as a folder that a server loads. */
export default widget<ExportingState & Failing>(
  "export_form", "Export", ({ model, root, signal }) => {
    root.classList.add("ir-dashboard");
    root.append(exportForm(model as never, signal));
  },
);
