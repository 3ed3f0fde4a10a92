import { announced, make, setText } from "../../shared/dom";
import { button, labelled } from "../../shared/fields";
import { count } from "../../shared/format";
import { ImageGrid } from "../../shared/pictures/image_grid";
import { isBusy } from "./choices";
import { follow, send } from "../../shared/model";
import { followState, request } from "../model";
import type { DashboardModel, DataSummary } from "../traits";

const SPLITS = ["train", "valid", "test"];

/** Some of the pictures, how many there are of each class, and a place to type a path. */
export function dataCard(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const says = announced("ir-about", "data-says");
  const notes = make("ul", { class: "ir-notes", attributes: { "data-testid": "data-notes" } });
  const seen = make("div", { class: "ir-columns" }, [sheet(model, signal), balance(model, signal)]);
  follow(
    model,
    ["data_view"],
    () => {
      const view = model.get("data_view");
      setText(says, view.error ?? view.headline ?? "");
      notes.replaceChildren(...(view.notes ?? []).map((note) => make("li", { text: note })));
      seen.hidden = view.classes === undefined;
    },
    signal,
  );
  return make("div", {}, [path(model, signal), says, notes, seen]);
}

/** Data of one's own: a path instead of a name. */
function path(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const field = pathField(model);
  const label = labelled("Data of your own", field);
  followState(
    model,
    ["choices", "options"],
    () => {
      const { datasets, fixed } = model.get("options");
      const { data } = model.get("choices");
      const typed = datasets.some(({ name }) => name === data) ? "" : data;
      if (document.activeElement !== field) showEnd(field, typed);
      field.disabled = isBusy(model);
      label.hidden = fixed.data;
    },
    signal,
  );
  return make("div", { class: "ir-path" }, [label]);
}

/** The end of a path says most, also of one that is longer than its field. */
function showEnd(field: HTMLInputElement, path: string): void {
  field.value = field.title = path;
  requestAnimationFrame(() => {
    field.scrollLeft = field.scrollWidth;
  });
}

/** Takes what is typed when it is left, or Enter is pressed. */
function pathField(model: DashboardModel): HTMLInputElement {
  const field = make("input", {
    attributes: {
      "data-testid": "data-path",
      placeholder: "path of a folder with a sub-folder for each class, of a .zip, or of a .csv",
      autocomplete: "off",
      spellcheck: "false",
    },
  });
  field.addEventListener("change", () => {
    const typed = field.value.trim();
    if (typed !== "") send(model, "choices", { ...model.get("choices"), data: typed });
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    // it may have been mended
    if (field.value.trim() === model.get("choices").data) request(model, "retry");
    field.blur(); // which tells of a change
  });
  return field;
}

function sheet(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const title = make("span", { class: "ir-chart-title" });
  const again = button("draw-again", "Draw others", () => request(model, "draw_again"));
  const grid = new ImageGrid();
  grid.element.dataset["testid"] = "contact-sheet";
  follow(model, ["data_view", "data_sheet"], () => {
    const { title: text = "", tile = [1, 1], captions = [] } = model.get("data_view");
    setText(title, text);
    void grid.update({ tile, captions }, model.get("data_sheet"));
  }, signal);
  return make("div", { class: "ir-sheet" }, [make("header", {}, [title, again]), grid.element]);
}

/** A bar for each class, of its train, valid and test pictures. */
function balance(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const legend = make("div", { class: "ir-legend" });
  const rows = make("div", {
    class: "ir-balance",
    attributes: {
      role: "list",
      "aria-label": "Images of each class",
      tabindex: "0",
      "data-testid": "balance",
    },
  });
  const more = make("p", { class: "ir-about" });
  follow(
    model,
    ["data_view"],
    () => {
      const view = model.get("data_view");
      legend.replaceChildren(...SPLITS.map((split) => entry(split, view.sizes?.[split] ?? 0)));
      const longest = Math.max(2, ...(view.classes ?? []).map((name) => name.length));
      rows.style.setProperty("--longest", String(Math.min(longest, 22)));
      rows.replaceChildren(...classRows(view));
      setText(more, view.more ?? "");
    },
    signal,
  );
  const title = make("span", { class: "ir-chart-title", text: "Classes" });
  return make("div", { class: "ir-classes" }, [make("header", {}, [title, legend]), rows, more]);
}

function entry(split: string, size: number): HTMLElement {
  return make("span", { class: "ir-entry" }, [
    make("span", { class: `ir-swatch ir-of-${split}` }),
    make("span", { text: split }),
    make("b", { text: count(size) }),
  ]);
}

function classRows({ classes = [], counts = {} }: DataSummary): HTMLElement[] {
  const of = (split: string, index: number) => counts[split]?.[index] ?? 0;
  const totals = classes.map((_, index) =>
    SPLITS.reduce((sum, split) => sum + of(split, index), 0),
  );
  const largest = Math.max(1, ...totals);
  return classes.map((name, index) => {
    const numbers = SPLITS.map((split) => `${count(of(split, index))} ${split}`).join(", ");
    const bar = make(
      "span",
      { class: "ir-bar" },
      SPLITS.map((split) => {
        const part = make("span", { class: `ir-of-${split}` });
        part.style.width = `${(100 * of(split, index)) / largest}%`;
        return part;
      }),
    );
    return make(
      "div",
      {
        class: "ir-class",
        title: `${name}: ${numbers}`,
        attributes: { role: "listitem", "aria-label": `${name}: ${numbers}` },
      },
      [
        make("span", { class: "ir-class-name", text: name }),
        bar,
        make("span", { class: "ir-number", text: count(totals[index] ?? 0) }),
      ],
    );
  });
}
