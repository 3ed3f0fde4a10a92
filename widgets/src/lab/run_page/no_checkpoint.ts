import type { Contents } from "@jupyterlab/services";
import type { DocumentRegistry } from "@jupyterlab/docregistry";

/**
 * Leave a folder as it is when a file of it is only looked at; call it before the document is
 * ready.
 *
 * JupyterLab makes a checkpoint of whatever it opens that has none, and asks for them again for a
 * tab's caption. Both lay a folder `.ipynb_checkpoints` beside the file. Until somebody saves, it
 * is told of one, then of none, unasked.
 */
export function leaveNoCheckpoint(context: DocumentRegistry.Context): void {
  if (context.isReady) return;
  const ask = context.listCheckpoints;
  let known: Contents.ICheckpointModel[] = [{ id: "none", last_modified: "" }];
  context.listCheckpoints = () => Promise.resolve(known);
  void context.ready.then(() => {
    known = [];
  });
  const restore = () => {
    context.saveState.disconnect(restore);
    context.listCheckpoints = ask;
  };
  context.saveState.connect(restore);
}
