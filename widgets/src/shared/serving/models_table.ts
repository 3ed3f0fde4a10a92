import { Sparkline } from "../chart/sparkline";
import { make } from "../dom";
import type { ModelState, VersionState } from "../records";
import { driftText, errorsText, milliseconds, perSecond, stateKind, stateName } from "./words";

const COLUMNS = ["Model", "Versions", "Requests", "", "p50", "p99", "Errors", "Pictures"];
const MOST_VERSIONS = 6;

/** The models that a service has, their versions, and how busy they were in the last minute. */
export class ModelsTable {
  readonly element = make("div", {
    class: "ir-models", attributes: { tabindex: "0", role: "group", "aria-label": "Models" },
  });
  private shown = "";

  update(models: ModelState[]): void {
    const text = JSON.stringify(models.map(({ classes, ...rest }) => rest));
    if (text === this.shown) return;
    this.shown = text;
    const head = COLUMNS.map((name) => make("th", { text: name, attributes: { scope: "col" } }));
    const most = 1.15 * Math.max(1, ...models.flatMap(({ traffic }) => traffic.seconds));
    const none = make("p", { class: "ir-about", text: "There is no model in the folder yet." });
    const table = make(
      "table", { class: "ir-plain-table", attributes: { "data-testid": "models" } },
      [
        make("thead", {}, [make("tr", {}, head)]),
        make("tbody", {}, models.map((one) => row(one, most))),
      ],
    );
    this.element.replaceChildren(models.length === 0 ? none : table);
  }
}

/** A model; its requests are drawn on the scale of all. */
function row(model: ModelState, most: number): HTMLElement {
  const { name, versions, labels, engine, traffic, lately, error } = model;
  const spark = new Sparkline();
  spark.draw(Float32Array.from(traffic.seconds), 1, 0, most);
  const bad = (lately?.drifted.length ?? 0) > 0;
  const cells = [
    make("td", { class: "ir-versions" }, [
      ...shownVersions(versions, labels),
      ...(error === "" ? [] : [make("small", { class: "ir-is-bad", text: error })]),
    ]),
    make("td", { text: perSecond(traffic.per_second) }),
    make("td", { title: "Requests in each second of the last minute" }, [spark.element]),
    make("td", { text: milliseconds(traffic.p50_ms) }),
    make("td", { text: milliseconds(traffic.p99_ms) }),
    make("td", { title: `${errorsText(traffic.errors)} since the service began` }, [
      make("span", {
        text: traffic.failed.toLocaleString("en-US"), class: traffic.failed > 0 ? "ir-is-bad" : "",
      }),
      make("small", {
        text: traffic.errors > 0 ? `${traffic.errors.toLocaleString("en-US")} in all` : "",
      }),
    ]),
    make("td", { text: driftText(model), class: `ir-drift-says${bad ? " ir-is-bad" : ""}` }),
  ];
  const heading = make("th", { title: name, attributes: { scope: "row" } }, [
    make("span", { text: name }), make("small", { text: engine }),
  ]);
  const line = make("tr", {}, [heading, ...cells]);
  line.dataset["model"] = name;
  return line;
}

function shownVersions(
  versions: VersionState[], labels: Record<string, number>,
): HTMLElement[] {
  const shown = versions.slice(0, MOST_VERSIONS).map((one) => versionMark(one, labels));
  const more = versions.length - shown.length;
  return more > 0 ? [...shown, make("small", { text: `and ${more} more` })] : shown;
}

/** A version's number, and its state by a mark and in words. */
function versionMark(one: VersionState, labels: Record<string, number>): HTMLElement {
  const names = Object.keys(labels).filter((label) => labels[label] === one.version);
  const named = names.length === 0 ? "" : ` “${names.join("”, “")}”`;
  const { error = "" } = one;
  const mark = make("span", { class: "ir-version", title: error }, [
    make("i", { attributes: { "aria-hidden": "true" } }),
    make("b", { text: String(one.version) }),
    make("span", { text: `${stateName(one)}${named}` }),
    ...(error === "" ? [] : [make("small", { class: "ir-is-bad", text: error })]),
  ]);
  mark.dataset["kind"] = stateKind(one);
  return mark;
}
