import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { showErrorMessage } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import { Commands } from "./commands";
import { runPath } from "./server";

/** Let the server look at the run, then `open` it; what is wrong is shown in a dialog. */
async function withRun(run: unknown, open: (path: string) => Promise<unknown>): Promise<void> {
  try {
    await open(await runPath(String(run)));
  } catch (error) {
    await showErrorMessage("The run could not be opened", error as Error);
  }
}

export const runsPlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:runs",
  description: "Opens runs.",
  autoStart: true,
  activate: ({ commands }: JupyterFrontEnd) => {
    commands.addCommand(Commands.openRun, {
      label: "Open the run's recipe",
      execute: ({ run }) =>
        withRun(run, (path) => commands.execute("docmanager:open", { path: PathExt.join(path, "recipe.json") })),
    });
    commands.addCommand(Commands.showRunFolder, {
      label: "Show the run's folder",
      execute: ({ run }) => withRun(run, (path) => commands.execute("filebrowser:go-to-path", { path })),
    });
  },
};
