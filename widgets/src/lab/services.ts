import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { Token } from "@lumino/coreutils";
import { Feed } from "./server/feed";
import { followSettings, type Settings } from "./settings";
import type { Words } from "./words";

/** What the plugins share. */
export interface IImagerec {
  feed: Feed;
  words: Words;
  settings: Settings;
}

export const IImagerec = new Token<IImagerec>(
  "imagerec:IImagerec",
  "What imagerec's plugins share.",
);

export const sharedPlugin: JupyterFrontEndPlugin<IImagerec> = {
  id: "imagerec:settings",
  description: "Holds what the server tells live, the settings, and the language.",
  autoStart: true,
  provides: IImagerec,
  optional: [ISettingRegistry, ITranslator],
  activate: (
    _: JupyterFrontEnd,
    registry: ISettingRegistry | null,
    translator: ITranslator | null,
  ) => {
    const words = (translator ?? nullTranslator).load("imagerec");
    const feed = new Feed();
    const settings = followSettings(registry, "imagerec:settings", words);
    settings.changed.connect(() => feed.want({ seconds: settings.refresh }));
    feed.start();
    return { feed, words, settings };
  },
};
