import { make, setText } from "../shared/dom";
import { labelled } from "../shared/fields";
import { asked, submitter } from "../shared/deploying/asked";
import type { Service } from "./service";

/** A field for the token, shown where the service wants one. */
export class TokenForm {
  readonly element: HTMLElement;
  private readonly says = make("p", {
    class: "ir-error", attributes: { role: "alert", "data-testid": "token-problem" },
  });
  private readonly field = make("input", {
    attributes: {
      type: "password", autocomplete: "off", spellcheck: "false", "data-testid": "token",
    },
  });

  /** `given` is called when there is a token to try. */
  constructor(private readonly service: Service, given: () => void) {
    const form = asked("Token", () => {
      service.token = this.field.value.trim();
      given();
    }, [
      labelled("Token; it stays in this tab, and is forgotten with it", this.field),
      make("div", { class: "ir-buttons" }, [submitter("token-send", "Use it")]),
    ]);
    const title = make("span", { class: "ir-chart-title", text: "This service asks for a token" });
    this.element = make(
      "section", { class: "ir-card", attributes: { "aria-label": "Token" } },
      [make("header", {}, [title]), form, this.says],
    );
    this.element.hidden = true;
  }

  ask(): void {
    setText(this.says, this.service.token === "" ? "" : "The service doesn't know this token.");
    if (!this.element.hidden) return;
    this.element.hidden = false;
    this.field.focus();
  }

  done(): void {
    this.element.hidden = true;
    this.field.value = "";
  }
}
