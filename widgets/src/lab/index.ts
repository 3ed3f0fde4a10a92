import { comparePlugin } from "./compare";
import { coursePlugin } from "./course";
import { dashboardPlugin } from "./dashboard";
import { eventsPlugin } from "./events";
import { panelPlugin } from "./panel";
import { runDocumentPlugin } from "./run_document";
import { runsPlugin } from "./runs";
import { sharedPlugin } from "./shared";
import { statusPlugin } from "./status";

export default [
  sharedPlugin, dashboardPlugin, coursePlugin, runsPlugin, runDocumentPlugin, comparePlugin, panelPlugin, statusPlugin,
  eventsPlugin,
];
