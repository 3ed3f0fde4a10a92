import type { Contents } from "@jupyterlab/services";
import type { DocumentRegistry } from "@jupyterlab/docregistry";
import type { Feed } from "../server/feed";

/**
 * Leave a folder as it is when a file of it is only looked at; call it before the document is
 * ready.
 *
 * JupyterLab makes a checkpoint of whatever it opens that has none, and asks for them again for a
 * tab's caption. Both lay a folder `.ipynb_checkpoints` beside the file. Until somebody saves, it
 * is told of one, then of none, unasked. That holds where the file lies in a run.
 */
function leaveNoCheckpoint(context: DocumentRegistry.Context, isOfRun: Promise<boolean>): void {
  if (context.isReady) return;
  const ask = context.listCheckpoints;
  let known: Contents.ICheckpointModel[] = [{ id: "none", last_modified: "" }];
  context.listCheckpoints = async () => ((await isOfRun) ? known : ask.call(context));
  void context.ready.then(() => {
    known = [];
  });
  const restore = () => {
    context.saveState.disconnect(restore);
    context.listCheckpoints = ask;
  };
  context.saveState.connect(restore);
}

/** Does this file lie in a run? A page that was just loaded has to hear of the runs first. */
function liesInRun(path: string, feed: Feed): Promise<boolean> {
  const look = () => [...feed.rows.keys()].some((run) => path.startsWith(`${run}/`));
  if (feed.state !== "waiting") return Promise.resolve(look());
  return new Promise((resolve) => {
    const hear = () => {
      feed.stateChanged.disconnect(hear);
      queueMicrotask(() => resolve(look())); // the runs come with the same message
    };
    feed.stateChanged.connect(hear);
  });
}

/** Leave run folders as they are, by whatever viewer and from wherever their files are opened. */
export function leaveRunsAlone(registry: DocumentRegistry, feed: Feed): void {
  const extension: DocumentRegistry.WidgetExtension = {
    createNew: (_, context) => leaveNoCheckpoint(context, liesInRun(context.localPath, feed)),
  };
  for (const { name } of registry.widgetFactories()) registry.addWidgetExtension(name, extension);
  registry.changed.connect((_, { type, change, name }) => {
    if (type === "widgetFactory" && change === "added" && name !== undefined)
      registry.addWidgetExtension(name, extension);
  });
}
