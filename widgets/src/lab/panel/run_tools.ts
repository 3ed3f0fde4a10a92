import { make } from "../../shared/dom";
import { button, select } from "../../shared/fields";
import type { SortKey, StateFilter } from "./order";
import type { Words } from "../words";

/** The line above the list of runs: filter, state, order, and the button that compares. */
export class RunTools {
  readonly element: HTMLElement;
  text = "";
  filter: StateFilter = "all";
  sort: SortKey = "newest";
  private readonly bar: HTMLElement;
  private readonly hint = make("span");
  private readonly compareButton: HTMLButtonElement;
  private readonly search: HTMLInputElement;

  constructor(
    private readonly words: Words,
    changed: () => void,
    compare: () => void,
  ) {
    this.search = this.searchField(changed);
    const state = choice<StateFilter>(
      "show-runs",
      words.__("Show"),
      {
        all: words.__("All states"),
        work: words.__("In training"),
        finished: words._p("state", "finished"),
        stopped: words._p("state", "stopped"),
        failed: words._p("state", "failed"),
      },
      (value) => {
        this.filter = value;
        changed();
      },
    );
    const sort = choice<SortKey>(
      "sort-runs",
      words.__("Sort by"),
      {
        newest: words.__("Newest first"),
        oldest: words.__("Oldest first"),
        best: words.__("Best first"),
        name: words.__("By name"),
      },
      (value) => {
        this.sort = value;
        changed();
      },
    );
    this.compareButton = button("compare-runs", words.__("Compare"), compare, {
      class: "ir-lab-button",
    });
    this.bar = make("div", { class: "ir-lab-compare" }, [this.hint, this.compareButton]);
    this.bar.hidden = true;
    this.element = make("div", { class: "ir-lab-tools" }, [this.search, state, sort, this.bar]);
  }

  /** Say how many runs there are, where the filter is typed. */
  describe(runs: string): void {
    this.search.placeholder = this.words.__("Filter %1", runs);
  }

  /** Say how many runs are selected. */
  select(runs: string[]): void {
    this.bar.hidden = runs.length === 0;
    const both = this.words.__("Two are compared; a third takes the place of the first");
    this.hint.textContent = runs.length === 1 ? this.words.__("Select another to compare") : both;
    this.compareButton.disabled = runs.length < 2;
  }

  private searchField(changed: () => void): HTMLInputElement {
    const label = this.words.__("Filter runs");
    const field = make("input", {
      class: "ir-lab-search",
      attributes: { type: "search", placeholder: label, "aria-label": label, spellcheck: "false" },
    });
    field.addEventListener("input", () => {
      this.text = field.value;
      changed();
    });
    return field;
  }
}

function choice<Value extends string>(
  testId: string,
  label: string,
  names: Record<Value, string>,
  chosen: (value: Value) => void,
): HTMLSelectElement {
  const field = select(
    testId,
    Object.entries<string>(names),
    (value) => chosen(value as Value),
    label,
  );
  field.className = "ir-lab-choice";
  return field;
}
