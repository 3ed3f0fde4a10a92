import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, showErrorMessage } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { IDefaultFileBrowser } from "@jupyterlab/filebrowser";
import { ILauncher } from "@jupyterlab/launcher";
import { CATEGORY, Commands } from "./commands";
import { dashboardIcon } from "./icons";
import { type NotebookPlace, openNotebook } from "./new_notebook";
import { outsideOf } from "./panel/order";
import { namedRun } from "./run_commands";
import { IImagerec } from "./services";

/**
 * The cell of a notebook with a dashboard. Keras is started first, which keeps what TensorFlow logs
 * off the page.
 */
const cell = (dashboard: string) => `import imagerec as ir\n\nir.start_keras()\n${dashboard}`;

/**
 * The cell that shows a run in the dashboard, and its notebook, which is kept: beside the folder of
 * runs.
 */
export function dashboardOf(run: string): NotebookPlace {
  const folder = PathExt.dirname(PathExt.dirname(run));
  const path = folder === "" ? run : run.slice(folder.length + 1);
  const name = `dashboard-${path.replace(/^runs\//, "").replaceAll("/", "-")}.ipynb`;
  return { folder, name, source: cell(`ir.dashboard(ir.Run(${JSON.stringify(path)}))`) };
}

export const dashboardPlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:dashboard",
  description: "Opens a notebook with the training dashboard.",
  autoStart: true,
  requires: [IDocumentManager, IImagerec],
  optional: [ILauncher, ICommandPalette, IDefaultFileBrowser],
  activate: (
    app: JupyterFrontEnd,
    documents: IDocumentManager,
    { feed, words }: IImagerec,
    launcher: ILauncher | null,
    palette: ICommandPalette | null,
    browser: IDefaultFileBrowser | null,
  ) => {
    const open = async (where: () => Promise<NotebookPlace>) => {
      try {
        return await openNotebook(app, documents, await where());
      } catch (error) {
        return showErrorMessage(words.__("The dashboard could not be opened"), error as Error);
      }
    };
    app.commands.addCommand(Commands.openDashboard, {
      label: words.__("Training dashboard"),
      caption: words.__("Train an image classifier in a new notebook, and watch it learn"),
      icon: dashboardIcon,
      execute: ({ cwd }) =>
        open(async () => ({
          folder: outsideOf(
            feed.rows.keys(),
            typeof cwd === "string" ? cwd : (browser?.model.path ?? ""),
          ),
          source: cell("ir.dashboard()"),
        })),
    });
    app.commands.addCommand(Commands.openRunDashboard, {
      label: words.__("Open a run in the dashboard"),
      icon: dashboardIcon,
      execute: ({ run }) => open(async () => dashboardOf(await namedRun(feed, words, run))),
    });
    launcher?.add({ command: Commands.openDashboard, category: CATEGORY, rank: 1 });
    palette?.addItem({ command: Commands.openDashboard, category: CATEGORY, args: {} });
  },
};
