/**
 * What an element's style says, each value asked for once: to ask makes the browser lay out the
 * page anew.
 */
export class Style {
  private readonly values = new Map<string, string>();

  constructor(private readonly element: Element) {}

  get fontFamily(): string {
    return this.getPropertyValue("font-family");
  }

  getPropertyValue(name: string): string {
    const kept = this.values.get(name);
    if (kept !== undefined) return kept;
    const value = getComputedStyle(this.element).getPropertyValue(name);
    this.values.set(name, value);
    return value;
  }
}

/**
 * Call `changed` whenever the page changes between light and dark.
 *
 * JupyterLab tells it by an attribute of the body, VS Code by a class, others by the system.
 */
export function onThemeChange(changed: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(changed);
  const attributeFilter = ["class", "data-jp-theme-light", "data-jp-theme-name"];
  observer.observe(document.body, { attributes: true, attributeFilter });
  signal.addEventListener("abort", () => observer.disconnect());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
}
