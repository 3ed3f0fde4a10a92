import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";

/** Is this a lesson, or a page beside them: in a clone of the repository, or a learner's copy? */
export function isLesson(path: string): boolean {
  return /(^|\/)(imagerec-course|nbs\/tutorials)\/[^/]*\.ipynb$/.test(path);
}

/**
 * A lesson that is only opened counts as unchanged.
 *
 * Lessons don't say which Python they were written with. JupyterLab writes the kernel's name and
 * version into the notebook as soon as the kernel tells them, and marks it changed. Once a cell has
 * changed, it stays so marked.
 */
async function keepUnchanged({ context }: NotebookPanel): Promise<void> {
  await context.ready;
  const { model } = context;
  const cells = () => JSON.stringify(model.sharedModel.toJSON().cells);
  const before = cells();
  const look = () => {
    if (!model.dirty) return;
    if (cells() === before) model.dirty = false;
    else model.stateChanged.disconnect(look);
  };
  model.stateChanged.connect(look);
  look();
}

export function keepLessonsUnchanged(notebooks: INotebookTracker): void {
  const keep = (panel: NotebookPanel) => {
    if (isLesson(panel.context.path)) void keepUnchanged(panel);
  };
  notebooks.forEach(keep);
  notebooks.widgetAdded.connect((_, panel) => keep(panel));
}
