import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { IOutputModel } from "@jupyterlab/rendermime";
import type { Widget } from "@lumino/widgets";
import { make } from "../shared/dom";
import { IImagerec } from "./services";
import type { Words } from "./words";

const WIDGET = "application/vnd.jupyter.widget-view+json";
/** What ipywidgets writes, in every language, in place of a widget whose kernel is gone. */
const NOT_FOUND = "Error displaying widget: model not found";

/** What a code cell has of its outputs. */
interface Outputs {
  outputArea?: { widgets: readonly Widget[]; model: { get(index: number): IOutputModel } };
}

/** The output that this element is a part of. */
function outputOf({ content }: NotebookPanel, part: Node): IOutputModel | undefined {
  const cell = content.widgets.find(({ node }) => node.contains(part));
  const area = (cell as Outputs | undefined)?.outputArea;
  const index = area?.widgets.findIndex(({ node }) => node.contains(part)) ?? -1;
  return index < 0 ? undefined : area?.model.get(index);
}

/**
 * Show what an output holds beside the widget, a picture or a page; nothing if that is only its
 * name in Python.
 */
async function showRest(panel: NotebookPanel, place: HTMLElement, words: Words): Promise<void> {
  const output = outputOf(panel, place);
  if (output === undefined) return;
  const { [WIDGET]: _, ...data } = output.data;
  const { rendermime } = panel.content;
  const type = rendermime.preferredMimeType(data, output.trusted ? "any" : "ensure");
  if (type === undefined || type === "text/plain") return;
  const renderer = rendermime.createRenderer(type);
  await renderer.renderModel(rendermime.createModel({ data, trusted: output.trusted }));
  if (renderer.node.textContent === "" && renderer.node.querySelector("img, svg") === null) return;
  const note = make("p", {
    class: "ir-lost-widget",
    text: words.__("As it was: its kernel has ended. Run the cell again to have it live."),
  });
  place.replaceChildren(note, renderer.node);
}

/** Look out in a notebook for widgets that can't be shown any more. */
function observe(panel: NotebookPanel, words: Words): void {
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      const isLost =
        target instanceof HTMLElement &&
        target.classList.contains("jupyter-widgets") &&
        target.textContent === NOT_FOUND;
      if (isLost) void showRest(panel, target, words);
    }
  });
  observer.observe(panel.content.node, { childList: true, subtree: true });
  panel.disposed.connect(() => observer.disconnect());
}

export const lostWidgetsPlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:lost-widgets",
  description: "Shows a still picture of a widget whose kernel is gone.",
  autoStart: true,
  requires: [INotebookTracker, IImagerec],
  activate: (_: JupyterFrontEnd, notebooks: INotebookTracker, { words }: IImagerec) => {
    notebooks.forEach((panel) => observe(panel, words));
    notebooks.widgetAdded.connect((_sender, panel) => observe(panel, words));
  },
};
