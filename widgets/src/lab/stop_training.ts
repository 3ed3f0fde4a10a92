import type { Kernel } from "@jupyterlab/services";
import { stopKernel } from "./server";

/** Says how many trainings were stopped, in the last line of its output. */
const CODE = "from imagerec.lab.kernel import stop_trainings\nprint(len(stop_trainings()))";
const PATIENCE = 3000;

/**
 * Stop every training of a kernel, also while a cell blocks it; the number of trainings.
 *
 * A subshell runs beside the cells. A kernel without subshells is reached through the run folders.
 */
export async function stopTrainings(kernel: Kernel.IKernelConnection): Promise<number> {
  if (kernel.supportsSubshells === true) {
    const stopped = await within(inSubshell(kernel), PATIENCE).catch(() => null);
    if (stopped !== null) return stopped;
  }
  return (await stopKernel(kernel.id)).length;
}

async function inSubshell(kernel: Kernel.IKernelConnection): Promise<number> {
  const reply = await kernel.requestCreateSubshell({}).done;
  const { subshell_id } = reply.content as { subshell_id: string };
  const clone = kernel.clone();
  try {
    clone.subshellId = subshell_id;
    let text = "";
    const future = clone.requestExecute({ code: CODE, silent: false, store_history: false });
    future.onIOPub = ({ content }) => {
      if ("text" in content) text += content.text;
    };
    const { content } = await future.done;
    if (content.status !== "ok") throw new Error("The kernel could not stop its trainings.");
    return Number(text.trim());
  } finally {
    clone.subshellId = null; // or disposing it would delete the subshell, on a connection that is going
    clone.dispose();
    await kernel.requestDeleteSubshell({ subshell_id }).done;
  }
}

function within<Answer>(promise: Promise<Answer>, milliseconds: number): Promise<Answer> {
  const late = new Promise<never>((_, refuse) => {
    window.setTimeout(() => refuse(new Error("The kernel does not answer.")), milliseconds);
  });
  return Promise.race([promise, late]);
}
