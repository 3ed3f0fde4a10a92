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

const CUT =
  "The connection to the kernel is lost. The training goes on there; " +
  "this view comes back by itself.";
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
  const kernel = kernelOf(model);
  const line = new Line(root, kernel);
  let cut = false;
  const die = () => line.tellOfTheEnd(remains(model));
  const look = () => {
    if (line.isDead) return;
    if (kernel !== undefined && DEAD.includes(kernel.status)) return die();
    const now = kernel !== undefined && kernel.connectionStatus !== "connected";
    line.tellOfCut(now);
    if (cut && !now) request(model, "send_again");
    cut = now;
  };
  listen(model, kernel, look, die, signal);
  signal.addEventListener("abort", () => line.remove());
  // a view that is made later finds this class
  if (el.classList.contains("jupyter-widgets-disconnected")) die();
  else look();
}

/** What stands above the dashboard while it hears nothing, and how the dashboard looks then. */
class Line {
  isDead = false;
  private readonly text = make("span");
  private readonly again: HTMLButtonElement;
  private readonly element: HTMLElement;

  constructor(
    private readonly root: HTMLElement,
    kernel: Kernel | undefined,
  ) {
    // the status tells the rest
    const reconnect = () => void kernel?.reconnect().catch(() => undefined);
    this.again = button("reconnect", "Try now", reconnect, { class: "" });
    this.element = make(
      "p",
      { class: "ir-disconnected", attributes: { role: "alert", "data-testid": "disconnected" } },
      [this.text, this.again],
    );
  }

  /** The kernel is gone for good; `remains` is what is left of its training. */
  tellOfTheEnd(remains: string): void {
    this.isDead = this.again.hidden = this.root.inert = true;
    this.root.classList.add("ir-dead");
    const end = "The kernel was restarted or shut down: run the cell again.";
    this.say([end, remains].filter(Boolean).join(" "));
  }

  /** Is the connection cut at the moment? */
  tellOfCut(cut: boolean): void {
    this.root.classList.toggle("ir-cut", cut);
    if (cut) this.say(CUT);
    else this.remove();
  }

  remove(): void {
    this.element.remove();
  }

  private say(words: string): void {
    setText(this.text, words);
    if (!this.element.isConnected) this.root.before(this.element);
  }
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
