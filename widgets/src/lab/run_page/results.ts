import type { ClassesRow, Mistake, Report } from "../../shared/records";
import { make, setText } from "../../shared/dom";
import { button, offer, select, type Option } from "../../shared/fields";
import { count, percent } from "../../shared/format";
import { ConfusionMatrix } from "../../shared/confusion_matrix";
import type { RunHistory } from "./history";
import { isDamaged, readable, type RunDetails } from "../server/requests";
import { scoreText, type Words } from "../words";

const MOST_CLASSES = 100;
const MOST_MISTAKES = 50;

/** What a page shows of a report. A look at the classes while it trains has no score. */
type Judged = Pick<Report, "split" | "n" | "classes" | "confusion" | "mistakes">
  & Partial<Pick<Report, "accuracy" | "interval">>;

/** The confusion matrix, and the most confident mistakes of the cell that is chosen. */
export class RunResults {
  readonly element: HTMLElement;
  private readonly subtitle = make("span", { class: "ir-subtitle" });
  private readonly score = make("p", { class: "ir-about" });
  private readonly matrix: ConfusionMatrix;
  private readonly list = make("tbody");
  private readonly mistakesTitle = make("span", {
    class: "ir-chart-title",
    attributes: { role: "status" },
  });
  private readonly mistakes: HTMLElement;
  private readonly results: HTMLElement;
  private readonly wrong = make("p", {
    class: "ir-problem",
    attributes: { "data-testid": "run-report-error" },
  });
  private chosen: [number, number] | null = null;
  private key = "";
  private shown: Judged | undefined;
  private offered: Judged[] = [];
  private readonly split: HTMLSelectElement;

  /**
   * `inRoot` tells where a file lies below the server's root, null if it does not; `open` opens it
   * there.
   */
  constructor(
    private readonly words: Words,
    private readonly inRoot: (path: string) => string | null,
    private readonly open: (path: string) => void,
  ) {
    this.matrix = new ConfusionMatrix((truth, predicted) => this.choose(truth, predicted));
    this.split = select("run-split", [], () => this.showChosen(), words.__("Judged on"));
    const title = make("span", { class: "ir-chart-title", text: words.__("Confusion matrix") });
    const left = make(
      "section",
      { class: "ir-card ir-confusion", attributes: { "data-testid": "run-confusion" } },
      [make("header", {}, [title, this.subtitle, this.split]), this.matrix.element, this.score],
    );
    const heads = [
      words.__("true"),
      words.__("predicted"),
      words.__("probability"),
      words.__("image"),
    ];
    const head = make("thead", {}, [
      make(
        "tr",
        {},
        heads.map((text) => make("th", { text })),
      ),
    ]);
    this.mistakes = make(
      "section",
      { class: "ir-card ir-page-card", attributes: { "data-testid": "run-mistakes" } },
      [
        make("header", {}, [this.mistakesTitle]),
        make("div", { class: "ir-mistakes" }, [make("table", {}, [head, this.list])]),
      ],
    );
    this.results = make("div", { class: "ir-results" }, [left, this.mistakes]);
    this.results.hidden = true;
    this.element = make("div", {}, [this.wrong, this.results]);
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
    this.results.hidden = shown === undefined || shown.classes.length > MOST_CLASSES;
    if (shown === undefined || this.results.hidden || key === this.key) return;
    this.key = key;
    this.shown = shown;
    this.chosen = null;
    this.matrix.update(shown);
    this.translateAxes();
    this.describe(shown);
    this.showMistakes();
  }

  private describe({ n, split, accuracy, interval }: Judged): void {
    const { words } = this;
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
    const { words, chosen } = this;
    const { classes = [], mistakes: all = [] } = this.shown ?? {};
    const [truth, predicted] = chosen === null ? [] : [classes[chosen[0]], classes[chosen[1]]];
    const some =
      chosen === null
        ? all
        : all.filter((one) => one.true === truth && one.predicted === predicted);
    const title =
      chosen === null
        ? words.__("Most confident mistakes")
        : words.__("“%1” taken for “%2”", truth, predicted);
    setText(this.mistakesTitle, some.length === 0 ? `${title}: ${words.__("none")}` : title);
    this.list.replaceChildren(...some.slice(0, MOST_MISTAKES).map((one) => this.mistake(one)));
  }

  private mistake({
    true: truth,
    predicted,
    probability,
    path,
    index,
  }: Mistake): HTMLTableRowElement {
    const texts = [truth, predicted, percent(probability)].map((text) =>
      make("td", { text, title: text }),
    );
    const name = path?.split(/[/\\]/).pop() ?? `# ${index}`;
    const file = path ? this.inRoot(path) : null;
    const image = make("td", { text: file === null ? name : "", title: path ?? name });
    if (file !== null) {
      image.append(button("run-mistake", name, () => this.open(file), { class: "ir-page-link" }));
    }
    return make("tr", {}, [...texts, image]);
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
