import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, showErrorMessage } from "@jupyterlab/apputils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { ILauncher } from "@jupyterlab/launcher";
import { INotebookTracker } from "@jupyterlab/notebook";
import { CATEGORY, Commands } from "./commands";
import { courseIcon } from "./icons";
import { scrollToHeading } from "./lesson_headings";
import { course, lessonPath } from "./server/requests";
import { IImagerec } from "./services";
import { keepLessonsUnchanged } from "./unchanged_lesson";

/**
 * The first lesson that is not finished, and its first exercise that is not solved, once one was
 * solved.
 */
async function whereLeftOff(): Promise<{ lesson: string | null; exercise: string | null }> {
  const found = await course();
  if ("error" in found) return { lesson: null, exercise: null };
  const next = found.lessons.find(({ lesson }) => lesson === found.next);
  return {
    lesson: found.next,
    exercise: next !== undefined && next.solved > 0 ? next.exercise : null,
  };
}

export const coursePlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:course",
  description: "Opens the lessons of the course.",
  autoStart: true,
  requires: [IDocumentManager, IImagerec],
  optional: [ILauncher, ICommandPalette, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    documents: IDocumentManager,
    { words }: IImagerec,
    launcher: ILauncher | null,
    palette: ICommandPalette | null,
    notebooks: INotebookTracker | null,
  ) => {
    if (notebooks !== null) keepLessonsUnchanged(notebooks);
    app.commands.addCommand(Commands.openCourse, {
      label: words.__("Course"),
      caption: words.__("Open the first lesson that you have not finished"),
      icon: courseIcon,
      execute: async ({ lesson, exercise }) => {
        try {
          const named = typeof lesson === "string" ? { lesson, exercise } : await whereLeftOff();
          const widget = documents.openOrReveal(await lessonPath(named.lesson), "Notebook");
          if (widget !== undefined && typeof named.exercise === "string")
            await scrollToHeading(widget, named.exercise);
          return widget;
        } catch (error) {
          return showErrorMessage(words.__("The lesson could not be opened"), error as Error);
        }
      },
    });
    launcher?.add({ command: Commands.openCourse, category: CATEGORY, rank: 2 });
    palette?.addItem({ command: Commands.openCourse, category: CATEGORY, args: {} });
  },
};
