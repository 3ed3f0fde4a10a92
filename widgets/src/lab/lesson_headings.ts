import type { IDocumentWidget } from "@jupyterlab/docregistry";
import type { NotebookPanel } from "@jupyterlab/notebook";

/**
 * "05#why-it-helps" as lesson "05" and that heading, "02#convolution-3" as lesson "02" and that
 * exercise; "05" has no mark; null for no lesson.
 */
export function parseLesson(text: string): { lesson: string; mark: string | null } | null {
  const found = /^(\d\d)(?:#(.+))?$/.exec(text);
  if (found === null) return null;
  const [, lesson = "", mark] = found;
  return { lesson, mark: mark ?? null };
}

/**
 * Has this Markdown a heading that names the mark: an exercise's name, or the heading's own
 * anchor?
 */
export function hasHeading(source: string, mark: string): boolean {
  const headings = source.match(/^#+ .+$/gm) ?? [];
  return headings.some((heading) => {
    const text = heading.replace(/^#+ /, "");
    return (
      new RegExp(`(^|\\W)${mark.replace(/[^\w-]/g, "\\$&")}(\\W|$)`).test(text) ||
      anchorOf(text) === mark
    );
  });
}

/** "Why it helps" as "why-it-helps". */
function anchorOf(heading: string): string {
  return heading.trim().toLowerCase().replace(/[^\w\s-]/g, "").replace(/\s+/g, "-");
}

/** Scroll a notebook to the heading that names the mark, and make its cell the active one. */
export async function scrollToHeading(widget: IDocumentWidget, mark: string): Promise<void> {
  const { content, context, revealed } = widget as NotebookPanel;
  await context.ready;
  await revealed;
  const index = content.widgets.findIndex(
    ({ model }) => model.type === "markdown" && hasHeading(model.sharedModel.getSource(), mark),
  );
  if (index < 0) return;
  content.activeCellIndex = index;
  await content.scrollToItem(index, "start");
}
