import type { ISettingRegistry } from "@jupyterlab/settingregistry";
import type { ReadonlyPartialJSONObject } from "@lumino/coreutils";
import { Signal } from "@lumino/signaling";
import type { Words } from "./words";

/** The user's settings, as schema/settings.json describes them. */
export class Settings {
  readonly changed = new Signal<this, void>(this);
  statusItem = true;
  notifications: "all" | "failures" | "none" = "all";
  refresh = 0.5;

  take(values: ReadonlyPartialJSONObject): void {
    this.statusItem = values["statusItem"] as boolean;
    this.notifications = values["notifications"] as Settings["notifications"];
    this.refresh = values["refresh"] as number;
    this.changed.emit();
  }
}

/** The settings, live; those of the schema where JupyterLab keeps none. */
export function followSettings(
  registry: ISettingRegistry | null,
  id: string,
  words: Words,
): Settings {
  const settings = new Settings();
  if (registry === null) return settings;
  registry.transform(id, {
    fetch: (plugin) => ({ ...plugin, schema: translated(plugin.schema, words) }),
  });
  const load = async () => {
    const loaded = await registry.load(id);
    settings.take(loaded.composite);
    loaded.changed.connect(({ composite }) => settings.take(composite));
  };
  load().catch((error) =>
    console.error("imagerec's settings could not be loaded; the usual ones hold.", error),
  );
  return settings;
}

/**
 * A schema with its titles and descriptions in the reader's language. The server translates only
 * JupyterLab's own.
 */
export function translated<Part>(part: Part, words: Words): Part {
  if (Array.isArray(part)) return part.map((item) => translated(item, words)) as Part;
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).map(([key, value]) => {
    const isText = (key === "title" || key === "description") && typeof value === "string";
    return [key, isText ? words.__(value) : translated(value, words)];
  });
  return Object.fromEntries(entries);
}
