/** What the palette, the launcher, the side panel and the tests call. */
export const Commands = {
  openDashboard: "imagerec:open-dashboard",
  openCourse: "imagerec:open-course",
  openRun: "imagerec:open-run",
  openRunDashboard: "imagerec:open-run-dashboard",
  continueTraining: "imagerec:continue-training",
  tryRun: "imagerec:try-run",
  exportRun: "imagerec:export-run",
  compressRun: "imagerec:compress-run",
  serveRun: "imagerec:serve-run",
  openConsole: "imagerec:open-console",
  showRunFolder: "imagerec:show-run-folder",
  compareRuns: "imagerec:compare-runs",
  steer: "imagerec:steer",
  deleteRun: "imagerec:delete-run",
  stopTraining: "imagerec:stop-training",
  showPanel: "imagerec:show-panel",
} as const;

/** The heading in the launcher and in the palette. */
export const CATEGORY = "imagerec";
