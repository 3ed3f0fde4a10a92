import { announced, make, setText } from "../dom";
import { button, labelled, offer, select, tick } from "../fields";
import { follow, send } from "../model";
import type { ServiceState } from "../records";
import { DriftCard } from "./drift";
import { ModelsTable } from "./models_table";
import type { Serving } from "./traits";
import { minuteText, pageOf, wholeText } from "./words";

export function serve(
  model: Serving, what: "start" | "stop" | "follow",
  more: { keep?: boolean; another?: boolean; url?: string } = {},
): void {
  send(model, "serve_wish", { do: what, number: Date.now() + Math.random(), ...more });
}

/** Start and stop a service, and see what it does. */
export function serviceCard(model: Serving, signal: AbortSignal): HTMLElement {
  const subtitle = make("span", { class: "ir-subtitle" });
  const title = make("span", { class: "ir-chart-title", text: "Service" });
  follow(model, ["can_serve", "service"], () => {
    setText(subtitle, model.get("service").models ?? model.get("can_serve").models ?? "");
  }, signal);
  return make(
    "section",
    {
      class: "ir-card ir-deploy ir-serving",
      attributes: { "data-testid": "service-card", "aria-label": "Service" },
    },
    [
      make("header", {}, [title, subtitle]),
      buttons(model, signal), ...standing(model, signal), choice(model, signal),
      address(model, signal),
      doing(model, signal),
    ],
  );
}

/** Start, with a box for how long; Stop. */
function buttons(model: Serving, signal: AbortSignal): HTMLElement {
  const [labelled, box] = tick("service-keep", "Keep it running when the kernel ends", () => {});
  const start = button("service-start", "Start", () => serve(model, "start", {
    keep: box.checked,
  }), {
    class: "ir-button ir-start",
  });
  const stop = button("service-stop", "Stop", () => serve(model, "stop"));
  follow(model, ["service", "can_serve"], () => {
    const { busy = "", url } = model.get("service");
    const hadFocus = document.activeElement === start || document.activeElement === stop;
    start.hidden = labelled.hidden = url !== undefined;
    stop.hidden = url === undefined;
    start.disabled = stop.disabled = busy !== "";
    if (hadFocus) (url === undefined ? start : stop).focus();
  }, signal);
  return make("div", { class: "ir-serving-do" }, [
    make("div", { class: "ir-buttons" }, [start, stop]), labelled,
  ]);
}

/** What is done at the moment, and what went wrong. */
function standing(model: Serving, signal: AbortSignal): HTMLElement[] {
  const bar = make("progress", { attributes: { "aria-label": "Serving" } });
  const says = announced("ir-sentence", "service-says");
  const error = make("p", {
    class: "ir-error", attributes: { role: "alert", "data-testid": "service-error" },
  });
  follow(model, ["service"], () => {
    const { busy = "", error: wrong = "" } = model.get("service");
    bar.hidden = busy === "";
    setText(says, busy === "" ? "" : `${busy} …`);
    setText(error, wrong);
  }, signal);
  return [bar, says, error];
}

const ANOTHER = "another";

/** Which of the services of the folder is shown; another one can be started. */
function choice(model: Serving, signal: AbortSignal): HTMLElement {
  const field = select("service-choice", [], (url) => {
    if (url === ANOTHER) serve(model, "start", { another: true });
    else serve(model, "follow", { url });
  });
  const element = labelled("Service", field);
  follow(model, ["service"], () => {
    const { url, choices = [] } = model.get("service");
    element.hidden = url === undefined;
    offer(field, [...choices, [ANOTHER, "Start another one …"]]);
    field.value = url ?? "";
  }, signal);
  return element;
}

/** Where it answers, and lines that ask it. */
function address(model: Serving, signal: AbortSignal): HTMLElement {
  const page = make("a", { attributes: {
    target: "_blank", rel: "noopener noreferrer", "data-testid": "service-page",
  } });
  const grpc = make("code", { attributes: { "data-testid": "service-grpc" } });
  const facts = make("p", { class: "ir-about" });
  const code = make("pre", { attributes: { tabindex: "0", "data-testid": "service-code" } });
  const copied = announced("ir-about");
  const copy = button("service-copy", "Copy", () => void copyOut(code, copied));
  const element = make("div", { class: "ir-addresses" }, [
    make("p", {}, [
      make("span", { text: "Page and REST " }), page, make("span", { text: " · gRPC " }), grpc,
    ]),
    facts,
    make("details", { class: "ir-client", attributes: { open: "" } }, [
      make("summary", { text: "Ask it from a program", attributes: {
        "data-testid": "service-code-open",
      } }), code, make("div", { class: "ir-buttons" }, [copy, copied]),
    ]),
  ]);
  follow(model, ["service"], () => {
    const { url, address: listens = "", grpc: at = "", ends = "", wants_token: token, pid,
      code: lines = "" } = model.get("service");
    element.hidden = url === undefined;
    if (url === undefined) return;
    setText(page, url);
    const found = pageOf({ url, address: listens }, location.hostname);
    if (found === null) page.removeAttribute("href");
    else page.href = found;
    setText(grpc, at);
    setText(code, lines);
    setText(facts, `${ends} (process ${pid}).${token === true ? " It asks for a token." : ""}`);
  }, signal);
  return element;
}

async function copyOut(code: HTMLElement, copied: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(code.textContent ?? "");
    setText(copied, "Copied.");
  } catch {
    getSelection()?.selectAllChildren(code);
    setText(copied, "Marked: copy it by Ctrl+C.");
  }
}

/** Its models, how busy they are, and whether their pictures have changed. */
function doing(model: Serving, signal: AbortSignal): HTMLElement {
  const summary = make("p", {
    class: "ir-about", attributes: { "data-testid": "service-traffic" },
  });
  const trouble = make("p", { class: "ir-error", attributes: { role: "alert" } });
  const models = new ModelsTable();
  const drift = new DriftCard();
  const element = make("div", { class: "ir-serving-now" }, [
    summary, trouble, models.element, drift.element,
  ]);
  follow(model, ["service_state"], () => {
    const state = model.get("service_state");
    element.hidden = state.models === undefined;
    if (!isState(state)) return;
    setText(summary, `${minuteText(state.traffic)}. ${wholeText(state)}.`);
    setText(trouble, state.error);
    models.update(state.models);
    drift.update(state.models);
  }, signal);
  return element;
}

function isState(state: Partial<ServiceState>): state is ServiceState {
  return state.models !== undefined;
}
