import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import {
  ICommandPalette,
  MainAreaWidget,
  showErrorMessage,
  WidgetTracker,
} from "@jupyterlab/apputils";
import { CATEGORY, Commands } from "../commands";
import { ComparePage } from "./page";
import type { Feed } from "../server/feed";
import { dashboardIcon } from "../icons";
import { type RunDetails, runDetails } from "../server/requests";
import { IImagerec } from "../services";

/** The two runs that a command names; without names, the two newest. */
function twoRuns(feed: Feed, runs: unknown): [string, string] | null {
  const named = Array.isArray(runs) ? runs.map(String) : feed.sorted().map(({ run }) => run);
  const [one, other] = named;
  return one === undefined || other === undefined ? null : [one, other];
}

/** "cnn ↔ forest", or "14:22:33 ↔ 14:40:07" for the same model: a tab has room for little. */
export function shortNames(runs: Pick<RunDetails, "name" | "about">[]): string {
  const models = runs.map(({ about }) => about.model.name);
  const times = runs.map(
    ({ name }) => /^\d{8}-(\d\d)(\d\d)(\d\d)-/.exec(name)?.slice(1).join(":") ?? name,
  );
  return (models[0] === models[1] ? times : models).join(" ↔ ");
}

export const comparePlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:compare",
  description: "Shows two runs side by side.",
  autoStart: true,
  requires: [IImagerec],
  optional: [ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    { feed, words }: IImagerec,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
  ) => {
    const tracker = new WidgetTracker<MainAreaWidget<ComparePage>>({
      namespace: "imagerec-comparisons",
    });
    const open = async (args: unknown) => {
      const runs = twoRuns(feed, args);
      if (runs === null) throw new Error(words.__("There are not two runs to compare."));
      const details = await Promise.all([runDetails(runs[0]), runDetails(runs[1])]);
      const content = new ComparePage(
        details,
        feed,
        words,
        (run) => void app.commands.execute(Commands.openRun, { run }),
      );
      const widget = new MainAreaWidget({ content });
      widget.toolbar.hide();
      widget.id = `imagerec-compare:${runs.join(":")}`;
      widget.title.label = shortNames(details);
      widget.title.caption = `${words.__("Comparison")}: ${runs.join(" ↔ ")}`;
      widget.title.icon = dashboardIcon;
      widget.title.closable = true;
      const shown = tracker.find(({ id }) => id === widget.id);
      if (shown === undefined) {
        await tracker.add(widget);
        app.shell.add(widget, "main");
      }
      app.shell.activateById(widget.id);
    };
    app.commands.addCommand(Commands.compareRuns, {
      label: words.__("Compare the two newest runs"),
      icon: dashboardIcon,
      execute: ({ runs }) =>
        open(runs).catch((error) =>
          showErrorMessage(words.__("The runs could not be compared"), error as Error),
        ),
    });
    palette?.addItem({ command: Commands.compareRuns, category: CATEGORY, args: {} });
    void restorer?.restore(tracker, {
      command: Commands.compareRuns,
      args: ({ content }) => ({ runs: content.runs }),
      name: ({ id }) => id,
    });
  },
};
