import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { follow } from "../../shared/model";
import { ask } from "../ask_jupyterlab";
import type { DashboardModel, Finding } from "../traits";

/** What is unusual about the training, each with its evidence and the lesson about it. */
export function diagnosis(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const subtitle = make("span", { class: "ir-subtitle" });
  const body = make("div", { class: "ir-findings", attributes: { role: "status" } });
  const title = make("span", { class: "ir-chart-title", text: "Diagnosis" });
  const element = make(
    "section",
    { class: "ir-card ir-diagnosis", attributes: { "data-testid": "diagnosis" } },
    [make("header", {}, [title, subtitle]), body],
  );
  let shown = "";
  follow(
    model,
    ["findings"],
    () => {
      const { epoch, list } = model.get("findings");
      element.hidden = list === undefined;
      if (list === undefined) return;
      setText(subtitle, `epoch ${epoch}`);
      const text = JSON.stringify(list); // what stands there already is not read out again
      if (text === shown && body.childElementCount > 0) return;
      shown = text;
      body.replaceChildren(...(list.length > 0 ? list.map(row) : [nothing()]));
    },
    signal,
  );
  return element;
}

function nothing(): HTMLElement {
  return make("p", { class: "ir-nothing", text: "Nothing unusual so far." });
}

function row({ sentence, evidence, lesson }: Finding): HTMLElement {
  const about = make("small", {}, [make("span", { text: evidence })]);
  const children: HTMLElement[] = [make("p", { text: sentence }), about];
  if (lesson !== "") about.append(link(lesson));
  return make("div", { class: "ir-finding" }, children);
}

/** Opens the lesson; where nobody can, it says which one is meant. */
function link(lesson: string): HTMLElement {
  const [number = lesson, exercise] = lesson.split("-");
  const text =
    exercise === undefined ? `Lesson ${number}` : `Lesson ${number}, exercise ${exercise}`;
  const open = button(
    "lesson",
    text,
    () => {
      if (ask(open, "open-lesson", { lesson })) return;
      open.replaceWith(
        make("span", {
          text: `${text}: open the notebook that begins with ${number}_ in the course.`,
        }),
      );
    },
    { class: "ir-link" },
  );
  return open;
}
