import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { showErrorMessage } from "@jupyterlab/apputils";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { Commands } from "./commands";
import { parseLesson } from "./lesson_headings";
import { type SteerCommand, steer } from "./server/requests";
import { IImagerec } from "./services";

/**
 * What widgets ask of JupyterLab: by events that bubble up, and are cancelled when something was
 * done.
 */
interface Asked {
  "imagerec:insert-cell": { source: string };
  "imagerec:open-lesson": { lesson: string };
  "imagerec:open-run": { run: string };
  "imagerec:steer": { run: string; command: SteerCommand };
}

/** Does what is asked for; false if that cannot be done here. */
type Handler<Detail> = (detail: Detail, target: Node) => boolean;

function listen<Name extends keyof Asked>(name: Name, handle: Handler<Asked[Name]>): void {
  document.addEventListener(name, (event) => {
    const { detail, target } = event as CustomEvent<Asked[Name]>;
    if (handle(detail, target as Node)) event.preventDefault();
  });
}

/** Put a code cell below the one that holds this node; false if no notebook does. */
function insertCell(notebooks: INotebookTracker, source: string, node: Node): boolean {
  const panel: NotebookPanel | undefined = notebooks.find(({ node: holder }) =>
    holder.contains(node),
  );
  const index = panel?.content.widgets.findIndex((cell) => cell.node.contains(node)) ?? -1;
  if (panel === undefined || index < 0) return false;
  panel.content.model?.sharedModel.insertCell(index + 1, {
    cell_type: "code",
    source,
    metadata: {},
  });
  panel.content.activeCellIndex = index + 1;
  void panel.content.scrollToItem(index + 1, "smart");
  return true;
}

export const eventsPlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:events",
  description: "Does what the widgets ask of JupyterLab.",
  autoStart: true,
  requires: [IImagerec],
  optional: [INotebookTracker],
  activate: (
    { commands }: JupyterFrontEnd,
    { feed, words }: IImagerec,
    notebooks: INotebookTracker | null,
  ) => {
    listen(
      "imagerec:insert-cell",
      ({ source }, target) => notebooks !== null && insertCell(notebooks, source, target),
    );
    listen("imagerec:open-lesson", ({ lesson: text }) => {
      const found = parseLesson(text);
      if (found === null) return false;
      void commands.execute(Commands.openCourse, { lesson: found.lesson, exercise: found.mark });
      return true;
    });
    listen("imagerec:open-run", ({ run }) => {
      const row = feed.find(run);
      if (row === undefined) return false;
      void commands.execute(Commands.openRun, { run: row.run });
      return true;
    });
    listen("imagerec:steer", ({ run, command }) => {
      const row = feed.find(run);
      if (row === undefined) return false;
      // The widget has told its kernel too; by now the training may have ended, which is what was
      // wanted.
      steer(row.run, command).catch((error: Error) => {
        const now = feed.rows.get(row.run)?.state;
        if (now === "running" || now === "paused")
          void showErrorMessage(words.__("The training could not be steered"), error);
      });
      return true;
    });
  },
};
