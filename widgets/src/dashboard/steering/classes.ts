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
  const pictures = mistakes(model, signal);
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

interface Pictures {
  element: HTMLElement;
  /**
   * Show the mistakes of this cell only; chosen again, or of a cell without any, all. True if some
   * are chosen.
   */
  choose: (truth: number, predicted: number) => boolean;
}

function mistakes(model: DashboardModel, signal: AbortSignal): Pictures {
  const title = make("p", { class: "ir-about" });
  const grid = new ImageGrid();
  let chosen: [number, number] | null = null;
  const filter = () => {
    const { captions = [] } = model.get("mistakes");
    grid.element.querySelectorAll<HTMLElement>("figure").forEach((figure, i) => {
      const caption = captions[i];
      figure.hidden =
        chosen !== null && (caption?.label !== chosen[0] || caption.predicted !== chosen[1]);
    });
  };
  follow(
    model,
    ["mistakes", "mistakes_sheet"],
    () => {
      const { tile = [1, 1], captions = [] } = model.get("mistakes");
      chosen = null;
      setText(
        title,
        captions.length === 0
          ? "No mistakes in this epoch."
          : `The ${plural(captions.length, "worst mistake")}`,
      );
      void grid.update({ tile, captions }, model.get("mistakes_sheet")).then(filter);
    },
    signal,
  );
  return {
    element: make("div", { class: "ir-worst", attributes: { "data-testid": "worst" } }, [
      title,
      grid.element,
    ]),
    choose: (truth, predicted) => {
      const again = chosen?.[0] === truth && chosen[1] === predicted;
      const some = model
        .get("mistakes")
        .captions?.some((one) => one.label === truth && one.predicted === predicted);
      chosen = again || !some ? null : [truth, predicted];
      filter();
      return chosen !== null;
    },
  };
}
