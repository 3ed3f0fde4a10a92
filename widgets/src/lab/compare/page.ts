import { Widget } from "@lumino/widgets";
import type { RunRow } from "../../shared/records";
import { make } from "../../shared/dom";
import { button, select } from "../../shared/fields";
import { percent } from "../../shared/format";
import { card, pairs, shown } from "../run_page/card";
import { Charts } from "../run_page/charts";
import { courses, descent, judgement, type Split } from "./difference";
import { type Feed, isAtWork } from "../server/feed";
import { RunHistory } from "../run_page/history";
import { type RunDetails, runDetails } from "../server/requests";
import { runScore, stateName, type Words } from "../words";

const COLORS = ["--ir-train", "--ir-valid"];

/** What a run was trained with, each value as a line of text. */
type Settings = Map<string, string>;

/** Two runs: their curves in the same charts, their scores, and what differs in their recipes. */
export class ComparePage extends Widget {
  readonly runs: string[];
  private readonly ended = new AbortController();
  private readonly histories: RunHistory[];
  private readonly charts: Charts;
  private readonly scores = make("div", { class: "ir-compare-scores" });
  private readonly below = make("div", { class: "ir-page-tables" });
  private readonly split: HTMLSelectElement;

  constructor(
    private details: RunDetails[],
    private readonly feed: Feed,
    private readonly words: Words,
    private readonly open: (run: string) => void,
  ) {
    super();
    this.addClass("ir-run-page");
    this.runs = details.map(({ run }) => run);
    this.histories = this.runs.map((run) => new RunHistory(run));
    this.charts = new Charts(words, this.ended.signal);
    this.split = this.splits();
    const title = make("h1", { text: words.__("Two runs") });
    this.node.append(
      make(
        "div",
        { class: "ir-dashboard ir-page", attributes: { "data-testid": "compare-page" } },
        [
          make("header", { class: "ir-page-header" }, [title]),
          this.scores,
          this.charts.element,
          this.below,
        ],
      ),
    );
    feed.runsChanged.connect(this.hear, this);
    this.showScores();
    this.showBelow();
    void this.refresh();
  }

  override dispose(): void {
    this.ended.abort();
    this.feed.runsChanged.disconnect(this.hear, this);
    super.dispose();
  }

  protected override onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    this.charts.redraw();
  }

  private hear(_: Feed, changed: RunRow[]): void {
    const own = changed.filter(({ run }) => this.runs.includes(run));
    if (own.length > 0) void this.refresh(own.some((row) => !isAtWork(row)));
  }

  /** Read what is new; of a run that has ended its report too, which comes later. */
  private async refresh(reread = false): Promise<void> {
    const read = reread ? Promise.all(this.runs.map(runDetails)) : Promise.resolve(this.details);
    const [details] = await Promise.all([
      read,
      ...this.histories.map((history) => history.update()),
    ]);
    if (this.isDisposed) return;
    this.details = details;
    this.showScores();
    this.showBelow();
    const end = Math.max(...this.histories.map((history) => history.end));
    for (const measure of ["loss", "accuracy"] as const) {
      this.charts.update(
        measure,
        this.histories.map((history, i) =>
          history.series(measure, "valid", this.nameOf(i), COLORS[i] ?? ""),
        ),
        end,
      );
    }
  }

  /** "A cnn on digits". */
  private nameOf(i: number): string {
    const { model, data } = (this.details[i] as RunDetails).about;
    return `${"AB"[i]} ${this.words.__("%1 on %2", model.name, data.name)}`;
  }

  private showScores(): void {
    this.scores.replaceChildren(...this.details.map((details, i) => this.score(details, i)));
  }

  private score({ run, name, status }: RunDetails, i: number): HTMLElement {
    const row = this.feed.rows.get(run) ?? status;
    const { words } = this;
    const link = button("compare-open", this.nameOf(i), () => this.open(run), {
      class: "ir-page-link",
      title: run,
    });
    const key = make("i", { class: "ir-compare-key", attributes: { "aria-hidden": "true" } });
    key.style.background = `var(${COLORS[i]})`;
    const interval = row.valid?.interval.map((end) => percent(end)) ?? [];
    const detail =
      interval.length === 2
        ? words.__(
            "validation accuracy of the best epoch, 95 % interval %1 to %2",
            interval[0],
            interval[1],
          )
        : "";
    return make(
      "section",
      { class: "ir-card ir-compare-score", attributes: { "data-testid": `compare-${"ab"[i]}` } },
      [
        make("header", {}, [key, link]),
        make("b", { text: runScore(row) || "–" }),
        make("p", { class: "ir-about", text: detail }),
        make("p", {
          class: "ir-about",
          text: `${name} · ${stateName(words, row.state)}`,
        }),
      ],
    );
  }

  private showBelow(): void {
    this.below.replaceChildren(this.differences(), ...this.changes());
  }

  /**
   * Where they come from, whether one is better, and the settings that had not the same course in
   * both.
   */
  private differences(): HTMLElement {
    const { words, details } = this;
    const said = [
      ...descent(words, details),
      judgement(words, details as [RunDetails, RunDetails], this.split.value as Split),
    ];
    return card(words.__("What differs"), "ir-compare-differences", [
      make("label", { class: "ir-about" }, [
        make("span", { text: words.__("Judged on") }),
        this.split,
      ]),
      make("p", { text: said.join(" "), attributes: { "data-testid": "compare-says" } }),
      this.settingsTable(),
    ]);
  }

  /** The settings that had not the same course in both, or that there are none. */
  private settingsTable(): HTMLElement {
    const [one, other] = this.details.map((_, i) => this.settings(i)) as [Settings, Settings];
    const lines = [...new Set([...one.keys(), ...other.keys()])]
      .filter((name) => one.get(name) !== other.get(name))
      .map((name) =>
        make("tr", {}, [
          make("th", { text: name }),
          make("td", { text: one.get(name) ?? "–" }),
          make("td", { text: other.get(name) ?? "–" }),
        ]),
      );
    if (lines.length === 0)
      return make("p", {
        class: "ir-about",
        text: this.words.__("Both were trained by the same recipe."),
      });
    const heads = ["", "A", "B"].map((text) => make("th", { text }));
    return make("table", { class: "ir-compare-table" }, [
      make("thead", {}, [make("tr", {}, heads)]),
      make("tbody", {}, lines),
    ]);
  }

  /** What one of them was trained with, and on; what was changed by hand has its course. */
  private settings(i: number): Settings {
    const { words } = this;
    const { about } = this.details[i] as RunDetails;
    return new Map([
      [words.__("data"), about.data.name],
      [words.__("model"), about.model.name],
      [words.__("parameters"), shown(about.model.parameters || null)],
      ...courses(words, about, this.histories[i]?.changes ?? []),
    ]);
  }

  /** Chooses what they are judged on. */
  private splits(): HTMLSelectElement {
    const { words } = this;
    const names: Record<Split, string> = {
      valid: words.__("validation pictures"),
      test: words.__("test pictures"),
    };
    return select("compare-split", Object.entries(names), () => this.showBelow());
  }

  /** What was changed by hand in each while it was trained. */
  private changes(): HTMLElement[] {
    const { words } = this;
    const rows = this.histories.flatMap(({ changes }, i) =>
      changes.map(({ step, values }): [string, string] => [
        `${"AB"[i]}, ${words.__("step %1", step)}`,
        shown(values),
      ]),
    );
    return rows.length === 0
      ? []
      : [card(words.__("Changed by hand"), "ir-page-changes", [pairs(rows)])];
  }
}
