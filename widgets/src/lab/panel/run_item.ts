import { closeIcon, folderIcon, type LabIcon, stopIcon } from "@jupyterlab/ui-components";
import type { RunRow } from "../../shared/records";
import { make, setText } from "../../shared/dom";
import type { Feed } from "../server/feed";
import { isAtWork } from "../server/feed";
import { Sparkline } from "./sparkline";
import {
  age,
  duration,
  runDetails,
  runScore,
  runState,
  runTitle,
  shortState,
  type Words,
} from "../words";

/** What the list can do with a run. */
export interface RunActions {
  open(run: string): void;
  showFolder(run: string): void;
  stop(run: string): void;
  remove(run: string): void;
  select(run: string, selected: boolean): void;
}

/** One line of the list. It is updated in place, so that the focus stays where it is. */
export class RunItem {
  readonly node = make("li", { class: "ir-lab-run" });
  readonly button = make("button", {
    class: "ir-lab-run-open",
    attributes: { type: "button", tabindex: "-1" },
  });
  private readonly title = make("span", { class: "ir-lab-run-title" });
  private readonly score = make("span", { class: "ir-lab-run-score" });
  private readonly state = make("span", { class: "ir-lab-run-state" });
  private readonly age = make("span", { class: "ir-lab-run-age" });
  private readonly spark = new Sparkline();
  private readonly select = make("input", {
    class: "ir-lab-run-select",
    attributes: { type: "checkbox", tabindex: "-1" },
  });
  private readonly bar = make("div", {
    class: "ir-lab-bar",
    attributes: { role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" },
  });
  private readonly filled = make("div");
  private readonly stop: HTMLButtonElement;
  private readonly remove: HTMLButtonElement;

  constructor(
    private row: RunRow,
    private readonly words: Words,
    private readonly feed: Feed,
    actions: RunActions,
  ) {
    this.button.addEventListener("click", () => actions.open(this.row.run));
    this.select.addEventListener("change", () => actions.select(this.row.run, this.select.checked));
    this.stop = this.action(stopIcon, words.__("Stop this training"), "ir-lab-run-stop", () =>
      actions.stop(this.row.run),
    );
    this.remove = this.action(closeIcon, words.__("Delete this run"), "ir-lab-run-delete", () =>
      actions.remove(this.row.run),
    );
    const folder = this.action(
      folderIcon,
      words.__("Show its folder in the file browser"),
      "ir-lab-run-folder",
      () => actions.showFolder(this.row.run),
    );
    const mark = make("span", { class: "ir-lab-mark", attributes: { "aria-hidden": "true" } });
    const below = make("span", { class: "ir-lab-run-below" }, [this.state, this.age]);
    this.button.append(mark, this.title, this.score, below, this.spark.element);
    this.bar.append(this.filled);
    const actionsNode = make("span", { class: "ir-lab-run-actions" }, [
      this.stop,
      folder,
      this.remove,
    ]);
    this.node.append(this.button, this.select, actionsNode, this.bar);
    this.update(row);
  }

  /** Put it at its place in the list; `count` says how long the list is. */
  place(index: number, count: number, height: number): void {
    this.node.style.transform = `translateY(${index * height}px)`;
    this.node.setAttribute("aria-posinset", String(index + 1));
    this.node.setAttribute("aria-setsize", String(count));
  }

  update(row: RunRow): void {
    this.row = row;
    const title = runTitle(this.words, row);
    const score = runScore(row);
    const state = runState(this.words, row);
    this.node.dataset.state = row.state;
    this.node.dataset.run = row.run;
    setText(this.title, title);
    setText(this.score, score);
    setText(this.state, shortState(this.words, row));
    this.button.title = runDetails(this.words, row);
    const accuracy = score === "" ? "" : `, ${this.words.__("accuracy %1", score)}`;
    this.button.setAttribute(
      "aria-label",
      `${title}: ${state}${accuracy}. ${row.error ?? ""}`.trim(),
    );
    this.select.setAttribute("aria-label", this.words.__("Select %1 to compare it", title));
    this.showProgress(title);
    this.tick();
  }

  /** Can the Tab key reach it and its buttons? Only one line of the list can. */
  reach(isCurrent: boolean): void {
    for (const part of this.node.querySelectorAll<HTMLElement>("button, input"))
      part.tabIndex = isCurrent ? 0 : -1;
  }

  draw(curve: number[]): void {
    this.spark.update(curve);
  }

  mark(selected: boolean): void {
    this.select.checked = selected;
    this.node.dataset.selected = String(selected);
  }

  /** Time goes by. */
  tick(): void {
    const { row, words } = this;
    const left = row.state === "running" ? this.feed.secondsLeft(row.run) : null;
    const when = row.ended ?? row.started;
    const since = when ? age(words, when) : "";
    setText(this.age, left === null ? since : words.__("%1 left", duration(words, left)));
  }

  private showProgress(title: string): void {
    const done = Math.round(100 * (this.row.progress ?? 0));
    const working = isAtWork(this.row);
    this.bar.hidden = !working;
    this.stop.hidden = !working;
    this.remove.hidden = working;
    this.bar.setAttribute("aria-valuenow", String(done));
    this.bar.setAttribute("aria-label", this.words.__("Progress of %1", title));
    this.filled.style.width = `${done}%`;
  }

  private action(icon: LabIcon, label: string, name: string, run: () => void): HTMLButtonElement {
    const button = make("button", {
      class: `ir-lab-run-action ${name}`,
      title: label,
      attributes: { type: "button", tabindex: "-1", "aria-label": label },
    });
    icon.element({ container: button, stylesheet: "menuItem" });
    button.addEventListener("click", run);
    return button;
  }
}
