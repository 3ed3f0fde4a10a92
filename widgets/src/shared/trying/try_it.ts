import type { AnyModel } from "@anywidget/types";
import { make, setText } from "../dom";
import { button } from "../fields";
import { dropZone } from "../files/drop_zone";
import type { NamedFile } from "../files/dropped";
import { takeHandedOver } from "../files/hand_over";
import { Upload, type UploadState } from "../files/upload";
import { follow, send } from "../model";
import type { Caption } from "../pictures/caption";
import { ImageGrid } from "../pictures/image_grid";
import { PICTURES } from "./pictures";
import { sketchPad } from "./sketch";
import { type Trial, TrialView } from "./trial";

/** The traits of imagerec.widgets.dashboard.trying. */
export interface TryingState extends UploadState {
  /** `alone`: without its training pictures, so that none can be found alike */
  can_try: { name?: string; draws?: boolean; alone?: boolean };
  trial: Trial;
  trial_picture: DataView;
  trial_map: DataView;
  near: { busy?: string; tile?: [number, number]; captions?: Caption[]; note?: string };
  near_sheet: DataView;
  try_wish: { number?: number; target?: number; draw?: boolean };
  pad: string;
}

type Model = AnyModel<TryingState>;

/**
 * Drop a picture: what the network takes it for, why, and what it is like. Beside its own place,
 * it may take over what was dropped on the run's page.
 */
export function tryIt(model: Model, signal: AbortSignal, takesOver = false): HTMLElement {
  const subtitle = make("span", { class: "ir-subtitle" });
  const title = make("span", { class: "ir-chart-title", text: "Try it" });
  const result = resultOf(model, signal);
  const { zone, line, ask } = asking(model, signal);
  const element = make(
    "section",
    { class: "ir-card ir-try", attributes: { "data-testid": "try-it", "aria-label": "Try it" } },
    [make("header", {}, [title, subtitle]), zone, line, result, sketchPad(model, signal)],
  );
  follow(model, ["can_try"], () => {
    const { name } = model.get("can_try");
    element.hidden = name === undefined;
    setText(subtitle, name ?? "");
  }, signal);
  const { name } = model.get("can_try");
  if (takesOver && name !== undefined) takeHandedOver(name, ask, signal);
  return element;
}

/** Where a picture is dropped, a line that says what went wrong, and the asking itself. */
function asking(
  model: Model,
  signal: AbortSignal,
): { zone: HTMLElement; line: HTMLElement; ask: (files: NamedFile[]) => void } {
  const line = make("p", {
    class: "ir-error", attributes: { role: "alert", "data-testid": "try-problem" },
  });
  const upload = new Upload(model, "picture", ({ error = "" }) => {
    setText(line, error);
    zone.classList.toggle("ir-busy", upload.isUnderWay);
  }, signal);
  const ask = (files: NamedFile[]) => {
    if (files.length > 0) upload.send(files);
  };
  const zone = dropZone({
    testId: "try-drop",
    hint: "Drop a picture here, or",
    choosers: [{ testId: "try-choose", text: "Choose a picture …", accept: PICTURES }],
    dropped: ask,
    failed: (words) => setText(line, words),
  });
  const draw = button("try-draw", "Draw one", () => wish(model, { draw: true }));
  zone.append(draw);
  follow(model, ["can_try"], () => {
    draw.hidden = !(model.get("can_try").draws ?? false);
  }, signal);
  follow(model, ["trial"], () => {
    if (model.get("trial").error !== undefined) setText(line, model.get("trial").error ?? "");
  }, signal);
  return { zone, line, ask };
}

function wish(model: Model, values: { target?: number; draw?: boolean }): void {
  send(model, "try_wish", { ...values, number: Date.now() + Math.random() });
}

function resultOf(model: Model, signal: AbortSignal): HTMLElement {
  const view = new TrialView((target) => wish(model, { target }));
  const element = make("div", { class: "ir-tried", attributes: { "data-testid": "tried" } }, [
    view.viewer,
    make("div", { class: "ir-answers" }, [view.facts, neighboursOf(model, signal)]),
  ]);
  follow(model, ["trial", "trial_map"], () => {
    element.hidden = model.get("trial").bars === undefined;
    view.update(model.get("trial"), model.get("trial_map"));
  }, signal);
  follow(model, ["trial_picture"], () => view.draw(model.get("trial_picture")), signal);
  return element;
}

/** The training pictures that the network finds most alike. */
function neighboursOf(model: Model, signal: AbortSignal): HTMLElement {
  const title = make("span", { class: "ir-chart-title", text: "Nearest training pictures" });
  const says = make("p", {
    class: "ir-about", attributes: { role: "status", "data-testid": "near-says" },
  });
  const grid = new ImageGrid();
  grid.element.dataset["testid"] = "near";
  follow(model, ["near", "near_sheet"], () => {
    const { busy, note = "", tile = [1, 1], captions = [] } = model.get("near");
    setText(says, busy === undefined ? note : `${busy} …`);
    void grid.update({ tile, captions }, model.get("near_sheet"));
  }, signal);
  const element = make("div", { class: "ir-near" }, [title, grid.element, says]);
  follow(model, ["can_try"], () => {
    element.hidden = model.get("can_try").alone ?? false;
  }, signal);
  return element;
}
