"""A kernel that has Keras loaded already: it branches off from a process that has loaded it.

`python warm_kernel.py SOCKET CONNECTION_FILE` is what Jupyter starts: it stands for the kernel,
hands on every signal, and ends as the kernel ends. `python warm_kernel.py SOCKET --serve MODULE …`
is the process that the kernels branch off from.
"""

import faulthandler
import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
from contextlib import suppress

HANDED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1)


class Kernels:
    """The kernels that branched off, each with the connection to the process that stands for it."""

    def __init__(self, path: str):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(f"{path}.new")
        self.listener.listen()
        os.rename(f"{path}.new", path)  # who finds it is answered
        self.standing: dict[int, socket.socket] = {}
        self.ended, self.end = socket.socketpair()
        self.end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.end.fileno())

    def serve(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self.listener, selectors.EVENT_READ, self.branch_off)
            selector.register(self.ended, selectors.EVENT_READ, self.bury)
            while True:
                for key, _ in selector.select():
                    key.data()

    def branch_off(self) -> None:
        connection, _ = self.listener.accept()
        message = b""
        with suppress(ConnectionResetError):
            message, descriptors, *_ = socket.recv_fds(connection, 1 << 20, 2)
        if not message:  # killed before it had said what it wants
            return connection.close()
        process = os.fork()
        if not process:
            become_kernel(json.loads(message), descriptors, connection)
        for descriptor in descriptors:
            os.close(descriptor)
        self.standing[process] = connection
        tell(connection, process)

    def bury(self) -> None:
        """Tell those who stand for a kernel that has ended how it did."""
        self.ended.recv(4096)
        while self.standing:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            with self.standing.pop(process) as connection:
                tell(connection, os.waitstatus_to_exitcode(status))


def tell(connection: socket.socket, number: int) -> None:
    """To a process that stands for a kernel. It may have been killed, and its kernel ends then."""
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(f"{number}\n".encode())


def become_kernel(wish: dict, descriptors: list[int], connection: socket.socket) -> None:
    from warm_server import become

    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for descriptor, standard in zip(descriptors, (1, 2)):
        os.dup2(descriptor, standard)
    faulthandler.register(signal.SIGUSR2)  # tells what all threads do, see tests/browser
    threading.Thread(target=end_with, args=(connection,), daemon=True).start()
    become(["-m", "ipykernel_launcher", "-f", wish["file"]], wish["folder"], wish["environment"])


def end_with(connection: socket.socket) -> None:
    """Whoever kills the process that stands for the kernel has killed the kernel."""
    while connection.recv(1):
        pass
    os.kill(os.getpid(), signal.SIGKILL)


def end_without_parent(parent: int) -> None:
    """As a kernel does when Jupyter is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


def stand_for_kernel(path: str, file: str) -> None:
    environment = {name: value for name, value in os.environ.items()
                   if name != "JPY_PARENT_PID"}  # which is not the parent of what branches off
    wish = {"file": file, "folder": os.getcwd(), "environment": environment}
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        socket.send_fds(connection, [json.dumps(wish).encode()], [1, 2])
        answers = connection.makefile()
        process = int(answers.readline())
        for number in HANDED_ON:
            signal.signal(number, lambda number, _: os.kill(process, number))
        threading.Thread(target=end_without_parent, args=(os.getppid(),), daemon=True).start()
        status = int(answers.readline())
    sys.exit(status if status >= 0 else 128 - status)


if __name__ == "__main__":
    path, first, *modules = sys.argv[1:]
    if first == "--serve":
        from warm_server import load

        load(modules)
        Kernels(path).serve()
    else:
        stand_for_kernel(path, first)
