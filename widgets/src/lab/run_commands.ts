import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import {
  Dialog,
  ICommandPalette,
  Notification,
  showDialog,
  showErrorMessage,
} from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { closeIcon, folderIcon, stopIcon } from "@jupyterlab/ui-components";
import type { ReadonlyPartialJSONObject, ReadonlyPartialJSONValue } from "@lumino/coreutils";
import type { RunRow } from "../shared/records";
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

/**
 * The run that a command names, or the newest; an error in words if the server does not know it.
 */
export async function namedRun(
  feed: Feed,
  words: Words,
  run: ReadonlyPartialJSONValue | undefined,
): Promise<string> {
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

/** Do something; what goes wrong is told in a dialog. */
async function inWords(title: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    await showErrorMessage(title, error as Error);
  }
}

/**
 * The commands about one run: the one that is named; from the context menu, the line under the
 * pointer.
 */
class RunCommands {
  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly feed: Feed,
    private readonly words: Words,
  ) {}

  add(): void {
    this.addOpening();
    this.addSteering();
    this.addDeleting();
    const menu: [string, ReadonlyPartialJSONObject][] = [
      [Commands.openRun, {}],
      [Commands.showRunFolder, {}],
      [Commands.steer, { command: "pause" }],
      [Commands.steer, { command: "resume" }],
      [Commands.steer, { command: "stop" }],
      [Commands.deleteRun, {}],
    ];
    menu.forEach(([command, args], rank) =>
      this.app.contextMenu.addItem({
        command,
        args: { ...args, context: true },
        selector: ".ir-lab-run",
        rank,
      }),
    );
  }

  private runOf({ run, context }: ReadonlyPartialJSONObject): ReadonlyPartialJSONValue | undefined {
    if (context !== true) return run;
    return this.app.contextMenuHitTest(({ dataset }) => dataset.run !== undefined)?.dataset.run;
  }

  private rowOf(args: ReadonlyPartialJSONObject): RunRow | undefined {
    return this.feed.rows.get(String(this.runOf(args)));
  }

  private addOpening(): void {
    const {
      app: { commands },
      feed,
      words,
    } = this;
    const failed = words.__("The run could not be opened");
    commands.addCommand(Commands.openRun, {
      label: ({ context }) =>
        context === true ? words.__("Open") : words.__("Open the newest run"),
      icon: dashboardIcon,
      execute: (args) =>
        inWords(failed, async () => {
          const path = PathExt.join(await namedRun(feed, words, this.runOf(args)), "recipe.json");
          await commands.execute("docmanager:open", { path, factory: "imagerec run" });
        }),
    });
    commands.addCommand(Commands.showRunFolder, {
      label: ({ context }) =>
        context === true ? words.__("Show folder") : words.__("Show the newest run's folder"),
      icon: folderIcon,
      execute: (args) =>
        inWords(failed, async () => {
          await commands.execute("filebrowser:go-to-path", {
            path: await namedRun(feed, words, this.runOf(args)),
          });
        }),
    });
  }

  private addSteering(): void {
    const { words } = this;
    const names = { stop: words.__("Stop"), pause: words.__("Pause"), resume: words.__("Resume") };
    this.app.commands.addCommand(Commands.steer, {
      label: ({ command }) => names[command as SteerCommand] ?? words.__("Steer a training"),
      isVisible: (args) =>
        args.context !== true ||
        SENSIBLE[args.command as SteerCommand].includes(this.rowOf(args)?.state ?? ""),
      execute: (args) =>
        inWords(words.__("The training could not be steered"), () =>
          steer(String(this.runOf(args)), args.command as SteerCommand),
        ),
    });
  }

  private addDeleting(): void {
    const { feed, words } = this;
    this.app.commands.addCommand(Commands.deleteRun, {
      label: words.__("Delete this run"),
      icon: closeIcon,
      isVisible: (args) => args.context !== true || !isAtWork(this.rowOf(args)),
      execute: (args) => inWords(words.__("The run could not be deleted"), () =>
        askAndDelete(feed, words, String(this.runOf(args)))),
    });
  }
}

/** The command that stops what the notebook in front trains, also while a cell is busy. */
function addStopping(
  { commands }: JupyterFrontEnd,
  words: Words,
  notebooks: INotebookTracker | null,
): void {
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
        Notification.info(
          count === 0 ? none : words._n("Stopping %1 training", "Stopping %1 trainings", count),
        );
      }),
  });
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
    new RunCommands(app, feed, words).add();
    addStopping(app, words, notebooks);
    for (const command of [
      Commands.openRun,
      Commands.showRunFolder,
      Commands.openRunDashboard,
      Commands.exportRun,
      Commands.compressRun,
      Commands.serveRun,
      Commands.openConsole,
      Commands.stopTraining,
    ]) {
      palette?.addItem({ command, category: CATEGORY, args: {} });
    }
  },
};
