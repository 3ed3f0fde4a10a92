import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { IOutputModel, IRenderMime } from "@jupyterlab/rendermime";
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

/** An output of a widget, and what draws it. */
interface WidgetOutput {
  model: IOutputModel;
  renderer: IRenderMime.IRenderer;
}

/** The output whose renderer this element is. */
function outputOf({ content }: NotebookPanel, place: Node): WidgetOutput | undefined {
  const cell = content.widgets.find(({ node }) => node.contains(place));
  const area = (cell as Outputs | undefined)?.outputArea;
  const index = area?.widgets.findIndex(({ node }) => node.contains(place)) ?? -1;
  const output = area?.widgets[index];
  if (area === undefined || output === undefined) return undefined;
  const renderer = [output, ...output.children()].find(({ node }) => node === place);
  if (renderer === undefined) return undefined;
  return { model: area.model.get(index), renderer: renderer as IRenderMime.IRenderer };
}

/** Does the kernel have this widget still? */
async function isAlive({ sessionContext }: NotebookPanel, output: IOutputModel): Promise<boolean> {
  const kernel = sessionContext.session?.kernel;
  if (kernel == null || kernel.connectionStatus !== "connected") return false;
  const { content } = await kernel.requestCommInfo({ target_name: "jupyter.widget" });
  const view = output.data[WIDGET] as { model_id?: string } | undefined;
  return content.status === "ok" && view?.model_id !== undefined && view.model_id in content.comms;
}

/** How often a widget that its kernel has is drawn anew. */
const MOST_TIMES = 3;
const drawnAnew = new WeakMap<Node, number>();

/**
 * Draw a widget anew if its kernel has it; else show what is left of it.
 *
 * ipywidgets waits two seconds for a model, and doesn't look again when they are over: on a slow
 * machine a widget that has just come is given up.
 */
async function comeBack(panel: NotebookPanel, place: HTMLElement, words: Words): Promise<void> {
  const output = outputOf(panel, place);
  if (output === undefined) return;
  const times = drawnAnew.get(place) ?? 0;
  if (times === MOST_TIMES || !(await isAlive(panel, output.model)))
    return showRest(panel, place, output.model, words);
  drawnAnew.set(place, times + 1);
  place.classList.remove("jupyter-widgets");
  await output.renderer.renderModel(output.model);
}

/**
 * Show what an output holds beside the widget, a picture or a page; nothing if that is only its
 * name in Python.
 */
async function showRest(
  panel: NotebookPanel,
  place: HTMLElement,
  output: IOutputModel,
  words: Words,
): Promise<void> {
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
      if (isLost) void comeBack(panel, target, words);
    }
  });
  observer.observe(panel.content.node, { childList: true, subtree: true });
  panel.disposed.connect(() => observer.disconnect());
}

export const lostWidgetsPlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:lost-widgets",
  description: "Draws a widget that was given up too soon, or a still picture of one that is gone.",
  autoStart: true,
  requires: [INotebookTracker, IImagerec],
  activate: (_: JupyterFrontEnd, notebooks: INotebookTracker, { words }: IImagerec) => {
    notebooks.forEach((panel) => observe(panel, words));
    notebooks.widgetAdded.connect((_sender, panel) => observe(panel, words));
  },
};
