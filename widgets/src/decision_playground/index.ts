import { floats } from "../shared/bytes";
import { caption, make, setText } from "../shared/dom";
import { button, labelled, named, select, slider } from "../shared/fields";
import { count, decimal, percent } from "../shared/format";
import { onThemeChange } from "../shared/theme";
import { follow, send } from "../shared/model";
import { widget } from "../shared/widget";
import type { Failing, Stage } from "../shared/widget";
import { drawDots, drawLoss, inksOf, paintPlanes } from "./drawing";
import { LayerColumns } from "./layers";
import { countNumbers } from "./network";
import type { Activation } from "./network";
import { SHAPES } from "./points";
import { packed, Training, unpacked } from "./training";
import type { Settings } from "./training";

interface State extends Failing, Settings {
  learning_rate: number;
  /** float32: weights and biases of each layer */
  numbers: DataView;
  steps: number;
  /** float32 rows: step, training loss, test loss, test accuracy */
  history: DataView;
}

const SETTINGS: (keyof Settings)[] = ["dataset", "noise", "hidden", "activation", "seed"];
const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const STEPS_A_FRAME = 4;
const SAVES_PER_SECOND = 2;
const SURFACE_SIDE = 56;
const UNIT_SIDE = 20;

/** Trains while it is played, draws at each frame, and tells Python twice a second. */
class Playground {
  training: Training;
  private frame = 0;
  private saved = 0;
  private own: DataView | null = null;
  readonly surface = make("canvas");
  readonly dots = make("canvas", { class: "ir-over" });
  readonly loss = make("canvas", { attributes: { role: "img", "data-testid": "loss" } });
  readonly columns: LayerColumns;

  /** called after each change */
  shown: () => void = () => {};

  constructor(private readonly stage: Stage<State>) {
    const { model, signal } = stage;
    this.columns = new LayerColumns((hidden) => this.change({ hidden }));
    this.training = this.made();
    follow(model, SETTINGS, () => this.settle(), signal);
    follow(model, ["numbers"], () => this.load(), signal);
    signal.addEventListener("abort", () => cancelAnimationFrame(this.frame));
  }

  get playing(): boolean {
    return this.frame !== 0;
  }

  /** Other settings: begin anew. */
  change(settings: Partial<Settings>): void {
    for (const [name, value] of Object.entries(settings))
      this.stage.model.set(name as keyof Settings, value as never);
    this.settle();
    this.reset();
  }

  reset(): void {
    this.pause();
    this.training = this.made();
    this.save();
    this.draw();
  }

  step(): void {
    this.training.advance(this.stage.model.get("learning_rate"));
    this.training.measure();
    this.save();
    this.draw();
  }

  play(): void {
    if (this.playing) return;
    const next = () => {
      for (let i = 0; i < STEPS_A_FRAME; i++)
        this.training.advance(this.stage.model.get("learning_rate"));
      this.training.measure();
      this.frame = requestAnimationFrame(next);
      if (this.training.exploded) this.pause();
      else if (performance.now() - this.saved > 1000 / SAVES_PER_SECOND) this.save();
      this.draw();
    };
    this.frame = requestAnimationFrame(next);
    this.shown();
  }

  pause(): void {
    if (!this.playing) return;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.save();
    this.shown();
  }

  draw(): void {
    const { training, columns, surface } = this;
    const inks = inksOf(this.stage.root);
    const last = training.network.sizes.map((_, i) =>
      i === columns.canvases.length ? [surface] : [],
    );
    paintPlanes(training.network, last, SURFACE_SIDE, inks);
    paintPlanes(training.network, columns.canvases, UNIT_SIDE, inks);
    drawDots(this.dots, training.train, training.test, inks);
    drawLoss(this.loss, training.history, inks);
    this.shown();
  }

  private made(): Training {
    const { model } = this.stage;
    return new Training({
      dataset: model.get("dataset"), noise: model.get("noise"), hidden: model.get("hidden"),
      activation: model.get("activation"), seed: model.get("seed"),
    });
  }

  /** Somebody changed the settings, here, in another view or in Python. */
  private settle(): void {
    const made = this.made();
    if (JSON.stringify(made.settings) !== JSON.stringify(this.training.settings)) {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.training = made;
    }
    this.columns.show(made.settings.hidden);
    this.draw();
  }

  /** Take over what was kept, or what another view has learned. */
  private load(): void {
    const { model } = this.stage;
    const kept = model.get("numbers");
    if (this.playing || kept === this.own) return;
    const numbers = floats(kept);
    if (numbers.length !== countNumbers(this.training.network.sizes)) return;
    this.training.restore(numbers, model.get("steps"), unpacked(floats(model.get("history"))));
    this.draw();
  }

  private save(): void {
    const { model } = this.stage;
    this.saved = performance.now();
    this.own = new DataView(Float32Array.from(this.training.network.numbers).buffer);
    model.set("history", new DataView(packed(this.training.history).buffer));
    model.set("steps", this.training.step);
    model.set("numbers", this.own);
    model.save_changes();
  }
}

function fill(stage: Stage<State>): void {
  const { root, signal } = stage;
  const playground = new Playground(stage);
  const figures = make("p", { class: "ir-note", attributes: { "data-testid": "figures" } });
  const warning = make("p", {
    class: "ir-warning",
    attributes: { role: "status", "data-testid": "warning" },
  });
  const play = button("play", "Play", () =>
    playground.playing ? playground.pause() : playground.play(),
  );
  play.classList.add("ir-start");
  playground.shown = () => {
    setText(play, playground.playing ? "Pause" : "Play");
    tell(playground.training, figures, warning);
  };
  const stageOf = make(
    "div",
    {
      class: "ir-stage",
      attributes: { role: "img", "aria-label": "Decision surface", "data-testid": "surface" },
    },
    [playground.surface, playground.dots],
  );
  root.append(
    bar(stage, playground, play),
    make("div", { class: "ir-panes" }, [
      pane("The surface", "blue or orange?", stageOf),
      pane("The network", "what each unit gives", playground.columns.element),
      pane("The loss", "", playground.loss, legend(), figures, warning),
    ]),
  );
  onThemeChange(() => playground.draw(), signal);
  const resized = new ResizeObserver(() => playground.draw());
  resized.observe(stageOf);
  resized.observe(playground.loss);
  signal.addEventListener("abort", () => resized.disconnect());
}

function tell(training: Training, figures: HTMLElement, warning: HTMLElement): void {
  const last = training.history[training.history.length - 1];
  if (last === undefined) return;
  setText(
    figures,
    `step ${count(training.step)}: ${percent(last.accuracy, 0)} of the test points right, ` +
      `training loss ${decimal(last.train)}, test loss ${decimal(last.test)}`,
  );
  figures.dataset["step"] = String(training.step);
  figures.dataset["accuracy"] = String(last.accuracy);
  setText(
    warning,
    training.exploded ? "The loss has exploded. Choose a smaller learning rate, then Reset." : "",
  );
  warning.hidden = !training.exploded;
}

function legend(): HTMLElement {
  const entry = (name: string, color: string) => {
    const key = make("i", { class: "ir-key" });
    key.style.setProperty("--key", `var(${color})`);
    return make("span", { class: "ir-entry" }, [key, make("span", { text: name })]);
  };
  return make("div", { class: "ir-legend" }, [
    entry("training points", "--ir-train"),
    entry("test points", "--ir-valid"),
  ]);
}

function pane(title: string, about: string, ...inside: HTMLElement[]): HTMLElement {
  return make("div", { class: "ir-pane" }, [caption(title, about), ...inside]);
}

/** The buttons that steer, and what is trained on what. */
function bar(stage: Stage<State>, playground: Playground, play: HTMLElement): HTMLElement {
  const other = button("seed", "Other start", () =>
    playground.change({ seed: stage.model.get("seed") + 1 }),
  );
  other.title = "Other points and other first weights";
  return make("div", { class: "ir-bar" }, [
    make("div", { class: "ir-buttons" }, [
      play,
      button("step", "Step", () => playground.step()),
      button("reset", "Reset", () => playground.reset()),
      other,
    ]),
    ...points(stage, playground),
    ...network(stage, playground),
  ]);
}

/** Which points, and how far they are strewn. */
function points({ model, signal }: Stage<State>, playground: Playground): HTMLElement[] {
  const dataset = select("dataset", named(Object.keys(SHAPES)), (value) =>
    playground.change({ dataset: value }),
  );
  const noise = slider("noise", { least: 0, most: 0.3, step: 0.01 }, (value) =>
    playground.change({ noise: value }),
  );
  follow(model, ["dataset", "noise"], () => {
    dataset.value = model.get("dataset");
    noise.value = String(model.get("noise"));
  }, signal);
  return [labelled("Data", dataset), labelled("Noise", noise)];
}

/** The units' activation, and how fast they learn. */
function network({ model, signal }: Stage<State>, playground: Playground): HTMLElement[] {
  const activation = select("activation", named(["relu", "tanh", "sigmoid", "linear"]), (value) =>
    playground.change({ activation: value as Activation }),
  );
  const rates = [...new Set([...RATES, model.get("learning_rate")])].sort((a, b) => a - b);
  const rate = select("learning-rate", named(rates.map(String)), (value) =>
    send(model, "learning_rate", Number(value)),
  );
  follow(model, ["activation", "learning_rate"], () => {
    activation.value = model.get("activation");
    rate.value = String(model.get("learning_rate"));
  }, signal);
  return [labelled("Activation", activation), labelled("Learning rate", rate)];
}

export default widget<State>("decision_playground", "Decision playground", fill);
