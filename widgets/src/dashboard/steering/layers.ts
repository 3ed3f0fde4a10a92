import { floats } from "../../shared/bytes";
import { make, setText } from "../../shared/dom";
import { inEpochs, plural } from "../../shared/format";
import { follow } from "../../shared/model";
import type { DashboardModel, LayerTable, Status } from "../traits";

interface Column {
  title: string;
  about: string;
  logarithmic: boolean;
  format: (value: number) => string;
}

const COLUMNS: Column[] = [
  {
    title: "gradient",
    about: "Length of the loss's gradient, on a logarithmic scale",
    logarithmic: true,
    format: scientific,
  },
  {
    title: "update a step",
    about:
      "How far the weights moved in a step, over their own length: " +
      "the mean of the steps since the last look, on a logarithmic scale",
    logarithmic: true,
    format: scientific,
  },
  {
    title: "dead",
    about: "Share of the units that are zero for all images",
    logarithmic: false,
    format: share,
  },
];

/** A table of the layers with their figures, look by look. */
export function layers(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const title = make("span", { class: "ir-chart-title", text: "Layers" });
  const subtitle = make("span", { class: "ir-subtitle" });
  const body = make("tbody");
  const note = make("p", { class: "ir-about" });
  const element = make(
    "section",
    { class: "ir-card ir-layers", attributes: { "data-testid": "layers" } },
    [make("header", {}, [title, subtitle]), scrolling(body), note],
  );
  follow(
    model,
    ["layers", "layer_values"],
    () => {
      const { layers: rows = [], steps = [], left_out = 0 } = model.get("layers");
      element.hidden = rows.length === 0;
      const values = floats(model.get("layer_values"));
      // the other half of a message
      if (values.length !== rows.length * COLUMNS.length * steps.length) return;
      setText(note, left_out === 0 ? "" : `${plural(left_out, "further layer")} not shown.`);
      body.replaceChildren(...lines(rows, steps.length, values));
    },
    signal,
  );
  follow(
    model,
    ["layers", "status"],
    () => {
      const { steps: looks = [] } = model.get("layers");
      setText(subtitle, lookedAt(looks[looks.length - 1] ?? 0, model.get("status")));
    },
    signal,
  );
  return element;
}

/** The table, which is scrolled where it is too wide or too long. */
function scrolling(body: HTMLElement): HTMLElement {
  const attributes = { tabindex: "0", role: "region", "aria-label": "Layers" };
  return make("div", { class: "ir-scroll", attributes }, [
    make("table", { class: "ir-layer-table" }, [head(), body]),
  ]);
}

/** A line for each layer; the values come layer by layer, figure by figure, look by look. */
function lines(rows: LayerRow[], looks: number, values: Float32Array): HTMLElement[] {
  return rows.map((row, layer) =>
    line(row, (column) => {
      const begin = (layer * COLUMNS.length + column) * looks;
      return values.subarray(begin, begin + looks);
    }),
  );
}

/** When the layers were looked at last, and why not since. */
export function lookedAt(
  step: number,
  { progress, epochs, steps }: Pick<Status, "progress" | "epochs" | "steps">,
): string {
  const at = steps > 0 ? (step * epochs) / steps : 0;
  const done = Math.floor(progress * epochs + 1e-6);
  const when = step === 0 ? "before the first step" : inEpochs(at);
  return done > at
    ? `looked at ${when}, of ${done} so far; looking takes at most 1 % of the time`
    : `looked at ${when}`;
}

function head(): HTMLElement {
  const titles = COLUMNS.map(({ title, about }) =>
    make("th", { text: title, title: about, attributes: { scope: "col" } }),
  );
  return make("thead", {}, [
    make("tr", {}, [make("th", { text: "layer", attributes: { scope: "col" } }), ...titles]),
  ]);
}

type LayerRow = NonNullable<LayerTable["layers"]>[number];

function line(
  { name, kind, frozen, unusual }: LayerRow,
  values: (column: number) => Float32Array,
): HTMLElement {
  const words = [...(frozen ? ["frozen"] : []), ...unusual];
  const about = make("small", { text: words.length > 0 ? words.join(", ") : kind });
  const header = make("th", { title: `${name}, ${kind}`, attributes: { scope: "row" } }, [
    make("span", { text: name }),
    about,
  ]);
  const row = make("tr", { class: unusual.length > 0 ? "ir-unusual" : "" }, [header]);
  row.append(...COLUMNS.map((column, i) => cell(column, values(i))));
  return row;
}

function cell(column: Column, values: Float32Array): HTMLElement {
  const latest = values[values.length - 1] ?? NaN;
  const text = Number.isNaN(latest) ? "" : column.format(latest);
  const inside: Node[] =
    text === "" ? [] : [sparkline(heights(values, column.logarithmic)), make("b", { text })];
  return make("td", {}, [make("div", { class: "ir-layer-bars" }, inside)]);
}

/**
 * The height of each bar, 0 … 1; one that was not measured has none.
 *
 * A share is as high as it is. Where the scale is logarithmic, the lowest of a layer is a low bar
 * and the highest a high one; they lie at least a factor of ten apart, so that what hardly changes
 * looks level.
 */
export function heights(values: Float32Array, logarithmic: boolean): number[] {
  if (!logarithmic) return Array.from(values, (value) => (Number.isFinite(value) ? value : 0));
  const logs = Array.from(values, (value) => Math.log10(value));
  const finite = logs.filter(Number.isFinite);
  const middle = (Math.max(...finite) + Math.min(...finite)) / 2;
  const span = Math.max(1, Math.max(...finite) - Math.min(...finite));
  return logs.map((value) => (Number.isFinite(value) ? 0.55 + (0.8 * (value - middle)) / span : 0));
}

const BAR = 3;
const HEIGHT = 18;

function sparkline(bars: number[]): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", `0 0 ${bars.length * BAR} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  svg.style.setProperty("--bars", String(bars.length));
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", bars.map((bar, i) => {
    const height = bar <= 0 ? 0 : Math.max(1, bar * HEIGHT);
    return `M${i * BAR} ${HEIGHT}v${-height.toFixed(1)}h${BAR - 1}V${HEIGHT}z`;
  }).join(""));
  svg.append(path);
  return svg;
}

function scientific(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  if (value === 0) return "0";
  return value >= 0.01 && value < 1000
    ? String(Number(value.toPrecision(2)))
    : value.toExponential(1);
}

function share(value: number): string {
  return `${Math.round(value * 100)} %`;
}
