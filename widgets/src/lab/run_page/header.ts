import type { RunRow } from "../../shared/records";
import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { count } from "../../shared/format";
import type { Feed } from "../server/feed";
import { isAtWork } from "../server/feed";
import type { RunDetails, SteerCommand } from "../server/requests";
import { age, duration, progressText, runState, runTitle, scoreText, type Words } from "../words";

/** What the buttons of a run's page do. */
export interface PageActions {
  steer(command: SteerCommand): void;
  dashboard(): void;
  goOn(): void;
  exportIt(): void;
  serve(): void;
  compress(): void;
  folder(): void;
  remove(): void;
}

/** Title, state, progress and buttons of a run's page. */
export class RunHeader {
  readonly element: HTMLElement;
  private readonly title = make("h1");
  private readonly state = make("span", { class: "ir-page-state", attributes: { role: "status" } });
  private readonly facts = make("p", { class: "ir-about" });
  private readonly error = make("p", { class: "ir-error" });
  private readonly onward = make("p", {
    class: "ir-about",
    attributes: { "data-testid": "run-onward" },
  });
  private readonly bar = make("div", {
    class: "ir-page-bar",
    attributes: { role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" },
  });
  private readonly filled = make("div");
  private readonly buttons: Record<
    SteerCommand | "remove" | "goOn" | "exportIt" | "serve" | "compress", HTMLButtonElement
  >;

  constructor(
    private readonly words: Words,
    private readonly feed: Feed,
    actions: PageActions,
  ) {
    this.buttons = {
      pause: button("run-pause", words.__("Pause"), () => actions.steer("pause")),
      resume: button("run-resume", words.__("Resume"), () => actions.steer("resume")),
      stop: button("run-stop", words.__("Stop"), () => actions.steer("stop")),
      goOn: button("run-continue", words.__("Continue training"), () => actions.goOn()),
      exportIt: button("run-export", words.__("Export"), () => actions.exportIt()),
      serve: button("run-serve", words.__("Serve"), () => actions.serve()),
      compress: button("run-compress", words.__("Compress"), () => actions.compress()),
      remove: button("run-delete", words.__("Delete"), () => actions.remove()),
    };
    const { pause, resume, stop, goOn, exportIt, serve, compress, remove } = this.buttons;
    const dashboard = button("run-dashboard", words.__("Open dashboard"), () =>
      actions.dashboard(),
    );
    const folder = button("run-folder", words.__("Show folder"), () => actions.folder());
    this.bar.append(this.filled);
    this.element = make("header", { class: "ir-page-header" }, [
      make("div", { class: "ir-page-title" }, [this.title, this.state]),
      make("div", { class: "ir-buttons" }, [
        pause, resume, stop, goOn, dashboard, exportIt, serve, compress, folder, remove,
      ]),
      this.bar,
      this.facts,
      this.error,
      this.onward,
    ]);
  }

  /** `row` is the run as the feed tells it, which is newer than the details. */
  update(details: RunDetails, row: RunRow): void {
    const { words, feed, buttons } = this;
    setText(this.title, runTitle(words, row));
    const left = row.state === "running" ? feed.secondsLeft(row.run) : null;
    setText(
      this.state,
      left === null
        ? runState(words, row)
        : `${runState(words, row)} · ${progressText(words, row, left)}`,
    );
    this.element.dataset.state = row.state;
    setText(this.facts, this.factsText(details, row));
    setText(this.error, row.error ?? "");
    setText(this.onward, this.onwardText(details, row));
    buttons.pause.hidden = row.state !== "running";
    buttons.resume.hidden = row.state !== "paused";
    buttons.stop.hidden = !isAtWork(row);
    buttons.remove.hidden = isAtWork(row);
    buttons.goOn.hidden = !canGoOn(details, row);
    const hasModel = details.files.some(({ path }) => path === "model.keras");
    for (const name of ["exportIt", "serve", "compress"] as const)
      buttons[name].hidden = !hasModel || isAtWork(row);
    const done = Math.round(100 * (row.progress ?? 0));
    this.bar.hidden = !isAtWork(row);
    this.bar.setAttribute("aria-valuenow", String(done));
    this.bar.setAttribute("aria-label", words.__("Progress of %1", runTitle(words, row)));
    this.filled.style.width = `${done}%`;
  }

  /** How a training that broke off goes on; nothing where it can't. */
  private onwardText(details: RunDetails, row: RunRow): string {
    if (row.state === "finished" || !canGoOn(details, row)) return "";
    const { run } = details;
    const [cell, line] = [
      `ir.Trainer.from_run(${JSON.stringify(run)}).fit()`,
      `imagerec train --resume ${quoted(run)}`,
    ];
    return this.words.__(
      "It can go on from where it broke off: in a notebook by %1, in a terminal by %2.",
      cell,
      line,
    );
  }

  private factsText({ about, parent, name }: RunDetails, row: RunRow): string {
    const { words } = this;
    const facts = [name];
    if (row.valid) {
      const { accuracy, interval, n } = row.valid;
      const score = scoreText(words, accuracy, interval, n);
      facts.push(`${words.__("best epoch, validation")}: ${score}`);
    }
    if (about.model.parameters)
      facts.push(
        words._n(
          "%1 parameter",
          "%2 parameters",
          about.model.parameters,
          count(about.model.parameters),
        ),
      );
    if (row.ended) facts.push(words.__("ended %1", age(words, row.ended)));
    else if (row.started) facts.push(words.__("started %1", age(words, row.started)));
    if (row.seconds) facts.push(words.__("trained for %1", duration(words, row.seconds)));
    if (parent !== null) facts.push(words.__("branched from %1", parent));
    return facts.join(" · ");
  }
}

/** Is what going on needs still there? A finished run keeps it only where it was asked to. */
function canGoOn({ files }: RunDetails, row: RunRow): boolean {
  return !isAtWork(row) && files.some(({ path }) => path.startsWith("checkpoint/"));
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
