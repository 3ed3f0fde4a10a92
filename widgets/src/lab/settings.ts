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
export function followSettings(registry: ISettingRegistry | null, id: string, words: Words): Settings {
  const settings = new Settings();
  if (registry === null) return settings;
  registry.transform(id, {
    fetch: (plugin) => ({ ...plugin, schema: translated(plugin.schema, words) as typeof plugin.schema }),
  });
  const load = async () => {
    const loaded = await registry.load(id);
    settings.take(loaded.composite);
    loaded.changed.connect(({ composite }) => settings.take(composite));
  };
  load().catch((error) => console.error("imagerec's settings could not be loaded; the usual ones hold.", error));
  return settings;
}

/** A schema with its titles and descriptions in the reader's language. The server translates only JupyterLab's own. */
export function translated(schema: ReadonlyPartialJSONObject, words: Words): ReadonlyPartialJSONObject {
  const entries = Object.entries(schema).map(([key, value]) => {
    if ((key === "title" || key === "description") && typeof value === "string") return [key, words.__(value)];
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return [key, isObject ? translated(value as ReadonlyPartialJSONObject, words) : value];
  });
  return Object.fromEntries(entries);
}
