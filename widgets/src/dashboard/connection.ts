import { make, setText } from "../shared/dom";
import { button } from "../shared/fields";
import { request } from "./model";
import type { DashboardModel } from "./traits";

/** What JupyterLab's widget manager has of the kernel; other places have nothing of it. */
interface Kernel {
  status: string;
  connectionStatus: string;
  statusChanged: Signal;
  connectionStatusChanged: Signal;
  reconnect(): Promise<void>;
}

interface Signal {
  connect(slot: () => void): void;
  disconnect(slot: () => void): void;
}

const DEAD = ["restarting", "autorestarting", "dead", "terminating"];

/**
 * Say above the dashboard when it hears nothing any more.
 *
 * A kernel that was restarted or has died never comes back to the same model: the view is greyed
 * out. A connection that is cut is another thing: the training goes on, and the view is brought up
 * to date when the connection stands again.
 */
export function connection(
  model: DashboardModel,
  el: HTMLElement,
  root: HTMLElement,
  signal: AbortSignal,
): void {
  const text = make("span");
  const kernel = kernelOf(model);
  // the status tells the rest
  const reconnect = () => void kernel?.reconnect().catch(() => undefined);
  const again = button("reconnect", "Try now", reconnect, { class: "" });
  const notice = make(
    "p",
    { class: "ir-disconnected", attributes: { role: "alert", "data-testid": "disconnected" } },
    [text, again],
  );
  let dead = false;
  let cut = false;
  const say = (words: string) => {
    setText(text, words);
    again.hidden = dead;
    if (!notice.isConnected) root.before(notice);
  };
  const die = () => {
    dead = true;
    root.inert = true;
    root.classList.add("ir-dead");
    say(
      ["The kernel was restarted or shut down: run the cell again.", remains(model)]
        .filter(Boolean)
        .join(" "),
    );
  };
  const look = () => {
    if (dead) return;
    if (kernel !== undefined && DEAD.includes(kernel.status)) return die();
    const now = kernel !== undefined && kernel.connectionStatus !== "connected";
    root.classList.toggle("ir-cut", now);
    if (now)
      say(
        "The connection to the kernel is lost. The training goes on there; " +
          "this view comes back by itself.",
      );
    else notice.remove();
    if (cut && !now) request(model, "send_again");
    cut = now;
  };
  listen(model, kernel, look, die, signal);
  signal.addEventListener("abort", () => notice.remove());
  // a view that is made later finds this class
  if (el.classList.contains("jupyter-widgets-disconnected")) die();
  else look();
}

/** Call `look` when the kernel's state changes, and `die` when its end of the widget is lost. */
function listen(
  model: DashboardModel,
  kernel: Kernel | undefined,
  look: () => void,
  die: () => void,
  signal: AbortSignal,
): void {
  kernel?.statusChanged.connect(look);
  kernel?.connectionStatusChanged.connect(look);
  model.on("comm_live_update", die); // which ipywidgets triggers
  signal.addEventListener("abort", () => {
    kernel?.statusChanged.disconnect(look);
    kernel?.connectionStatusChanged.disconnect(look);
    model.off("comm_live_update", die);
  });
}

/** What is left of a training that was cut off: its folder, which it can go on from. */
function remains(model: DashboardModel): string {
  const { path } = model.get("tree");
  const going = ["running", "paused"].includes(model.get("status").state);
  if (path === undefined || !going) return "";
  const call = `ir.Trainer.from_run(${JSON.stringify(path)})`;
  return `The training ended with it. What it had written is whole: ${call} goes on from there.`;
}

function kernelOf(model: DashboardModel): Kernel | undefined {
  const manager = model.widget_manager as unknown as { kernel?: Kernel | null };
  const kernel = manager?.kernel;
  return kernel?.connectionStatusChanged === undefined ? undefined : kernel;
}
