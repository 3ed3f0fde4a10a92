"""Stands for a kernel that branched off from a process that has Keras loaded already.

`python warm_kernel.py SOCKET -f CONNECTION_FILE …` is what Jupyter starts. It hands on every
signal, and ends as the kernel ends.
"""

import os
import signal
import sys
import threading
import time

from warm_branch import Branch

HANDED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)


def end_without_parent(parent: int) -> None:
    """As a kernel does when Jupyter is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)  # the kernel is killed with it


def stand_for_kernel(path: str, *options: str) -> int:
    environment = {name: value for name, value in os.environ.items()
                   if name != "JPY_PARENT_PID"}  # which is not the parent of what branches off
    with Branch(path, ["-m", "ipykernel_launcher", *options], os.getcwd(), environment,
                [1, 2]) as kernel:
        for number in HANDED_ON:
            signal.signal(number, lambda number, _: os.kill(kernel.process, number))
        threading.Thread(target=end_without_parent, args=(os.getppid(),), daemon=True).start()
        return kernel.wait()


if __name__ == "__main__":
    status = stand_for_kernel(*sys.argv[1:])
    sys.exit(status if status >= 0 else 128 - status)
