import { announced, make, setText } from "../../shared/dom";
import { helpOf } from "./form_field";
import { augmentationOf, isBusy, labelOf, presetOf, withValue } from "./choices";
import { button, named, select, slider } from "../../shared/fields";
import { follow, send } from "../../shared/model";
import { followState, request } from "../model";
import type { DashboardModel, Field, Value } from "../traits";

/** A slider for each change, and what they do to some of the user's own pictures. */
export function augmentation(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const { augmentation: fields } = model.get("options");
  const [problem, says] = [announced("ir-problem"), announced("ir-about")];
  follow(model, ["problems", "preview"], () => {
    setText(problem, model.get("problems")["augmentation"] ?? model.get("preview").error ?? "");
    setText(says, model.get("preview").busy ?? "");
  }, signal);
  const again = button("draw-others", "Draw others", () => request(model, "draw_again"));
  const title = make("span", { class: "ir-chart-title", text: "Augmentation" });
  return make("section", { class: "ir-part", attributes: { "data-testid": "augmentation" } }, [
    make("header", {}, [title, presets(model, signal), again]),
    make("div", { class: "ir-sliders" }, fields.map((field) => changer(model, field, signal))),
    problem,
    says,
    row(model, "preview_originals", "as they are", signal),
    row(model, "preview_changed", "as the model sees them", signal),
  ]);
}

/** Set the augmentation; one that changes nothing is none. */
function set(model: DashboardModel, values: Record<string, Value> | null): void {
  const field = model.get("options").recipe.find(({ kind }) => kind === "augmentation");
  if (field === undefined) return;
  const nothing = values === null || presetOf(model.get("options"), values) === "none";
  send(model, "choices", withValue(model.get("choices"), field, nothing ? null : values));
}

function presets(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const names = ["none", ...Object.keys(model.get("options").presets), "own"];
  const take = (name: string) => set(model, model.get("options").presets[name] ?? null);
  const field = select("preset", named(names), take, "A usual augmentation");
  followState(model, ["choices"], () => {
    const options = model.get("options");
    field.value = presetOf(options, augmentationOf(options, model.get("choices")));
    field.disabled = isBusy(model);
    const own = field.querySelector<HTMLOptionElement>('[value="own"]');
    if (own) own.disabled = field.value !== "own";
  }, signal);
  return field;
}

/** A slider, or a list of words, for one of the changes. */
function changer(model: DashboardModel, field: Field, signal: AbortSignal): HTMLElement {
  const testId = `augmentation-${field.name}`;
  const put = (value: Value) =>
    set(model, {
      ...augmentationOf(model.get("options"), model.get("choices")),
      [field.name]: value,
    });
  const most = field.most ?? 1;
  const control =
    field.kind === "choice"
      ? select(testId, named(field.choices), put)
      : slider(testId, { least: 0, most, step: most > 1 ? 1 : 0.01 }, put);
  const shown = make("output");
  followState(
    model,
    ["choices"],
    () => {
      const value = String(
        augmentationOf(model.get("options"), model.get("choices"))[field.name] ?? "",
      );
      if (control.value !== value) control.value = value;
      control.disabled = isBusy(model);
      setText(shown, field.kind === "choice" ? "" : value);
    },
    signal,
  );
  return make("label", { class: "ir-slider", title: field.help }, [
    make("span", {}, [make("span", { text: labelOf(field.name) }), shown]),
    control,
    make("small", { text: helpOf(field) }),
  ]);
}

/**
 * Pictures in a row. The newest sheet wins; those that came while one was being decoded are passed
 * over.
 */
function row(
  model: DashboardModel,
  trait: "preview_originals" | "preview_changed",
  caption: string,
  signal: AbortSignal,
): HTMLElement {
  const canvas = make("canvas", {
    attributes: { role: "img", "data-testid": trait.replace("_", "-"), "data-redraws": "0" },
  });
  const element = make("figure", { class: "ir-row-of-pictures" }, [
    canvas,
    make("figcaption", { text: caption }),
  ]);
  let drawing = 0;
  follow(
    model,
    [trait],
    async () => {
      const bytes = model.get(trait);
      const { names = [], tile = [1, 1] } = model.get("preview");
      const mine = ++drawing;
      element.hidden = bytes.byteLength === 0;
      if (element.hidden) return;
      const sheet = await createImageBitmap(new Blob([bytes as BlobPart], { type: "image/png" }));
      if (mine === drawing) paint(canvas, sheet, tile, names, caption);
      sheet.close();
    },
    signal,
  );
  return element;
}

function paint(
  canvas: HTMLCanvasElement,
  sheet: ImageBitmap,
  [width, height]: [number, number],
  names: string[],
  caption: string,
): void {
  const factor = Math.max(1, Math.ceil(96 / width));
  const gap = 8;
  const count = Math.round(sheet.width / width);
  canvas.width = count * (width * factor + gap) - gap;
  canvas.height = height * factor;
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  pen.imageSmoothingEnabled = false;
  for (let i = 0; i < count; i++) {
    pen.drawImage(
      sheet,
      i * width,
      0,
      width,
      height,
      i * (width * factor + gap),
      0,
      width * factor,
      height * factor,
    );
  }
  canvas.setAttribute("aria-label", `${names.join(", ")}, ${caption}`);
  canvas.dataset["redraws"] = String(Number(canvas.dataset["redraws"]) + 1);
}
