import { announced, make, setText } from "../dom";
import { labelled } from "../fields";
import { bytes } from "../format";
import { follow, send } from "../model";
import { asked, submitter } from "./asked";
import type { Exporting, FormatRow } from "./traits";

/** Choose formats and a folder, and see what was written. */
export function exportForm(model: Exporting, signal: AbortSignal): HTMLElement {
  const folder = make("input", {
    attributes: { type: "text", "data-testid": "export-folder", spellcheck: "false" },
  });
  const formats = make("fieldset", { class: "ir-ways" });
  const start = submitter("export-start", "Export");
  const write = () => {
    const chosen = [...formats.querySelectorAll("input")].filter(({ checked }) => checked);
    const wish = { folder: folder.value.trim(), formats: chosen.map(({ value }) => value) };
    send(model, "export_wish", { ...wish, number: Date.now() });
  };
  const form = asked("Export", write, [
    labelled("Folder of the model; the next version is made in it", folder),
    formats,
    make("div", { class: "ir-buttons" }, [start]),
  ]);
  follow(model, ["can_export"], () => {
    const { folder: proposed = "", formats: all = [] } = model.get("can_export");
    folder.value = proposed;
    formats.replaceChildren(make("legend", { text: "Formats" }), ...all.map(formatBox));
  }, signal);
  follow(model, ["exported"], () => {
    start.disabled = (model.get("exported").busy ?? "") !== "";
  }, signal);
  return card("export-form", "Export", [form, ...outcome(model, signal)], model, signal);
}

function card(
  testId: string, title: string, children: Node[], model: Exporting, signal: AbortSignal,
): HTMLElement {
  const subtitle = make("span", { class: "ir-subtitle" });
  const name = make("span", { class: "ir-chart-title", text: title });
  follow(model, ["can_export"], () => {
    setText(subtitle, model.get("can_export").name ?? "");
  }, signal);
  return make(
    "section",
    { class: "ir-card ir-deploy", attributes: { "data-testid": testId, "aria-label": title } },
    [make("header", {}, [name, subtitle]), ...children],
  );
}

/** A box to tick; where something is missing, it can't be, and what to do stands below. */
function formatBox({ name, says, missing }: FormatRow, index: number): HTMLElement {
  const box = make("input", { attributes: { type: "checkbox", value: name } });
  box.dataset["testid"] = `export-${name}`;
  box.disabled = missing !== "";
  box.checked = index === 0 && !box.disabled;
  return make("label", { class: "ir-way" }, [
    box,
    make("b", { text: name }),
    make("small", { text: missing === "" ? `for ${says}` : missing }),
  ]);
}

/** What is done at the moment, what went wrong, and what was written. */
function outcome(model: Exporting, signal: AbortSignal): HTMLElement[] {
  const busy = announced("ir-about", "export-busy");
  const bar = make("progress", { attributes: { "aria-label": "Exporting" } });
  const error = make("p", {
    class: "ir-error", attributes: { role: "alert", "data-testid": "export-error" },
  });
  const written = make("div", {
    class: "ir-written", attributes: { role: "status", "data-testid": "exported" },
  });
  follow(model, ["exported"], () => {
    const told = model.get("exported");
    const at = told.busy ?? "";
    bar.hidden = at === "";
    setText(busy, at === "" ? "" : `Writing ${at}, and comparing it with the network …`);
    setText(error, told.error ?? "");
    written.replaceChildren(...(told.path === undefined ? [] : lines(told)));
  }, signal);
  return [bar, busy, error, written];
}

function lines({ path = "", bytes: size = 0, differences = {} }: {
  path?: string; bytes?: number; differences?: Record<string, number>;
}): HTMLElement[] {
  const apart = Object.entries(differences).map(
    ([format, value]) => `${format} ${value === 0 ? "0" : value.toExponential(1)}`,
  );
  return [
    make("p", {}, [make("code", { text: path })]),
    make("p", {
      class: "ir-about",
      text: `${bytes(size)}. Largest difference of a probability to the network's: `
        + `${apart.join(", ")}.`,
    }),
  ];
}
