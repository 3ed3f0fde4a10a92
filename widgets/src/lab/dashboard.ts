import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, showErrorMessage } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import type { IDocumentWidget } from "@jupyterlab/docregistry";
import { IDefaultFileBrowser } from "@jupyterlab/filebrowser";
import { ILauncher } from "@jupyterlab/launcher";
import { CATEGORY, Commands } from "./commands";
import { dashboardIcon } from "./icons";

const SOURCE = "import imagerec as ir\n\nir.dashboard()";

/** A free name for a notebook: dashboard.ipynb, dashboard-2.ipynb, … */
function freeName(taken: Set<string>): string {
  let name = "dashboard.ipynb";
  for (let number = 2; taken.has(name); number++) name = `dashboard-${number}.ipynb`;
  return name;
}

/** Make a notebook that shows the dashboard, in `folder`; its path. */
async function makeNotebook(app: JupyterFrontEnd, folder: string): Promise<string> {
  const { contents, kernelspecs } = app.serviceManager;
  const kernel = kernelspecs.specs?.default ?? "python3";
  const title = kernelspecs.specs?.kernelspecs[kernel]?.display_name ?? kernel;
  const listing = await contents.get(folder, { content: true });
  const taken = new Set<string>(listing.content.map((file: { name: string }) => file.name));
  const untitled = await contents.newUntitled({ path: folder, type: "notebook" });
  const cell = { cell_type: "code", id: "dashboard", source: SOURCE, metadata: {}, outputs: [], execution_count: null };
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

export const dashboardPlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:dashboard",
  description: "Opens a notebook with the training dashboard.",
  autoStart: true,
  requires: [IDocumentManager],
  optional: [ILauncher, ICommandPalette, IDefaultFileBrowser],
  activate: (
    app: JupyterFrontEnd,
    documents: IDocumentManager,
    launcher: ILauncher | null,
    palette: ICommandPalette | null,
    browser: IDefaultFileBrowser | null,
  ) => {
    app.commands.addCommand(Commands.openDashboard, {
      label: "Training dashboard",
      caption: "Train an image classifier in a new notebook, and watch it learn",
      icon: dashboardIcon,
      execute: async (args) => {
        const folder = typeof args.cwd === "string" ? args.cwd : (browser?.model.path ?? "");
        try {
          const path = await makeNotebook(app, folder);
          const notebook = documents.openOrReveal(path, "Notebook");
          if (notebook === undefined) throw new Error(`JupyterLab cannot open ${path}.`);
          void runCells(app, notebook);
          return notebook;
        } catch (error) {
          return showErrorMessage("The dashboard could not be opened", error as Error);
        }
      },
    });
    launcher?.add({ command: Commands.openDashboard, category: CATEGORY, rank: 1 });
    palette?.addItem({ command: Commands.openDashboard, category: CATEGORY, args: {} });
  },
};
