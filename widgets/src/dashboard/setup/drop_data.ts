import { make, setText } from "../../shared/dom";
import { button } from "../../shared/fields";
import { dropZone } from "../../shared/files/drop_zone";
import { Upload } from "../../shared/files/upload";
import { bytes, count } from "../../shared/format";
import { followState } from "../model";
import type { DashboardModel } from "../traits";
import { isBusy } from "./choices";

const ARCHIVES = ".zip,.tar,.tgz,.gz,.npz";

/** Data from the browser's machine: a folder or an archive, dropped or chosen. */
export function dropData(model: DashboardModel, signal: AbortSignal): HTMLElement {
  const problem = make("p", {
    class: "ir-error", attributes: { role: "alert", "data-testid": "drop-problem" },
  });
  const sending = new Sending(() => upload.cancel());
  const upload = new Upload(model, "data", ({ received, total, error = "", done }) => {
    setText(problem, error);
    sending.show(done || error !== "" ? undefined : received, total ?? 0);
  }, signal);
  const zone = dropZone({
    testId: "data-drop",
    hint: "Your own pictures: drop a folder or a .zip here, or",
    choosers: [
      { testId: "choose-folder", text: "Choose a folder …" },
      { testId: "choose-archive", text: "Choose a .zip …", accept: ARCHIVES },
    ],
    dropped: (files) => {
      if (files.length === 0) return setText(problem, "There are no files in it.");
      sending.files = files.length;
      upload.send(files);
    },
    failed: (words) => setText(problem, words),
  });
  zone.append(sending.element);
  const element = make("div", { class: "ir-drop-data" }, [zone, problem]);
  followState(model, ["options"], () => {
    element.hidden = model.get("options").fixed.data || isBusy(model);
  }, signal);
  return element;
}

/** How much has come, and a way to end that. */
class Sending {
  readonly element: HTMLElement;
  files = 0;
  private readonly bar = make("progress", { attributes: { max: "1" } });
  private readonly says = make("span", { attributes: { "data-testid": "sending" } });

  constructor(cancel: () => void) {
    const stop = button("cancel-upload", "Cancel", cancel);
    this.element = make("div", { class: "ir-sending" }, [this.bar, this.says, stop]);
    this.element.hidden = true;
  }

  /** Without a number nothing is sent. */
  show(received: number | undefined, total: number): void {
    this.element.hidden = received === undefined;
    if (received === undefined) return;
    this.bar.value = total === 0 ? 1 : received / total;
    const what = this.files === 1 ? "" : `${count(this.files)} files, `;
    const far = received === total ? "opening" : `${bytes(received)} of ${bytes(total)}`;
    setText(this.says, what + far);
  }
}
