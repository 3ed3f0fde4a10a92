import { coursePlugin } from "./course";
import { dashboardPlugin } from "./dashboard";
import { panelPlugin } from "./panel";
import { runsPlugin } from "./runs";

export default [dashboardPlugin, coursePlugin, runsPlugin, panelPlugin];
