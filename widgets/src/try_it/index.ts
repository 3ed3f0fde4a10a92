import { tryIt, type TryingState } from "../shared/trying/try_it";
import { type Failing, widget } from "../shared/widget";

/** `ir.TryIt(run)`: drop a picture, and see what the network says of it. */
export default widget<TryingState & Failing>("try_it", "Try it", ({ model, root, signal }) => {
  root.classList.add("ir-dashboard");
  root.append(tryIt(model as never, signal, true));
});
