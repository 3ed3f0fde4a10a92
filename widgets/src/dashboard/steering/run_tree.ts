import { make, setText } from "../../shared/dom";
import { percent } from "../../shared/format";
import type { Snapshot, TreeRun } from "../traits";

export interface Drawing {
  rows: TreeRun[];
  /** the name of the run that is shown */
  shown: string;
  snapshots: Snapshot[];
  /** the step of the chosen snapshot */
  chosen: number | null;
}

export interface Actions {
  show: (run: string) => void;
  choose: (step: number) => void;
}

/**
 * Where a run's line lies: begin, end and planned end in percent, and how many lines above its
 * parent's is.
 */
export interface Lane {
  begin: number;
  end: number;
  planned: number;
  up: number;
}

/** A line for each run; it begins below its parent where it branched off. */
export function lanes(rows: TreeRun[]): Lane[] {
  const longest = extent(rows);
  return rows.map((row, i) => {
    const { parent, begin, end } = row;
    const above = rows.findIndex(({ name }) => name === parent);
    return {
      begin: (100 * begin) / longest,
      end: (100 * Math.max(end, begin)) / longest,
      planned: Math.min(100, (100 * plannedEnd(row)) / longest),
      up: above < 0 ? 0 : i - above,
    };
  });
}

/** Where a run will end that goes on, and where another ended. */
function plannedEnd({ state, end, epochs }: TreeRun): number {
  return state === "running" || state === "paused" ? Math.max(end, epochs) : end;
}

/**
 * The length of the axis, in epochs: as far as is planned, but no more than four times as far as
 * any run has come.
 *
 * In a smaller part of the line the snapshots would lie on top of each other. It grows by doubling,
 * so that they seldom move.
 */
export function extent(rows: TreeRun[]): number {
  const furthest = Math.max(0.5, ...rows.map(({ end }) => end));
  return Math.max(
    1,
    Math.min(Math.max(...rows.map(plannedEnd)), 2 ** Math.ceil(Math.log2(2 * furthest))),
  );
}

/**
 * The runs as lines. What stands there already stays, so that focus and a press of the mouse
 * outlast an update.
 */
export class RunTree {
  readonly element = make("div", { class: "ir-tree", attributes: { "data-testid": "tree" } });
  private readonly lines = new Map<string, RunLine>();
  private readonly axis = make("div", {
    class: "ir-lane ir-lane-axis",
    attributes: { "aria-hidden": "true" },
  });
  private readonly foot = make("div", { class: "ir-tree-row ir-tree-axis" }, [
    make("small", { text: "epoch" }),
    this.axis,
    make("span"),
  ]);

  constructor(private readonly actions: Actions) {}

  update(drawing: Drawing): void {
    const { rows, shown } = drawing;
    const longest = extent(rows);
    const elements = lanes(rows).map((lane, i) => {
      const row = rows[i] as TreeRun;
      const line = this.lines.get(row.name) ?? new RunLine(row, this.actions);
      this.lines.set(row.name, line);
      line.update(row, lane, row.name === shown);
      line.mark(row.name === shown ? drawing.snapshots : [], longest, lane.end);
      return line.element;
    });
    place(this.element, [...elements, this.foot]);
    this.axis.replaceChildren(...ticks(longest));
    this.choose(drawing.chosen);
  }

  /** Mark the chosen snapshot. */
  choose(step: number | null): void {
    for (const mark of this.element.querySelectorAll<HTMLElement>("[data-step]")) {
      mark.setAttribute("aria-pressed", String(mark.dataset["step"] === String(step)));
    }
  }
}

/** One run: its name, its line with the snapshots, its best accuracy. */
class RunLine {
  readonly element: HTMLElement;
  private readonly name: HTMLButtonElement;
  private readonly best = make("b", { title: "best valid accuracy" });
  private readonly edge = make("i", { class: "ir-edge" });
  private readonly planned = make("i", { class: "ir-planned" });
  private readonly done = make("i", { class: "ir-run-line" });
  private readonly node: HTMLElement;
  private readonly marks = new Map<number, HTMLButtonElement>();
  private readonly snapshots = make("div", { class: "ir-snapshots" });

  constructor(
    row: TreeRun,
    private readonly actions: Actions,
  ) {
    const show = () => actions.show(row.name);
    this.name = make("button", {
      class: "ir-run-name",
      title: row.name,
      attributes: { type: "button", "data-run": row.name },
    });
    this.name.addEventListener("click", show);
    // the name does the same by keyboard
    this.node = make("span", { class: "ir-node", title: row.name });
    this.node.addEventListener("click", show);
    const lane = make("div", { class: "ir-lane" }, [
      this.edge,
      this.planned,
      this.done,
      this.node,
      this.snapshots,
    ]);
    this.element = make("div", { class: "ir-tree-row" }, [this.name, lane, this.best]);
  }

  update(row: TreeRun, { begin, end, planned, up }: Lane, shown: boolean): void {
    this.element.dataset["state"] = row.state;
    this.element.classList.toggle("ir-shown", shown);
    const best = row.best === null ? "" : percent(row.best);
    setText(this.name, row.parent === null ? row.name : row.settings || row.name);
    setText(this.best, best);
    this.name.ariaLabel = [row.name, row.state, row.settings, best && `best valid accuracy ${best}`]
      .filter(Boolean)
      .join(", ");
    this.name.setAttribute("aria-current", String(shown));
    this.name.title = [row.name, row.settings].filter(Boolean).join(": ");
    stretch(this.planned, end, planned);
    stretch(this.done, begin, end);
    this.node.style.left = `${end}%`;
    this.edge.hidden = up === 0;
    this.edge.style.left = `${begin}%`;
    this.edge.style.setProperty("--up", String(up));
  }

  mark(snapshots: Snapshot[], longest: number, head: number): void {
    const exact = snapshots.map(({ at }) => (100 * at) / longest);
    const places = apart(exact, Math.max(head, ...exact));
    place(this.snapshots, snapshots.map((snapshot, i) => {
      const button = this.marks.get(snapshot.step) ?? markOf(snapshot, this.actions);
      this.marks.set(snapshot.step, button);
      button.style.left = `${places[i] ?? 0}%`;
      return button;
    }));
  }
}

const GAP = 2; // percent of the line, about the width of a mark

/**
 * Ascending places, moved as far as needed for each to be clicked; none beyond the last allowed
 * unless there is no room.
 */
export function apart(places: number[], last: number, gap = GAP): number[] {
  const moved: number[] = [];
  places.forEach((at, i) => moved.push(Math.max(at, (moved[i - 1] ?? -Infinity) + gap)));
  for (let i = moved.length - 1; i >= 0; i--) {
    const most = i === moved.length - 1 ? last : (moved[i + 1] ?? last) - gap;
    moved[i] = Math.max(i * gap, Math.min(moved[i] ?? 0, most));
  }
  return moved;
}

/** Make these the children, and touch nothing if they are. */
function place(parent: HTMLElement, children: HTMLElement[]): void {
  const same =
    parent.children.length === children.length &&
    children.every((child, i) => parent.children[i] === child);
  if (!same) parent.replaceChildren(...children);
}

function stretch(line: HTMLElement, from: number, to: number): void {
  line.style.left = `${from}%`;
  line.style.width = `${Math.max(0, to - from)}%`;
}

function markOf({ step, at, accuracy }: Snapshot, actions: Actions): HTMLButtonElement {
  const judged = accuracy === null ? "" : `, valid accuracy ${percent(accuracy)}`;
  const says = `Snapshot at step ${step}, epoch ${Number(at.toFixed(2))}${judged}`;
  const button = make("button", {
    class: "ir-snapshot",
    title: says,
    attributes: {
      type: "button",
      "aria-label": says,
      "data-testid": "snapshot",
      "data-step": String(step),
    },
  });
  button.addEventListener("click", () => actions.choose(step));
  return button;
}

function ticks(longest: number): HTMLElement[] {
  const every = Math.max(1, Math.ceil(longest / 6));
  return Array.from({ length: Math.floor(longest / every) + 1 }, (_, i) => {
    const tick = make("small", { text: String(i * every) });
    tick.style.left = `${(100 * i * every) / longest}%`;
    return tick;
  });
}
