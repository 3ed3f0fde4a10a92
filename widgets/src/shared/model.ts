import type { AnyModel } from "@anywidget/types";

/** Set a trait and tell Python. */
export function send<State extends object, Key extends keyof State & string>(
  model: AnyModel<State>,
  key: Key,
  value: State[Key],
): void {
  model.set(key, value);
  model.save_changes();
}

/** Call `changed` now, and whenever one of these traits changes. */
export function follow<State extends object>(
  model: AnyModel<State>,
  keys: (keyof State & string)[],
  changed: () => void,
  signal: AbortSignal,
): void {
  for (const key of keys) {
    model.on(`change:${key}`, changed);
    signal.addEventListener("abort", () => model.off(`change:${key}`, changed));
  }
  changed();
}
