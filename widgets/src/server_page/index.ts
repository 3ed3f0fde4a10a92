import { announced, make, setText } from "../shared/dom";
import type { ServiceState } from "../shared/records";
import { DriftCard } from "../shared/serving/drift";
import { ModelsTable } from "../shared/serving/models_table";
import { minuteText, modelsText, wholeText } from "../shared/serving/words";
import { Service, TokenWanted } from "./service";
import { TokenForm } from "./token";
import { Trying } from "./trying";

const PAUSE = 2000; // milliseconds between two looks at the service

/** The page of a running service: try a picture, see the models, and whether they still fit. */
class Page {
  private readonly service = new Service();
  private readonly token = new TokenForm(this.service, () => void this.look());
  private readonly trying = new Trying(this.service, () => this.wantToken());
  private readonly models = new ModelsTable();
  private readonly drift = new DriftCard();
  private readonly summary = announced("ir-about", "summary");
  private readonly problem = make("p", {
    class: "ir-error", attributes: { role: "alert", "data-testid": "problem" },
  });
  private readonly parts: HTMLElement;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(place: HTMLElement) {
    const title = make("span", { class: "ir-chart-title", text: "Models" });
    const models = make(
      "section", { class: "ir-card", attributes: { "aria-label": "Models" } },
      [make("header", {}, [title]), this.models.element],
    );
    this.parts = make("div", { class: "ir-page-parts" }, [
      this.trying.element, models, this.drift.element,
    ]);
    this.parts.hidden = true;
    place.append(make("main", { class: "ir-dashboard ir-service", attributes: {
      "data-testid": "service",
    } }, [
      make("header", { class: "ir-service-head" }, [
        make("h1", { text: "imagerec" }), this.summary,
      ]),
      this.problem, this.token.element, this.parts,
    ]));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.look();
    });
  }

  /** Ask for the state now, and from now on while somebody sees the page. */
  async look(): Promise<void> {
    clearTimeout(this.timer);
    try {
      this.show(await this.service.state());
      this.token.done();
    } catch (error) {
      if (error instanceof TokenWanted) return this.wantToken();
      setText(this.problem, (error as Error).message);
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void (document.hidden || this.look()), PAUSE);
  }

  private wantToken(): void {
    setText(this.problem, "");
    this.parts.hidden = true;
    this.token.ask();
  }

  private show(state: ServiceState): void {
    this.parts.hidden = false;
    document.title = `${modelsText(state)} · imagerec`;
    setText(this.summary, `${modelsText(state)}. ${minuteText(state.traffic)}. `
      + `${wholeText(state)}.`);
    setText(this.problem, state.error);
    this.trying.update(state);
    this.models.update(state.models);
    this.drift.update(state.models);
  }
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const setTheme = () => {
  document.body.dataset["jpThemeLight"] = String(!dark.matches);
};
dark.addEventListener("change", setTheme);
setTheme();
void new Page(document.body).look();
