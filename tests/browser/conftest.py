"""JupyterLab in a headless browser: a server of its own, and notebooks opened and run in it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from support import wait_until
from warm import warm_kernels

TOKEN = "for-tests-only"
CELLS = ("window.jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model)"
         ".filter(c => c.type === 'code' && c.sharedModel.source)")
AT_WORK = ("[...document.querySelectorAll('.jp-InputPrompt')].some(prompt => "
           "prompt.textContent.includes('*'))")
WITHOUT_NEWS = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}


def draw(page, frames: int = 2) -> None:
    """Until the browser has drawn so many frames: with the second, what was asked for is drawn."""
    page.evaluate("""async (frames) => {
        for (let i = 0; i < frames; i++) await new Promise(requestAnimationFrame);
    }""", frames)


def missing(reason: str) -> None:
    """Skip, but fail where everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return missing("The browser tests need Chromium: apt-get install chromium")


@pytest.fixture(scope="module")  # Playwright runs a loop in this thread, where others have theirs
def browser(chromium: str) -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


def answers(address: str) -> bool:
    with urllib.request.urlopen(address) as answer:
        return answer.status == 200


class Server:
    """A JupyterLab of its own: nothing of the user's configuration, a folder, a port, a token."""

    def __init__(self, home: Path, theme: str = "JupyterLab Light"):
        self.home, self.root = home, home / "work"
        self.root.mkdir(parents=True)
        self._write_settings("notification", WITHOUT_NEWS)
        self._write_settings("themes", {"theme": theme})
        # Else Node is asked with each page whether JupyterLab should be built, for a second.
        self._write(self.home / "config" / "labconfig" / "page_config.json", {"buildCheck": False})
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it; again, after it was killed, at the same address."""
        self.log = open(self.home / "jupyter.log", "a")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
             "--ip=127.0.0.1", f"--port={self.port}", "--ServerApp.port_retries=0",
             f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"],
            cwd=self.root, env=self._environment(), stdout=self.log, stderr=self.log)
        self._wait()

    def _write_settings(self, name: str, settings: dict) -> None:
        folder = self.home / "settings" / "@jupyterlab" / "apputils-extension"
        self._write(folder / f"{name}.jupyterlab-settings", settings)

    def _write(self, path: Path, content: dict) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))

    def _environment(self) -> dict[str, str]:
        folders = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data",
                   "JUPYTER_RUNTIME_DIR": "runtime", "JUPYTERLAB_SETTINGS_DIR": "settings",
                   "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "IMAGEREC_HOME": "imagerec"}
        own = {name: str(self.home / folder) for name, folder in folders.items()}
        return {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3",
                "JUPYTER_PATH": str(warm_kernels()), **own}

    def _wait(self) -> None:
        wait_until(lambda: answers(f"{self.url}/api"), "the server answers",
                   process=self.process, log=self.home / "jupyter.log")

    def read_log(self) -> str:
        return (self.home / "jupyter.log").read_text()[-3000:]

    def read_log_of_kernels(self) -> str:
        """The log, after each kernel was asked what its threads are doing."""
        for child in psutil.Process(self.process.pid).children(recursive=True):
            if any("warm_kernel.py" in part for part in child.cmdline()):
                child.send_signal(signal.SIGUSR2)
        time.sleep(1)  # nothing tells that they have told
        return (self.home / "jupyter.log").read_text()[-20_000:]

    def cold_kernel(self) -> str:
        """A kernel that Jupyter starts itself, so that it knows the kernel's process; its name."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        folder = self.home / "data" / "kernels" / "cold"
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(json.dumps(
            {"argv": argv, "language": "python", "display_name": "Started anew"}))
        return folder.name

    def write_notebook(self, name: str, *cells: str, kernel: str = "python3") -> str:
        """A notebook of these code cells, in the server's folder; returns its name."""
        import nbformat.v4 as form

        notebook = form.new_notebook(cells=[form.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": kernel, "display_name": kernel,
                                           "language": "python"}
        (self.root / name).write_text(json.dumps(notebook))
        return name

    def kill(self) -> None:
        """End it at once, as the kernel does when the memory is full."""
        self.process.kill()
        self.process.wait(20)
        self.log.close()

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()  # a request that never ends, as after a kernel's restart, keeps its thread
        else:
            self.log.close()


@pytest.fixture(scope="module")
def context(browser) -> Iterator:
    """One for each file of tests: the second page has JupyterLab's code read and compiled."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, chromium: str) -> Iterator[Server]:
    """One for each file of tests, so that no file meets another's runs."""
    server = Server(tmp_path_factory.mktemp("jupyter"))
    yield server
    server.close()


class Lab:
    """JupyterLab as a person at a browser has it before him."""

    def __init__(self, context, server: Server, width: int = 1400, height: int = 1000):
        self.server, self.context = server, context
        self.page = context.new_page()
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.set_default_timeout(60_000)
        self.dialogs: list[str] = []
        self.page.on("dialog", self._refuse)

    def _refuse(self, dialog) -> None:
        if dialog.type != "beforeunload":
            self.dialogs.append(dialog.message)
        dialog.accept()

    def open(self, notebook: str) -> None:
        """Open a notebook of the server's folder, and wait until its kernel is idle."""
        workspace = Path(notebook).stem
        self.page.goto(
            f"{self.server.url}/lab/workspaces/{workspace}/tree/{notebook}?token={TOKEN}"
        )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        self._wait_for_kernel()

    def _wait_for_kernel(self) -> None:
        """A socket may open and stay dumb; a reload of the page opens another, as a person would.
        """
        from playwright.sync_api import TimeoutError

        idle = ("() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
                "?.status === 'idle'")
        found = "the kernel was never idle"
        for loads in range(4):
            if loads:
                self.page.reload()
                self.page.wait_for_selector("#jupyterlab-splash", state="detached")
            try:
                self.page.wait_for_function(idle, timeout=30_000)
                if not (found := self._ask_the_kernel()):
                    return
            except TimeoutError:
                pass
        raise AssertionError(f"The page was loaded four times, and {found}.")

    def _ask_the_kernel(self) -> str:
        """What is said while the socket opens gets lost, without a word. So nothing is asked that
        matters until an empty request has been answered. Returns what is missing."""
        return self.page.evaluate("""async () => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const soon = () => new Promise(resolve => setTimeout(resolve, 4000, false));
            let replies = 0;
            const asked = () => {
                const future = kernel.requestExecute(
                    {code: "", silent: true, store_history: false});
                future.onReply = () => { replies++; };
                return future.done.then(() => true);
            };
            for (let tries = 0; tries < 4; tries++)
                if (await Promise.race([asked(), soon()])) return "";
            return `four requests had ${replies} replies and no end (${kernel.connectionStatus})`;
        }""")

    def command(self, name: str) -> None:
        """Execute a command of JupyterLab without waiting for its end."""
        self.page.evaluate("name => void window.jupyterapp.commands.execute(name)", name)

    def begin_all_cells(self) -> None:
        """Run all cells once, and wait until one runs or has run."""
        before = self.page.evaluate(f"() => {CELLS}.map(c => c.executionCount)")
        began = (f"{CELLS}.some((c, i) => c.executionCount && c.executionCount !== "
                 f"{json.dumps(before)}[i]) || {AT_WORK}")
        for _ in range(5):
            self.page.evaluate("""() => {
                window.ended = false;
                const run = window.jupyterapp.commands.execute("notebook:run-all-cells");
                void run.then(() => { window.ended = true; });
            }""")
            self.page.wait_for_function(f"() => window.ended || {began}")
            if self.page.evaluate(f"() => {began}"):
                return  # else it ended with nothing done, since a kernel was not there yet
        raise AssertionError("no cell began to run")

    def run_all_cells(self) -> None:
        """Run all cells, and wait until each has its number."""
        self.begin_all_cells()
        self._wait_for_cells("every(c => c.executionCount)", 180)

    def _wait_for_cells(self, condition: str, seconds: float) -> None:
        self.page.wait_for_function(f"() => {CELLS}.{condition}", timeout=seconds * 1000)

    def save(self) -> None:
        """Save the notebook, and wait until that is done."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    def reload(self) -> None:
        self.page.reload()
        self.wait_until_ready()

    def outputs(self) -> str:
        """The text of all outputs, without the cells' own."""
        return "\n".join(self.page.locator(".jp-OutputArea-output").all_inner_texts())

    def close(self) -> None:
        for page in self.context.pages:
            page.close()


@pytest.fixture
def lab(context, server: Server) -> Iterator[Lab]:
    """A fresh page; at the end no dialog may have been open, and its kernels end."""
    lab = Lab(context, server)
    yield lab
    lab.page.evaluate("async () => window.jupyterapp?.serviceManager.sessions.shutdownAll()")
    lab.close()
    assert lab.dialogs == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """With a failure stands what the page shows, and what each thread of the kernels did then."""
    report = yield
    lab = getattr(item, "funcargs", {}).get("lab")
    if lab is not None and report.when == "call" and report.failed:
        report.sections.append(("The page", lab.page.locator("body").inner_text()[-6000:]))
        report.sections.append(("JupyterLab and its kernels", lab.server.read_log_of_kernels()))
    return report
