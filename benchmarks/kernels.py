"""Does a training on the screen survive reloads, and does Stop work, on the kernels that people
have?

    python benchmarks/kernels.py [VERSION …] [--reloads 20] [--stops 5]      writes kernels.json
    and kernels.md

Each version of ipykernel is installed beside the environment, without its dependencies, and
JupyterLab is given a kernel that finds it first. A training of digits is shown in a notebook;
the page is reloaded again and again. After each reload the dashboard must be back and go on. At
the end the training is paused, and the points that are drawn are counted against the lines of
history.jsonl. Then: Stop pressed until the run's status says "stopped", also after a reload, and
while a cell blocks the kernel.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tests" / "browser"))

CELL = """
import imagerec as ir
data = ir.load("digits")
trainer = ir.Trainer(ir.build("cnn_tiny", data), data, ir.Recipe(epochs=5000), runs="runs").start()
ir.dashboard(trainer)
"""
BLOCK = "import time; time.sleep(30)"
LIVE = """(least) => { const found = document.querySelector('[data-testid="loss-chart"]');
    return found !== null && Number(found.dataset.points) > least; }"""


def install(version: str) -> Path:
    """A folder that holds this version of ipykernel and nothing else."""
    folder = Path(tempfile.gettempdir()) / "imagerec-kernels" / version
    if not (folder / "ipykernel").is_dir():
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target",
                        folder,
                        f"ipykernel=={version}"], check=True)
    return folder


def write_kernel(home: Path, folder: Path) -> None:
    """A kernel named python3 that finds the version first; the server looks for it in its data
    folder."""
    place = home / "data" / "kernels" / "python3"
    place.mkdir(parents=True)
    search = os.pathsep.join([str(folder), str(HERE.parent)])
    (place / "kernel.json").write_text(json.dumps({
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "language": "python",
        "display_name": "Python 3", "env": {"PYTHONPATH": search},
        "metadata": {"supported_features": ["kernel subshells"]} if not folder.name.startswith("6")
        else {}}))


class Session:
    """A notebook with a training on the screen."""

    def __init__(self, browser, server, name: str, *cells: str):
        from conftest import Lab

        self.server = server
        self.lab = Lab(browser.new_context(), server)
        self.lab.open(server.write_notebook(f"{name}.ipynb", CELL, *cells))
        self.lab.command("notebook:run-all-cells")
        self.until_beyond(20)

    @property
    def run(self) -> Path:
        return max((self.server.root / "runs").iterdir())

    def points(self) -> int:
        return int(self.lab.page.get_by_test_id("loss-chart").first.get_attribute("data-points"))

    def until_beyond(self, points: int) -> None:
        self.lab.page.wait_for_function(LIVE, arg=points, timeout=60_000)

    def reload(self) -> dict[str, float]:
        """Seconds until the notebook's cells are there, until the dashboard is drawn, and until
        it goes on."""
        before, began = self.points(), time.perf_counter()
        self.lab.page.reload(wait_until="commit")
        self.lab.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        page = time.perf_counter()
        self.lab.page.get_by_test_id("dashboard").first.wait_for()
        back = time.perf_counter()
        self.until_beyond(before)
        return {"page": page - began, "drawn": back - began, "live": time.perf_counter() - began}

    def state(self) -> str:
        return json.loads((self.run / "status.json").read_text())["state"]

    def press(self, name: str, state: str, timeout: float = 40) -> float:
        """Seconds from the press of a button to the state in the run folder."""
        began = time.perf_counter()
        self.lab.page.get_by_test_id(name).first.click()
        while self.state() != state and time.perf_counter() - began < timeout:
            self.lab.page.wait_for_timeout(20)
        return time.perf_counter() - began

    def lost_points(self) -> int:
        """How many of the logged points are not drawn while it is paused."""
        self.press("pause", "paused")
        self.lab.page.wait_for_timeout(1500)
        rows = [json.loads(line) for line in (self.run / "history.jsonl").read_text().splitlines()]
        logged = sum(row["kind"] in ("step", "epoch") for row in rows)
        drawn = self.points()
        self.press("resume", "running")
        return logged - drawn

    def close(self) -> None:
        self.lab.page.evaluate(
            "async () => window.jupyterapp?.serviceManager.sessions.shutdownAll()"
        )
        self.lab.close()


def reloads(browser, server, count: int) -> dict:
    session = Session(browser, server, "reload")
    session.lab.save()
    found = [session.reload() for _ in range(count)]
    lost = session.lost_points()
    session.close()
    after = [one["live"] - one["page"] for one in found]
    return {"reloads": len(found), "page": statistics.median(one["page"] for one in found),
            "live_after_page": statistics.median(after), "longest_after_page": max(after),
            "live": statistics.median(one["live"] for one in found),
            "longest": max(one["live"] for one in found),
            "lost_points": lost}


def stops(browser, server, count: int, kind: str) -> list[float]:
    """Stop pressed: at once, after a reload, or while a cell blocks the kernel."""
    found = []
    for number in range(count):
        session = Session(browser, server, f"{kind}-{number}",
                          *([BLOCK] if kind == "blocked" else []))
        if kind == "reloaded":
            session.lab.save()
            session.reload()
        found.append(session.press("stop", "stopped"))
        session.close()
    return found


def measure(version: str, count: int, times: int) -> dict:
    from conftest import Server
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "jupyter"
        write_kernel(home, install(version))
        server = Server(home)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"),
                                             args=["--no-sandbox"])
        try:
            found = reloads(browser, server, count)
            for kind in ("shown", "reloaded", "blocked"):
                seconds = stops(browser, server, times, kind)
                found[f"stop_{kind}"] = {"median": statistics.median(seconds),
                                         "longest": max(seconds), "n": times}
        finally:
            browser.close()
            server.close()
    return found


def table(kept: dict) -> str:
    lines = ["| ipykernel | reloads | page there, s | live after that, median (longest), s | "
             "points lost | "
             "Stop, s | after a reload, s | while a cell blocks, s |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for version, one in kept["versions"].items():
        cells = [f"{one[f'stop_{kind}']['median']:.2f} ({one[f'stop_{kind}']['longest']:.2f})"
                 for kind in ("shown", "reloaded", "blocked")]
        lines.append(f"| {version} | {one['reloads']} | {one['page']:.2f} | "
                     f"{one['live_after_page']:.2f} "
                     f"({one['longest_after_page']:.2f}) | {one['lost_points']} | "
                     f"{' | '.join(cells)} |")
    return "\n".join([f"Measured on {kept['date']}, {os.cpu_count()} cores. Times: median "
                      "(longest).", "", *lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("versions", nargs="*", default=["6.31.0", "7.3.0", "7.4.0"])
    parser.add_argument("--reloads", type=int, default=20)
    parser.add_argument("--stops", type=int, default=5)
    given = parser.parse_args()
    path = HERE / "kernels.json"
    kept = json.loads(path.read_text()) if path.exists() else {"versions": {}}
    for version in given.versions:
        kept["versions"][version] = found = measure(version, given.reloads, given.stops)
        print(version, found, flush=True)
        kept["date"] = f"{date.today()}"
        path.write_text(json.dumps(kept, indent=1) + "\n")
        path.with_suffix(".md").write_text(table(kept))


if __name__ == "__main__":
    main()
