import { folderIcon } from "@jupyterlab/ui-components";
import { Widget } from "@lumino/widgets";
import { make, setText } from "../shared/dom";
import { plural } from "../shared/format";
import type { Feed } from "./feed";
import { moveByKeys } from "./keys";
import type { Row } from "./server";
import { age, runDetails, runScore, runState, runTitle } from "./words";

/** What the list can do with a run. */
export interface RunActions {
  open(run: string): void;
  showFolder(run: string): void;
  newDashboard(): void;
}

/** One line of the list. It is updated in place, so that the focus stays where it is. */
class RunItem {
  readonly node: HTMLLIElement;
  private readonly button = make("button", { class: "ir-lab-run-open", attributes: { type: "button" } });
  private readonly title = make("span", { class: "ir-lab-run-title" });
  private readonly score = make("span", { class: "ir-lab-run-score" });
  private readonly state = make("span", { class: "ir-lab-run-state" });
  private readonly age = make("span", { class: "ir-lab-run-age" });
  private readonly bar = make("div", {
    class: "ir-lab-bar",
    attributes: { role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" },
  });
  private readonly filled = make("div");

  constructor(
    private row: Row,
    actions: RunActions,
  ) {
    const folder = make("button", {
      class: "ir-lab-run-folder",
      title: "Show its folder in the file browser",
      attributes: { type: "button" },
    });
    folderIcon.element({ container: folder, stylesheet: "menuItem" });
    folder.addEventListener("click", () => actions.showFolder(this.row.run));
    this.button.addEventListener("click", () => actions.open(this.row.run));
    const mark = make("span", { class: "ir-lab-mark", attributes: { "aria-hidden": "true" } });
    this.button.append(mark, this.title, this.score, this.state, this.age);
    this.bar.append(this.filled);
    this.node = make("li", { class: "ir-lab-run" }, [this.button, folder, this.bar]);
    this.update(row);
  }

  update(row: Row): void {
    this.row = row;
    const title = runTitle(row);
    const score = runScore(row);
    this.node.dataset.state = row.state;
    this.node.dataset.run = row.run;
    setText(this.title, title);
    setText(this.score, score);
    setText(this.state, runState(row));
    this.button.title = runDetails(row);
    const accuracy = score === "" ? "" : `, accuracy ${score}`;
    this.button.setAttribute("aria-label", `${title}: ${runState(row)}${accuracy}. ${row.error ?? ""}`.trim());
    const done = Math.round(100 * (row.progress ?? 0));
    this.bar.hidden = row.state !== "running" && row.state !== "paused";
    this.bar.setAttribute("aria-valuenow", String(done));
    this.bar.setAttribute("aria-label", `Progress of ${title}`);
    this.filled.style.width = `${done}%`;
    this.tick();
  }

  /** Time goes by. */
  tick(): void {
    setText(this.age, this.row.started ? age(this.row.started) : "");
  }
}

/** The section "Runs": every run below the server's root, the newest first. */
export class RunsView extends Widget {
  private readonly items = new Map<string, RunItem>();
  private readonly list = make("ul", { class: "ir-lab-list", attributes: { role: "list", "aria-label": "Runs" } });
  private readonly summary = make("p", { class: "ir-lab-summary" });
  private readonly empty: HTMLElement;
  private readonly lost = make("p", {
    class: "ir-lab-lost",
    text: "The connection to the server is lost. Trying again…",
    attributes: { role: "alert" },
  });
  private readonly news = make("p", { class: "ir-lab-news", attributes: { role: "status" } });
  private readonly timer: number;

  constructor(
    private readonly feed: Feed,
    private readonly actions: RunActions,
  ) {
    super();
    this.addClass("ir-lab-section");
    this.title.label = "Runs";
    const button = make("button", { class: "ir-lab-button", text: "New training dashboard", attributes: { type: "button" } });
    button.addEventListener("click", () => actions.newDashboard());
    const text = "Nothing has been trained in this folder yet. Whatever is trained here, in a notebook or by `imagerec train`, appears in this list.";
    this.empty = make("div", { class: "ir-lab-empty" }, [make("p", { text }), button]);
    this.node.append(this.lost, this.summary, this.list, this.empty, this.news);
    moveByKeys(this.list, ".ir-lab-run-open");
    feed.runsChanged.connect((_, changed) => this.render(changed));
    feed.stateChanged.connect(() => this.render([]));
    this.timer = window.setInterval(() => this.items.forEach((item) => item.tick()), 10000);
    this.render([]);
  }

  override dispose(): void {
    window.clearInterval(this.timer);
    super.dispose();
  }

  private render(changed: Row[]): void {
    const rows = [...this.feed.rows.values()].sort((one, other) => (one.name < other.name ? 1 : -1));
    this.announce(changed);
    for (const [run, item] of this.items) {
      if (this.feed.rows.has(run)) continue;
      item.node.remove();
      this.items.delete(run);
    }
    rows.forEach((row, place) => this.put(row, place));
    const running = rows.filter((row) => row.state === "running" || row.state === "paused").length;
    setText(this.summary, running > 0 ? `${plural(rows.length, "run")}, ${running} in training` : plural(rows.length, "run"));
    this.summary.hidden = rows.length === 0;
    this.empty.hidden = rows.length > 0 || this.feed.state === "waiting";
    this.lost.hidden = this.feed.state !== "lost";
  }

  /** Update a row's line, or make it, at its place in the list. */
  private put(row: Row, place: number): void {
    let item = this.items.get(row.run);
    if (item === undefined) {
      item = new RunItem(row, this.actions);
      this.items.set(row.run, item);
    } else {
      item.update(row);
    }
    const there = this.list.children[place] ?? null;
    if (there !== item.node) this.list.insertBefore(item.node, there);
  }

  /** Tell a screen reader when a training begins or ends, but not each step of it. */
  private announce(changed: Row[]): void {
    for (const row of changed) {
      const before = this.items.get(row.run)?.node.dataset.state;
      if (before !== row.state) setText(this.news, `${runTitle(row)}: ${row.state} ${runScore(row)}`.trim());
    }
  }
}
