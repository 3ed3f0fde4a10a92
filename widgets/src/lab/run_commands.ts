import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { Dialog, ICommandPalette, Notification, showDialog, showErrorMessage } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { closeIcon, folderIcon, stopIcon } from "@jupyterlab/ui-components";
import type { ReadonlyPartialJSONObject, ReadonlyPartialJSONValue } from "@lumino/coreutils";
import { CATEGORY, Commands } from "./commands";
import { type Feed, isAtWork } from "./server/feed";
import { dashboardIcon } from "./icons";
import { deleteRun, runDetails, type SteerCommand, steer } from "./server/requests";
import { IImagerec } from "./services";
import { stopTrainings } from "./stop_training";
import { runTitle, type Words } from "./words";

/** The states in which a command makes sense. */
const SENSIBLE: Record<SteerCommand, string[]> = {
  stop: ["running", "paused"], pause: ["running"], resume: ["paused"],
};

/** The run that a command names, or the newest; an error in words if the server does not know it. */
export async function namedRun(feed: Feed, words: Words, run: ReadonlyPartialJSONValue | undefined): Promise<string> {
  const name = typeof run === "string" ? run : feed.newest()?.run;
  if (name === undefined) throw new Error(words.__("There is no run yet."));
  return (await runDetails(name)).run;
}

/** Ask, then throw a run away. */
async function askAndDelete(feed: Feed, words: Words, run: string): Promise<void> {
  const row = feed.rows.get(run);
  const name = row === undefined ? run : runTitle(words, row);
  const { button } = await showDialog({
    title: words.__("Delete this run?"),
    body: words.__("“%1” (%2) goes to the wastebasket, with its model and its history.", name, run),
    buttons: [
      Dialog.cancelButton({ label: words.__("Cancel") }),
      Dialog.warnButton({ label: words.__("Delete") }),
    ],
    defaultButton: 0,
  });
  if (button.accept) await deleteRun(run);
}

export const runsPlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:runs",
  description: "The commands for runs.",
  autoStart: true,
  requires: [IImagerec],
  optional: [ICommandPalette, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    { feed, words }: IImagerec,
    palette: ICommandPalette | null,
    notebooks: INotebookTracker | null,
  ) => {
    const { commands } = app;
    // From the context menu a command is about the line under the pointer, or the one that has the focus.
    const runOf = ({ run, context }: ReadonlyPartialJSONObject) =>
      context === true ? app.contextMenuHitTest(({ dataset }) => dataset.run !== undefined)?.dataset.run : run;
    const rowOf = (args: ReadonlyPartialJSONObject) => feed.rows.get(String(runOf(args)));
    const inWords = async (title: string, action: () => Promise<unknown>) => {
      try {
        await action();
      } catch (error) {
        await showErrorMessage(title, error as Error);
      }
    };
    commands.addCommand(Commands.openRun, {
      label: ({ context }) => (context === true ? words.__("Open") : words.__("Open the newest run")),
      icon: dashboardIcon,
      execute: (args) =>
        inWords(words.__("The run could not be opened"), async () => {
          const path = PathExt.join(await namedRun(feed, words, runOf(args)), "recipe.json");
          await commands.execute("docmanager:open", { path, factory: "imagerec run" });
        }),
    });
    commands.addCommand(Commands.showRunFolder, {
      label: ({ context }) => (context === true ? words.__("Show folder") : words.__("Show the newest run's folder")),
      icon: folderIcon,
      execute: (args) =>
        inWords(words.__("The run could not be opened"), async () => {
          await commands.execute("filebrowser:go-to-path", { path: await namedRun(feed, words, runOf(args)) });
        }),
    });
    commands.addCommand(Commands.steer, {
      label: ({ command }) => {
        const names = { stop: words.__("Stop"), pause: words.__("Pause"), resume: words.__("Resume") };
        return names[command as SteerCommand] ?? words.__("Steer a training");
      },
      isVisible: (args) => args.context !== true || SENSIBLE[args.command as SteerCommand].includes(rowOf(args)?.state ?? ""),
      execute: (args) =>
        inWords(words.__("The training could not be steered"), () => steer(String(runOf(args)), args.command as SteerCommand)),
    });
    commands.addCommand(Commands.deleteRun, {
      label: words.__("Delete this run"),
      icon: closeIcon,
      isVisible: (args) => args.context !== true || !isAtWork(rowOf(args)),
      execute: (args) =>
        inWords(words.__("The run could not be deleted"), () => askAndDelete(feed, words, String(runOf(args)))),
    });
    commands.addCommand(Commands.stopTraining, {
      label: words.__("Stop the training of this notebook"),
      caption: words.__("Works also while a cell is busy"),
      icon: stopIcon,
      execute: () =>
        inWords(words.__("The training could not be stopped"), async () => {
          const kernel = notebooks?.currentWidget?.sessionContext.session?.kernel;
          if (kernel == null) throw new Error(words.__("This notebook has no kernel."));
          const count = await stopTrainings(kernel);
          const none = words.__("Nothing is being trained in this notebook.");
          Notification.info(count === 0 ? none : words._n("Stopping %1 training", "Stopping %1 trainings", count));
        }),
    });
    const menu: [string, ReadonlyPartialJSONObject][] = [
      [Commands.openRun, {}], [Commands.showRunFolder, {}], [Commands.steer, { command: "pause" }],
      [Commands.steer, { command: "resume" }], [Commands.steer, { command: "stop" }], [Commands.deleteRun, {}],
    ];
    menu.forEach(([command, args], rank) =>
      app.contextMenu.addItem({ command, args: { ...args, context: true }, selector: ".ir-lab-run", rank }));
    for (const command of [Commands.openRun, Commands.showRunFolder, Commands.openRunDashboard, Commands.stopTraining]) {
      palette?.addItem({ command, category: CATEGORY, args: {} });
    }
  },
};
