"""A process that has loaded what takes seconds, and branches off a process for each program.

`python warm_server.py SOCKET MODULE …` listens at the socket. A connection brings one JSON object:
`arguments` as Python takes them (`-c CODE …`, `-m MODULE …` or `FILE …`), `folder` and
`environment`, and with it the descriptors of standard output and standard error. It is answered
with two lines: the new process's number, then its exit status. Who closes the connection before
has killed the program. When the last connection is closed, the server ends.
It has computed nothing when it branches off: no backend has begun, so no thread is lost.
"""

import atexit
import faulthandler
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import threading
import traceback
import types
from contextlib import suppress


def run_code(code: str) -> None:
    """As `python -c` does: in a fresh `__main__`."""
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__dict__["__builtins__"] = __builtins__
    exec(compile(code, "<string>", "exec"), main.__dict__)


def run_arguments(arguments: list[str]) -> None:
    first, *rest = arguments
    if first == "-c":
        sys.argv = ["-c", *rest[1:]]
        sys.path.insert(0, "")
        run_code(rest[0])
    elif first == "-m":
        sys.argv = rest
        sys.path.insert(0, os.getcwd())
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = arguments
        sys.path.insert(0, os.path.dirname(first))
        runpy.run_path(first, run_name="__main__")


def exit_status(program, *arguments) -> int:
    """What Python would end with, and on standard error what it would print."""
    try:
        program(*arguments)
    except SystemExit as stop:
        if stop.code is not None and not isinstance(stop.code, int):
            print(stop.code, file=sys.stderr)
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException as error:
        traceback.print_exception(type(error), error, own_frames(error.__traceback__))
        return 1
    return 0


def own_frames(frames: types.TracebackType | None) -> types.TracebackType | None:
    """Those of the program, below this file's and runpy's."""
    while frames and frames.tb_frame.f_code.co_filename.endswith(("warm_server.py", "runpy>")):
        frames = frames.tb_next
    return frames


def become(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """In the new process: run the program in its folder and with its environment, and end."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    faulthandler.register(signal.SIGUSR2)  # tells what all threads do, see tests/browser
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(environment)
    paths = environment.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:0] = [path for path in paths if path and path not in sys.path]
    os.chdir(folder)
    status = exit_status(run_arguments, arguments)
    threading._shutdown()  # waits for threads, as at the end of any Python
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status & 0xFF)


class Server:
    """The connections, and the process that branched off for each that has said what it wants."""

    def __init__(self, path: str):
        self.selector = selectors.DefaultSelector()
        self.processes: dict[socket.socket, int | None] = {}
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(f"{path}.new")
        self.listener.listen()
        os.rename(f"{path}.new", path)  # who finds it is answered
        self.ended, self.end = socket.socketpair()
        self.end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.end.fileno())
        self.selector.register(self.listener, selectors.EVENT_READ, self.accept)
        self.selector.register(self.ended, selectors.EVENT_READ, self.bury)

    def serve(self) -> None:
        while True:
            for key, _ in self.selector.select():
                key.data(*(() if key.fileobj in (self.listener, self.ended) else (key.fileobj,)))

    def accept(self) -> None:
        connection, _ = self.listener.accept()
        self.processes[connection] = None
        self.selector.register(connection, selectors.EVENT_READ, self.read)

    def read(self, connection: socket.socket) -> None:
        """A wish, or the connection's end."""
        message, descriptors = b"", []
        with suppress(ConnectionResetError):
            message, descriptors, *_ = socket.recv_fds(connection, 1 << 20, 2)
        if message:
            self.branch_off(connection, json.loads(message), descriptors)
        elif process := self.processes[connection]:
            self.selector.unregister(connection)
            os.killpg(process, signal.SIGKILL)  # and is buried
        else:
            self.forget(connection)

    def branch_off(self, connection: socket.socket, wish: dict, descriptors: list[int]) -> None:
        process = os.fork()
        if not process:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for inherited in (self.selector, self.listener, self.ended, self.end, *self.processes):
                inherited.close()
            for descriptor, standard in zip(descriptors, (1, 2)):
                os.dup2(descriptor, standard)
                os.close(descriptor)
            become(**wish)
        for descriptor in descriptors:
            os.close(descriptor)
        with suppress(PermissionError, ProcessLookupError):  # it has done so, and more, itself
            os.setpgid(process, process)
        self.processes[connection] = process
        tell(connection, process)

    def bury(self) -> None:
        """Tell those who wait for a process that has ended how it did."""
        self.ended.recv(4096)
        waiting = {process: connection for connection, process in self.processes.items() if process}
        while waiting:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            connection = waiting.pop(process)
            tell(connection, os.waitstatus_to_exitcode(status))
            self.forget(connection)

    def forget(self, connection: socket.socket) -> None:
        with suppress(KeyError):
            self.selector.unregister(connection)
        connection.close()
        del self.processes[connection]
        if not self.processes:
            os._exit(0)  # there is nothing to put in order, and TensorFlow takes its time


def tell(connection: socket.socket, number: int) -> None:
    """To a process that waits. It may have been killed, and its program ends then."""
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(f"{number}\n".encode())


def load(modules: list[str]) -> None:
    sys.path.pop(0)  # the folder of tests; a program brings its own
    for name in modules:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # nobody looks through all this again, nor copies it by that


if __name__ == "__main__":
    path, *modules = sys.argv[1:]
    load(modules)
    Server(path).serve()
