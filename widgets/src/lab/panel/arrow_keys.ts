/** The arrow keys, Home and End move the focus among the buttons that match `selector`. */
export function moveByKeys(list: HTMLElement, selector: string): void {
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll<HTMLElement>(selector)];
    const now = buttons.indexOf(document.activeElement as HTMLElement);
    if (now < 0) return;
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: buttons.length - 1 }[
      event.key
    ];
    if (next === undefined) return;
    event.preventDefault();
    buttons[Math.min(Math.max(next, 0), buttons.length - 1)]?.focus();
  });
}
