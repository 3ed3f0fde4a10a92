import { make, setText } from "../../shared/dom";
import { labelled, named, offer, select, type Option } from "../../shared/fields";
import { count, plural, times } from "../../shared/format";
import { cards } from "./cards";
import { UNSET } from "./form_field";
import { isBusy, marksOf, parse, textOf, usualEpochs, withModel } from "./choices";
import { follow, send } from "../../shared/model";
import { followState } from "../model";
import type { Choices, DashboardModel, DatasetOption } from "../traits";

const A_PATH = "\u0000path"; // no data set has this name

/**
 * The five fields that everybody needs. What is chosen lives in the `choices` trait, so all views
 * agree.
 */
export function fields(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const { models, fixed } = model.get("options");
  const made = {
    data: select("data", [], () => choose(model, "data", made.data)),
    model: select("model", named(models.map(({ name }) => name)), () =>
      choose(model, "model", made.model),
    ),
    epochs: input("epochs", "numeric", ""),
    batch_size: input("batch-size", "numeric", UNSET),
    learning_rate: input("learning-rate", "decimal", UNSET),
  };
  const names = Object.keys(made) as (keyof typeof made)[];
  for (const name of ["epochs", "batch_size", "learning_rate"] as const) {
    made[name].addEventListener("change", () => choose(model, name, made[name]));
  }
  followState(
    model,
    ["choices", "problems", "suggestion"],
    () => {
      const chosen = model.get("choices");
      const marks = marksOf(model);
      offerData(model, made.data);
      for (const name of names) {
        const text = textOf(chosen[name]);
        if (made[name].value !== text && document.activeElement !== made[name])
          made[name].value = text;
        made[name].disabled = isBusy(model) || (name === "data" && fixed.data);
        markProblem(made[name], model.get("problems")[name] ?? "");
        made[name].classList.toggle("ir-suggested", marks[name] === "suggested");
        made[name].title ||= marks[name] === "suggested" ? "suggested" : "";
      }
      const usual = usualEpochs(model.get("options"), chosen);
      made.epochs.setAttribute("placeholder", textOf(usual));
      made.epochs.title ||= `${chosen.model} was published with ${textOf(usual)}`;
      made.data.value = chosen.data;
    },
    signal,
  );
  return make("div", { class: "ir-fields" }, [
    labelled("Data", made.data),
    labelled("Model", made.model),
    labelled("Epochs", made.epochs),
    labelled("Batch size", made.batch_size),
    labelled("Learning rate", made.learning_rate),
  ]);
}

/** What is wrong with the values, and the three cards that tell more of them. */
export function setup(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const wrong = make("p", {
    class: "ir-problem",
    attributes: { role: "status", "data-testid": "problem" },
  });
  follow(
    model,
    ["problems"],
    () => {
      setText(wrong, Object.values(model.get("problems")).join("\n"));
    },
    signal,
  );
  return make("div", { class: "ir-setup" }, [wrong, cards(model, summaries, signal)]);
}

function choose(
  model: DashboardModel,
  name: keyof Choices,
  field: HTMLInputElement | HTMLSelectElement,
): void {
  const before = model.get("choices");
  const text = field.value;
  if (name === "data" && text === A_PATH) askForPath(model, field);
  else if (name === "data") send(model, "choices", { ...before, data: text });
  else if (name === "model")
    send(model, "choices", withModel(model.get("options").models, before, text));
  else
    send(model, "choices", {
      ...before,
      [name]: parse(text) ?? (name === "epochs" ? usualEpochs(model.get("options"), before) : null),
    });
}

/** Open the card where a path can be typed. */
function askForPath(model: DashboardModel, field: HTMLElement): void {
  send(model, "card", "data");
  field.closest(".ir-dashboard")?.querySelector<HTMLElement>("[data-testid=data-path]")?.focus();
}

/** The named sets, a path that was typed, and the way to type one. */
function offerData(model: DashboardModel, field: HTMLSelectElement): void {
  const { datasets, fixed } = model.get("options");
  const { data } = model.get("choices");
  const names = datasets.map(({ name }) => name);
  const paths = names.includes(data) ? [] : [data];
  const wanted = [...names, ...paths].map((name): Option => [name, shortPath(name)]);
  offer(field, fixed.data ? wanted : [...wanted, [A_PATH, "a folder, .zip or .csv …"]]);
}

/** The end of a path says most. */
function shortPath(name: string): string {
  return name.length > 40 ? `…${name.slice(-39)}` : name;
}

/** A few words on what is chosen, for the buttons that open the cards. */
function summaries(model: DashboardModel): Record<string, string> {
  const { datasets, models } = model.get("options");
  const { data, model: name } = model.get("choices");
  const chosenData = datasets.find((option) => option.name === data);
  const chosenModel = models.find((option) => option.name === name);
  return {
    data: chosenData ? describeData(chosenData) : data,
    model: chosenModel?.description || name,
  };
}

function describeData({ description, images, shape, classes }: DatasetOption): string {
  const size = `${count(images)} images of ${times(shape)}, ${plural(classes, "class", "classes")}`;
  return description ? `${description}; ${size}` : size;
}

function markProblem(field: HTMLElement, problem: string): void {
  field.setAttribute("aria-invalid", String(problem !== ""));
  field.title = problem;
}

function input(testId: string, mode: string, placeholder: string): HTMLInputElement {
  return make("input", {
    attributes: {
      "data-testid": testId,
      inputmode: mode,
      placeholder,
      autocomplete: "off",
      size: "6",
    },
  });
}
