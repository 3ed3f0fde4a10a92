import type { JupyterFrontEnd } from "@jupyterlab/application";
import { PathExt } from "@jupyterlab/coreutils";
import type { IDocumentManager } from "@jupyterlab/docmanager";
import type { IDocumentWidget } from "@jupyterlab/docregistry";
import type { NotebookPanel } from "@jupyterlab/notebook";

/** Where a notebook goes, and its cell. One that has a name is used again, if it is there. */
export interface NotebookPlace {
  folder: string;
  name?: string;
  source: string;
}

/** A free name for a notebook: dashboard.ipynb, dashboard-2.ipynb, … */
export function freeName(taken: Set<string>): string {
  let name = "dashboard.ipynb";
  for (let number = 2; taken.has(name); number++) name = `dashboard-${number}.ipynb`;
  return name;
}

/** Make a notebook of one cell, unless it is there; its path. */
async function makeNotebook(
  app: JupyterFrontEnd,
  { folder, name, source }: NotebookPlace,
): Promise<string> {
  const { contents, kernelspecs } = app.serviceManager;
  const kernel = kernelspecs.specs?.default ?? "python3";
  const title = kernelspecs.specs?.kernelspecs[kernel]?.display_name ?? kernel;
  const listing = await contents.get(folder, { content: true });
  const taken = new Set<string>(listing.content.map((file: { name: string }) => file.name));
  if (name !== undefined && taken.has(name)) return PathExt.join(folder, name);
  const path = PathExt.join(folder, name ?? freeName(taken));
  const cell = {
    cell_type: "code",
    id: "dashboard",
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  };
  // Under its own name at once: one that is renamed can be gone while the file browser looks.
  await contents.save(path, {
    type: "notebook",
    format: "json",
    content: {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: kernel, display_name: title } },
      cells: [cell],
    },
  });
  return path;
}

/**
 * Run the notebook's first cell as soon as its kernel is there; below it may be what somebody else
 * wrote.
 */
async function runFirstCell(app: JupyterFrontEnd, notebook: IDocumentWidget): Promise<void> {
  await notebook.context.ready;
  await notebook.context.sessionContext.ready;
  await notebook.revealed;
  app.shell.activateById(notebook.id);
  (notebook as NotebookPanel).content.activeCellIndex = 0;
  await app.commands.execute("notebook:run-cell");
}

/** Open a notebook with this cell, and run it. One that is open already is shown as it is. */
export async function openNotebook(
  app: JupyterFrontEnd, documents: IDocumentManager, place: NotebookPlace,
): Promise<IDocumentWidget> {
  const path = await makeNotebook(app, place);
  const isOpen = documents.findWidget(path, "Notebook") !== undefined;
  const notebook = documents.openOrReveal(path, "Notebook");
  if (notebook === undefined) throw new Error(`JupyterLab cannot open ${path}.`);
  if (!isOpen) void runFirstCell(app, notebook);
  return notebook;
}
