import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { MainAreaWidget, showErrorMessage, WidgetTracker } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import {
  ABCWidgetFactory,
  type DocumentRegistry,
  type IDocumentWidget,
} from "@jupyterlab/docregistry";
import { Commands } from "../commands";
import type { Feed } from "../server/feed";
import { dashboardIcon } from "../icons";
import { leaveNoCheckpoint } from "./no_checkpoint";
import { RunPage, type RunPageActions } from "./page";
import { steer } from "../server/requests";
import { IImagerec } from "../services";
import type { Words } from "../words";

/** The name that `docmanager:open` knows the page by. */
export const FACTORY = "imagerec run";
const FILE_TYPE = "imagerec-run";

/**
 * A page's tab. JupyterLab's own DocumentWidget would rename the file to whatever the tab is
 * called.
 */
class RunDocument extends MainAreaWidget<RunPage> implements IDocumentWidget<RunPage> {
  constructor(
    content: RunPage,
    readonly context: DocumentRegistry.Context,
  ) {
    super({ content, reveal: context.ready });
    this.toolbar.hide();
    this.addClass("jp-Document");
    this.title.icon = dashboardIcon;
    this.title.label = PathExt.basename(context.localPath);
    content.named.connect((_, title) => {
      this.title.label = title;
    });
  }

  setFragment(): void {
    // A page has no parts to scroll to.
  }
}

/** Shows a run's page for its recipe.json. */
class RunFactory extends ABCWidgetFactory<RunDocument> {
  constructor(
    options: DocumentRegistry.IWidgetFactoryOptions<RunDocument>,
    private readonly feed: Feed,
    private readonly words: Words,
    private readonly actions: (run: string) => RunPageActions,
  ) {
    super(options);
  }

  protected override createNewWidget(context: DocumentRegistry.Context): RunDocument {
    const run = PathExt.dirname(context.localPath);
    leaveNoCheckpoint(context);
    return new RunDocument(new RunPage(run, this.feed, this.words, this.actions(run)), context);
  }
}

/** Open a file of a run, in the viewer that is usual for it. */
function openFile(documents: IDocumentManager, path: string, factory = "default"): void {
  const widget = documents.openOrReveal(path, factory);
  const context = widget && documents.contextForWidget(widget);
  if (context) leaveNoCheckpoint(context);
}

/** What the buttons of a page do, through commands. */
function actionsFor(
  { commands }: JupyterFrontEnd,
  documents: IDocumentManager,
  words: Words,
): (run: string) => RunPageActions {
  const execute = (command: string, args: Record<string, string>) =>
    void commands.execute(command, args);
  return (run) => ({
    steer: (command) => {
      steer(run, command).catch((error) =>
        showErrorMessage(words.__("The training could not be steered"), error as Error),
      );
    },
    dashboard: () => execute(Commands.openRunDashboard, { run }),
    folder: () => execute(Commands.showRunFolder, { run }),
    remove: () => execute(Commands.deleteRun, { run }),
    openFile: (path) =>
      openFile(documents, path, path.endsWith("/recipe.json") ? "Editor" : undefined),
    openText: () => openFile(documents, PathExt.join(run, "recipe.json"), "Editor"),
  });
}

export const runDocumentPlugin: JupyterFrontEndPlugin<void> = {
  id: "imagerec:run-document",
  description: "Opens a run folder's recipe.json as the run's page.",
  autoStart: true,
  requires: [IDocumentManager, IImagerec],
  optional: [ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    documents: IDocumentManager,
    { feed, words }: IImagerec,
    restorer: ILayoutRestorer | null,
  ) => {
    app.docRegistry.addFileType({
      name: FILE_TYPE,
      displayName: words.__("imagerec run"),
      mimeTypes: ["application/json"],
      pattern: "^recipe\\.json$",
      icon: dashboardIcon,
      contentType: "file",
      fileFormat: "text",
    });
    const factory = new RunFactory(
      {
        name: FACTORY,
        label: words.__("Run page"),
        modelName: "text",
        readOnly: true,
        fileTypes: [FILE_TYPE, "json"],
        defaultFor: [FILE_TYPE],
      },
      feed,
      words,
      actionsFor(app, documents, words),
    );
    const tracker = new WidgetTracker<RunDocument>({ namespace: "imagerec-runs" });
    factory.widgetCreated.connect((_, widget) => {
      widget.context.pathChanged.connect(() => void tracker.save(widget));
      void tracker.add(widget);
    });
    app.docRegistry.addWidgetFactory(factory);
    void restorer?.restore(tracker, {
      command: "docmanager:open",
      args: ({ context }) => ({ path: context.path, factory: FACTORY }),
      name: ({ context }) => context.path,
    });
  },
};
