import type { Mistake, Report } from "../../shared/records";
import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { count, percent } from "../../shared/format";
import type { Words } from "../words";

/** How the tiles of a sheet lie, see `Report.sheet`. */
const COLUMNS = 10;
const SIDE = 96;
const MOST_AT_ONCE = 60;

/** What is shown: the mistakes of a report, and how many of each pair of classes there are. */
export type Mistaken = Pick<Report, "classes" | "confusion" | "mistakes"> & {
  sheet?: string | null;
};

/** Where a mistake's own file can be opened, and where a sheet's picture comes from. */
export interface MistakeSources {
  inRoot(path: string): string | null;
  open(path: string): void;
  picture(sheet: string): Promise<string>;
}

/** Mistakes as pictures: the most confident ones, or those of a cell of the confusion matrix. */
export class MistakeGallery {
  readonly element: HTMLElement;
  private readonly title = make("span", {
    class: "ir-chart-title",
    attributes: { role: "status" },
  });
  private readonly list = make("div", { class: "ir-tiles", attributes: { role: "list" } });
  private sheet: string | null = null;
  private shown: Mistaken = { classes: [], confusion: [], mistakes: [] };

  constructor(
    private readonly words: Words,
    private readonly sources: MistakeSources,
  ) {
    this.element = make(
      "section",
      { class: "ir-card ir-page-card", attributes: { "data-testid": "run-mistakes" } },
      [make("header", {}, [this.title]), this.list],
    );
  }

  /** Show those of a report, or of one of its cells: true class and predicted class. */
  update(shown: Mistaken, chosen: [number, number] | null): void {
    this.shown = shown;
    const some = shown.mistakes
      .map((mistake, place) => ({ mistake, place }))
      .filter(({ mistake }) => chosen === null || this.isIn(mistake, chosen));
    const visible = some.slice(0, MOST_AT_ONCE);
    setText(this.title, this.titleOf(chosen, visible.length));
    this.list.replaceChildren(...visible.map((one) => this.tile(one.mistake, one.place)));
    void this.load(shown.sheet ?? null);
  }

  private isIn(mistake: Mistake, [truth, predicted]: [number, number]): boolean {
    const { classes } = this.shown;
    return mistake.true === classes[truth] && mistake.predicted === classes[predicted];
  }

  /** What is shown, and of how many: never fewer without a word. */
  private titleOf(chosen: [number, number] | null, visible: number): string {
    const { words, shown } = this;
    const { classes, confusion } = shown;
    if (chosen === null) {
      const all = mistakesIn(confusion);
      const title = words.__("Most confident mistakes");
      return all === 0
        ? `${title}: ${words.__("none")}`
        : `${title} · ${words.__("%1 of %2", count(visible), count(all))}`;
    }
    const [truth, predicted] = chosen;
    const there = confusion[truth]?.[predicted] ?? 0;
    if (truth === predicted)
      return words.__("“%1” recognised: %2", classes[truth], count(there));
    const title = words.__("“%1” taken for “%2”", classes[truth], classes[predicted]);
    return there === 0
      ? `${title}: ${words.__("none")}`
      : `${title} · ${words.__("%1 of %2", count(visible), count(there))}`;
  }

  /** The sheet's picture, once for all tiles; without it a tile says what its picture is called. */
  private async load(sheet: string | null): Promise<void> {
    if (sheet === this.sheet) return;
    this.sheet = sheet;
    this.list.classList.remove("ir-has-sheet");
    if (sheet === null) return;
    try {
      const address = await this.sources.picture(sheet);
      if (sheet !== this.sheet) return;
      this.list.style.setProperty("--sheet", `url("${address}")`);
      this.list.classList.add("ir-has-sheet");
    } catch {
      // It was removed: the names stand there.
    }
  }

  private tile(mistake: Mistake, place: number): HTMLElement {
    const { words } = this;
    const { true: truth, predicted, probability } = mistake;
    const says = words.__("“%1” taken for “%2”, %3", truth, predicted, percent(probability));
    const picture = make("div", { class: "ir-tile", title: mistake.path ?? says }, [
      this.nameOf(mistake),
    ]);
    picture.style.backgroundPosition =
      `${-SIDE * (place % COLUMNS)}px ${-SIDE * Math.floor(place / COLUMNS)}px`;
    return make("figure", { attributes: { role: "listitem", "aria-label": says } }, [
      picture,
      make("figcaption", { title: says }, [
        make("span", { text: truth }),
        make("span", { class: "ir-taken", text: `→ ${predicted}` }),
        make("small", { text: percent(probability, 0) }),
      ]),
    ]);
  }

  /** The picture's name; one below the server's root can be opened. */
  private nameOf({ path, index }: Mistake): HTMLElement {
    const name = path?.split(/[/\\]/).pop() ?? `# ${index}`;
    const file = path ? this.sources.inRoot(path) : null;
    if (file === null) return make("span", { text: name });
    const open = () => this.sources.open(file);
    return button("run-mistake", name, open, { class: "ir-page-link", title: path ?? name });
  }
}

function mistakesIn(confusion: number[][]): number {
  return confusion.flatMap((row, truth) => row.filter((_, at) => at !== truth))
    .reduce((sum, value) => sum + value, 0);
}
