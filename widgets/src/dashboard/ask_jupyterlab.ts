/**
 * Ask JupyterLab, which a widget cannot reach, by an event on the dashboard's root.
 *
 * True if somebody listened and does it.
 */
export function ask(from: Element, name: string, detail: Record<string, string>): boolean {
  const root = from.closest(".ir-dashboard") ?? from;
  const event = new CustomEvent(`imagerec:${name}`, { bubbles: true, cancelable: true, detail });
  return !root.dispatchEvent(event);
}
