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
import type { Words } from "../words";

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

type CompareTab = MainAreaWidget<ComparePage>;

/** The tab that shows these two. */
function tabOf(details: RunDetails[], content: ComparePage, words: Words): CompareTab {
  const tab = new MainAreaWidget({ content });
  tab.toolbar.hide();
  tab.id = `imagerec-compare:${content.runs.join(":")}`;
  tab.title.label = shortNames(details);
  tab.title.caption = `${words.__("Comparison")}: ${content.runs.join(" ↔ ")}`;
  tab.title.icon = dashboardIcon;
  tab.title.closable = true;
  return tab;
}

/** Shows two runs in a tab; one that shows them already comes to the front. */
function opener(
  { commands, shell }: JupyterFrontEnd,
  { feed, words }: IImagerec,
  tracker: WidgetTracker<CompareTab>,
): (runs: unknown) => Promise<void> {
  return async (named) => {
    const runs = twoRuns(feed, named);
    if (runs === null) throw new Error(words.__("There are not two runs to compare."));
    const details = await Promise.all(runs.map(runDetails));
    const openRun = (run: string) => void commands.execute(Commands.openRun, { run });
    const tab = tabOf(details, new ComparePage(details, feed, words, openRun), words);
    if (tracker.find(({ id }) => id === tab.id) === undefined) {
      await tracker.add(tab);
      shell.add(tab, "main");
    }
    shell.activateById(tab.id);
  };
}

export const comparePlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:compare",
  description: "Shows two runs side by side.",
  autoStart: true,
  requires: [IImagerec],
  optional: [ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    services: IImagerec,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
  ) => {
    const { words } = services;
    const tracker = new WidgetTracker<CompareTab>({ namespace: "imagerec-comparisons" });
    const open = opener(app, services, tracker);
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
