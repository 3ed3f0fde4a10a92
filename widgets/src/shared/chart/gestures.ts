/** What a hand does on a plot. Places are in pixels of the canvas. */
export interface Hand {
  point: (x: number | null) => void;
  /** a box is being drawn; null when it is given up */
  draw: (box: Box | null) => void;
  /** a box was drawn: zoom into it */
  zoomInto: (box: Box) => void;
  /** `factor` times as much is to be seen, about this place, or about the middle */
  zoom: (factor: number, x?: number) => void;
  pan: (pixels: number) => void;
  /** to the next point, or the one before */
  step: (direction: number) => void;
  all: () => void;
  /** a place was clicked, or Enter was pressed: take what is there */
  take: (x?: number) => void;
}

export type Box = [x: number, y: number, width: number, height: number];

const CLICK = 4; // pixels: a shorter movement is no box
const FACTOR = 1.5;

/**
 * Zoom with a box or with Ctrl and the wheel, pan with Shift, see all with a double click; the same
 * by keyboard.
 */
export function listenToHand(canvas: HTMLCanvasElement, hand: Hand): void {
  listenToPointer(canvas, hand);
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // the notebook scrolls
    event.preventDefault();
    hand.zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 240))), event.offsetX);
  }, { passive: false });
  canvas.addEventListener("dblclick", () => hand.all());
  canvas.addEventListener("blur", () => hand.point(null));
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !press(hand, event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** Do what a key says; false if it says nothing. */
function press(hand: Hand, { key, shiftKey }: KeyboardEvent): boolean {
  const direction = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (direction !== undefined && shiftKey) hand.pan(direction * 60);
  else if (direction !== undefined) hand.step(direction);
  else if (key === "+" || key === "=" || key === "ArrowUp") hand.zoom(1 / FACTOR);
  else if (key === "-" || key === "_" || key === "ArrowDown") hand.zoom(FACTOR);
  else if (key === "0") hand.all();
  else if (key === "Escape") hand.point(null);
  else if (key === "Enter") hand.take();
  else return false;
  return true;
}

function listenToPointer(canvas: HTMLCanvasElement, hand: Hand): void {
  let begin: { x: number; y: number; panning: boolean } | null = null;
  const boxTo = ({ offsetX, offsetY }: PointerEvent, from: { x: number; y: number }): Box => [
    Math.min(from.x, offsetX),
    Math.min(from.y, offsetY),
    Math.abs(offsetX - from.x),
    Math.abs(offsetY - from.y),
  ];
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    begin = { x: event.offsetX, y: event.offsetY, panning: event.shiftKey };
    canvas.setPointerCapture(event.pointerId);
    if (event.shiftKey) event.preventDefault(); // no selection of text
  });
  canvas.addEventListener("pointermove", (event) => {
    if (begin === null) return hand.point(event.offsetX);
    if (begin.panning) {
      hand.pan(begin.x - event.offsetX);
      begin.x = event.offsetX;
    } else {
      hand.draw(boxTo(event, begin));
    }
  });
  canvas.addEventListener("pointerup", (event) => {
    const box = begin !== null && !begin.panning ? boxTo(event, begin) : null;
    begin = null;
    hand.draw(null);
    if (box !== null && box[2] >= CLICK) hand.zoomInto(box);
    hand.point(event.offsetX);
    if (box !== null && box[2] < CLICK) hand.take(event.offsetX);
  });
  canvas.addEventListener("pointercancel", () => {
    begin = null;
    hand.draw(null);
  });
  canvas.addEventListener("pointerleave", () => {
    if (begin === null) hand.point(null);
  });
}
