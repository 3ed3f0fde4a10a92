import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ICommandPalette, showErrorMessage } from "@jupyterlab/apputils";
import { ILauncher } from "@jupyterlab/launcher";
import { SidePanel } from "@jupyterlab/ui-components";
import type { ReadonlyPartialJSONObject } from "@lumino/coreutils";
import type { SplitPanel, Widget } from "@lumino/widgets";
import { CATEGORY, Commands } from "../commands";
import { CourseView } from "./course_view";
import { DevicesView } from "./devices_view";
import type { Feed } from "../server/feed";
import { panelIcon } from "../icons";
import { RunsView } from "./runs_view";
import { ServicesView } from "./services_view";
import { IImagerec } from "../services";
import type { Words } from "../words";

const ONE_SERVICE = 112; // pixels: there is room for one that is started later

/** The left side panel. */
class Panel extends SidePanel {
  constructor(
    feed: Feed,
    words: Words,
    private readonly sections: [Widget, Widget, Widget, Widget],
  ) {
    super();
    this.id = "imagerec-panel";
    this.addClass("ir-lab-panel");
    this.title.icon = panelIcon;
    this.title.caption = words.__("imagerec: course, runs, services and devices");
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", "imagerec");
    for (const section of sections) this.addWidget(section);
    feed.courseChanged.connect(this.fitSections, this);
    feed.devicesChanged.connect(this.fitSections, this);
  }

  /**
   * Give course, services and devices the height that they need, the course at most half; the runs
   * get the rest.
   */
  private fitSections(sender: Feed): void {
    if (sender.course === null || sender.devices === null || !this.isVisible) return;
    sender.courseChanged.disconnect(this.fitSections, this);
    sender.devicesChanged.disconnect(this.fitSections, this);
    const [course, runs, services, devices] = this.sections.map(({ node }) => node) as [
      HTMLElement,
      HTMLElement,
      HTMLElement,
      HTMLElement,
    ];
    const heights = [course, runs, services, devices].map(({ clientHeight }) => clientHeight);
    const whole = heights.reduce((sum, height) => sum + height, 0);
    const between = Math.max(needed(services), ONE_SERVICE) / whole;
    const below = needed(devices) / whole;
    const above = Math.min(needed(course) / whole, 0.52);
    const runsGet = Math.max(0.15, 1 - above - between - below);
    (this.content as SplitPanel).setRelativeSizes([above, runsGet, between, below]);
  }
}

/** The height of what a section holds. */
function needed(section: HTMLElement): number {
  const parts = [...section.children] as HTMLElement[];
  return Math.max(...parts.map((part) => part.offsetTop + part.offsetHeight)) + 8;
}

function sectionsOf(
  feed: Feed, words: Words, execute: (command: string, args?: ReadonlyPartialJSONObject) => void,
): [Widget, Widget, Widget, Widget] {
  return [
    new CourseView(feed, words, (lesson, exercise) =>
      execute(Commands.openCourse, { lesson, exercise }),
    ),
    new RunsView(feed, words, {
      open: (run) => execute(Commands.openRun, { run }),
      showFolder: (run) => execute(Commands.showRunFolder, { run }),
      stop: (run) => execute(Commands.steer, { run, command: "stop" }),
      remove: (run) => execute(Commands.deleteRun, { run }),
      compare: (runs) => execute(Commands.compareRuns, { runs }),
      newDashboard: () => execute(Commands.openDashboard),
    }),
    new ServicesView(words, {
      console: (models) => execute(Commands.openConsole, { models }),
      failed: (error) => void showErrorMessage(words.__("The service was not stopped"), error),
    }),
    new DevicesView(feed, words),
  ];
}

export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:panel",
  description: "The side panel with the course, all runs and the devices.",
  autoStart: true,
  requires: [IImagerec],
  optional: [ICommandPalette, ILauncher, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    { feed, words }: IImagerec,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    restorer: ILayoutRestorer | null,
  ) => {
    const { commands, shell } = app;
    const execute = (command: string, args: ReadonlyPartialJSONObject = {}) =>
      void commands.execute(command, args);
    const panel = new Panel(feed, words, sectionsOf(feed, words, execute));
    shell.add(panel, "left", { rank: 600 });
    restorer?.add(panel, panel.id);
    commands.addCommand(Commands.showPanel, {
      label: ({ isLauncher }) =>
        isLauncher === true ? words.__("Runs")
          : words.__("Show course, runs, services and devices"),
      caption: words.__("The side panel of imagerec"),
      icon: panelIcon,
      execute: () => shell.activateById(panel.id),
    });
    palette?.addItem({ command: Commands.showPanel, category: CATEGORY, args: {} });
    launcher?.add({
      command: Commands.showPanel,
      category: CATEGORY,
      rank: 3,
      args: { isLauncher: true },
    });
  },
};
