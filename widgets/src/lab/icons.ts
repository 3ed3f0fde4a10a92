import { LabIcon } from "@jupyterlab/ui-components";
import course from "./icons/course.svg";
import dashboard from "./icons/dashboard.svg";
import panel from "./icons/panel.svg";

export const courseIcon = new LabIcon({ name: "imagerec:course", svgstr: course });
export const dashboardIcon = new LabIcon({ name: "imagerec:dashboard", svgstr: dashboard });
export const panelIcon = new LabIcon({ name: "imagerec:panel", svgstr: panel });
