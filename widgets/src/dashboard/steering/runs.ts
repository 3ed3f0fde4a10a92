import { column, floats } from "../../shared/bytes";
import { LineChart } from "../../shared/chart/line_chart";
import type { ChartOptions, Series } from "../../shared/chart/line_chart";
import { announced, make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { count, inEpochs, percent } from "../../shared/format";
import { follow } from "../../shared/model";
import { answerTo, followState, request } from "../model";
import { code } from "./code";
import { SettingsForm } from "./settings_form";
import { RunTree } from "./run_tree";
import type { DashboardModel, Snapshot } from "../traits";

/** The runs as a tree, the snapshots to go back to, and the run beside its parent. */
export function runs(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const { button: showCode, box } = code(model, signal);
  const branch = branching(model, signal);
  const tree = treeOf(model, branch);
  const title = make("span", { class: "ir-chart-title" });
  const left = announced("ir-about", "left");
  const element = make(
    "section",
    { class: "ir-card ir-runs", attributes: { "data-testid": "runs" } },
    [
      make("header", {}, [title, showCode]),
      box,
      tree.element,
      left,
      branch.element,
      comparison(model, signal),
    ],
  );
  follow(
    model,
    ["tree"],
    () => {
      const { runs: rows = [], name = "", snapshots = [], note = "" } = model.get("tree");
      setText(left, note);
      element.hidden = rows.length === 0;
      setText(title, rows.length > 1 ? "Runs" : "Run");
      branch.keep(snapshots);
      tree.update({ rows, shown: name, snapshots, chosen: branch.chosen() });
    },
    signal,
  );
  return element;
}

/** A click shows another run; one on a snapshot opens the form that branches off there. */
function treeOf(model: DashboardModel, branch: Branching): RunTree {
  const tree = new RunTree({
    show: (run) => request(model, "show_run", { run }),
    choose: (step) => {
      branch.choose(step);
      tree.choose(branch.chosen());
    },
  });
  return tree;
}

interface Branching {
  element: HTMLElement;
  /** the step of the chosen snapshot, or null */
  chosen: () => number | null;
  /** Choose this snapshot; chosen again, none. */
  choose: (step: number) => void;
  /** These are left of the snapshots. */
  keep: (snapshots: Snapshot[]) => void;
}

/** What is said of the chosen snapshot, and the settings to go on with from there. */
function branching(model: DashboardModel, signal: AbortSignal): Branching {
  let chosen: Snapshot | null = null;
  const form = new SettingsForm("branch", () => {});
  const about = make("p", { attributes: { role: "status" } });
  const go = button("branch-here", "Branch from here", () => {
    if (chosen === null) return;
    go.disabled = true; // until it is answered
    asked = request(model, "branch", { ...form.values(), step: chosen.step });
  }, { class: "ir-button ir-start" });
  let asked: number | undefined;
  const wrong = answerTo(model, "branch", signal, (number, refused) => {
    if (number !== asked) return;
    go.disabled = false;
    if (refused) return; // what was typed stays, to be mended
    show(null);
  });
  const element = make("div", { class: "ir-branch", attributes: { "data-testid": "branch" } }, [
    about, form.element, go, wrong, whatEnds(model, signal),
  ]);
  const show = (snapshot: Snapshot | null) => {
    chosen = snapshot;
    element.hidden = snapshot === null;
    if (snapshot === null) return;
    setText(about, describe(snapshot));
    form.begin({ ...model.get("settings"), ...snapshot.settings });
  };
  show(null);
  return {
    element,
    chosen: () => chosen?.step ?? null,
    choose: (step) => {
      const found = model.get("tree").snapshots?.find((snapshot) => snapshot.step === step) ?? null;
      show(chosen?.step === step ? null : found);
    },
    keep: (snapshots) => {
      if (chosen !== null && !snapshots.some(({ step }) => step === chosen?.step)) show(null);
    },
  };
}

/** That a branch takes the place of a training which goes on. */
function whatEnds(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const ends = make("p", { class: "ir-about", attributes: { "data-testid": "branch-ends" } });
  followState(model, ["tree"], () => {
    const { state } = model.get("status");
    const goesOn = state === "running" || state === "paused";
    const told = `This ends the run that is shown, which is ${state}: `
      + "it stays as it is, and the branch goes on in its place.";
    setText(ends, goesOn ? told : "");
  }, signal);
  return ends;
}

/** "Step 360, after epoch 3, valid accuracy 93.1 %". */
export function describe({ step, at, accuracy }: Omit<Snapshot, "settings">): string {
  const judged = accuracy === null ? "" : `, valid accuracy ${percent(accuracy)}`;
  return `Step ${count(step)}, ${at === 0 ? "the beginning" : inEpochs(at)}${judged}`;
}

const COMPARED: ChartOptions = {
  title: "Valid accuracy",
  testId: "compared-chart",
  format: percent,
  // short enough for the margin
  formatTick: (value) => `${Number((value * 100).toPrecision(4))} %`,
};

/** Final and best accuracy of the run and of its parent, and both curves on one axis. */
function comparison(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const body = make("tbody");
  const chart = new LineChart(COMPARED, signal);
  const element = make("div", { class: "ir-compared", attributes: { "data-testid": "compared" } }, [
    comparedTable(body),
    chart.element,
  ]);
  follow(
    model,
    ["compared", "compared_values"],
    () => {
      const { runs: both, points: [before = 0] = [] } = model.get("compared");
      element.hidden = both === undefined;
      if (both === undefined) return;
      const roles = ["parent", "this run"];
      body.replaceChildren(...both.map((run, i) => figuresOf(run.name, roles[i] ?? "", run)));
      const values = floats(model.get("compared_values"));
      const lines = [
        curve("parent", "--ir-faint", values.subarray(0, 2 * before)),
        curve("this run", "--ir-valid", values.subarray(2 * before)),
      ];
      const end = Math.max(...both.map((run) => Math.ceil(run.end)));
      chart.update(lines, end, { range: spread(column(values, 2, 1)) });
    },
    signal,
  );
  return element;
}

function comparedTable(body: HTMLElement): HTMLElement {
  const heads = ["", "final", "best", "epochs"].map((text) =>
    make("th", { text, attributes: { scope: "col" } }),
  );
  return make("table", { class: "ir-compared-table" }, [
    make("thead", {}, [make("tr", {}, heads)]),
    body,
  ]);
}

/** A line from rows of epoch and accuracy. */
function curve(name: string, color: string, rows: Float32Array): Series {
  return { name, color, x: column(rows, 2, 0), y: column(rows, 2, 1), marked: true };
}

/**
 * From a little below the lowest to a little above the highest; what lies close together is seen
 * apart.
 */
export function spread(accuracies: Float32Array): [number, number] {
  const finite = accuracies.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const margin = Math.max(0.01, 0.1 * (high - low));
  return [Math.max(0, low - margin), Math.min(1, high + margin)];
}

function figuresOf(
  name: string,
  role: string,
  run: { best: number | null; final: number | null; end: number },
): HTMLElement {
  const cells = [
    percent(run.final ?? NaN),
    percent(run.best ?? NaN),
    String(Number(run.end.toFixed(1))),
  ];
  return make("tr", {}, [
    make("th", { text: role, title: name, attributes: { scope: "row" } }),
    ...cells.map((text) => make("td", { text })),
  ]);
}
