"""What a newcomer does: `make lab`, open lesson 03, run it, train from its dashboard.

The home folder is new, so nothing of an earlier installation is found. That `make` installs all on
a clean checkout is shown by `make test` itself, which begins with the same rule.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TOKEN, WITHOUT_NEWS, Lab, answers
from support import REPOSITORY, wait_until
from test_dashboard import Dashboard

expect = pytest.importorskip("playwright.sync_api").expect
LESSON = "03_your_first_network.ipynb"


class MakeLab:
    """`make lab` in this checkout. It looks to `Lab` like any other server.

    Nothing is saved, so that the lesson stays as it is.
    """

    def __init__(self, folder: Path):
        self.root = REPOSITORY
        home = folder / "home"
        self.write_settings(home, "apputils-extension/notification", WITHOUT_NEWS)
        self.write_settings(home, "docmanager-extension/plugin", {"autosave": False})
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        arguments = (f"--no-browser --port {self.port} --ServerApp.port_retries=0 "
                     f"--IdentityProvider.token={TOKEN} --LabApp.expose_app_in_browser=True")
        self.log_path = folder / "make.log"
        self.log = open(self.log_path, "w")
        self.process = subprocess.Popen(["make", "lab", f"ARGS={arguments}"], cwd=REPOSITORY,
                                        env=self.environment(home), stdout=self.log,
                                        stderr=self.log, start_new_session=True)

    def write_settings(self, home: Path, name: str, settings: dict) -> None:
        path = home / f".jupyter/lab/user-settings/@jupyterlab/{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))

    def environment(self, home: Path) -> dict[str, str]:
        """As after a login: no virtual environment, no settings of ours."""
        path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep)
                               if ".venv" not in part)
        kept = {key: value for key, value in os.environ.items()
                if key.startswith(("PYENV", "LANG"))}
        return {**kept, "PATH": path, "HOME": str(home)}

    def wait(self, seconds: float) -> None:
        wait_until(lambda: answers(f"{self.url}/api"), "the server answers", seconds,
                   process=self.process, log=self.log_path)

    def close(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)
        self.log.close()


@pytest.fixture
def make_lab(tmp_path, chromium) -> Iterator[MakeLab]:
    runs = REPOSITORY / "nbs" / "tutorials" / "runs"
    before = set(runs.glob("*"))
    lab = MakeLab(tmp_path)
    yield lab
    lab.close()
    for run in set(runs.glob("*")) - before:
        shutil.rmtree(run)


def test_from_make_lab_to_mistakes(make_lab, browser):
    make_lab.wait(seconds=180)
    lab = Lab(browser.new_context(), make_lab)
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

    assert "pip install" not in make_lab.log_path.read_text()
    assert lab.dialogs == []
    lab.close()
