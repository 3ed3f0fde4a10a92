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
import type { Contents } from "@jupyterlab/services";
import { Commands } from "../commands";
import type { Feed } from "../server/feed";
import { dashboardIcon } from "../icons";
import { leaveRunsAlone } from "./no_checkpoint";
import { RunPage, type RunPageActions } from "./page";
import { steer } from "../server/requests";
import { IImagerec } from "../services";
import { handOver } from "../../shared/files/hand_over";
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
    return new RunDocument(new RunPage(run, this.feed, this.words, this.actions(run)), context);
  }
}

/** The address that a picture on the server is drawn by. */
async function pictureOf(contents: Contents.IManager, path: string): Promise<string> {
  const file = await contents.get(path, { type: "file", format: "base64", content: true });
  if (typeof file.content !== "string") throw new Error(`${path} can't be read.`);
  return `data:image/webp;base64,${file.content.replace(/[^A-Za-z0-9+/=]/g, "")}`;
}

/** What the buttons of a page do, through commands. */
function actionsFor(
  { commands, serviceManager }: JupyterFrontEnd,
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
    goOn: () => execute(Commands.continueTraining, { run }),
    exportIt: () => execute(Commands.exportRun, { run }),
    serve: () => execute(Commands.serveRun, { run }),
    compress: () => execute(Commands.compressRun, { run }),
    tryIt: (files) => {
      if (files.length > 0) handOver(PathExt.basename(run), files);
      execute(Commands.tryRun, { run });
    },
    picture: (name) => pictureOf(serviceManager.contents, PathExt.join(run, name)),
    folder: () => execute(Commands.showRunFolder, { run }),
    remove: () => execute(Commands.deleteRun, { run }),
    openFile: (path) =>
      void documents.openOrReveal(path, path.endsWith("/recipe.json") ? "Editor" : "default"),
    openText: () => void documents.openOrReveal(PathExt.join(run, "recipe.json"), "Editor"),
  });
}

/** The files that a run's page stands for. */
function fileType(words: Words): Partial<DocumentRegistry.IFileType> {
  return {
    name: FILE_TYPE,
    displayName: words.__("imagerec run"),
    mimeTypes: ["application/json"],
    pattern: "^recipe\\.json$",
    icon: dashboardIcon,
    contentType: "file",
    fileFormat: "text",
  };
}

/** The page is the usual view of such a file, and one of those of any JSON file. */
function factoryOptions(words: Words): DocumentRegistry.IWidgetFactoryOptions<RunDocument> {
  return {
    name: FACTORY,
    label: words.__("Run page"),
    modelName: "text",
    readOnly: true,
    fileTypes: [FILE_TYPE, "json"],
    defaultFor: [FILE_TYPE],
  };
}

/** Knows the pages that are open, so that they are opened again after a reload. */
function trackerOf(factory: RunFactory): WidgetTracker<RunDocument> {
  const tracker = new WidgetTracker<RunDocument>({ namespace: "imagerec-runs" });
  factory.widgetCreated.connect((_, widget) => {
    widget.context.pathChanged.connect(() => void tracker.save(widget));
    void tracker.add(widget);
  });
  return tracker;
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
    leaveRunsAlone(app.docRegistry, feed);
    app.docRegistry.addFileType(fileType(words));
    const factory = new RunFactory(
      factoryOptions(words),
      feed,
      words,
      actionsFor(app, documents, words),
    );
    app.docRegistry.addWidgetFactory(factory);
    const tracker = trackerOf(factory);
    void restorer?.restore(tracker, {
      command: "docmanager:open",
      args: ({ context }) => ({ path: context.path, factory: FACTORY }),
      name: ({ context }) => context.path,
    });
  },
};
