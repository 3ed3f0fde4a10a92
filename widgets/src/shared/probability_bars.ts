import { make, setText } from "./dom";
import { percent } from "./format";

const MOST = 12;

/** Probabilities as bars, one for each class; of many classes only the most probable. */
export class ProbabilityBars {
  readonly element = make("div", {
    class: "ir-bars",
    attributes: { role: "list", "data-testid": "bars" },
  });
  private rows: { row: HTMLElement; name: HTMLElement; fill: HTMLElement; value: HTMLElement }[] =
    [];

  /** Show them; without probabilities the bars are empty. */
  update(classes: string[], probabilities: ArrayLike<number>): void {
    const shown = chosenClasses(classes.length, probabilities);
    while (this.rows.length < shown.length) this.rows.push(this.add());
    this.rows.splice(shown.length).forEach(({ row }) => row.remove());
    const best = mostProbable(probabilities);
    this.rows.forEach(({ row, name, fill, value }, i) => {
      const number = shown[i] ?? 0;
      const text = classes[number] ?? String(number);
      const share = probabilities[number];
      setText(name, text);
      name.title = text;
      setText(value, share === undefined ? "" : percent(share));
      fill.style.width = `${100 * (share ?? 0)}%`;
      row.classList.toggle("ir-best", number === best);
    });
  }

  private add(): (typeof this.rows)[number] {
    const name = make("span", { class: "ir-bar-name" });
    const fill = make("i");
    const value = make("b");
    const row = make("div", { class: "ir-bar-row", attributes: { role: "listitem" } }, [
      name, make("span", { class: "ir-bar-track" }, [fill]), value,
    ]);
    this.element.append(row);
    return { row, name, fill, value };
  }
}

/** Position of the largest; −1 if there is none. */
export function mostProbable(probabilities: ArrayLike<number>): number {
  let best = -1;
  for (let i = 0; i < probabilities.length; i++) {
    if (best < 0 || (probabilities[i] ?? 0) > (probabilities[best] ?? 0)) best = i;
  }
  return best;
}

/** All classes in their order, or of many the most probable, the most probable first. */
export function chosenClasses(count: number, probabilities: ArrayLike<number>): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  if (count <= MOST) return all;
  return all.sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0)).slice(0, MOST);
}
