import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { Notification } from "@jupyterlab/apputils";
import { IStatusBar } from "@jupyterlab/statusbar";
import { Signal } from "@lumino/signaling";
import { Widget } from "@lumino/widgets";
import type { RunRow } from "../shared/records";
import { make, setText } from "../shared/dom";
import { Commands } from "./commands";
import type { Feed } from "./server/feed";
import type { Settings } from "./settings";
import { IImagerec } from "./services";
import { progressText, runScore, runTitle, type Words } from "./words";

/** How far the newest training is, and how long it still takes. A click opens its page. */
class StatusItem extends Widget {
  readonly activeChanged = new Signal<this, void>(this);
  private readonly text = make("span");
  private readonly filled = make("div");
  private readonly button = make("button", {
    class: "ir-lab-status-item",
    attributes: { type: "button" },
  });
  private shown: RunRow | undefined;

  constructor(
    private readonly feed: Feed,
    private readonly words: Words,
    private readonly settings: Settings,
    open: (run: string) => void,
  ) {
    super();
    this.addClass("ir-lab-status");
    const bar = make(
      "span",
      { class: "ir-lab-status-bar", attributes: { "aria-hidden": "true" } },
      [this.filled],
    );
    this.button.append(bar, this.text);
    this.button.addEventListener("click", () => this.shown && open(this.shown.run));
    this.node.append(this.button);
    feed.runsChanged.connect(() => this.render());
    settings.changed.connect(() => this.render());
    this.render();
  }

  isActive(): boolean {
    return this.settings.statusItem && this.shown !== undefined;
  }

  private render(): void {
    const before = this.isActive();
    const trainings = this.feed.atWork();
    this.shown = trainings[0];
    if (this.shown !== undefined) this.renderTraining(this.shown, trainings.length);
    if (this.isActive() !== before) this.activeChanged.emit();
  }

  private renderTraining(row: RunRow, count: number): void {
    const { words } = this;
    const title = runTitle(words, row);
    const more = count === 1 ? "" : ` ${words.__("(+%1)", count - 1)}`;
    setText(
      this.text,
      `${title} ${progressText(words, row, this.feed.secondsLeft(row.run))}${more}`,
    );
    this.filled.style.width = `${Math.round(100 * (row.progress ?? 0))}%`;
    this.button.dataset.state = row.state;
    this.button.title = words.__("Open the page of this run");
  }
}

/** Say that a training has ended. One that somebody stopped needs no word. */
function notify(words: Words, settings: Settings, row: RunRow, open: () => void): void {
  const { notifications } = settings;
  const isFailure = row.state === "failed";
  if (
    notifications === "none" ||
    (!isFailure && (notifications === "failures" || row.state !== "finished"))
  )
    return;
  const title = runTitle(words, row);
  const options = {
    autoClose: isFailure ? (false as const) : 8000,
    actions: [{ label: words.__("Open"), callback: open }],
  };
  if (isFailure) Notification.error(words.__("%1 failed: %2", title, row.error ?? ""), options);
  else Notification.success(words.__("%1 is trained: %2", title, runScore(row) || "–"), options);
}

export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:status",
  description: "Shows trainings in the status bar, and says when one has ended.",
  autoStart: true,
  requires: [IImagerec],
  optional: [IStatusBar],
  activate: (
    { commands }: JupyterFrontEnd,
    { feed, words, settings }: IImagerec,
    bar: IStatusBar | null,
  ) => {
    const open = (run: string) => void commands.execute(Commands.openRun, { run });
    feed.ended.connect((_, row) => notify(words, settings, row, () => open(row.run)));
    if (bar === null) return;
    const item = new StatusItem(feed, words, settings, open);
    bar.registerStatusItem("imagerec:training", {
      item,
      align: "left",
      rank: 100,
      isActive: () => item.isActive(),
      activeStateChanged: item.activeChanged,
    });
  },
};
