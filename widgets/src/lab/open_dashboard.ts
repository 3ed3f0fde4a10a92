import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, InputDialog, showErrorMessage } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { IDefaultFileBrowser } from "@jupyterlab/filebrowser";
import { ILauncher } from "@jupyterlab/launcher";
import { CATEGORY, Commands } from "./commands";
import { dashboardIcon } from "./icons";
import { type NotebookPlace, openNotebook } from "./new_notebook";
import { outsideOf } from "./panel/order";
import { namedRun } from "./run_commands";
import type { Feed } from "./server/feed";
import { IImagerec } from "./services";
import type { Words } from "./words";

/**
 * The cell of a notebook with a dashboard. Keras is started first, which keeps what TensorFlow logs
 * off the page.
 */
const cell = (dashboard: string) => `import imagerec as ir\n\nir.start_keras()\n${dashboard}`;

/** The folder beside the folder of runs, and the run's path from there. */
function placeOf(run: string): { folder: string; path: string } {
  const folder = PathExt.dirname(PathExt.dirname(run));
  return { folder, path: folder === "" ? run : run.slice(folder.length + 1) };
}

/** A cell about one run, and its notebook, which is kept: beside the folder of runs. */
function notebookOf(run: string, prefix: string, call: (run: string) => string): NotebookPlace {
  const { folder, path } = placeOf(run);
  const name = `${prefix}-${path.replace(/^runs\//, "").replaceAll("/", "-")}.ipynb`;
  return { folder, name, source: cell(call(`ir.Run(${JSON.stringify(path)})`)) };
}

/** The notebooks about one run, by the command that opens them. */
export const ABOUT_A_RUN = {
  [Commands.openRunDashboard]: (run: string) =>
    notebookOf(run, "dashboard", (opened) => `ir.dashboard(${opened})`),
  [Commands.tryRun]: (run: string) => notebookOf(run, "try", (opened) => `ir.TryIt(${opened})`),
  [Commands.exportRun]: (run: string) =>
    notebookOf(run, "export", (opened) => `ir.ExportForm(${opened})`),
  [Commands.compressRun]: (run: string) =>
    notebookOf(run, "compress", (opened) => `ir.CompressionExplorer(${opened})`),
  [Commands.serveRun]: (run: string) =>
    notebookOf(run, "serve", (opened) => `ir.ServeConsole(run=${opened})`),
} as const;

/** The notebook with the console of the service of a folder, by its absolute path. */
export function consoleOf(models: string, folder: string): NotebookPlace {
  const name = PathExt.basename(models).replaceAll(/[^\w.-]+/g, "-") || "models";
  return {
    folder, name: `serve-${name}.ipynb`,
    source: `import imagerec as ir\n\nir.ServeConsole(${JSON.stringify(models)})`,
  };
}

/** The cell that goes on with a training that broke off, or with a finished one for more epochs. */
export function continuationOf(run: string, epochs: number | null): NotebookPlace {
  const { folder, path } = placeOf(run);
  const how = epochs === null ? "" : `, epochs=${epochs}`;
  const lines = [
    `trainer = ir.Trainer.from_run(${JSON.stringify(path)}${how})`,
    "trainer.start()",
    "ir.dashboard(trainer)",
  ];
  return { folder, source: cell(lines.join("\n")) };
}

/**
 * How many epochs a finished run shall have in all; null where it broke off and has its own number,
 * undefined where the question was cancelled.
 */
async function epochsOf(
  run: string,
  feed: Feed,
  words: Words,
): Promise<number | null | undefined> {
  const row = feed.rows.get(run);
  if (row?.state !== "finished") return null;
  const done = row.epochs ?? 1;
  const { value } = await InputDialog.getNumber({
    title: words.__("Continue training"),
    label: words.__("It has %1 epochs. How many shall it have in all?", done),
    value: 2 * done,
    okLabel: words.__("Continue training"),
  });
  if (value === null) return undefined;
  return Math.max(done + 1, Math.round(value));
}

/** Opens a notebook, or nothing where no place is given; what goes wrong is told in a dialog. */
type Opening = (where: () => Promise<NotebookPlace | undefined>) => Promise<unknown>;

/** The commands that open a notebook for one run. */
function addRunCommands(
  { commands }: JupyterFrontEnd,
  feed: Feed,
  words: Words,
  open: Opening,
): void {
  const labels: [keyof typeof ABOUT_A_RUN, string][] = [
    [Commands.openRunDashboard, words.__("Open a run in the dashboard")],
    [Commands.tryRun, words.__("Try a run on a picture")],
    [Commands.exportRun, words.__("Export a run")],
    [Commands.compressRun, words.__("Compress a run")],
    [Commands.serveRun, words.__("Serve a run")],
  ];
  for (const [command, label] of labels)
    commands.addCommand(command, {
      label,
      icon: dashboardIcon,
      execute: ({ run }) =>
        open(async () => ABOUT_A_RUN[command](await namedRun(feed, words, run))),
    });
  commands.addCommand(Commands.continueTraining, {
    label: words.__("Continue the training of a run"),
    icon: dashboardIcon,
    execute: ({ run }) =>
      open(async () => {
        const name = await namedRun(feed, words, run);
        const epochs = await epochsOf(name, feed, words);
        return epochs === undefined ? undefined : continuationOf(name, epochs);
      }),
  });
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
    const open: Opening = async (where) => {
      try {
        const place = await where();
        return place && (await openNotebook(app, documents, place));
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
    addRunCommands(app, feed, words, open);
    app.commands.addCommand(Commands.openConsole, {
      label: words.__("Console of a service"),
      icon: dashboardIcon,
      execute: ({ models }) =>
        open(async () => consoleOf(typeof models === "string" ? models : "models", "")),
    });
    launcher?.add({ command: Commands.openDashboard, category: CATEGORY, rank: 1 });
    palette?.addItem({ command: Commands.openDashboard, category: CATEGORY, args: {} });
  },
};
