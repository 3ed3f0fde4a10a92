import type { JupyterFrontEnd } from "@jupyterlab/application";
import { PathExt } from "@jupyterlab/coreutils";
import type { IDocumentManager } from "@jupyterlab/docmanager";
import type { IDocumentWidget } from "@jupyterlab/docregistry";

/** A free name for a notebook: dashboard.ipynb, dashboard-2.ipynb, … */
export function freeName(taken: Set<string>): string {
  let name = "dashboard.ipynb";
  for (let number = 2; taken.has(name); number++) name = `dashboard-${number}.ipynb`;
  return name;
}

/** Make a notebook of one cell in `folder`; its path. */
async function makeNotebook(app: JupyterFrontEnd, folder: string, source: string): Promise<string> {
  const { contents, kernelspecs } = app.serviceManager;
  const kernel = kernelspecs.specs?.default ?? "python3";
  const title = kernelspecs.specs?.kernelspecs[kernel]?.display_name ?? kernel;
  const listing = await contents.get(folder, { content: true });
  const taken = new Set<string>(listing.content.map((file: { name: string }) => file.name));
  const untitled = await contents.newUntitled({ path: folder, type: "notebook" });
  const cell = { cell_type: "code", id: "dashboard", source, metadata: {}, outputs: [], execution_count: null };
  await contents.save(untitled.path, {
    type: "notebook",
    format: "json",
    content: {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: kernel, display_name: title } },
      cells: [cell],
    },
  });
  return (await contents.rename(untitled.path, PathExt.join(folder, freeName(taken)))).path;
}

/** Run the notebook's cells as soon as its kernel is there. */
async function runCells(app: JupyterFrontEnd, notebook: IDocumentWidget): Promise<void> {
  await notebook.context.ready;
  await notebook.context.sessionContext.ready;
  await notebook.revealed;
  app.shell.activateById(notebook.id);
  await app.commands.execute("notebook:run-all-cells");
}

/** Open a new notebook with this cell, and run it. */
export async function openNotebook(
  app: JupyterFrontEnd, documents: IDocumentManager, folder: string, source: string,
): Promise<IDocumentWidget> {
  const path = await makeNotebook(app, folder, source);
  const notebook = documents.openOrReveal(path, "Notebook");
  if (notebook === undefined) throw new Error(`JupyterLab cannot open ${path}.`);
  void runCells(app, notebook);
  return notebook;
}
