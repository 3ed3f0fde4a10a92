"""Python in a process of its own that has Keras loaded already, which takes seconds each time."""

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path

from support import REPOSITORY, wait_until

# What programs load from others. The package itself is loaded by each program anew. TensorFlow
# stands there for JAX too, because Keras looks into it wherever it is installed.
LOADED = ("keras", "tensorflow", "nbdev.test", "matplotlib.pyplot", "sklearn.linear_model",
          "sklearn.datasets", "scipy.signal", "typer", "rich.console", "PIL.Image")

# With oneDNN the first operation of each kind costs 7 ms in each process, a sixth of a notebook's
# time. Lessons and dashboards run with it, as on a PC; what runs here computes as on an ARM.
WITHOUT_ONEDNN = {"TF_ENABLE_ONEDNN_OPTS": "0"}


class WarmPython:
    """Runs programs one after another, each in a process that branches off from a loaded one."""

    def __init__(self, backend: str):
        environment = {**os.environ, "KERAS_BACKEND": backend, "PYTHONPATH": str(REPOSITORY),
                       "TF_CPP_MIN_LOG_LEVEL": "3",  # without a word on what it finds of GPUs
                       **WITHOUT_ONEDNN}
        self.server = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("warm_server.py"), *LOADED],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True)
        self.seconds = 0.0  # what the processor has worked for all programs
        atexit.register(self.close)

    def run(self, arguments: list[str], folder: Path, environment: dict[str, str],
            timeout: float) -> subprocess.CompletedProcess:
        with tempfile.TemporaryDirectory() as logs:
            out, err = Path(logs, "out"), Path(logs, "err")
            wish = {"arguments": arguments, "folder": str(folder), "environment": environment,
                    "files": [str(out), str(err)]}
            status = self._run(wish, timeout)
            return subprocess.CompletedProcess(arguments, status, *(
                file.read_text(errors="replace") for file in (out, err)))

    def _run(self, wish: dict, timeout: float) -> int:
        print(json.dumps(wish), file=self.server.stdin, flush=True)
        process = int(self.server.stdout.readline())
        late = []

        def end() -> None:
            late.append(process)
            os.killpg(process, signal.SIGKILL)

        timer = threading.Timer(timeout, end)
        timer.start()
        status, seconds = self.server.stdout.readline().split()
        timer.cancel()
        if late:
            raise subprocess.TimeoutExpired(wish["arguments"], timeout)
        self.seconds += float(seconds)
        return int(status)

    def close(self) -> None:
        self.server.kill()  # it has nothing to put in order, and TensorFlow takes its time
        self.server.wait()
        self.server.stdin.close()
        self.server.stdout.close()


# A kernel loads anew what looks for it when it is loaded: what shows plots, and ipywidgets.
KERNELS = (*(name for name in LOADED if name not in ("matplotlib.pyplot", "nbdev.test")),
           "matplotlib.figure", "ipykernel.kernelapp")


class WarmKernels:
    """Kernels that branch off from a loaded process, under Jupyter's usual name `python3`.

    Whoever has the folder `path` in JUPYTER_PATH finds them there.
    """

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        program, address = Path(__file__).with_name("warm_kernel.py"), self.path / "socket"
        command = [sys.executable, str(program), str(address)]
        self.server = subprocess.Popen(
            [*command, "--serve", *KERNELS],
            env={**os.environ, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3",
                 "MPLBACKEND": "module://matplotlib_inline.backend_inline"})
        wait_until(address.exists, "kernels can branch off", process=self.server)
        spec = self.path / "kernels" / "python3" / "kernel.json"
        spec.parent.mkdir(parents=True)
        spec.write_text(json.dumps({"argv": [*command, "{connection_file}"], "language": "python",
                                    "display_name": "Python 3 (ipykernel)"}))
        atexit.register(self.close)

    def close(self) -> None:
        self.server.kill()
        self.server.wait()
        self.folder.cleanup()


@cache
def warm_kernels() -> WarmKernels:
    return WarmKernels()


@cache
def warm_python(backend: str) -> WarmPython:
    return WarmPython(backend)


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
