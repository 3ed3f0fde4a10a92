"""What a newcomer does: clone, `make lab`, open lesson 03, run it, train from its dashboard.

The home folder is new, so nothing of an earlier installation is found.
"""

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TOKEN, WITHOUT_NEWS, Lab, answers
from support import copy_sources, wait_until
from test_dashboard import Dashboard

expect = pytest.importorskip("playwright.sync_api").expect
LESSON = "03_your_first_network.ipynb"


class FreshClone:
    """`make lab` in a copy of the sources. It looks to `Lab` like any other server."""

    def __init__(self, folder: Path):
        self.clone = copy_sources(folder / "imagerec")
        self.root = self.clone
        home = folder / "home"
        settings = home / ".jupyter/lab/user-settings/@jupyterlab/apputils-extension"
        settings.mkdir(parents=True)
        (settings / "notification.jupyterlab-settings").write_text(json.dumps(WITHOUT_NEWS))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        arguments = (f"--no-browser --port {self.port} --ServerApp.port_retries=0 "
                     f"--IdentityProvider.token={TOKEN} --LabApp.expose_app_in_browser=True")
        self.log_path = folder / "make.log"
        self.log = open(self.log_path, "w")
        self.process = subprocess.Popen(["make", "lab", f"ARGS={arguments}"], cwd=self.clone,
                                        env=self.environment(home), stdout=self.log,
                                        stderr=self.log, start_new_session=True)

    def environment(self, home: Path) -> dict[str, str]:
        """As after a login: no virtual environment, no settings of ours, but the network's own."""
        path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep)
                               if ".venv" not in part)
        kept = {key: value for key, value in os.environ.items()
                if key.startswith(("PIP_", "SSL_", "CURL_", "REQUESTS_", "NODE_", "PYENV", "LANG"))
                or key.lower().endswith("_proxy") or key.lower().startswith("npm_")}
        return {**kept, "PATH": path, "HOME": str(home)}

    def wait(self, seconds: float) -> None:
        wait_until(lambda: answers(f"{self.url}/api"), "the server answers", seconds,
                   process=self.process, log=self.log_path)

    def close(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)
        self.log.close()


@pytest.fixture
def fresh_clone(tmp_path, chromium) -> Iterator[FreshClone]:
    clone = FreshClone(tmp_path)
    yield clone
    clone.close()


def test_from_clone_to_mistakes(fresh_clone, browser):
    fresh_clone.wait(seconds=900)
    lab = Lab(browser, fresh_clone)
    lab.open(f"nbs/tutorials/{LESSON}")
    lab.run_all_cells()
    errors = lab.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.content.widgets"
        ".flatMap(cell => cell.model.type === 'code' ? cell.model.outputs.toJSON() : [])"
        ".filter(output => output.output_type === 'error').map(output => output.evalue)")
    assert errors == []

    board = Dashboard(lab.page)
    board.wait_for("ready")
    board.choose(epochs="6")
    board.press("start")
    board.wait_for_points(5)
    grown_from = board.points()
    board.wait_for_points(grown_from + 20)
    board.press("pause")
    board.wait_for("paused")
    board.press("resume")
    board.wait_for("finished")
    cell = (
        board.root.get_by_test_id("confusion")
        .locator("button[data-true][data-predicted]:not([disabled])")
        .first
    )
    cell.click()
    expect(board["gallery"].locator("figure canvas").first).to_be_visible()
    expect(board["gallery"]).to_contain_text(re.compile("recognised|taken for"))

    began = time.monotonic()
    done = subprocess.run(["make", "--dry-run", "lab"], cwd=fresh_clone.clone, text=True,
                          capture_output=True, env=fresh_clone.environment(fresh_clone.clone))
    assert "pip install" not in done.stdout and time.monotonic() - began < 5, done.stdout
    assert lab.dialogs == []
    lab.close()
