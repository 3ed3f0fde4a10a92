import { announced, icon, make, setText } from "../shared/dom";
import { button, select, type Option } from "../shared/fields";
import { duration } from "../shared/format";
import { follow, send } from "../shared/model";
import type { DashboardModel, Player } from "./traits";

const SPEEDS = [1, 3, 10, 30, 100];
const PLAY = "M4 2.5v11l9.5-5.5z";
const PAUSE = "M4 3h3v10H4zM9 3h3v10H9z";

type Wish = (values: Player) => void;

/** Play, pause, speed and place of a run that is played again. Hidden if this is no replay. */
export function replay(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const wish: Wish = (values) => {
    const { paused = true, speed: playing = 1 } = model.get("replay");
    const { speed = playing } = model.get("player"); // may be wished, and not yet obeyed
    send(model, "player", { paused, speed, seek: null, ...values });
  };
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
      whatIsPlayed(model, signal),
    ],
  );
  follow(
    model,
    ["replay"],
    () => {
      element.hidden = model.get("replay").name === undefined;
    },
    signal,
  );
  return element;
}

/** The run's name, where it is trained, and what it lacks. */
function whatIsPlayed(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const what = make("span", { class: "ir-subtitle", attributes: { "data-testid": "replay-of" } });
  const name = make("span", {
    class: "ir-chart-title",
    attributes: { "data-testid": "replay-name" },
  });
  const missing = announced("ir-about", "missing");
  follow(
    model,
    ["replay"],
    () => {
      const { name: run = "", live = false, missing: lacks = "" } = model.get("replay");
      setText(what, live ? "Trained in another process, and followed from here:" : "Replay of");
      setText(name, run);
      setText(missing, lacks);
    },
    signal,
  );
  return make("div", { class: "ir-replay-line" }, [what, name, missing]);
}

function playButton(
  model: DashboardModel,
  wish: Wish,
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

/** A place to go to, told apart from the same place wished for before. */
function to(seconds: number): Pick<Player, "seek"> {
  return { seek: [Date.now() + Math.random(), seconds] };
}

/** The place in the run. While it is dragged, it stays where the hand is. */
function slider(model: DashboardModel, wish: Wish, signal: AbortSignal): HTMLElement {
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
  const isHeld = holding(input);
  input.addEventListener("input", () => wish(to(Number(input.value))));
  input.addEventListener("keydown", (event) => stepBy(event, model, wish));
  follow(
    model,
    ["replay"],
    () => {
      const { length = 1, position = 0 } = model.get("replay");
      input.max = String(length);
      if (!isHeld()) input.value = String(position);
      input.setAttribute("aria-valuetext", `${duration(position)} of ${duration(length)}`);
    },
    signal,
  );
  return input;
}

/** Whether a slider is being dragged. */
function holding(input: HTMLInputElement): () => boolean {
  let held = false;
  input.addEventListener("pointerdown", () => {
    held = true;
  });
  input.addEventListener("change", () => {
    held = false;
  });
  return () => held;
}

/** The arrow keys go on or back by a fiftieth of the run. */
function stepBy(event: KeyboardEvent, model: DashboardModel, wish: Wish): void {
  const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const { position = 0, length = 1 } = model.get("replay");
  wish(to(position + (by * length) / 50));
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
  wish: Wish,
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
    wish({ paused: true, ...to(model.get("replay").length ?? 0) });
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
