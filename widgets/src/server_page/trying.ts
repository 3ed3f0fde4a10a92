import { make, setText } from "../shared/dom";
import { button, offer, select } from "../shared/fields";
import { dropZone, takeDrops } from "../shared/files/drop_zone";
import type { ModelState, ServiceState } from "../shared/records";
import { isAvailable } from "../shared/serving/words";
import { type Trial, TrialView } from "../shared/trying/trial";
import { PICTURES } from "../shared/trying/pictures";
import { Camera } from "./camera";
import { bytesOf, likeliest, type Service, TokenWanted } from "./service";

const MOST_BARS = 10;
const LEAST = 0.005; // of the probability; what takes away less says nothing

/** Drop, choose, paste or take a picture: what the model says of it, and why. */
export class Trying {
  readonly element: HTMLElement;
  private readonly model = select("try-model", [], () => void this.again(), "Model");
  private readonly line = make("p", {
    class: "ir-error", attributes: { role: "alert", "data-testid": "try-problem" },
  });
  private readonly why = make("p", { class: "ir-about" });
  private readonly view = new TrialView((target) => void this.explain(target));
  private readonly result: HTMLElement;
  private readonly zone: HTMLElement;
  private readonly camera = new Camera(
    (picture) => void this.tryIt(picture), (words) => setText(this.line, words),
  );
  private models = new Map<string, ModelState>();
  private picture: File | null = null;
  private trial: Trial = {};
  private asked = 0; // so that an answer that comes late is passed over

  constructor(
    private readonly service: Service,
    private readonly tokenWanted: (words: string) => void,
  ) {
    this.zone = this.place();
    this.result = make("div", { class: "ir-tried", attributes: { "data-testid": "tried" } }, [
      this.view.viewer, make("div", { class: "ir-answers" }, [this.view.facts]),
    ]);
    this.result.hidden = true;
    const title = make("span", { class: "ir-chart-title", text: "Try it" });
    this.element = make(
      "section", { class: "ir-card ir-try", attributes: { "aria-label": "Try it" } },
      [make("header", {}, [title, this.model]), this.zone, this.camera.element, this.why,
        this.line, this.result],
    );
    takeDrops(document.body, this.zone, (files) => void this.tryIt(files[0]?.file), this.failed);
    window.addEventListener("paste", (event) => this.paste(event));
  }

  private readonly failed = (words: string) => setText(this.line, words);

  private place(): HTMLElement {
    const zone = dropZone({
      testId: "try-drop",
      hint: "Drop or paste a picture here, or",
      choosers: [{ testId: "try-choose", text: "Choose a picture …", accept: PICTURES }],
      dropped: (files) => void this.tryIt(files[0]?.file),
      failed: this.failed,
    });
    if (Camera.isThere) zone.append(button("try-camera", "Camera", () => void this.camera.open()));
    return zone;
  }

  /** Which models can be asked now. */
  update({ models }: ServiceState): void {
    const able = models.filter((model) => model.takes_pictures && isAvailable(model));
    this.models = new Map(able.map((model) => [model.name, model]));
    const before = this.model.value;
    offer(this.model, able.map(({ name }) => [name, name]));
    if (this.models.has(before)) this.model.value = before;
    this.model.hidden = able.length < 2;
    this.zone.inert = able.length === 0;
    setText(this.why, able.length > 0 ? ""
      : "No model takes pictures as files at the moment. Bundles that imagerec exports do.");
    if (this.model.value !== before && before !== "") void this.again();
  }

  private paste({ clipboardData }: ClipboardEvent): void {
    const file = [...(clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
    if (file !== undefined) void this.tryIt(file);
  }

  private again(): Promise<void> {
    return this.tryIt(this.picture ?? undefined);
  }

  private async tryIt(picture: File | undefined): Promise<void> {
    const model = this.models.get(this.model.value);
    if (picture === undefined || model === undefined) return;
    this.picture = picture;
    setText(this.line, "");
    const asked = ++this.asked;
    await this.attempt(asked, async () => {
      const probabilities = await this.service.predict(model.name, picture);
      if (asked !== this.asked) return;
      const bars = likeliest(probabilities, model.classes, MOST_BARS)
        .map((one) => ({ ...one, true: false }));
      this.trial = { name: picture.name, bars, target: bars[0]?.number, note: "looking …" };
      this.result.hidden = false;
      this.view.viewer.hidden = !model.explains;
      this.view.update(this.trial, null);
      if (model.explains) await this.explain(bars[0]?.number ?? 0);
    });
  }

  private async explain(target: number): Promise<void> {
    const { picture } = this;
    const model = this.models.get(this.model.value);
    if (picture === null || model === undefined) return;
    const asked = ++this.asked;
    await this.attempt(asked, async () => {
      const said = await this.service.explain(model.name, picture, target);
      if (asked !== this.asked) return;
      this.view.draw(bytesOf(said.picture));
      const none = said.taken < LEAST
        ? { note: "No part alone speaks for it: covering any of them changes next to nothing." }
        : { note: undefined, taken: said.taken };
      this.trial = { ...this.trial, target, ...none };
      this.view.update(this.trial, bytesOf(said.map));
    });
  }

  /** Do it; what goes wrong is said, unless something else was asked meanwhile. */
  private async attempt(asked: number, action: () => Promise<void>): Promise<void> {
    this.zone.classList.add("ir-busy");
    try {
      await action();
    } catch (error) {
      if (asked !== this.asked) return;
      if (error instanceof TokenWanted) this.tokenWanted(error.message);
      else setText(this.line, (error as Error).message);
      if (this.trial.note !== undefined) this.view.update({ ...this.trial, note: "" }, null);
    } finally {
      this.zone.classList.remove("ir-busy");
    }
  }
}
