import { make } from "../dom";
import { button } from "../fields";
import { chosenFiles, droppedFiles, type NamedFile } from "./dropped";

/** A way to choose instead of dropping. */
export interface Chooser {
  testId: string;
  text: string;
  /** the endings that are offered; none: a folder */
  accept?: string;
}

/** What a place to drop files is made with. */
export interface DropZone {
  testId: string;
  hint: string;
  choosers: Chooser[];
  dropped: (files: NamedFile[]) => void;
  failed: (words: string) => void;
}

/** A place where files can be dropped, or chosen. */
export function dropZone({ testId, hint, choosers, dropped, failed }: DropZone): HTMLElement {
  const element = make("div", { class: "ir-drop", attributes: { "data-testid": testId } }, [
    make("span", { text: hint }),
    ...choosers.flatMap((chooser) => chooserOf(chooser, dropped)),
  ]);
  takeDrops(element, element, dropped, failed);
  return element;
}

/** Have files that are dropped on `place` taken; `marked` is lit while they hover. */
export function takeDrops(
  place: HTMLElement,
  marked: HTMLElement,
  dropped: (files: NamedFile[]) => void,
  failed: (words: string) => void,
): void {
  let inside = 0;
  const light = (change: number) => {
    inside = Math.max(0, change === 0 ? 0 : inside + change);
    marked.classList.toggle("ir-over", inside > 0);
  };
  const on = (name: string, act: (event: DragEvent, transfer: DataTransfer) => void) =>
    place.addEventListener(name, (event) => {
      const drag = event as DragEvent;
      if (drag.dataTransfer === null || !drag.dataTransfer.types.includes("Files")) return;
      drag.preventDefault();
      drag.stopPropagation();
      act(drag, drag.dataTransfer);
    });
  on("dragenter", () => light(1));
  on("dragleave", () => light(-1));
  on("dragover", (_, transfer) => {
    transfer.dropEffect = "copy";
  });
  on("drop", (_, transfer) => {
    light(0);
    droppedFiles(transfer).then(dropped, () => failed("The browser can't read what was dropped."));
  });
}

function chooserOf(
  { testId, text, accept }: Chooser,
  chosen: (files: NamedFile[]) => void,
): HTMLElement[] {
  const field = make("input", {
    class: "ir-file",
    attributes: { type: "file", "data-testid": `${testId}-file`, tabindex: "-1" },
  });
  if (accept === undefined) field.webkitdirectory = true;
  else field.accept = accept;
  field.addEventListener("change", () => {
    chosen(chosenFiles(field.files));
    field.value = ""; // so that the same one may be chosen again
  });
  return [button(testId, text, () => field.click()), field];
}
