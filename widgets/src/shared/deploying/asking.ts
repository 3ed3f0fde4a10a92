import { make, setText } from "../dom";
import { button, labelled } from "../fields";
import { follow, send } from "../model";
import { asked, submitter } from "./asked";
import type { Compressing, MethodRow, Wish } from "./traits";

const TARGET = "4x smaller, at most 0.5 points lost";

export function wish(model: Compressing, values: Omit<Wish, "number">): void {
  send(model, "compress_wish", { ...values, number: Date.now() + Math.random() });
}

/** What shall be reached, or which methods are tried; and a button that ends it. */
export function asking(model: Compressing, signal: AbortSignal): HTMLElement {
  const target = make("input", {
    attributes: { type: "text", value: TARGET, "data-testid": "target", spellcheck: "false" },
  });
  const search = submitter("search", "Search");
  const stop = button("compress-stop", "Stop", () => wish(model, { stop: true }), {
    title: "Ends when the method that is made is measured",
  });
  const form = asked("Compress", () => wish(model, { target: target.value }), [
    labelled("What shall be reached, on validation pictures", target),
    make("div", { class: "ir-buttons" }, [search, stop]),
  ]);
  const hand = byHand(model, signal);
  follow(model, ["compression"], () => {
    const { busy = "", stops = false } = model.get("compression");
    search.disabled = busy !== "";
    const hadFocus = document.activeElement === stop;
    stop.disabled = busy === "" || stops;
    if (hadFocus && stop.disabled && !search.disabled) search.focus();
  }, signal);
  const element = make("div", { class: "ir-askings" }, [form, hand]);
  const missing = make("p", { class: "ir-error" });
  follow(model, ["can_compress"], () => {
    const why = model.get("can_compress").missing ?? "";
    setText(missing, why);
    form.hidden = hand.hidden = why !== "";
  }, signal);
  element.append(missing);
  return element;
}

/** The methods to tick, and a field for what they are told and for several behind each other. */
function byHand(model: Compressing, signal: AbortSignal): HTMLElement {
  const boxes = make("fieldset", { class: "ir-ways" });
  const other = make("input", {
    attributes: {
      type: "text", "data-testid": "other-method", spellcheck: "false",
      placeholder: "prune_channels=0.5+int8",
    },
  });
  const go = button("make-methods", "Make these", () => {
    const ticked = [...boxes.querySelectorAll("input")].filter(({ checked }) => checked);
    const methods = [...ticked.map(({ value }) => value), other.value.trim()].filter(Boolean);
    if (methods.length > 0) wish(model, { methods });
  });
  follow(model, ["can_compress"], () => {
    const { methods = [] } = model.get("can_compress");
    boxes.replaceChildren(make("legend", { text: "Methods" }), ...methods.map(methodBox));
  }, signal);
  follow(model, ["compression"], () => {
    go.disabled = (model.get("compression").busy ?? "") !== "";
  }, signal);
  return make("details", { class: "ir-by-hand" }, [
    make("summary", { text: "Methods by hand", attributes: { "data-testid": "by-hand" } }),
    boxes,
    labelled("Another, or several steps joined by +", other),
    make("div", { class: "ir-buttons" }, [go]),
  ]);
}

function methodBox({ name, says, trains }: MethodRow): HTMLElement {
  const box = make("input", { attributes: { type: "checkbox", value: name } });
  box.dataset["testid"] = `method-${name.split("=")[0]}`;
  const more = trains && !says.includes("train") ? ", by a training" : "";
  return make("label", { class: "ir-way" }, [
    box, make("b", { text: name }), make("small", { text: says + more }),
  ]);
}
