import { make, setText } from "../../shared/dom";
import { button, labelled, named, offer, select } from "../../shared/fields";
import { plural } from "../../shared/format";
import type { Settings } from "../traits";

/**
 * What was changed of it. A text that is no number goes to Python as it is, which says what is
 * wrong.
 */
export interface Changed {
  learning_rate?: number | string;
  epochs?: number | string;
  augmentation?: string;
  frozen?: string[];
}

/** Fields for learning rate, epochs, augmentation and frozen layers. */
export class SettingsForm {
  readonly element: HTMLElement;
  private readonly rate: HTMLInputElement;
  private readonly epochs: HTMLInputElement;
  private readonly augmentation: HTMLSelectElement;
  private readonly boxes = make("div", {
    class: "ir-boxes",
    attributes: { role: "group", "aria-label": "Frozen layers" },
  });
  private readonly summary = make("summary", { attributes: { "data-testid": "frozen" } });
  private readonly details: HTMLDetailsElement;
  private settings: Settings = {};

  /** `changed` is called when a field was changed; the layers, when they are to be applied. */
  constructor(
    private readonly prefix: string,
    private readonly changed: () => void,
  ) {
    this.rate = this.field("learning-rate", "decimal");
    this.epochs = this.field("epochs", "numeric");
    this.augmentation = select(`${prefix}-augmentation`, [], changed);
    const rate = make("div", { class: "ir-rate" }, [
      this.factor("÷2", 0.5),
      this.rate,
      this.factor("×2", 2),
    ]);
    this.details = make("details", { class: "ir-frozen" }, [
      this.summary,
      this.boxes,
      this.layerButtons(),
    ]);
    this.element = make("div", { class: "ir-settings" }, [
      labelled("Learning rate", rate),
      labelled("Epochs", this.epochs),
      labelled("Augmentation", this.augmentation),
      this.details,
    ]);
  }

  /**
   * Fill the fields. One that is being written in keeps its text, and open boxes keep their ticks.
   */
  show(settings: Settings): void {
    const before = this.settings;
    this.settings = settings;
    fill(this.rate, short(settings.learning_rate));
    this.rate.placeholder = settings.learning_rate === null ? "as it was" : "";
    fill(this.epochs, String(settings.epochs ?? ""));
    this.showAugmentations(settings);
    if (same(before.layers, settings.layers) && same(before.frozen, settings.frozen)) return;
    this.boxes.replaceChildren(...(settings.layers ?? []).map((name) => this.box(name)));
    this.details.hidden = this.boxes.childElementCount === 0;
    this.summarise();
  }

  /** What differs from the settings that are shown. */
  values(): Changed {
    return differing(this.settings, {
      learning_rate: this.rate.value,
      epochs: this.epochs.value,
      augmentation: this.augmentation.value,
      frozen: this.ticked(),
    });
  }

  /** Fill the fields anew, whatever was written in them. */
  begin(settings: Settings): void {
    this.settings = {};
    for (const field of [this.rate, this.epochs]) field.value = "";
    this.show(settings);
  }

  /** Put the fields back to what is. */
  reset(): void {
    this.begin(this.settings);
  }

  private field(name: string, mode: string): HTMLInputElement {
    const field = make("input", {
      attributes: {
        "data-testid": `${this.prefix}-${name}`,
        inputmode: mode,
        autocomplete: "off",
        size: "7",
      },
    });
    field.addEventListener("change", this.changed);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
      if (event.key === "Enter") field.blur();
      event.stopPropagation();
    });
    return field;
  }

  private factor(text: string, factor: number): HTMLButtonElement {
    const label = factor < 1 ? "Half the learning rate" : "Twice the learning rate";
    const name = `${this.prefix}-${factor < 1 ? "half" : "twice"}`;
    return button(name, text, () => {
      const rate = Number(this.rate.value);
      if (!(rate > 0)) return;
      this.rate.value = short(rate * factor);
      this.changed();
    }, { class: "ir-button ir-factor", label });
  }

  private showAugmentations({ presets = [], augmentation = "" }: Settings): void {
    offer(this.augmentation, [
      ["", "off"],
      ...named(augmentation === "own" ? [...presets, "own"] : presets),
    ]);
    if (document.activeElement !== this.augmentation) this.augmentation.value = augmentation;
  }

  private box(name: string): HTMLElement {
    const box = make("input", { attributes: { type: "checkbox", value: name } });
    box.checked = this.settings.frozen?.includes(name) ?? false;
    box.addEventListener("change", () => this.summarise());
    return make("label", { class: "ir-box" }, [box, make("span", { text: name, title: name })]);
  }

  private layerButtons(): HTMLElement {
    const tick = (chosen: (index: number, count: number) => boolean) => {
      const boxes = this.inputs();
      boxes.forEach((box, i) => {
        box.checked = chosen(i, boxes.length);
      });
      this.summarise();
    };
    const buttons = [
      button(`${this.prefix}-all-but-last`, "All but the last", () =>
        tick((i, count) => i < count - 1),
      ),
      button(`${this.prefix}-none`, "None", () => tick(() => false)),
    ];
    if (this.prefix === "change") buttons.push(button("change-frozen", "Apply", this.changed));
    return make("div", { class: "ir-buttons" }, buttons);
  }

  private inputs(): HTMLInputElement[] {
    return [...this.boxes.querySelectorAll("input")];
  }

  private ticked(): string[] {
    return this.inputs().filter(({ checked }) => checked).map(({ value }) => value);
  }

  private summarise(): void {
    const count = this.ticked().length;
    setText(
      this.summary,
      count === 0 ? "Frozen layers: none" : `Frozen: ${plural(count, "layer")}`,
    );
  }
}

/** The fields whose text says something else than the settings. */
export function differing(settings: Settings, fields: Required<Changed>): Changed {
  const changed: Changed = {};
  const rate = numberOf(String(fields.learning_rate));
  if (rate !== null && rate !== numberOf(short(settings.learning_rate)))
    changed.learning_rate = rate;
  const epochs = numberOf(String(fields.epochs));
  if (epochs !== null && epochs !== settings.epochs) changed.epochs = epochs;
  if (fields.augmentation !== (settings.augmentation ?? ""))
    changed.augmentation = fields.augmentation;
  if (!same(fields.frozen, settings.frozen ?? [])) changed.frozen = fields.frozen;
  return changed;
}

/** A number where the text is one, nothing where it is empty, else the text. */
export function numberOf(text: string): number | string | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const value = Number(trimmed.replace(",", "."));
  return Number.isFinite(value) ? value : trimmed;
}

/** A learning rate with four figures at most. */
function short(value: number | null | undefined): string {
  return value === null || value === undefined ? "" : String(Number(value.toPrecision(4)));
}

function same(some: string[] | undefined, others: string[] | undefined): boolean {
  return some?.length === others?.length && (some ?? []).every((one, i) => one === others?.[i]);
}

function fill(field: HTMLInputElement, text: string): void {
  if (field.value !== text && document.activeElement !== field) field.value = text;
}
