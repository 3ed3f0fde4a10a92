import { announced, make, setText } from "../dom";
import { button } from "../fields";
import { follow } from "../model";
import { apart } from "./apart";
import { asking, wish } from "./asking";
import type { Axis } from "./figures";
import { type Drawn, FrontPlot } from "./plot";
import { Rows } from "./rows";
import type { Compressing } from "./traits";

const HOW = "Bytes and time are those of the file: one thread, one picture, the fastest installed "
  + "runtime that reads it, asked in turns with the original. ★ and filled: no other is as small, "
  + "as fast and as accurate. Lines are 95 % intervals; p is McNemar's test against the original. "
  + "Test pictures choose nothing.";

/** Search for smaller and faster forms of a network, see each measured, and what it costs. */
export function explorer(model: Compressing, signal: AbortSignal): HTMLElement {
  const subtitle = make("span", { class: "ir-subtitle" });
  const name = make("span", { class: "ir-chart-title", text: "Compress" });
  follow(model, ["can_compress"], () => {
    setText(subtitle, model.get("can_compress").name ?? "");
  }, signal);
  return make(
    "section",
    {
      class: "ir-card ir-deploy",
      attributes: { "data-testid": "explorer", "aria-label": "Compress" },
    },
    [
      make("header", {}, [name, subtitle]),
      asking(model, signal),
      ...standing(model, signal),
      found(model, signal),
      apart(model, (place) => wish(model, { open: place }), signal),
    ],
  );
}

/** What is made at the moment, what went wrong, and what came of it. */
function standing(model: Compressing, signal: AbortSignal): HTMLElement[] {
  const bar = make("progress", { attributes: { "aria-label": "Compressing" } });
  const says = announced("ir-sentence", "compress-says");
  const error = make("p", {
    class: "ir-error", attributes: { role: "alert", "data-testid": "compress-error" },
  });
  follow(model, ["compression"], () => {
    const { busy = "", stops = false, sentence = "", error: wrong = "" } = model.get("compression");
    const now = busy === "float32" ? "Writing and measuring the original" : `Making ${busy}`;
    bar.hidden = busy === "";
    setText(says, busy === "" ? sentence : `${now} …${stops ? " It stops after this." : ""}`);
    setText(error, wrong);
  }, signal);
  return [bar, says, error];
}

/** The plot with its switch, and the table. */
function found(model: Compressing, signal: AbortSignal): HTMLElement {
  const look = (method: string) => wish(model, { look: method });
  const plot = new FrontPlot(look, signal);
  const rows = new Rows(look);
  let axis: Axis = "bytes";
  const [sizes, kinds] = axisSwitch((value) => {
    axis = value;
    draw();
  });
  const element = make("div", { class: "ir-found" }, [
    make("div", { class: "ir-methods" }, [sizes]),
    plot.element,
    rows.element,
    make("p", { class: "ir-about", text: HOW }),
  ]);
  const draw = () => {
    const { rows: all = [], front = [], chosen = "", failed } = model.get("compression");
    const drawn: Drawn = {
      rows: all, front, chosen, axis, looked: model.get("apart").method ?? "",
    };
    element.hidden = all.length === 0;
    for (const [value, one] of Object.entries(kinds))
      one.setAttribute("aria-pressed", String(value === axis));
    plot.draw(drawn);
    rows.draw(drawn, failed);
  };
  follow(model, ["compression", "apart"], draw, signal);
  return element;
}

function axisSwitch(
  changed: (axis: Axis) => void,
): [HTMLElement, Record<Axis, HTMLButtonElement>] {
  const one = (axis: Axis, text: string) =>
    button(`over-${axis}`, text, () => changed(axis), { class: "ir-choice" });
  const kinds = { bytes: one("bytes", "Size"), time: one("time", "Time") };
  const group = make(
    "div", { class: "ir-kinds", attributes: { role: "group", "aria-label": "Horizontal axis" } },
    Object.values(kinds),
  );
  return [group, kinds];
}
