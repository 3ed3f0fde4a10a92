import { comparePlugin } from "./compare/plugin";
import { lostWidgetsPlugin } from "./lost_widgets";
import { coursePlugin } from "./open_lesson";
import { dashboardPlugin } from "./open_dashboard";
import { eventsPlugin } from "./widget_events";
import { panelPlugin } from "./panel/panel";
import { runDocumentPlugin } from "./run_page/document";
import { runsPlugin } from "./run_commands";
import { sharedPlugin } from "./services";
import { statusPlugin } from "./status_bar";

export default [
  sharedPlugin,
  dashboardPlugin,
  coursePlugin,
  runsPlugin,
  runDocumentPlugin,
  comparePlugin,
  panelPlugin,
  statusPlugin,
  eventsPlugin,
  lostWidgetsPlugin,
];
