import { make, setText } from "../dom";
import { offer, select } from "../fields";
import { percent } from "../format";
import type { ClassShare, DriftHour, ModelState } from "../records";
import { hourName, hourText } from "./words";

const HOURS = 48;

/** Have the pictures changed? What a model answered hour by hour, beside what was expected. */
export class DriftCard {
  readonly element: HTMLElement;
  private readonly model = select("drift-model", [], (name) => this.choose(name), "Model");
  private readonly hours = make("div", {
    class: "ir-hours", attributes: { role: "group", "aria-label": "Hours" },
  });
  private readonly says = make("p", {
    class: "ir-about", attributes: { role: "status", "data-testid": "drift-says" },
  });
  private readonly classes = make("div", { class: "ir-shares" });
  private models: ModelState[] = [];
  private name = "";
  private began: number | null = null; // of the hour that is looked at; null: the newest

  constructor() {
    const title = make("span", { class: "ir-chart-title", text: "Have the pictures changed?" });
    this.hours.addEventListener("keydown", (event) => this.move(event));
    this.element = make(
      "section",
      { class: "ir-card ir-drift", attributes: { "aria-label": "Drift", "data-testid": "drift" } },
      [make("header", {}, [title, this.model]), this.hours, this.says, this.classes],
    );
  }

  update(models: ModelState[]): void {
    this.models = models.filter(({ takes_pictures: takes }) => takes);
    this.element.hidden = this.models.length === 0;
    offer(this.model, this.models.map(({ name }) => [name, name]));
    this.model.hidden = this.models.length < 2;
    if (!this.models.some(({ name }) => name === this.name)) this.name = this.models[0]?.name ?? "";
    this.model.value = this.name;
    this.draw();
  }

  private choose(name: string): void {
    this.name = name;
    this.began = null;
    this.draw();
  }

  private draw(): void {
    const { drift = [], confidence = null } = this.models.find(({ name }) => name === this.name)
      ?? {};
    const looked = drift.find(({ began }) => began === this.began) ?? drift[drift.length - 1];
    const focused = this.hours.contains(document.activeElement);
    this.hours.replaceChildren(
      ...drift.slice(-HOURS).map((hour) => this.column(hour, confidence, hour === looked)),
    );
    this.hours.hidden = drift.length === 0;
    if (focused) this.hours.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
    setText(this.says, looked === undefined
      ? "Nothing was asked yet. From 30 pictures on, the classes that are taken and how sure the "
        + "model is are held against those on validation pictures."
      : hourText(looked, confidence));
    this.classes.replaceChildren(...(looked?.classes ?? []).map(shareRow));
  }

  /** An hour: the whole height is 100 %, as the whole width is of the classes' bars. */
  private column(hour: DriftHour, confidence: number | null, isLooked: boolean): HTMLElement {
    const { distance, by_chance: chance, drifted, began } = hour;
    const bar = make("i", { class: "ir-apart-bar" });
    bar.style.setProperty("--share", String(distance ?? 0));
    const line = make("i", { class: "ir-chance" });
    line.hidden = chance === null;
    line.style.setProperty("--share", String(chance ?? 0));
    const column = make("button", {
      class: "ir-hour",
      title: hourText(hour, confidence),
      attributes: {
        type: "button", "aria-pressed": String(isLooked), tabindex: isLooked ? "0" : "-1",
        "aria-label": hourText(hour, confidence), "data-testid": "drift-hour",
      },
    }, [make("span", { class: "ir-hour-field" }, [bar, line]),
        make("small", { text: hourName(began).slice(4) })]);
    column.dataset["drifted"] = String(drifted.length > 0);
    column.dataset["known"] = String(distance !== null);
    column.addEventListener("click", () => {
      this.began = began;
      this.draw();
    });
    return column;
  }

  private move(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const columns = [...this.hours.querySelectorAll<HTMLElement>("button")];
    const now = columns.indexOf(document.activeElement as HTMLElement);
    if (by === undefined || now < 0) return;
    event.preventDefault();
    const next = columns[Math.min(Math.max(now + by, 0), columns.length - 1)];
    next?.click();
  }
}

/** A class's share in the hour as a bar, and the expected one as a line across it. */
function shareRow({ name, share, expected }: ClassShare): HTMLElement {
  const bar = make("i");
  bar.style.setProperty("--share", String(share));
  const line = make("u");
  line.hidden = expected === null;
  line.style.setProperty("--share", String(expected ?? 0));
  const told = expected === null
    ? percent(share) : `${percent(share)}, expected ${percent(expected)}`;
  return make("div", { class: "ir-share" }, [
    make("span", { class: "ir-share-name", text: name, title: name }),
    make("span", { class: "ir-share-track", attributes: { "aria-hidden": "true" } }, [bar, line]),
    make("span", { class: "ir-share-value", text: told }),
  ]);
}
