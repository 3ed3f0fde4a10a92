import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { ILauncher } from "@jupyterlab/launcher";
import { SidePanel } from "@jupyterlab/ui-components";
import type { SplitPanel, Widget } from "@lumino/widgets";
import { CATEGORY, Commands } from "../commands";
import { CourseView } from "./course_view";
import { DevicesView } from "./devices_view";
import type { Feed } from "../server/feed";
import { panelIcon } from "../icons";
import { RunsView } from "./runs_view";
import { IImagerec } from "../services";
import type { Words } from "../words";

/** The left side panel. */
class Panel extends SidePanel {
  constructor(
    feed: Feed,
    words: Words,
    private readonly sections: [Widget, Widget, Widget],
  ) {
    super();
    this.id = "imagerec-panel";
    this.addClass("ir-lab-panel");
    this.title.icon = panelIcon;
    this.title.caption = words.__("imagerec: course, runs and devices");
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", "imagerec");
    for (const section of sections) this.addWidget(section);
    feed.courseChanged.connect(this.fitSections, this);
    feed.devicesChanged.connect(this.fitSections, this);
  }

  /**
   * Give course and devices the height that they need, the course at most half; the runs get the
   * rest.
   */
  private fitSections(sender: Feed): void {
    if (sender.course === null || sender.devices === null || !this.isVisible) return;
    sender.courseChanged.disconnect(this.fitSections, this);
    sender.devicesChanged.disconnect(this.fitSections, this);
    const [course, runs, devices] = this.sections.map(({ node }) => node) as [
      HTMLElement,
      HTMLElement,
      HTMLElement,
    ];
    const whole = course.clientHeight + runs.clientHeight + devices.clientHeight;
    const below = needed(devices) / whole;
    const above = Math.min(needed(course) / whole, 0.52);
    (this.content as SplitPanel).setRelativeSizes([above, 1 - above - below, below]);
  }
}

/** The height of what a section holds. */
function needed(section: HTMLElement): number {
  const parts = [...section.children] as HTMLElement[];
  return Math.max(...parts.map((part) => part.offsetTop + part.offsetHeight)) + 8;
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
    const execute = (command: string, args = {}) => void commands.execute(command, args);
    const panel = new Panel(feed, words, [
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
      new DevicesView(feed, words),
    ]);
    shell.add(panel, "left", { rank: 600 });
    restorer?.add(panel, panel.id);
    commands.addCommand(Commands.showPanel, {
      label: ({ isLauncher }) =>
        isLauncher === true ? words.__("Runs") : words.__("Show course, runs and devices"),
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
