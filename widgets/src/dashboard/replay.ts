import { icon, make, setText } from "../shared/dom";
import { button, select, type Option } from "../shared/fields";
import { duration } from "../shared/format";
import { follow, send } from "../shared/model";
import type { DashboardModel, Player } from "./traits";

const SPEEDS = [1, 3, 10, 30, 100];
const PLAY = "M4 2.5v11l9.5-5.5z";
const PAUSE = "M4 3h3v10H4zM9 3h3v10H9z";

/** Play, pause, speed and place of a run that is played again. Hidden if this is no replay. */
export function replay(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const wish = (values: Player) => {
    const { paused = true, speed: playing = 1 } = model.get("replay");
    const { speed = playing } = model.get("player"); // may be wished, and not yet obeyed
    send(model, "player", { paused, speed, seek: null, ...values });
  };
  const name = make("span", {
    class: "ir-chart-title",
    attributes: { "data-testid": "replay-name" },
  });
  const what = make("span", { class: "ir-subtitle", attributes: { "data-testid": "replay-of" } });
  const missing = make("p", {
    class: "ir-about",
    attributes: { role: "status", "data-testid": "missing" },
  });
  const element = make(
    "section",
    { class: "ir-replay", attributes: { "aria-label": "Replay", "data-testid": "replay" } },
    [
      make("div", { class: "ir-replay-line" }, [
        playButton(model, wish, signal),
        slider(model, wish, signal),
        place(model, signal),
        speeds(model, wish, signal),
      ]),
      make("div", { class: "ir-replay-line" }, [what, name, missing]),
    ],
  );
  follow(
    model,
    ["replay"],
    () => {
      const { name: run, live = false, missing: lacks = "" } = model.get("replay");
      element.hidden = run === undefined;
      setText(what, live ? "Trained in another process, and followed from here:" : "Replay of");
      setText(name, run ?? "");
      setText(missing, lacks);
    },
    signal,
  );
  return element;
}

function playButton(
  model: DashboardModel,
  wish: (values: Player) => void,
  signal: AbortSignal,
): HTMLElement {
  const play = button("play", "", () => wish({ paused: model.get("replay").paused === false }), {
    class: "ir-button ir-play",
  });
  let shown: boolean | undefined;
  follow(
    model,
    ["replay"],
    () => {
      const { paused = true } = model.get("replay");
      if (paused === shown) return;
      shown = paused;
      play.replaceChildren(
        icon(paused ? PLAY : PAUSE),
        make("span", { text: paused ? "Play" : "Pause" }),
      );
    },
    signal,
  );
  return play;
}

/** The place in the run. While it is dragged, it stays where the hand is. */
function slider(
  model: DashboardModel,
  wish: (values: Player) => void,
  signal: AbortSignal,
): HTMLElement {
  const input = make("input", {
    attributes: {
      type: "range",
      min: "0",
      max: "1",
      step: "any",
      "aria-label": "Place in the run",
      "data-testid": "position",
    },
  });
  let held = false;
  input.addEventListener("pointerdown", () => {
    held = true;
  });
  input.addEventListener("change", () => {
    held = false;
  });
  input.addEventListener("input", () =>
    wish({ seek: [Date.now() + Math.random(), Number(input.value)] }),
  );
  input.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const { position = 0, length = 1 } = model.get("replay");
    wish({ seek: [Date.now() + Math.random(), position + (by * length) / 50] });
  });
  follow(
    model,
    ["replay"],
    () => {
      const { length = 1, position = 0 } = model.get("replay");
      input.max = String(length);
      if (!held) input.value = String(position);
      input.setAttribute("aria-valuetext", `${duration(position)} of ${duration(length)}`);
    },
    signal,
  );
  return input;
}

function place(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const text = make("span", {
    class: "ir-subtitle ir-place",
    attributes: { "data-testid": "replay-place" },
  });
  follow(
    model,
    ["replay"],
    () => {
      const { length = 0, position = 0 } = model.get("replay");
      setText(text, `${duration(position)} of ${duration(length)}`);
    },
    signal,
  );
  return text;
}

function speeds(
  model: DashboardModel,
  wish: (values: Player) => void,
  signal: AbortSignal,
): HTMLElement {
  const options = SPEEDS.map((speed): Option => [String(speed), `${speed}×`]);
  const factor = select(
    "speed-factor",
    options,
    (speed) => wish({ speed: Number(speed) }),
    "Speed",
  );
  const whole = button("all-at-once", "All at once", () => {
    wish({ paused: true, seek: [Date.now() + Math.random(), model.get("replay").length ?? 0] });
  });
  follow(
    model,
    ["replay"],
    () => {
      factor.value = String(model.get("replay").speed ?? 1);
    },
    signal,
  );
  return make("div", { class: "ir-buttons" }, [factor, whole]);
}
