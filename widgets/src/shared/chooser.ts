import { make } from "./dom";
import { button } from "./fields";

/** Two buttons for the picture before and the next one; nothing where there is only one. */
export function pictureButtons(count: number, go: (by: number) => void): HTMLElement {
  const arrow = (testId: string, sign: string, label: string, by: number) =>
    button(testId, sign, () => go(by), { label });
  const buttons = make("div", { class: "ir-buttons" }, [
    arrow("previous", "‹", "the picture before", -1),
    arrow("next", "›", "the next picture", 1),
  ]);
  buttons.hidden = count < 2;
  return buttons;
}

/** The number of another picture, around the end. */
export function moved(from: number, by: number, count: number): number {
  return (from + by + count) % count;
}
