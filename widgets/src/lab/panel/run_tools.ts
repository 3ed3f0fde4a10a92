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
    this.compareButton = button("compare-runs", words.__("Compare"), compare, {
      class: "ir-lab-button",
    });
    this.bar = make("div", { class: "ir-lab-compare" }, [this.hint, this.compareButton]);
    this.bar.hidden = true;
    this.element = make("div", { class: "ir-lab-tools" }, [
      this.search,
      this.stateFilter(changed),
      this.order(changed),
      this.bar,
    ]);
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

  private stateFilter(changed: () => void): HTMLSelectElement {
    const { words } = this;
    const names: Record<StateFilter, string> = {
      all: words.__("All states"),
      work: words.__("In training"),
      finished: words._p("state", "finished"),
      stopped: words._p("state", "stopped"),
      failed: words._p("state", "failed"),
    };
    return choice("show-runs", words.__("Show"), names, (value) => {
      this.filter = value;
      changed();
    });
  }

  private order(changed: () => void): HTMLSelectElement {
    const { words } = this;
    const names: Record<SortKey, string> = {
      newest: words.__("Newest first"),
      oldest: words.__("Oldest first"),
      best: words.__("Best first"),
      name: words.__("By name"),
    };
    return choice("sort-runs", words.__("Sort by"), names, (value) => {
      this.sort = value;
      changed();
    });
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
