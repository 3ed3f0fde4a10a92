import type { Report, RunRow } from "../../shared/records";
import { make, setText } from "../../shared/dom";
import { count, percent } from "../../shared/format";
import { readable, type RunDetails } from "../server/requests";
import { isAtWork } from "../server/feed";
import type { Words } from "../words";

/** How good a run is: the accuracy in large figures, its interval, and what it was measured on. */
export class Headline {
  readonly element: HTMLElement;
  private readonly value = make("b");
  private readonly interval = make("span", { attributes: { "data-testid": "run-interval" } });
  private readonly measured = make("span", { attributes: { "data-testid": "run-measured" } });

  constructor(private readonly words: Words) {
    this.element = make(
      "section",
      { class: "ir-headline", attributes: { "data-testid": "run-headline" } },
      [this.value, make("div", {}, [this.interval, this.measured])],
    );
  }

  /** The test pictures say it, else the validation pictures, else nobody. */
  update(details: RunDetails, row: RunRow): void {
    const reports = readable(details).filter(({ own }) => own);
    const report = isAtWork(row) ? undefined : reports.find(({ split }) => split === "test")
      ?? reports.find(({ split }) => split === "valid");
    const score = report ?? row.valid;
    this.element.hidden = !score;
    if (!score) return;
    const [low, high] = score.interval.map((share) => percent(share));
    setText(this.value, percent(score.accuracy));
    setText(this.interval, this.words.__("95 % interval %1 to %2", low, high));
    setText(this.measured, report ? this.judged(report) : this.chosen(details, row));
  }

  private judged(report: Report): string {
    const { words } = this;
    // older reports don't say how many were mistaken
    const [right, all] = [count(Math.round(report.accuracy * report.n)), count(report.n)];
    const name = report.name || words.__("its data");
    if (report.trained_on > 0)
      return words.__(
        "%1 of %2 pictures of %3 right. It was trained on %4 of them: this is too good.",
        right, all, name, count(report.trained_on),
      );
    return report.split === "test"
      ? words.__("%1 of %2 test pictures of %3 right, which the training did not use", right, all,
        name)
      : words.__("%1 of %2 validation pictures of %3 right. They chose the best epoch, so this " +
        "is a little too good.", right, all, name);
  }

  /** What the best epoch reached, where nothing was judged since. */
  private chosen({ about }: RunDetails, { valid }: RunRow): string {
    return this.words.__("best epoch so far, on %1 validation pictures of %2. They choose it, so " +
      "this is a little too good.", count(valid?.n ?? 0), about.data.name);
  }
}
