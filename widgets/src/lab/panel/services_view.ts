import type { Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { count } from "../../shared/format";
import type { ServiceRow, ServiceState, Traffic } from "../../shared/records";
import { isAvailable, milliseconds, pageOf, perSecond } from "../../shared/serving/words";
import { Polling } from "../server/polling";
import { services, stopService } from "../server/requests";
import { age, type Words } from "../words";

/** Milliseconds after which one looks again, although nothing has changed. */
const LONGEST = 10_000;

/** What the section can do beside listing. */
export interface ServiceActions {
  console(models: string): void;
  failed(error: Error): void;
}

/** The models that answer. */
function modelNames(words: Words, { models }: ServiceState): string {
  const names = models.filter(isAvailable).map(({ name }) => name);
  return names.join(", ") || words.__("No model answers yet.");
}

/** "12/s · p50 2.1 ms · p99 9.0 ms · 3 errors". */
function trafficFacts(words: Words, traffic: Traffic): string {
  const { per_second, p50_ms, p99_ms, failed: errors } = traffic;
  const took = p50_ms === null
    ? [] : [`p50 ${milliseconds(p50_ms)}`, `p99 ${milliseconds(p99_ms)}`];
  const failed = errors === 0 ? [] : [words._n("%1 error", "%2 errors", errors, count(errors))];
  return [perSecond(per_second), ...took, ...failed].join(" · ");
}

/** The section "Services". The server asks them only while the section is to be seen. */
export class ServicesView extends Widget {
  private readonly list: HTMLUListElement;
  private readonly nothing = make("p", { class: "ir-lab-nothing" });
  private readonly polling: Polling;
  private shown = "";

  constructor(
    private readonly words: Words,
    private readonly actions: ServiceActions,
  ) {
    super();
    this.addClass("ir-lab-section");
    this.addClass("ir-lab-services");
    this.title.label = words.__("Services");
    this.list = make("ul", {
      class: "ir-lab-list", attributes: { role: "list", "aria-label": words.__("Services") },
    });
    setText(
      this.nothing, words.__("No model is served. The button Serve on a run's page does it."),
    );
    this.node.append(this.list, this.nothing);
    this.polling = new Polling(() => this.ask(), () => document.hidden, LONGEST);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.polling.start();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) this.polling.start();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.polling.stop();
  }

  protected override onBeforeDetach(message: Message): void {
    this.polling.stop();
    super.onBeforeDetach(message);
  }

  /** Look at once: somebody has just begun to serve, or the panel was opened. */
  look(): void {
    this.polling.hurry();
  }

  private async ask(): Promise<boolean> {
    let rows: ServiceRow[];
    try {
      rows = (await services()).services;
    } catch {
      return false; // the panel says elsewhere that the connection is lost
    }
    const text = JSON.stringify(rows);
    if (text !== this.shown) this.render(rows);
    this.shown = text;
    return rows.length > 0; // what runs changes all the time
  }

  private render(rows: ServiceRow[]): void {
    const focused = this.list.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset["key"] : undefined;
    this.list.replaceChildren(...rows.map((row) => this.item(row)));
    this.nothing.hidden = rows.length > 0;
    if (focused !== undefined)
      this.list.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  private item(row: ServiceRow): HTMLElement {
    const { words } = this;
    const page = pageOf(row, window.location.hostname);
    const drifted = (row.state?.models ?? []).filter(
      ({ lately }) => (lately?.drifted.length ?? 0) > 0,
    );
    const item = make("li", { class: "ir-lab-service", title: row.models }, [
      make("div", { class: "ir-lab-service-name" }, [
        make("b", { text: row.name }),
        make("small", { text: words.__("started %1", age(words, row.started)) }),
      ]),
      make("p", { text: row.state === null ? row.error ?? "" : modelNames(words, row.state) }),
      make("p", { class: "ir-lab-service-facts",
        text: row.state === null ? "" : trafficFacts(words, row.state.traffic) }),
      ...drifted.map(({ name }) => make("p", { class: "ir-lab-service-drift",
        text: words.__("%1: the pictures seem to have changed", name) })),
      make("div", { class: "ir-lab-service-do" }, [
        page === null ? make("code", { text: row.url }) : this.link(row, page),
        this.press(row, "console", words.__("Console"), () => this.actions.console(row.models)),
        row.alone ? this.press(row, "stop", words.__("Stop"), () => void this.stop(row))
          : make("small", { text: words.__("in a notebook's kernel") }),
      ]),
    ]);
    item.dataset["service"] = row.name;
    item.dataset["state"] = row.state === null ? "silent" : "answers";
    return item;
  }

  private link({ url, pid }: ServiceRow, page: string): HTMLElement {
    const link = make("a", {
      text: url.replace(/^https?:\/\//, ""),
      title: this.words.__("Open the page of this service"),
      attributes: { href: page, target: "_blank", rel: "noopener noreferrer" },
    });
    link.dataset["key"] = `page-${pid}`;
    return link;
  }

  private press(row: ServiceRow, what: string, text: string, pressed: () => void): HTMLElement {
    const element = button(`service-${what}`, text, pressed, { class: "ir-lab-service-press" });
    element.ariaLabel = `${text}: ${row.name}`;
    element.dataset["key"] = `${what}-${row.pid}`;
    return element;
  }

  private async stop({ pid }: ServiceRow): Promise<void> {
    try {
      await stopService(pid);
    } catch (error) {
      this.actions.failed(error as Error);
    }
    this.look();
  }
}
