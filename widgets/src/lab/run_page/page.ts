import { PathExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";
import { Signal } from "@lumino/signaling";
import { Widget } from "@lumino/widgets";
import type { Environment, RunRow } from "../../shared/records";
import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import type { NamedFile } from "../../shared/files/dropped";
import { bytes } from "../../shared/format";
import { card, pairs, shown } from "./card";
import { Charts } from "./charts";
import type { Feed } from "../server/feed";
import { isAtWork } from "../server/feed";
import { type PageActions, RunHeader } from "./header";
import { Headline } from "./headline";
import { RunHistory } from "./history";
import { recipeInEffect } from "./recipe";
import { RunResults } from "./results";
import { tryCard } from "./try_card";
import {
  type Damaged,
  isDamaged,
  type RunDetails,
  type RunFile,
  runDetails,
} from "../server/requests";
import { runTitle, type Words } from "../words";

/** The files that JupyterLab can show. */
const READABLE = /\.(json|jsonl|txt|md|png)$/;

/** What a page can do beside the buttons of its header. */
export interface RunPageActions extends PageActions {
  openFile(path: string): void;
  /** the address of a picture in the run's folder, to be drawn */
  picture(name: string): Promise<string>;
  openText(): void;
  /** ask the run about a picture; without one, only open what asks */
  tryIt(files: NamedFile[]): void;
}

/** All that is known of one run, live while it trains. */
export class RunPage extends Widget {
  /** The run's title, once it is known. */
  readonly named = new Signal<this, string>(this);
  private readonly ended = new AbortController();
  private readonly history: RunHistory;
  private readonly header: RunHeader;
  private readonly headline: Headline;
  private readonly charts: Charts;
  private readonly results: RunResults;
  private readonly trying: HTMLElement;
  private readonly tables = make("div", { class: "ir-page-tables" });
  private readonly problem = make("p", { class: "ir-error", attributes: { role: "alert" } });
  private readonly problemBox: HTMLElement;
  private readonly asText: HTMLButtonElement;
  private readonly body: HTMLElement;
  private details: RunDetails | null = null;
  private started: number | null | undefined;
  private busy = false;
  private again = false;

  constructor(
    private readonly run: string,
    private readonly feed: Feed,
    private readonly words: Words,
    private readonly actions: RunPageActions,
  ) {
    super();
    this.addClass("ir-run-page");
    this.history = new RunHistory(run);
    this.header = new RunHeader(words, feed, actions);
    this.charts = new Charts(words, this.ended.signal);
    this.headline = new Headline(words);
    this.results = new RunResults(words, {
      inRoot: (path) => feed.inRoot(path),
      open: actions.openFile,
      picture: actions.picture,
    });
    this.trying = tryCard(words, (files) => actions.tryIt(files));
    this.body = make(
      "div",
      { class: "ir-dashboard ir-page", attributes: { "data-testid": "run-page" } },
      [
        this.header.element,
        this.headline.element,
        this.trying,
        this.charts.element,
        this.results.element,
        this.tables,
      ],
    );
    this.body.hidden = true;
    this.asText = button("run-as-text", words.__("Open as text"), () => actions.openText());
    this.problemBox = make("div", { class: "ir-dashboard ir-page-problem" }, [
      this.problem,
      this.asText,
    ]);
    this.problemBox.hidden = true;
    this.node.append(this.problemBox, this.body);
    this.listen();
  }

  private listen(): void {
    this.feed.runsChanged.connect(this.hear, this);
    this.feed.stateChanged.connect(this.hearState, this);
    void this.refresh();
  }

  override dispose(): void {
    this.ended.abort();
    this.feed.runsChanged.disconnect(this.hear, this);
    this.feed.stateChanged.disconnect(this.hearState, this);
    super.dispose();
  }

  protected override onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    this.charts.redraw();
  }

  private hear(_: Feed, changed: RunRow[]): void {
    if (changed.length === 0 || changed.some(({ run }) => run === this.run)) void this.refresh();
  }

  private hearState({ state }: Feed): void {
    if (state === "lost") this.complain(new ServerConnection.NetworkError(new TypeError("lost")));
  }

  private complain(error: unknown): void {
    const { words, feed, run } = this;
    const isLost = error instanceof ServerConnection.NetworkError;
    const isGone =
      !isLost &&
      this.details !== null &&
      (feed.state === "live" || feed.state === "polled") &&
      !feed.rows.has(run);
    const said = isLost
      ? words.__("The connection to the server is lost. Trying again…")
      : isGone
        ? words.__("This run was deleted: %1", run)
        : words.__("This run can't be shown: %1", (error as Error).message);
    setText(this.problem, said);
    this.asText.hidden = isLost || isGone;
    // nothing of it is true any more, and no button can do anything
    if (isGone) this.body.hidden = true;
    this.problemBox.hidden = false;
  }

  /**
   * Read what is new and show it. While that goes on, whatever is asked for is done once,
   * afterwards.
   */
  private async refresh(): Promise<void> {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    try {
      await this.read();
      this.problemBox.hidden = true;
    } catch (error) {
      this.complain(error);
    }
    this.busy = false;
    if (!this.again || this.isDisposed) return;
    this.again = false;
    await this.refresh();
  }

  private async read(): Promise<void> {
    const row = this.feed.rows.get(this.run);
    // While it trains, only its row and its history grow.
    if (this.details === null || row === undefined || !isAtWork(row))
      this.details = await runDetails(this.run);
    if (row?.started !== this.started) this.history.reset();
    this.started = row?.started;
    await this.history.update();
    if (!this.isDisposed) this.render(this.details, row ?? rowOf(this.details));
  }

  private render(details: RunDetails, row: RunRow): void {
    const { history, charts, words } = this;
    this.header.update(details, row);
    this.headline.update(details, row);
    const end = Math.max(row.epochs ?? 1, history.end);
    for (const measure of ["loss", "accuracy"] as const) {
      charts.update(measure, [
        history.series(measure, "train", words.__("training"), "--ir-train"),
        history.series(measure, "valid", words.__("validation"), "--ir-valid"),
      ], end, history.changes.map(({ at, values }) => ({ x: at, label: shown(values) })));
    }
    this.results.update(details, history);
    this.trying.hidden = !details.files.some(({ path }) => path === "model.keras");
    this.showTables(details);
    this.body.hidden = false;
    this.named.emit(runTitle(words, row));
  }

  private showTables({ about, environment, snapshots, files }: RunDetails): void {
    const { words } = this;
    const recipe = recipeInEffect(about, this.history.changes, this.history.rates, words);
    const cards = [card(words.__("Recipe"), "ir-page-recipe", [pairs(recipe)])];
    if (this.history.changes.length > 0)
      cards.push(card(words.__("Changed by hand"), "ir-page-changes", [this.changes()]));
    if (environment !== null)
      cards.push(
        card(words.__("Environment"), "ir-page-environment", [pairs(environmentOf(environment))]),
      );
    if (snapshots.length > 0)
      cards.push(
        card(words.__("Snapshots to branch off from"), "ir-page-snapshots", [
          this.snapshots(snapshots),
        ]),
      );
    cards.push(card(words.__("Files"), "ir-page-files", [this.files(files)]));
    this.tables.replaceChildren(...cards);
  }

  private snapshots(steps: number[]): HTMLElement {
    const { words, actions } = this;
    const open = button(
      "run-branch-off",
      words.__("Open the dashboard to branch off"),
      () => actions.dashboard(),
      { class: "ir-page-link" },
    );
    return make("div", {}, [
      make("p", { text: steps.map((step) => words.__("step %1", step)).join(", ") }),
      open,
    ]);
  }

  private changes(): HTMLElement {
    return pairs(
      this.history.changes.map(({ step, values }) => [
        this.words.__("step %1", step),
        shown(values),
      ]),
    );
  }

  private files(files: RunFile[]): HTMLElement {
    return make(
      "ul",
      { class: "ir-page-file-list" },
      files.map(({ path, bytes: size }) => {
        if (!READABLE.test(path))
          return make("li", {}, [
            make("span", { text: path, title: path }),
            make("span", { text: bytes(size) }),
          ]);
        const show = () => this.actions.openFile(PathExt.join(this.run, path));
        const open = button("run-file", path, show, { class: "ir-page-link", title: path });
        return make("li", {}, [open, make("span", { text: bytes(size) })]);
      }),
    );
  }
}

/** The details' own row, for a run that the feed has not told of yet. */
function rowOf({ run, name, about, status, parent }: RunDetails): RunRow {
  const ended = isAtWork(status) ? null : status.heartbeat;
  return {
    ...status,
    ended,
    run,
    name,
    data: about.data.name,
    model: about.model.name,
    parent,
    report: null,
  };
}

/** environment.json with its versions one a line. */
function environmentOf(environment: Environment | Damaged): [string, string][] {
  if (isDamaged(environment)) return [["", environment.error]];
  const { versions = {}, ...rest } = environment;
  const packages = Object.entries(versions);
  return [
    ...Object.entries(rest).map(([name, value]): [string, string] => [name, shown(value)]),
    ...packages,
  ];
}
