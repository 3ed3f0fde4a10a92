"""How the side panel bears many runs: until it is painted, until a change is shown, and what the
server computes while nothing happens.

    python benchmarks/run_list.py [--runs 2000] [--rounds 5]      writes run_list.json

A JupyterLab of its own, with that many run folders below its root, is opened in Chromium without
a screen. Painted means that lines fill the list and the browser has drawn a frame with them,
counted from the moment that the page asks the server for the runs, after a reload with the panel
open: when the server has read all runs before, and once when it has read none. A change is a
status.json that is replaced, as a trainer does it, until the line says so. The server's idle
share is its processor time over half a minute with the panel open and nothing changing, minus
that of the same server with the page closed.
"""

import argparse
import json
import platform
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tests" / "browser"))

IDLE_SECONDS = 30
# Notes when the page asks for the runs, and when they are drawn.
CLOCK = """() => {
    const Socket = window.WebSocket;
    window.WebSocket = class extends Socket {
        constructor(...how) {
            super(...how);
            if (String(how[0]).includes('imagerec/events')) window.asked ??= performance.now();
        }
    };
    const shown = () => [...document.querySelectorAll('.ir-lab-run')].filter(
        line => line.offsetParent);
    const look = () => shown().length > 2
        ? setTimeout(() => { window.painted = performance.now(); })
        : requestAnimationFrame(look);
    requestAnimationFrame(look);
}"""
# Resolves with the time at which the run's line says so.
SHOWN = """([run, state]) => new Promise(done => {
    const look = () => document.querySelector(`[data-run="${run}"]`)?.dataset.state === state
        ? requestAnimationFrame(() => setTimeout(() => done(Date.now())))
        : requestAnimationFrame(look);
    look();
})"""


def write_run(folder: Path, number: int, state: str = "finished") -> None:
    """A run folder as a trainer leaves it, with five epochs told."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {"schema": 1, "recipe": {"epochs": 5}, "model": {"name": "cnn"}, "data": {
        "name": "digits", "fingerprint": "0", "source": {}, "classes": list("0123456789"),
        "shape": [8, 8, 1]}}
    status = {"schema": 1, "state": state, "epoch": 5, "epochs": 5, "progress": 1, "started": 1.7e9
              + number,
              "valid": {"accuracy": 0.9, "interval": [0.88, 0.92], "n": 1797}}
    rows = [{"kind": "epoch", "step": 40 * epoch, "epoch": epoch, "valid_accuracy": 1 - 1 / epoch
             / 2}
            for epoch in range(1, 6)]
    (folder / "history.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for name, value in (("recipe.json", about), ("status.json", status)):
        (folder / f".{name}").write_text(json.dumps(value))
        (folder / f".{name}").replace(folder / name)


class Panel:
    """JupyterLab with the side panel, in a browser."""

    def __init__(self, lab):
        self.page = lab.page
        self.address = f"{lab.server.url}/lab/workspaces/list?token=for-tests-only"
        self.page.goto(self.address)
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")
        self.page.locator('.jp-SideBar [data-id="imagerec-panel"]').click()
        self.page.locator(".ir-lab-empty").wait_for()
        self.page.wait_for_timeout(3000)  # JupyterLab saves that the panel is open
        self.page.goto("about:blank")
        self.page.add_init_script(f"({CLOCK})()")

    def paint(self) -> float:
        """Load JupyterLab anew, with the panel open; seconds from asking for the runs to seeing
        them."""
        self.page.goto(self.address)
        self.page.wait_for_function("() => window.painted")
        return self.page.evaluate("() => window.painted - window.asked") / 1000

    def change(self, folder: Path, number: int, state: str) -> float:
        """Seconds from a new status to the line that says so."""
        self.page.evaluate("arguments => { window.shown = (%s)(arguments); }" % SHOWN,
                           [f"runs/{folder.name}", state])
        began = time.time()
        write_run(folder, number, state)
        return self.page.evaluate("() => window.shown") / 1000 - began


def share(process: psutil.Process, seconds: float) -> float:
    """Processor time over time, of one core."""
    before = sum(process.cpu_times()[:2])
    time.sleep(seconds)
    return (sum(process.cpu_times()[:2]) - before) / seconds


def measure(count: int, rounds: int) -> dict:
    """The figures, each with all its rounds."""
    from conftest import Lab, Server
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "jupyter")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"),
                                             args=["--no-sandbox"])
        lab = Lab(browser.new_context(), server)
        panel, process = Panel(lab), psutil.Process(server.process.pid)
        try:
            for number in range(count):
                write_run(server.root / "runs" / f"{number:05d}", number)
            first = panel.paint()
            paints = [panel.paint() for _ in range(rounds)]
            lab.page.wait_for_timeout(500)
            lines = lab.page.locator(".ir-lab-run").count()
            newest = server.root / "runs" / f"{count - 1:05d}"
            changes = [panel.change(newest, count - 1, state) for state in ["stopped", "finished"]
                       * rounds]
            time.sleep(3)
            open_share = share(process, IDLE_SECONDS)
            lab.close()
            closed_share = share(process, IDLE_SECONDS / 2)
        finally:
            browser.close()
            server.close()
    return {"runs": count, "first_paint_unread": first, "first_paint": paints,
            "lines_in_page": lines,
            "change": changes, "idle_share": open_share - closed_share,
            "idle_share_page_closed": closed_share}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    found = measure(chosen.runs, chosen.rounds)
    found |= {"date": str(date.today()),
              "machine": f"{psutil.cpu_count()} cores, Python {platform.python_version()}"}
    (HERE / "run_list.json").write_text(json.dumps(found, indent=1) + "\n")
    print(f"first paint {statistics.median(found['first_paint']):.2f} s, change shown after "
          f"{statistics.median(found['change']):.2f} s ({max(found['change']):.2f} at most), "
          f"server {found['idle_share']:.1%} of a core when idle")
