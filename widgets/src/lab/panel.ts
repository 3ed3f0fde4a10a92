import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { SidePanel } from "@jupyterlab/ui-components";
import type { Message } from "@lumino/messaging";
import { SplitPanel } from "@lumino/widgets";
import { CATEGORY, Commands } from "./commands";
import { CourseView } from "./course_view";
import { Feed } from "./feed";
import { panelIcon } from "./icons";
import { RunsView } from "./runs_view";

/** The left side panel. The server is asked to watch only while the panel is to be seen. */
class Panel extends SidePanel {
  constructor(
    private readonly feed: Feed,
    private readonly course: CourseView,
    private readonly runs: RunsView,
  ) {
    super();
    this.id = "imagerec-panel";
    this.addClass("ir-lab-panel");
    this.title.icon = panelIcon;
    this.title.caption = "imagerec: course and runs";
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", "imagerec");
    this.addWidget(course);
    this.addWidget(runs);
    SplitPanel.setStretch(runs, 1);
    feed.courseChanged.connect(this.fitCourse, this);
  }

  /** Give the course the height that its lessons need, half of the panel at most; only once. */
  private fitCourse(): void {
    this.feed.courseChanged.disconnect(this.fitCourse, this);
    const whole = this.course.node.clientHeight + this.runs.node.clientHeight;
    const needed = Math.min(this.course.node.scrollHeight / whole, 0.5);
    (this.content as SplitPanel).setRelativeSizes([needed, 1 - needed]);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.feed.start();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) this.feed.start();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.feed.stop();
  }

  override dispose(): void {
    this.feed.stop();
    super.dispose();
  }
}

export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:panel",
  description: "The side panel with the course and all runs.",
  autoStart: true,
  optional: [ICommandPalette, ILayoutRestorer],
  activate: (app: JupyterFrontEnd, palette: ICommandPalette | null, restorer: ILayoutRestorer | null) => {
    const { commands, shell } = app;
    const feed = new Feed();
    const panel = new Panel(
      feed,
      new CourseView(feed, (lesson) => void commands.execute(Commands.openCourse, { lesson })),
      new RunsView(feed, {
        open: (run) => void commands.execute(Commands.openRun, { run }),
        showFolder: (run) => void commands.execute(Commands.showRunFolder, { run }),
        newDashboard: () => void commands.execute(Commands.openDashboard),
      }),
    );
    shell.add(panel, "left", { rank: 600 });
    restorer?.add(panel, panel.id);
    commands.addCommand(Commands.showPanel, {
      label: "Show course and runs",
      icon: panelIcon,
      execute: () => shell.activateById(panel.id),
    });
    palette?.addItem({ command: Commands.showPanel, category: CATEGORY, args: {} });
  },
};
