import { make, setText } from "../dom";
import type { Caption } from "./caption";
import { nameWidth } from "./image_grid";
import { PageCache } from "./page_cache";

/** What is shown: how many pictures there are, and how they come. */
export interface Album {
  count: number;
  /** pictures in one page */
  page: number;
  /** width and height of one picture on a sheet, in pixels */
  tile: [number, number];
}

interface Page {
  captions: Caption[];
  picture: ImageBitmap;
}

interface Cell {
  figure: HTMLElement;
  button: HTMLButtonElement;
  canvas: HTMLCanvasElement;
  text: HTMLElement;
  detail: HTMLElement;
  index: number;
  /** the page's picture that is drawn; undefined: blank */
  drawn: ImageBitmap | undefined;
}

const NARROWEST = 72;
const GAP = 8;
const BELOW = 46; // captions and the gap below them, in pixels
const KEPT = 40; // pages
const AHEAD = 2; // pages that are asked for in the direction of the scroll
const ASK_AGAIN = 500; // milliseconds without an answer

/**
 * Any number of pictures, of which only those in sight are elements, and only pages near them are
 * asked for.
 *
 * A page is a sheet with its pictures one below the other. `wish` is called with the pages that are
 * lacking, those in sight first, whenever they change: the last wish counts.
 */
export class PictureGrid {
  readonly element = make("div", {
    class: "ir-album",
    attributes: { role: "list", "data-testid": "pictures" },
  });
  private readonly space = make("div", { class: "ir-space" });
  private readonly cells = new Map<number, Cell>();
  private readonly pages = new PageCache<Page>(KEPT, ({ picture }) => picture.close());
  private album: Album = { count: 0, page: 1, tile: [1, 1] };
  private generation = 0;
  private current = 0;
  private before = 0;
  private frame = 0;
  private asked = "";
  private narrowest = NARROWEST;
  private timer = 0;

  constructor(
    private readonly wish: (pages: number[]) => void,
    private readonly open: (index: number) => void,
    signal: AbortSignal,
  ) {
    this.element.append(this.space);
    this.element.addEventListener("scroll", () => this.redraw(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.move(event));
    const resized = new ResizeObserver(() => this.redraw());
    resized.observe(this.element);
    signal.addEventListener("abort", () => {
      resized.disconnect();
      cancelAnimationFrame(this.frame);
      clearTimeout(this.timer);
      this.generation++;
      this.pages.clear();
    });
  }

  /**
   * Show another album, from its beginning; `captions` are those of its first page, which say how
   * wide names are.
   */
  reset(album: Album, captions: Caption[]): void {
    this.album = album;
    this.narrowest = Math.max(NARROWEST, nameWidth(captions));
    this.generation++;
    this.pages.clear();
    for (const cell of this.cells.values()) cell.figure.remove();
    this.cells.clear();
    this.current = 0;
    this.before = 0;
    this.asked = "";
    this.element.scrollTop = 0;
    this.redraw();
  }

  /** Take in a page: a PNG or JPEG, and a caption for each picture. */
  async put(page: number, captions: Caption[], bytes: DataView): Promise<void> {
    const { generation } = this;
    if (bytes.byteLength === 0 || this.pages.has(page)) return;
    const picture = await createImageBitmap(new Blob([bytes as BlobPart]));
    if (generation !== this.generation) {
      picture.close();
      return;
    }
    this.pages.set(page, { captions, picture });
    this.redraw();
  }

  /** Bring a picture into sight and give it the focus. */
  focus(index: number): void {
    if (index < 0 || index >= this.album.count) return;
    this.current = index;
    const { top, height } = this.placeOf(index);
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + height > scrollTop + clientHeight)
      this.element.scrollTop = top + height - clientHeight;
    this.draw();
    this.cells.get(index)?.button.focus({ preventScroll: true });
  }

  private redraw(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private shape(): { columns: number; width: number; height: number } {
    const inner = this.element.clientWidth - 4;
    const columns = Math.max(1, Math.floor((inner + GAP) / (this.narrowest + GAP)));
    const width = (inner - GAP * (columns - 1)) / columns;
    const [wide, tall] = this.album.tile;
    return { columns, width, height: Math.round((width * tall) / wide) + BELOW };
  }

  private placeOf(index: number): { left: number; top: number; width: number; height: number } {
    const { columns, width, height } = this.shape();
    return {
      left: (index % columns) * (width + GAP),
      top: Math.floor(index / columns) * height,
      width,
      height,
    };
  }

  private draw(): void {
    if (this.element.clientWidth === 0) return; // hidden
    const { columns, height } = this.shape();
    const { count } = this.album;
    this.space.style.height = `${Math.ceil(count / columns) * height}px`;
    const { scrollTop, clientHeight } = this.element;
    const first = Math.min(count, Math.floor(scrollTop / height) * columns);
    const last = Math.min(count, (Math.floor((scrollTop + clientHeight) / height) + 1) * columns);
    const focused = this.cells.get(this.current)?.figure.contains(document.activeElement) ?? false;
    for (const [index, cell] of this.cells) {
      if ((index >= first && index < last) || (focused && index === this.current)) continue;
      cell.figure.remove();
      this.cells.delete(index);
    }
    for (let index = first; index < last; index++) this.show(index);
    if (focused) this.show(this.current);
    this.rove(first, last);
    this.ask(first, last, scrollTop >= this.before ? 1 : -1);
    this.before = scrollTop;
  }

  /** Lay a picture out, and draw it if its page has come. */
  private show(index: number): void {
    let cell = this.cells.get(index);
    if (cell === undefined) {
      cell = this.cell(index);
      this.cells.set(index, cell);
      this.space.append(cell.figure);
    }
    const { left, top, width } = this.placeOf(index);
    cell.figure.style.transform = `translate(${left}px, ${top}px)`;
    cell.figure.style.width = `${width}px`;
    const page = this.pages.get(Math.floor(index / this.album.page));
    if (page !== undefined && cell.drawn !== page.picture)
      paint(cell, page, index % this.album.page, this.album.tile);
  }

  private cell(index: number): Cell {
    const [width, height] = this.album.tile;
    const canvas = make("canvas", {
      attributes: { width: String(width), height: String(height), "aria-hidden": "true" },
    });
    canvas.classList.toggle("ir-pixels", Math.max(width, height) <= 48);
    const text = make("span", { text: " " });
    const detail = make("small", { text: " " });
    const button = make(
      "button",
      {
        class: "ir-open",
        attributes: {
          type: "button",
          tabindex: "-1",
          "data-index": String(index),
          "aria-label": "on its way",
        },
      },
      [canvas, make("span", { class: "ir-caption" }, [text, detail])],
    );
    button.addEventListener("click", () => {
      this.current = index;
      this.open(index);
    });
    const figure = make(
      "figure",
      {
        class: "ir-picture-cell ir-blank",
        attributes: {
          role: "listitem",
          "aria-setsize": String(this.album.count),
          "aria-posinset": String(index + 1),
        },
      },
      [button],
    );
    return { figure, button, canvas, text, detail, index, drawn: undefined };
  }

  /** The Tab key comes to one picture, the last that had the focus if it is in sight. */
  private rove(first: number, last: number): void {
    const wanted = this.current >= first && this.current < last ? this.current : first;
    for (const [index, cell] of this.cells) cell.button.tabIndex = index === wanted ? 0 : -1;
  }

  private ask(first: number, last: number, direction: number): void {
    const pages = lacking(this.album, first, last, direction, (page) => this.pages.has(page));
    const asked = pages.join();
    if (asked === this.asked) return;
    this.asked = asked;
    clearTimeout(this.timer);
    if (pages.length === 0) return;
    this.wish(pages);
    this.timer = window.setTimeout(() => {
      this.asked = "";
      this.redraw();
    }, ASK_AGAIN);
  }

  private move(event: KeyboardEvent): void {
    const { columns, height } = this.shape();
    const screen = Math.max(1, Math.floor(this.element.clientHeight / height)) * columns;
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
      PageUp: -screen,
      PageDown: screen,
      Home: -this.current,
      End: this.album.count - 1 - this.current,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.focus(Math.min(Math.max(this.current + step, 0), this.album.count - 1));
  }
}

function paint(cell: Cell, page: Page, index: number, [width, height]: [number, number]): void {
  const caption = page.captions[index];
  if (caption === undefined) return;
  cell.canvas
    .getContext("2d")
    ?.drawImage(page.picture, 0, index * height, width, height, 0, 0, width, height);
  cell.drawn = page.picture;
  cell.figure.classList.remove("ir-blank");
  cell.button.classList.toggle("ir-mistake", !caption.right);
  setText(cell.text, caption.text);
  setText(cell.detail, caption.detail);
  cell.button.title = `${caption.text}, ${caption.detail}`;
  cell.button.setAttribute("aria-label", cell.button.title);
}

/**
 * The pages that are not there yet: those in sight first, then those ahead, then the one behind.
 */
export function lacking(
  { count, page }: Album,
  first: number,
  last: number,
  direction: number,
  there: (page: number) => boolean,
): number[] {
  if (count === 0 || last <= first) return [];
  const top = Math.floor(first / page);
  const bottom = Math.floor((last - 1) / page);
  const end = Math.floor((count - 1) / page);
  const wanted: number[] = [];
  for (let one = top; one <= bottom; one++) wanted.push(one);
  for (let far = 1; far <= AHEAD; far++) wanted.push(direction > 0 ? bottom + far : top - far);
  wanted.push(direction > 0 ? top - 1 : bottom + 1);
  return wanted.filter((one) => one >= 0 && one <= end && !there(one));
}
