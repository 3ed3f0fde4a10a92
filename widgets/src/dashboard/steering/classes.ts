import { make, setText } from "../../shared/dom";
import { count, percent, plural } from "../../shared/format";
import { ConfusionMatrix } from "../../shared/confusion_matrix";
import { ImageGrid } from "../../shared/pictures/image_grid";
import { follow } from "../../shared/model";
import type { DashboardModel } from "../traits";

/**
 * Confusion matrix, accuracy of each class and worst mistakes, until the evaluation takes their
 * place.
 */
export function classes(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const subtitle = make("span", { class: "ir-subtitle" });
  const bars = make("ul", {
    class: "ir-class-bars",
    attributes: { "data-testid": "class-bars", "aria-label": "Accuracy of each class" },
  });
  const pictures = new Mistakes(model, signal);
  const matrix = new ConfusionMatrix((truth, predicted) => {
    matrix.select(pictures.choose(truth, predicted) ? [truth, predicted] : null);
  });
  const title = make("span", { class: "ir-chart-title", text: "Classes" });
  const element = make(
    "section",
    { class: "ir-card ir-classes", attributes: { "data-testid": "classes" } },
    [
      make("header", {}, [title, subtitle]),
      make("div", { class: "ir-class-parts" }, [matrix.element, bars]),
      pictures.element,
    ],
  );
  follow(
    model,
    ["classes", "result"],
    () => {
      const { epoch, n = 0, classes: names, confusion, accuracy = [] } = model.get("classes");
      element.hidden = names === undefined || model.get("result").confusion !== undefined;
      if (element.hidden || names === undefined || confusion === undefined) return;
      setText(subtitle, `epoch ${epoch}, ${count(n)} valid images`);
      matrix.update({ classes: names, confusion });
      bars.replaceChildren(...names.map((name, i) => bar(name, accuracy[i] ?? null)));
    },
    signal,
  );
  return element;
}

function bar(name: string, accuracy: number | null): HTMLElement {
  const text = accuracy === null ? "no images" : percent(accuracy, 0);
  const line = make("i", { attributes: { "aria-hidden": "true" } });
  line.style.setProperty("--share", `${(accuracy ?? 0) * 100}%`);
  return make("li", { title: `${name}: ${text}` }, [
    make("span", { text: name }), make("span", { class: "ir-track" }, [line]), make("b", { text }),
  ]);
}

/** The worst mistakes as pictures; those of one cell of the matrix, where one is chosen. */
class Mistakes {
  readonly element: HTMLElement;
  private readonly title = make("p", { class: "ir-about" });
  private readonly grid = new ImageGrid();
  private chosen: [number, number] | null = null;

  constructor(
    private readonly model: DashboardModel,
    signal: AbortSignal,
  ) {
    this.element = make("div", { class: "ir-worst", attributes: { "data-testid": "worst" } }, [
      this.title,
      this.grid.element,
    ]);
    follow(model, ["mistakes", "mistakes_sheet"], () => void this.show(), signal);
  }

  /**
   * Show the mistakes of this cell only; chosen again, or of a cell without any, all. True if some
   * are chosen.
   */
  choose(truth: number, predicted: number): boolean {
    const again = this.chosen?.[0] === truth && this.chosen[1] === predicted;
    const { captions = [] } = this.model.get("mistakes");
    const some = captions.some((one) => one.label === truth && one.predicted === predicted);
    this.chosen = again || !some ? null : [truth, predicted];
    this.hideOthers();
    return this.chosen !== null;
  }

  private async show(): Promise<void> {
    const { tile = [1, 1], captions = [] } = this.model.get("mistakes");
    this.chosen = null;
    const worst = `The ${plural(captions.length, "worst mistake")}`;
    setText(this.title, captions.length === 0 ? "No mistakes in this epoch." : worst);
    await this.grid.update({ tile, captions }, this.model.get("mistakes_sheet"));
    this.hideOthers();
  }

  private hideOthers(): void {
    const { captions = [] } = this.model.get("mistakes");
    const { chosen } = this;
    this.grid.element.querySelectorAll<HTMLElement>("figure").forEach((figure, i) => {
      const caption = captions[i];
      figure.hidden =
        chosen !== null && (caption?.label !== chosen[0] || caption.predicted !== chosen[1]);
    });
  }
}
