/** What the palette, the launcher, the side panel and the tests call. */
export const Commands = {
  openDashboard: "imagerec:open-dashboard",
  openCourse: "imagerec:open-course",
  openRun: "imagerec:open-run",
  showRunFolder: "imagerec:show-run-folder",
  showPanel: "imagerec:show-panel",
} as const;

/** The heading in the launcher and in the palette. */
export const CATEGORY = "imagerec";
