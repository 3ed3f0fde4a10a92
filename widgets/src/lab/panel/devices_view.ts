import type { Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import { make, setText } from "../../shared/dom";
import { bytes } from "../../shared/format";
import type { Feed } from "../server/feed";
import type { Devices, Gpu } from "../server/requests";
import type { Words } from "../words";

/** A bar that says how much of something is used. */
class Gauge {
  readonly element: HTMLElement;
  private readonly value = make("span", { class: "ir-lab-gauge-value" });
  private readonly filled = make("div");
  private readonly bar: HTMLElement;

  constructor(private readonly label: string) {
    this.bar = make(
      "div",
      {
        class: "ir-lab-gauge-bar",
        attributes: {
          role: "meter",
          "aria-label": label,
          "aria-valuemin": "0",
          "aria-valuemax": "100",
        },
      },
      [this.filled],
    );
    const name = make("span", { class: "ir-lab-gauge-name", text: label, title: label });
    this.element = make("div", { class: "ir-lab-gauge" }, [name, this.value, this.bar]);
  }

  /** `share` from 0 to 1. */
  update(share: number, text: string): void {
    const done = Math.round(100 * share);
    setText(this.value, text);
    this.filled.style.width = `${done}%`;
    this.bar.setAttribute("aria-valuenow", String(done));
    this.bar.setAttribute("aria-valuetext", `${this.label}: ${text}`);
  }
}

/** The section "Devices". The server is asked for them only while the section is to be seen. */
export class DevicesView extends Widget {
  private readonly cores = make("div", { class: "ir-lab-cores", attributes: { role: "img" } });
  private readonly processor = make("span", { class: "ir-lab-gauge-value" });
  private readonly memory: Gauge;
  private readonly gpus = make("div");
  private gauges: [Gauge, Gauge][] = [];

  constructor(
    private readonly feed: Feed,
    private readonly words: Words,
  ) {
    super();
    this.addClass("ir-lab-section");
    this.addClass("ir-lab-devices");
    this.title.label = words.__("Devices");
    this.memory = new Gauge(words.__("Memory"));
    const name = make("span", { class: "ir-lab-gauge-name", text: words.__("Processor") });
    const processor = make("div", { class: "ir-lab-processor" }, [
      name,
      this.cores,
      this.processor,
    ]);
    this.node.append(processor, this.memory.element, this.gpus);
    feed.devicesChanged.connect((_, devices) => this.render(devices));
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.feed.want({ devices: true });
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) this.feed.want({ devices: true });
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.feed.want({ devices: false });
  }

  private render({ cores, memory, gpus }: Devices): void {
    const { words } = this;
    const mean = cores.reduce((sum, value) => sum + value, 0) / Math.max(1, cores.length);
    setText(this.processor, `${Math.round(mean)} %`);
    const text = words._n("%2 % of %1 core", "%2 % of %1 cores", cores.length, Math.round(mean));
    this.cores.setAttribute("aria-label", text);
    this.cores.title = text;
    this.memory.update(
      memory.used / memory.total,
      words.__("%1 of %2", bytes(memory.used), bytes(memory.total)),
    );
    this.renderCores(cores);
    if (this.gauges.length !== gpus.length) this.makeGpus(gpus);
    gpus.forEach((gpu, i) => this.renderGpu(gpu, this.gauges[i]));
  }

  private renderCores(cores: number[]): void {
    while (this.cores.children.length > cores.length) this.cores.lastElementChild?.remove();
    while (this.cores.children.length < cores.length)
      this.cores.append(make("div", {}, [make("div")]));
    cores.forEach((load, i) => {
      const filled = this.cores.children[i]?.firstElementChild as HTMLElement;
      filled.style.height = `${Math.round(load)}%`;
    });
  }

  private makeGpus(gpus: Gpu[]): void {
    this.gauges = gpus.map((gpu, number) => [
      new Gauge(gpus.length === 1 ? gpu.name : `${number} ${gpu.name}`),
      new Gauge(this.words.__("Its memory")),
    ]);
    this.gpus.replaceChildren(...this.gauges.flatMap((pair) => pair.map(({ element }) => element)));
  }

  private renderGpu(
    { load, used, total, temperature }: Gpu,
    gauges: [Gauge, Gauge] | undefined,
  ): void {
    const heat = temperature === null ? "" : `, ${temperature} °C`;
    gauges?.[0].update((load ?? 0) / 100, load === null ? `–${heat}` : `${load} %${heat}`);
    const text =
      used === null || total === null ? "–" : this.words.__("%1 of %2", bytes(used), bytes(total));
    gauges?.[1].update((used ?? 0) / (total ?? 1), text);
  }
}
