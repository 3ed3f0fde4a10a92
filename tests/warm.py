"""Python in a process of its own that has Keras loaded already, which takes seconds each time.

All workers of a run of tests branch off from the same processes.
"""

import atexit
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path

from support import REPOSITORY, wait_until
from warm_branch import Branch

# What programs load from others. The package itself is loaded by each program anew. TensorFlow
# stands there for JAX too, because Keras looks into it wherever it is installed.
LOADED = ("keras", "tensorflow", "nbdev.test", "matplotlib.pyplot", "sklearn.linear_model",
          "sklearn.datasets", "scipy.signal", "typer", "rich.console", "PIL.Image")

# With oneDNN the first operation of each kind costs 7 ms in each process, a sixth of a notebook's
# time. Lessons and dashboards run with it, as on a PC; what runs here computes as on an ARM.
WITHOUT_ONEDNN = {"TF_ENABLE_ONEDNN_OPTS": "0"}


@cache
def warm_home() -> Path:
    """The folder with the sockets of this run of tests: that of the process which asked first."""
    if "IMAGEREC_TESTS_WARM" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="warm")
        atexit.register(folder.cleanup)
        os.environ["IMAGEREC_TESTS_WARM"] = folder.name
    return Path(os.environ["IMAGEREC_TESTS_WARM"])


class WarmServer:
    """A process that has loaded these modules; it ends with the last who has asked for it."""

    def __init__(self, name: str, modules: tuple[str, ...], **environment: str):
        self.folder = warm_home() / name
        self.folder.mkdir(exist_ok=True)
        self.path = self.folder / "socket"
        with open(self.folder / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the first one starts it, the others wait
            if not self._holds():
                self._start(modules, environment)

    def _holds(self) -> bool:
        """Keeps a connection open, if the server is there."""
        self.connection = socket.socket(socket.AF_UNIX)
        try:
            self.connection.connect(str(self.path))
        except OSError:
            self.connection.close()
            return False
        atexit.register(self.connection.close)
        return True

    def _start(self, modules: tuple[str, ...], environment: dict[str, str]) -> None:
        log = self.folder / "log"
        with open(log, "w") as file:
            process = subprocess.Popen(
                [sys.executable, Path(__file__).with_name("warm_server.py"), self.path, *modules],
                stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
                env={**os.environ, "PYTHONPATH": str(REPOSITORY), "TF_CPP_MIN_LOG_LEVEL": "3",
                     **environment})
        wait_until(self._holds, "programs can branch off", process=process, log=log)
        process.returncode = 0  # nobody waits for its end

    def run(self, arguments: list[str], folder: Path, environment: dict[str, str],
            timeout: float) -> subprocess.CompletedProcess:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            with Branch(self.path, arguments, str(folder), environment,
                        [out.fileno(), err.fileno()]) as program:
                status = wait_for(program, arguments, timeout)
            return subprocess.CompletedProcess(arguments, status, read(out), read(err))


def wait_for(program: Branch, arguments: list[str], timeout: float) -> int:
    late = []

    def end() -> None:
        late.append(True)
        os.killpg(program.process, signal.SIGKILL)

    timer = threading.Timer(timeout, end)
    timer.start()
    status = program.wait()
    timer.cancel()
    if late:
        raise subprocess.TimeoutExpired(arguments, timeout)
    return status


def read(file) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


# A kernel loads anew what looks for it when it is loaded: what shows plots, and ipywidgets.
KERNELS = (*(name for name in LOADED if name not in ("matplotlib.pyplot", "nbdev.test")),
           "matplotlib.figure", "ipykernel.kernelapp")



@cache
def warm_kernels() -> Path:
    """Kernels branch off for whoever has this folder in JUPYTER_PATH, under the name `python3`."""
    server = WarmServer("kernels", KERNELS, KERAS_BACKEND="tensorflow",
                        MPLBACKEND="module://matplotlib_inline.backend_inline")
    program = Path(__file__).with_name("warm_kernel.py")
    spec = server.folder / "kernels" / "python3" / "kernel.json"
    if not spec.exists():
        spec.parent.mkdir(parents=True, exist_ok=True)
        complete = spec.with_name(f"{os.getpid()}.new")
        complete.write_text(json.dumps(
            {"argv": [sys.executable, str(program), str(server.path),
                      "-f", "{connection_file}"],
             "language": "python", "display_name": "Python 3 (ipykernel)"}))
        complete.replace(spec)
    return server.folder


@cache
def warm_python(backend: str) -> WarmServer:
    return WarmServer(backend, LOADED, KERAS_BACKEND=backend, **WITHOUT_ONEDNN)


def run_warm(*arguments: str, cwd: Path = REPOSITORY, check: bool = True, timeout: float = 300,
             **environment: str) -> subprocess.CompletedProcess:
    """As `python ARGUMENTS` in a new process, without the seconds that its imports take."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), **WITHOUT_ONEDNN, **environment}
    backend = environment.get("KERAS_BACKEND", "tensorflow")
    done = warm_python(backend).run([*map(str, arguments)], cwd, environment, timeout)
    assert not check or done.returncode == 0, done.stderr[-3000:]
    return done


NOTEBOOK = """
import sys
from nbdev.test import nbdev_test

nbdev_test(sys.argv[1], n_workers=0)
"""


def run_notebook(path: Path, home: Path, **environment: str) -> None:
    """Run all cells with this home; one that fails fails the test, with what the notebook wrote."""
    done = run_warm("-c", NOTEBOOK, path, check=False, timeout=600, IMAGEREC_HOME=str(home),
                    **environment)
    told = (done.stdout + done.stderr)[-9000:]
    assert done.returncode == 0, f"{path.name} ended with {done.returncode}\n{told}"
