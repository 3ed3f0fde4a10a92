import type { ClassesRow, Mistake, Report } from "../../shared/records";
import { make, setText } from "../../shared/dom";
import { offer, select, type Option } from "../../shared/fields";
import { count } from "../../shared/format";
import { ConfusionMatrix } from "../../shared/confusion_matrix";
import { MistakeGallery, type MistakeSources } from "./mistakes";
import type { RunHistory } from "./history";
import { isDamaged, readable, type RunDetails } from "../server/requests";
import { scoreText, type Words } from "../words";

const MOST_CLASSES = 100;

/** What a page shows of a report. A look at the classes while it trains has no score. */
type Judged = Pick<Report, "split" | "n" | "classes" | "confusion" | "mistakes">
  & Partial<Pick<Report, "accuracy" | "interval" | "sheet" | "notes">>;

/** The confusion matrix, and the most confident mistakes of the cell that is chosen. */
export class RunResults {
  readonly element: HTMLElement;
  private readonly subtitle = make("span", { class: "ir-subtitle" });
  private readonly score = make("p", { class: "ir-about" });
  private readonly matrix: ConfusionMatrix;
  private readonly gallery: MistakeGallery;
  private readonly notes = make("div", { class: "ir-page-notes" });
  private readonly results: HTMLElement;
  private readonly matrixBox: HTMLElement;
  private readonly wrong = make("p", {
    class: "ir-problem",
    attributes: { "data-testid": "run-report-error" },
  });
  private chosen: [number, number] | null = null;
  private key = "";
  private shown: Judged | undefined;
  private offered: Judged[] = [];
  private readonly split: HTMLSelectElement;

  constructor(
    private readonly words: Words,
    sources: MistakeSources,
  ) {
    this.gallery = new MistakeGallery(words, sources);
    this.matrix = new ConfusionMatrix((truth, predicted) => this.choose(truth, predicted));
    this.split = select("run-split", [], () => this.showChosen(), words.__("Judged on"));
    this.matrixBox = this.matrixCard();
    this.results = make("div", { class: "ir-results" }, [
      this.matrixBox,
      this.gallery.element,
    ]);
    this.results.hidden = true;
    this.element = make("div", {}, [this.wrong, this.results]);
  }

  private matrixCard(): HTMLElement {
    const title = make("span", {
      class: "ir-chart-title",
      text: this.words.__("Confusion matrix"),
    });
    return make(
      "section",
      { class: "ir-card ir-confusion", attributes: { "data-testid": "run-confusion" } },
      [make("header", {}, [title, this.subtitle, this.split]), this.matrix.element, this.score,
        this.notes],
    );
  }

  /**
   * Offer the evaluation on each split; without any, the latest judgement of the classes while it
   * trains.
   */
  update({ reports, about }: RunDetails, history: RunHistory): void {
    const errors = reports.filter(isDamaged).map(({ error }) => error);
    setText(this.wrong, errors.join("\n"));
    this.wrong.hidden = errors.length === 0;
    const evaluations = readable({ reports }).filter(({ confusion }) => confusion.length > 0);
    const judged = history.classes === null ? [] : [reportOf(history.classes, about.data.classes)];
    this.offered = evaluations.length > 0 ? evaluations : judged;
    const chosen = this.split.value;
    offer(
      this.split,
      this.offered.map(({ split }): Option => [split, splitName(this.words, split)]),
    );
    if (this.offered.some(({ split }) => split === chosen)) this.split.value = chosen;
    this.split.hidden = this.offered.length < 2;
    this.showChosen();
  }

  /**
   * Show the evaluation of the split that is chosen. What stands there already stays, with the cell
   * that was chosen in it.
   */
  private showChosen(): void {
    const shown = this.offered.find(({ split }) => split === this.split.value);
    const key = JSON.stringify(shown);
    this.results.hidden = shown === undefined;
    if (shown === undefined || key === this.key) return;
    this.key = key;
    this.shown = shown;
    this.chosen = null;
    this.matrixBox.hidden = shown.classes.length > MOST_CLASSES;
    if (!this.matrixBox.hidden) this.matrix.update(shown);
    this.translateAxes();
    this.describe(shown);
    this.showMistakes();
  }

  private describe({ n, split, accuracy, interval, notes = [] }: Judged): void {
    const { words } = this;
    this.notes.replaceChildren(...notes.map((text) => make("p", { text })));
    setText(this.subtitle, `${splitName(words, split)} · ${count(n)}`);
    setText(
      this.score,
      accuracy === undefined || interval === undefined
        ? ""
        : scoreText(words, accuracy, interval, n),
    );
  }

  /** The matrix is a part that all widgets share, and speaks English. */
  private translateAxes(): void {
    const [x, y] = [".ir-axis-x", ".ir-axis-y"].map((name) =>
      this.matrix.element.querySelector(name),
    );
    if (x) setText(x, this.words.__("predicted"));
    if (y) setText(y, this.words.__("true"));
  }

  private choose(truth: number, predicted: number): void {
    const again = this.chosen?.[0] === truth && this.chosen[1] === predicted;
    this.chosen = again ? null : [truth, predicted];
    this.matrix.select(this.chosen);
    this.showMistakes();
  }

  private showMistakes(): void {
    if (this.shown !== undefined) this.gallery.update(this.shown, this.chosen);
  }
}

/** What a split is called. */
function splitName(words: Words, split: string): string {
  const names: Record<string, string> = {
    train: words.__("training"), valid: words.__("validation"), test: words._p("split", "test"),
  };
  return names[split] ?? split;
}

/** A judgement in the form of a report. */
function reportOf({ confusion, mistakes, n }: ClassesRow, classes: string[]): Judged {
  const named = mistakes.map(
    ({ position, label, predicted, probability }): Mistake => ({
      index: position,
      true: classes[label] ?? "",
      predicted: classes[predicted] ?? "",
      probability: probability ?? NaN,
    }),
  );
  return { split: "valid", n, classes, confusion, mistakes: named };
}
