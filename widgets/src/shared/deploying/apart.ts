import { announced, make, setText } from "../dom";
import { count, percent, plural } from "../format";
import { follow } from "../model";
import { drawPicture, MapLayer } from "../pictures/map_layer";
import type { Answer, Apart, Compressing, CompressingState } from "./traits";

const STRENGTH = 0.7; // of a map over the picture

/** The pictures for which a file answers otherwise than the original, and one of them explained. */
export function apart(
  model: Compressing, open: (place: number) => void, signal: AbortSignal,
): HTMLElement {
  const says = announced("ir-apart-says", "apart-says");
  const error = make("p", { class: "ir-error", attributes: { role: "alert" } });
  const grid = make("div", {
    class: "ir-apart-grid",
    attributes: { role: "group", "aria-label": "Pictures", "data-testid": "apart" },
  });
  const element = make("div", { class: "ir-apart" }, [
    says, error, grid, sideBySide(model, signal),
  ]);
  let drawing = 0;
  const drawAll = async (mine: number, pictures: Apart[], tile: [number, number]) => {
    const bytes = model.get("apart_sheet");
    const sheet = pictures.length > 0 && bytes.byteLength > 0
      ? await createImageBitmap(new Blob([bytes as BlobPart])) : undefined;
    if (mine !== drawing) return;
    const cards = sheet === undefined ? []
      : pictures.map((picture, i) => cardOf(picture, i, sheet, tile, open));
    grid.replaceChildren(...cards);
    sheet?.close();
    mark();
  };
  const mark = () => {
    const { place } = model.get("apart_view");
    grid.querySelectorAll("button").forEach((one, i) => {
      one.setAttribute("aria-pressed", String(i === place));
    });
  };
  follow(model, ["apart", "apart_sheet"], () => {
    const { method, error: wrong = "", pictures = [], tile = [1, 1] } = model.get("apart");
    element.hidden = method === undefined;
    setText(says, wrong === "" ? inWords(model.get("apart")) : "");
    setText(error, wrong);
    void drawAll(++drawing, pictures, tile);
  }, signal);
  follow(model, ["apart_view"], mark, signal);
  return element;
}

/** How many there are. */
export function inWords(
  { method = "", total, n = 0, pictures = [] }: CompressingState["apart"],
): string {
  if (total === undefined) return `Asking ${method} about the validation pictures …`;
  const all = plural(n, "validation picture");
  if (method === "float32") return `This is the original, with which the others are compared.`;
  if (total === 0) return `${method} names the class that the original names for all of ${all}.`;
  const some = pictures.length < total
    ? ` Here are the ${count(pictures.length)} surest contradictions.` : "";
  return `${method} answers otherwise than the original for ${count(total)} of ${all}.${some} `
    + `Below each stands the original's answer, then that of ${method}.`;
}

function cardOf(
  { true: truth, before, after }: Apart, index: number, sheet: ImageBitmap,
  [width, height]: [number, number], open: (place: number) => void,
): HTMLElement {
  const canvas = make("canvas", {
    attributes: { width: String(width), height: String(height), "aria-hidden": "true" },
  });
  canvas.classList.toggle("ir-pixels", Math.max(width, height) <= 48);
  canvas.getContext("2d")
    ?.drawImage(sheet, 0, index * height, width, height, 0, 0, width, height);
  const line = ({ name, right }: Answer) =>
    make("span", { class: right ? "ir-right" : "ir-wrong", text: name, title: name });
  const says = `${truth}: the original says ${before.name}, the file ${after.name}`;
  const element = make("button", {
    class: "ir-apart-card", title: says,
    attributes: { type: "button", "aria-label": says, "data-testid": "apart-picture" },
  }, [canvas, line(before), line(after)]);
  element.addEventListener("click", () => open(index));
  return element;
}

/** The open picture three times, with what spoke for either answer. */
function sideBySide(model: Compressing, signal: AbortSignal): HTMLElement {
  const title = make("p", {
    class: "ir-chart-title", attributes: { "data-testid": "apart-title" },
  });
  const panes = make("div", { class: "ir-apart-panes" }, [
    pane(model, "apart_gradient", "gradient", "before", "inside, by Grad-CAM", signal),
    pane(model, "apart_before", "before", "before", "by covering parts", signal),
    pane(model, "apart_after", "after", "after", "by covering parts", signal),
  ]);
  const how = make("p", {
    class: "ir-about",
    text: "Bright: what spoke for the class that is named above the picture. A file shows nothing "
      + "of its inside, so it is asked again with a part of the picture covered in its mean "
      + "colour; the original is asked in the same way, so that the two can be compared.",
  });
  const element = make(
    "div", { class: "ir-apart-open", attributes: { "data-testid": "apart-open" } },
    [title, panes, how],
  );
  follow(model, ["apart_view", "apart"], () => {
    const picture = opened(model);
    element.hidden = picture === undefined;
    setText(title, picture === undefined ? "" : `True class: ${picture.true}`);
  }, signal);
  return element;
}

function opened(model: Compressing): Apart | undefined {
  const { place = -1 } = model.get("apart_view");
  return model.get("apart").pictures?.[place];
}

type MapTrait = "apart_gradient" | "apart_before" | "apart_after";

/** Who answers what, and below it the picture with its map. */
function pane(
  model: Compressing, trait: MapTrait, note: "gradient" | "before" | "after",
  who: "before" | "after", how: string, signal: AbortSignal,
): HTMLElement {
  const name = make("b");
  const answer = make("span");
  const picture = make("canvas", { class: "ir-picture", attributes: { role: "img" } });
  const above = make("canvas", { class: "ir-map", attributes: { "aria-hidden": "true" } });
  const map = new MapLayer(above);
  const frame = make("div", { class: "ir-viewed" }, [picture, above]);
  const below = announced("ir-note");
  const show = () => {
    const one = opened(model)?.[who];
    if (one === undefined) return;
    setText(name, who === "before" ? "original" : (model.get("apart").method ?? ""));
    setText(answer, `${one.name}, ${percent(one.probability)}`);
    answer.className = one.right ? "ir-right" : "ir-wrong";
    const bytes = model.get(trait);
    frame.classList.toggle("ir-explained", bytes.byteLength > 0);
    if (bytes.byteLength > 0) void map.show(bytes, STRENGTH);
    else map.clear();
    setText(below, model.get("apart_view")[note] ?? "looking …");
  };
  follow(model, ["apart_view", "apart", trait], show, signal);
  follow(model, ["apart_picture"], () => {
    void drawPicture(picture, model.get("apart_picture"), "the picture, as the networks see it");
  }, signal);
  const by = make("small", { text: how });
  const head = make("div", { class: "ir-apart-head" }, [name, answer, by]);
  return make("div", { class: "ir-apart-pane", attributes: { "data-testid": `pane-${note}` } }, [
    head, frame, below,
  ]);
}
