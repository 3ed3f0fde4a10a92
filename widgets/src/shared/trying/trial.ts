import { type Bar, ClassBars } from "../class_bars";
import { make, setText } from "../dom";
import { tick } from "../fields";
import { percent } from "../format";
import { drawPicture, MapLayer } from "../pictures/map_layer";

/** What a network says of one picture. */
export interface Trial {
  /** the picture's */
  name?: string;
  /** the likeliest classes, the likeliest first */
  bars?: Bar[];
  /** the number of the class that is explained */
  target?: number;
  /** what is to be said in the map's place */
  note?: string;
  /** 0 to 1: the most of the class's probability that covering a place takes away, where known */
  taken?: number;
  error?: string;
}

const STRENGTH = 0.7; // of the map over the picture

/** The picture as the network sees it, over it what spoke for the class, and the answer. */
export class TrialView {
  readonly viewer: HTMLElement;
  readonly facts: HTMLElement;
  private readonly picture = make("canvas", {
    class: "ir-picture", attributes: { role: "img", "data-testid": "tried-picture" },
  });
  private readonly above = make("canvas", {
    class: "ir-map", attributes: { "aria-hidden": "true", "data-testid": "tried-map" },
  });
  private readonly layer = new MapLayer(this.above);
  private readonly frame = make("div", { class: "ir-viewed" }, [this.picture, this.above]);
  private readonly note = make("p", { class: "ir-note", attributes: { role: "status" } });
  private readonly answer = make("p", {
    class: "ir-answer", attributes: { role: "status", "data-testid": "answer" },
  });
  private readonly box: HTMLInputElement;
  private readonly bars: ClassBars;
  private trial: Trial = {};
  private map: DataView | null = null;

  /** `chosen` is told the number of a class that is to be explained. */
  constructor(chosen: (target: number) => void) {
    this.bars = new ClassBars(chosen);
    const [labelled, box] = tick("try-map", "What spoke for it", () => this.showMap());
    this.box = box;
    box.checked = true;
    this.viewer = make("div", { class: "ir-viewer" }, [this.frame, labelled, this.note]);
    this.facts = make("div", { class: "ir-facts" }, [this.answer, this.bars.element]);
  }

  /** The answer, and a grey map as an encoded picture; null or nothing in it: there is none. */
  update(trial: Trial, map: DataView | null): void {
    this.trial = trial;
    this.map = map;
    this.showMap();
    this.showAnswer();
  }

  /** An encoded picture. */
  draw(picture: DataView): void {
    const says = `${this.trial.name ?? "The picture"}, as the network sees it`;
    void drawPicture(this.picture, picture, says);
  }

  private showMap(): void {
    const { note: said = "" } = this.trial;
    const isShown = this.box.checked && (this.map?.byteLength ?? 0) > 0 && said === "";
    this.frame.classList.toggle("ir-explained", isShown);
    setText(this.note, said || (isShown ? legend(this.trial) : ""));
    if (isShown && this.map !== null) void this.layer.show(this.map, STRENGTH);
    else this.layer.clear();
  }

  private showAnswer(): void {
    const { bars: all = [], target, name = "" } = this.trial;
    const [best] = all;
    if (best === undefined) return;
    this.answer.replaceChildren(
      make("b", { text: best.name }),
      make("span", { text: percent(best.probability) }),
      make("small", { text: name, title: name }),
    );
    this.bars.update(all, target ?? best.number);
  }
}

/** What the bright places of the map are. */
export function legend({ bars = [], target, taken }: Trial): string {
  const name = bars.find(({ number }) => number === target)?.name ?? "";
  if (taken === undefined) return `Bright: what spoke for “${name}”.`;
  return `Bright: what spoke for “${name}”. To cover it takes away up to ${percent(taken, 0)} of `
    + "its probability.";
}
