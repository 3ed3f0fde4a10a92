import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, showErrorMessage } from "@jupyterlab/apputils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { ILauncher } from "@jupyterlab/launcher";
import { CATEGORY, Commands } from "./commands";
import { courseIcon } from "./icons";
import { lessonPath } from "./server";

export const coursePlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:course",
  description: "Opens the lessons of the course.",
  autoStart: true,
  requires: [IDocumentManager],
  optional: [ILauncher, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    documents: IDocumentManager,
    launcher: ILauncher | null,
    palette: ICommandPalette | null,
  ) => {
    app.commands.addCommand(Commands.openCourse, {
      label: "Course",
      caption: "Open the first lesson that you have not finished",
      icon: courseIcon,
      execute: async (args) => {
        try {
          const path = await lessonPath(typeof args.lesson === "string" ? args.lesson : null);
          return documents.openOrReveal(path, "Notebook");
        } catch (error) {
          return showErrorMessage("The lesson could not be opened", error as Error);
        }
      },
    });
    launcher?.add({ command: Commands.openCourse, category: CATEGORY, rank: 2 });
    palette?.addItem({ command: Commands.openCourse, category: CATEGORY, args: {} });
  },
};
