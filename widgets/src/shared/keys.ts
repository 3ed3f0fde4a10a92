const MARK = "data-lm-suppress-shortcuts";

/**
 * Keys pressed inside belong to what has the focus: an arrow moves a slider, a letter chooses in a
 * menu.
 *
 * JupyterLab's shortcuts match the focused element before they look at what is around it, so the
 * mark that keeps them away must stand on that element too. With Ctrl or Cmd a key is still
 * JupyterLab's, as for saving. Its own listener is on the document; only one on the window comes
 * before it.
 */
export function keepKeys(root: HTMLElement, signal: AbortSignal): void {
  window.addEventListener(
    "keydown",
    (event) => {
      const focused = event.target;
      if (!(focused instanceof HTMLElement) || !root.contains(focused)) return;
      for (const element of [root, focused])
        element.toggleAttribute(MARK, !(event.ctrlKey || event.metaKey));
    },
    { capture: true, signal },
  );
}
