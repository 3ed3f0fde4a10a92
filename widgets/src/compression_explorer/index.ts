import { explorer } from "../shared/deploying/explorer";
import type { CompressingState } from "../shared/deploying/traits";
import { type Failing, widget } from "../shared/widget";

/** `ir.CompressionExplorer(run)`: smaller and faster forms of a network. */
export default widget<CompressingState & Failing>(
  "compression_explorer", "Compression explorer", ({ model, root, signal }) => {
    root.classList.add("ir-dashboard");
    root.append(explorer(model as never, signal));
  },
);
