"""Steering a training from the dashboard: by hand, from two tabs, and when the connection or the
kernel is gone."""

import json
import os
import re
import signal
import socket
import threading
from collections.abc import Iterator

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

from conftest import TOKEN, Lab, Server  # noqa: E402
from support import wait_until  # noqa: E402
from test_dashboard import DIGITS, Dashboard, open_dashboard  # noqa: E402, F401

from imagerec.runs.run import Run  # noqa: E402

TWO = ("import imagerec as ir\ndata = ir.load('digits')\nfirst, second = ir.dashboard(data), "
       "ir.dashboard(data)\nfirst")


class Proxy:
    """A way to the server that can be cut and mended."""

    def __init__(self, port: int):
        self.target, self.open, self.pairs = port, True, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if not self.open:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            self.pairs.append((near, far))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass  # cut
        finally:
            for end in (one, other):
                end.close()

    def cut(self) -> None:
        self.open = False
        for pair in self.pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # closed long ago
        self.pairs.clear()

    def mend(self) -> None:
        self.open = True

    def close(self) -> None:
        self.cut()
        self.listener.close()


class Through:
    """The server, reached by a proxy."""

    def __init__(self, server: Server, proxy: Proxy):
        self.url, self.write_notebook = f"http://127.0.0.1:{proxy.port}", server.write_notebook


@pytest.fixture
def proxy(server) -> Iterator[Proxy]:
    proxy = Proxy(server.port)
    yield proxy
    proxy.close()


def refresh(board: Dashboard, test_id: str, pattern: str, seconds: float = 60) -> None:
    expect(board[test_id]).to_contain_text(re.compile(pattern), timeout=seconds * 1000)


def test_step_change_branch_and_compare(lab, open_dashboard):  # noqa: F811
    board = open_dashboard("steer", DIGITS)
    board.choose(data="digits", model="cnn_tiny", epochs="300")
    board.press("step")
    board.wait_for("paused")
    at = board["progress"].get_attribute("value")
    board.press("step")
    lab.page.wait_for_function("([bar, at]) => bar.value > at",
                               arg=[board["progress"].element_handle(), float(at)])
    board.wait_for("paused")
    refresh(board, "steps-done", r"2 of [\d,]+")

    refuse_changes(board)
    board["change-learning-rate"].fill("0.002")
    board["change-learning-rate"].press("Enter")
    expect(board["change-error"]).to_have_text("")
    expect(board["pending"]).to_have_text("From the next step: learning rate 0.002")
    board.press("resume")
    refresh(board, "changes", r"learning rate 0\.002")
    expect(board["pending"]).to_have_text("")
    board.press("change-twice")
    refresh(board, "changes", r"learning rate 0\.004")
    board["change"].get_by_test_id("frozen").click()
    board.press("change-all-but-last")
    board.press("change-frozen")
    refresh(board, "changes", "frozen: ")

    expect(board["layers"].get_by_role("row").nth(2)).to_be_visible()
    expect(board["class-bars"].get_by_role("listitem")).to_have_count(10)
    refresh(board, "diagnosis", r"\w+")
    expect(board["snapshot"].nth(1)).to_be_visible()

    lab.save()  # so that another tab finds the cell's output
    second = lab.context.new_page()
    second.goto(f"{lab.server.url}/lab/workspaces/second/tree/steer.ipynb?token={TOKEN}")
    other = Dashboard(second)
    other.wait_for("running")
    expect(other["changes"]).to_contain_text("frozen: ")
    other.press("pause")
    board.wait_for("paused")
    second.close()

    expect(board["snapshot"].nth(2)).to_be_visible()
    board["snapshot"].first.click()
    expect(board["branch-learning-rate"]).not_to_have_value("0.004")  # the beginning's own rate
    board["snapshot"].last.click()
    expect(board["branch-learning-rate"]).to_have_value("0.004")
    board["branch-learning-rate"].fill("0.0005")
    board["branch-epochs"].fill("1")
    refresh(board, "branch-ends", "This ends the run that is shown, which is paused")
    board.press("branch-here")
    refresh(board, "branch-error", r"nothing is left of 1\. Give epochs=\d+ or more")
    expect(board["branch-learning-rate"]).to_have_value("0.0005")
    board.wait_for("paused")
    least = re.search(r"epochs=(\d+)", board["branch-error"].inner_text())[1]
    board["branch-epochs"].fill(least)
    board.press("branch-here")
    refresh(board, "tree", r"learning rate 0\.0005")
    refresh(board, "left", "was stopped at step .* for this branch")
    expect(board["branch"]).to_be_hidden()
    board.wait_for("finished", "running")
    board.wait_for("finished")
    expect(board["earlier-runs"]).to_have_text("Earlier runs: 1")
    expect(board["compared"]).to_contain_text(re.compile(r"parent\d+\.\d %.*this run\d+\.\d %",
                                                         re.S))
    board["tree"].get_by_role("button").first.click()
    board.wait_for("stopped")
    expect(board["compared"]).to_be_hidden()
    expect(board["earlier-runs"]).to_have_text("Earlier runs")
    refresh(board, "changes", "frozen: ")

    board.press("show-code")
    refresh(board, "code", "import imagerec as ir")
    lab.page.evaluate("() => document.addEventListener('imagerec:insert-cell', "
                      "event => { window.source = event.detail.source; event.preventDefault(); }, "
                      "{once: true, capture: true})")
    board.press("insert-code")
    assert "learning_rate" in lab.page.evaluate("() => window.source")


def refuse_changes(board: Dashboard) -> None:
    """What can't be is told in the form, which shows again what holds; the next thing that can
    be is the end of it."""
    rate = board["change-learning-rate"].input_value()
    board["change-learning-rate"].fill("fast")
    board["change-learning-rate"].press("Enter")
    expect(board["change-error"]).to_contain_text("Received: learning_rate='fast'")
    expect(board["change-learning-rate"]).to_have_value(rate)
    board["change"].get_by_test_id("frozen").click()
    boxes = board["change"].get_by_role("checkbox")
    for box in boxes.all():
        box.check()
    board.press("change-frozen")
    expect(board["change-error"]).to_contain_text("nothing is left that could learn")
    expect(board["change"].get_by_role("checkbox", checked=True)).to_have_count(0)
    expect(board["change"].get_by_test_id("frozen")).to_have_text("Frozen layers: none")
    board["change"].get_by_test_id("frozen").click()
    board.press("step")
    expect(board["change-error"]).to_have_text("")
    board.wait_for("paused")


def test_two_trainings_are_steered_alone(lab):
    lab.open(lab.server.write_notebook("two.ipynb", TWO, "second"))
    lab.run_all_cells()
    first, second = Dashboard(lab.page), Dashboard(lab.page, number=1)
    for board in (first, second):
        board.choose(model="cnn_tiny", epochs="300")
        board.press("start")
    for board in (first, second):
        board.wait_for_points(20)
    first.press("pause")
    first.wait_for("paused")
    points = second.points()
    second.wait_for_points(points + 50)
    second.press("stop")
    second.wait_for("stopped")
    first.wait_for("paused")
    points = first.points()
    first.press("resume")
    first.wait_for_points(points + 20)
    first.press("stop")
    first.wait_for("stopped")


def test_a_cut_connection_comes_back_and_a_dead_kernel_is_told(
        proxy, lab, server, open_dashboard):  # noqa: F811
    lab.server = Through(server, proxy)
    board = open_dashboard("cut", DIGITS)
    lab.page.add_locator_handler(
        lab.page.locator("dialog.jp-Dialog"), # JupyterLab's own words about the cut
        lambda dialog: dialog.get_by_role("button").last.click(),
    )
    notice = lab.page.get_by_test_id("disconnected")
    board.choose(model="cnn_tiny", epochs="2000")
    board.press("start")
    board.wait_for_points(20)

    proxy.cut()
    expect(notice).to_contain_text("connection to the kernel is lost")
    before = board.points()
    run = max((server.root / "runs").iterdir())
    wait_until(lambda: len(Run(run).rows("step")) > before + 400, "it goes on meanwhile")
    proxy.mend()
    expect(notice).to_have_count(0, timeout=60_000)
    board.wait_for_points(before + 200)

    run = max((server.root / "runs").iterdir())
    os.kill(json.loads((run / "status.json").read_text())["pid"], signal.SIGKILL)
    expect(notice).to_contain_text(re.compile(f"run the cell again.*from_run.*{run.name}"))
    expect(board.root).to_have_class(re.compile("ir-dead"))
    assert Run(run).status.state == "failed" and len(Run(run).rows("step")) > before/2

    lab.run_all_cells()
    board.wait_for("ready")
    board.choose(model="cnn_tiny", epochs="2000")
    board.press("start")
    board.wait_for_points(20)
    lab.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    expect(notice).to_contain_text(re.compile("run the cell again.*from_run"))
    assert len(Run(max((server.root / "runs").iterdir())).rows("step")) >= 10


@pytest.fixture
def restarted(browser, tmp_path) -> Iterator[Lab]:
    """A browser at a server of its own, which may be killed."""
    server = Server(tmp_path)
    lab = Lab(browser.new_context(), server)
    yield lab
    lab.close()
    server.close()


def test_a_killed_server_leaves_a_run_to_go_on_with(restarted):
    lab, server = restarted, restarted.server
    lab.open(server.write_notebook("killed.ipynb", DIGITS))
    lab.run_all_cells()
    board = Dashboard(lab.page)
    board.wait_for("ready")
    board.choose(model="cnn_tiny", epochs="2000")
    board.press("start")
    board.wait_for_points(20)
    server.kill()
    expect(lab.page.get_by_test_id("disconnected")).to_contain_text(
        "connection to the kernel is lost"
    )
    run = Run(next((server.root / "runs").iterdir()))
    server.start()
    # JupyterLab asks at intervals that grow while nobody answers; here at once
    lab.page.evaluate("() => window.jupyterapp.serviceManager.kernels.refreshRunning()")
    expect(lab.page.get_by_test_id("disconnected")).to_contain_text(
        re.compile(f"run the cell again.*from_run.*{run.name}"), timeout=90_000)
    written = len(run.rows("step"))
    assert run.status.state == "failed" and written >= 10
    lab.reload()
    lab.page.locator(".jp-Notebook:visible .cm-content").first.fill(
        "import imagerec as ir\nboard = "
        f"ir.dashboard(ir.Trainer.from_run({str(run.path)!r}))\nboard")
    lab.run_all_cells()
    board.press("start")
    board.wait_for("running")
    board.wait_for_points(written + 5)
    board.press("stop")
    board.wait_for("stopped")
