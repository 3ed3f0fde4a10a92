import type { NamedFile } from "./dropped";

// The extension and the widgets are modules of their own on one page, so the place has a name that
// both know.
const PLACE = Symbol.for("imagerec.handed-over");
const EVENT = "imagerec-handed-over";

function waiting(): Map<string, NamedFile[]> {
  const page = globalThis as { [PLACE]?: Map<string, NamedFile[]> };
  page[PLACE] ??= new Map();
  return page[PLACE];
}

/** Leave files on the page, for the view of this run that is open, or will be. */
export function handOver(run: string, files: NamedFile[]): void {
  waiting().set(run, files);
  window.dispatchEvent(new Event(EVENT));
}

/** Take what was left for this run, or will be. */
export function takeHandedOver(
  run: string,
  taken: (files: NamedFile[]) => void,
  signal: AbortSignal,
): void {
  const look = () => {
    const files = waiting().get(run);
    if (files === undefined) return;
    waiting().delete(run);
    taken(files);
  };
  window.addEventListener(EVENT, look, { signal });
  look();
}
