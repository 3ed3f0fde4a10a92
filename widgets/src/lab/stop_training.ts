import type { Kernel } from "@jupyterlab/services";
import { stopKernel } from "./server/requests";

/**
 * How many trainings were stopped; an expression, so that no name is left behind in the user's
 * namespace.
 */
const STOP = 'len(__import__("imagerec.lab.kernel", fromlist=["kernel"]).stop_trainings())';
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

/** What the kernel says to an expression; nothing in `data` if it failed. */
interface Answers {
  stopped?: { data?: Record<string, string> };
}

async function inSubshell(kernel: Kernel.IKernelConnection): Promise<number> {
  const reply = await kernel.requestCreateSubshell({}).done;
  const { subshell_id } = reply.content as { subshell_id: string };
  const clone = kernel.clone();
  try {
    clone.subshellId = subshell_id;
    const asked = {
      code: "",
      silent: true,
      store_history: false,
      user_expressions: { stopped: STOP },
    };
    const { content } = await clone.requestExecute(asked).done;
    const { stopped } = (content as { user_expressions?: Answers }).user_expressions ?? {};
    const count = Number(stopped?.data?.["text/plain"] ?? NaN);
    if (Number.isNaN(count)) throw new Error("The kernel could not stop its trainings.");
    return count;
  } finally {
    // or disposing it would delete the subshell, on a connection that is going
    clone.subshellId = null;
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
