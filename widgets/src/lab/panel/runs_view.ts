import type { Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import type { RunRow } from "../../shared/records";
import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import type { Feed } from "../server/feed";
import { isAtWork } from "../server/feed";
import { chosen, inView, type SortKey, type StateFilter } from "./order";
import { type RunActions, RunItem } from "./run_item";
import { RunTools } from "./run_tools";
import { curves } from "../server/requests";
import { runScore, runTitle, stateName, type Words } from "../words";

/** The height of a line, in pixels. style/panel.css knows it too. */
const LINE = 48;
const TICK = 10000;
const MOST_FOLDERS = 3; // that are named

/** What the section can do beside what its lines can. */
export interface ListActions extends Omit<RunActions, "select"> {
  compare(runs: string[]): void;
  newDashboard(): void;
}

/**
 * The section "Runs": every run below the server's root. Only the lines in view are in the page.
 */
export class RunsView extends Widget {
  private readonly items = new Map<string, RunItem>();
  private readonly curves = new Map<string, { stamp: string; values: number[] }>();
  private readonly selected = new Set<string>();
  private readonly list: HTMLUListElement;
  private readonly scroller = make("div", { class: "ir-lab-scroll" });
  private readonly nothing = make("p", { class: "ir-lab-nothing" });
  private readonly leftOut = make("p", { class: "ir-lab-left-out", attributes: { role: "note" } });
  private readonly empty: HTMLElement;
  private readonly lost: HTMLElement;
  private readonly news = make("p", { class: "ir-lab-news", attributes: { role: "status" } });
  private readonly tools: RunTools;
  private readonly states = new Map<string, string>();
  private order: RunRow[] = [];
  private current = 0;
  private frame = 0;
  private timer = 0;
  private asking = 0;

  constructor(
    private readonly feed: Feed,
    private readonly words: Words,
    private readonly actions: ListActions,
  ) {
    super();
    this.addClass("ir-lab-section");
    this.addClass("ir-lab-runs");
    this.title.label = words.__("Runs");
    this.list = make("ul", {
      class: "ir-lab-list",
      attributes: { role: "list", "aria-label": words.__("Runs") },
    });
    this.tools = new RunTools(
      words,
      () => this.arrange(),
      () => actions.compare([...this.selected]),
    );
    this.lost = make("p", { class: "ir-lab-lost", attributes: { role: "alert" } });
    this.empty = this.invitation();
    this.scroller.append(this.list);
    this.node.append(
      this.lost,
      this.tools.element,
      this.scroller,
      this.nothing,
      this.empty,
      this.leftOut,
      this.news,
    );
    this.scroller.addEventListener("scroll", () => this.redraw());
    this.list.addEventListener("keydown", (event) => this.move(event));
    feed.runsChanged.connect((_, changed) => this.take(changed));
    feed.stateChanged.connect(() => this.arrange());
    this.arrange();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.timer = window.setInterval(() => this.items.forEach((item) => item.tick()), TICK);
  }

  protected override onBeforeDetach(message: Message): void {
    window.clearInterval(this.timer);
    super.onBeforeDetach(message);
  }

  protected override onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    this.redraw();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.redraw();
  }

  /** What is said where there is nothing to list. */
  private invitation(): HTMLElement {
    const { words } = this;
    const begin = button(
      "new-dashboard",
      words.__("New training dashboard"),
      () => this.actions.newDashboard(),
      { class: "ir-lab-button" },
    );
    const text = words.__(
      "Nothing has been trained in this folder yet. Whatever is trained here, in a notebook " +
        "or by “imagerec train” in a terminal, appears in this list.",
    );
    return make("div", { class: "ir-lab-empty" }, [make("p", { text }), begin]);
  }

  private take(changed: RunRow[]): void {
    this.announce(changed);
    this.arrange();
  }

  /** Filter and sort anew. */
  private arrange(): void {
    const { rows, state } = this.feed;
    const { text, filter, sort }: { text: string; filter: StateFilter; sort: SortKey } = this.tools;
    for (const run of this.selected) if (!rows.has(run)) this.selected.delete(run);
    this.order = chosen(rows.values(), text, filter, sort);
    this.list.style.height = `${this.order.length * LINE}px`;
    this.current = Math.min(this.current, Math.max(0, this.order.length - 1));
    this.tools.describe(this.countText());
    setText(this.nothing, this.words.__("No run fits the filter."));
    this.tools.element.hidden = rows.size === 0;
    this.nothing.hidden = rows.size === 0 || this.order.length > 0;
    this.scroller.hidden = this.order.length === 0;
    // then nobody knows
    this.empty.hidden = rows.size > 0 || state === "waiting" || state === "lost";
    this.lost.hidden = state !== "lost" && state !== "polled";
    this.lost.dataset["state"] = state;
    setText(this.lost, this.lostText());
    this.showLeftOut();
    this.redraw();
  }

  private lostText(): string {
    const {
      words,
      feed: { state },
    } = this;
    if (state === "lost") return words.__("The connection to the server is lost. Trying again…");
    if (state !== "polled") return "";
    return words.__(
      "Nothing comes live: no web socket gets through to the server. This list is asked for " +
        "every few seconds, and less often while nothing changes.",
    );
  }

  /** Say where runs may be that are not in the list. */
  private showLeftOut(): void {
    const {
      words,
      feed: { leftOut },
    } = this;
    const folders = leftOut.slice(0, MOST_FOLDERS).map((folder) => (folder === "." ? "/" : folder));
    if (leftOut.length > MOST_FOLDERS) folders.push("…");
    setText(
      this.leftOut,
      words.__(
        "Not every folder was looked into, for there are too many in: %1",
        folders.join(", "),
      ),
    );
    this.leftOut.hidden = leftOut.length === 0;
  }

  private countText(): string {
    const { words, feed, order } = this;
    const all = words._n("%1 run", "%1 runs", feed.rows.size);
    const some = order.length === feed.rows.size ? all : words.__("%1 of %2", order.length, all);
    const working = feed.atWork().length;
    return working === 0 ? some : words.__("%1, %2 in training", some, working);
  }

  /** Draw the lines in view with the next frame, however often it is asked for. */
  private redraw(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private draw(): void {
    const { scrollTop, clientHeight } = this.scroller;
    const [first, last] = inView(scrollTop, clientHeight, LINE, this.order.length);
    const seen = this.order.slice(first, last);
    const kept = new Set(seen.map(({ run }) => run));
    for (const [run, item] of this.items) {
      if (kept.has(run)) continue;
      item.node.remove();
      this.items.delete(run);
    }
    seen.forEach((row, i) => this.put(row, first + i));
    this.arrangeNodes(seen);
    this.tools.select([...this.selected]);
    this.list.classList.toggle("ir-lab-selecting", this.selected.size > 0);
    this.askForCurves(seen);
  }

  /** Update a row's line, or make it, at its place in the list. */
  private put(row: RunRow, index: number): void {
    let item = this.items.get(row.run);
    if (item === undefined) {
      const select = (run: string, selected: boolean) => this.select(run, selected);
      item = new RunItem(row, this.words, this.feed, { ...this.actions, select });
      this.items.set(row.run, item);
    } else {
      item.update(row);
    }
    item.place(index, this.order.length, LINE);
    item.mark(this.selected.has(row.run));
    item.draw(this.curves.get(row.run)?.values ?? []);
    item.reach(index === this.current);
  }

  /**
   * Have the nodes follow one another as they are seen, for the Tab key. Those in their place stay;
   * the focus does, too.
   */
  private arrangeNodes(seen: RunRow[]): void {
    const focused = this.list.contains(document.activeElement)
      ? (document.activeElement as HTMLElement)
      : null;
    let next = this.list.firstChild;
    for (const { run } of seen) {
      const { node } = this.items.get(run) as RunItem;
      if (node === next) next = next.nextSibling;
      else this.list.insertBefore(node, next);
    }
    if (focused !== document.activeElement) focused?.focus({ preventScroll: true });
  }

  private select(run: string, selected: boolean): void {
    if (selected) this.selected.add(run);
    else this.selected.delete(run);
    // The third takes the place of the first.
    if (this.selected.size > 2) this.selected.delete([...this.selected][0] ?? "");
    this.redraw();
  }

  /**
   * Ask for the small curves that are not there or no longer true; a moment later, in one request.
   */
  private askForCurves(seen: RunRow[]): void {
    const missing = seen.filter((row) => this.curves.get(row.run)?.stamp !== stampOf(row));
    if (missing.length === 0) return;
    window.clearTimeout(this.asking);
    this.asking = window.setTimeout(() => void this.fetchCurves(missing), 120);
  }

  private async fetchCurves(rows: RunRow[]): Promise<void> {
    const found = await curves(rows.map(({ run }) => run)).catch(() => null);
    if (found === null) return; // the server is away; the section says so
    for (const row of rows)
      this.curves.set(row.run, { stamp: stampOf(row), values: found[row.run] ?? [] });
    this.redraw();
  }

  private move(event: KeyboardEvent): void {
    // The space bar presses a button that has the focus, except the line's own, which Enter opens.
    if (event.key === " " && !(event.target as HTMLElement).classList.contains("ir-lab-run-open"))
      return;
    const row = this.order[this.current];
    const last = this.order.length - 1;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / LINE) - 1);
    const goal = {
      ArrowDown: this.current + 1,
      ArrowUp: this.current - 1,
      Home: 0,
      End: last,
      PageDown: this.current + page,
      PageUp: this.current - page,
    }[event.key];
    if (goal !== undefined) this.go(Math.min(Math.max(goal, 0), last));
    else if (event.key === " " && row !== undefined)
      this.select(row.run, !this.selected.has(row.run));
    else if (event.key === "Delete" && row !== undefined && !isAtWork(row))
      this.actions.remove(row.run);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Give a line the focus, wherever it is in the list. */
  private go(index: number): void {
    this.current = index;
    const { scrollTop, clientHeight } = this.scroller;
    const top = index * LINE;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + LINE > scrollTop + clientHeight)
      this.scroller.scrollTop = top + LINE - clientHeight;
    this.draw();
    this.items.get(this.order[index]?.run ?? "")?.button.focus();
  }

  /** Tell a screen reader when a training begins or ends, but not each step of it. */
  private announce(changed: RunRow[]): void {
    for (const row of changed) {
      if (this.states.get(row.run) === row.state) continue;
      this.states.set(row.run, row.state);
      setText(
        this.news,
        `${runTitle(this.words, row)}: ${stateName(this.words, row.state)} ${runScore(row)}`.trim(),
      );
    }
  }
}

/** Differs when a run's curve does. */
function stampOf({ epoch, state, started }: RunRow): string {
  return `${started} ${epoch} ${state}`;
}
