import { make, setText } from "../../shared/dom";
import { percent, plural } from "../../shared/format";
import { label, PLACES } from "./history";
import { follow } from "../../shared/model";
import { request } from "../model";
import type { DashboardModel } from "../traits";

/** A list of earlier runs that opens, each with a box to lay it over the curves. */
export function overlayMenu(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const says = make("span");
  const list = make("div", {
    class: "ir-earlier",
    attributes: { role: "group", "aria-label": "Earlier runs" },
  });
  const menu = opening(says, list, () => request(model, "earlier runs"), signal);
  follow(
    model,
    ["earlier", ...PLACES],
    () => {
      const chosen = PLACES.map((place) => model.get(place).run);
      const number = chosen.filter((run) => run !== undefined).length;
      setText(says, number === 0 ? "Earlier runs" : `Earlier runs: ${number}`);
      list.replaceChildren(...rows(model, chosen));
    },
    signal,
  );
  return menu;
}

/** A list under its name. Escape, or a press anywhere else, closes it. */
function opening(
  says: HTMLElement,
  list: HTMLElement,
  opened: () => void,
  signal: AbortSignal,
): HTMLElement {
  const summary = make(
    "summary",
    { class: "ir-chip", attributes: { "data-testid": "earlier-runs" } },
    [says],
  );
  const menu = make("details", { class: "ir-menu" }, [summary, list]);
  menu.addEventListener("toggle", () => {
    if (menu.open) opened();
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    summary.focus();
    event.stopPropagation();
  });
  const closeFrom = (event: PointerEvent) => {
    if (menu.open && !menu.contains(event.target as Node)) menu.open = false;
  };
  document.addEventListener("pointerdown", closeFrom, { signal });
  return menu;
}

function rows(model: DashboardModel, chosen: (string | undefined)[]): HTMLElement[] {
  const earlier = model.get("earlier");
  if (earlier.length === 0) {
    return [
      make("p", { class: "ir-about", text: "No earlier runs on this data in this run's folder." }),
    ];
  }
  return earlier.map((run) => {
    const place = chosen.indexOf(run.run);
    const box = make("input", {
      attributes: { type: "checkbox", "data-testid": `overlay-${run.run}` },
    });
    box.checked = place >= 0;
    box.disabled = place < 0 && !chosen.includes(undefined);
    box.addEventListener("change", () =>
      request(model, "lay over", { run: run.run, on: box.checked }),
    );
    const key = make("i", { class: "ir-key ir-key-dashed" });
    key.style.setProperty("--key", place < 0 ? "transparent" : `var(--ir-run-${place})`);
    const how = [
      plural(run.epochs, "epoch"),
      run.accuracy === null ? run.state : percent(run.accuracy),
    ].join(", ");
    return make("label", { class: "ir-earlier-run", title: run.run }, [
      box,
      key,
      make("span", { text: label(run) }),
      make("small", { text: how }),
    ]);
  });
}
