"""What a dashboard on the screen costs, and how quickly it answers.

Everything runs on the same cores: the kernel that trains, the server, and Chromium, which draws the
curves without a graphics card. Three trainings of one network take turns in one kernel, an epoch
each: a plain one; one that is watched and keeps snapshots, as the dashboard's own trainings do,
but is not shown; and one that is shown, too. The first epochs, which compile, are left out. Then
a training goes on in a dashboard while `1+1` is run again and again, is stopped and started
anew, and goes on while the page is reloaded.

    python benchmarks/dashboard_cost.py [PAIRS [ANSWERS [STOPS [RELOADS]]]]

writes benchmarks/dashboard.json and benchmarks/dashboard.md.
"""

import json
import os
import platform
import shutil
import sys
import tempfile
import threading
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trainer_cost import Turns

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE.parent / "tests" / "browser"), str(HERE.parent / "tests")]
PAIRS, ANSWERS, STOPS, RELOADS = 7, 40, 10, 20

# What the page notes: the time at which each change of the progress bar has reached it.
NOTE_UPDATES = """() => {
  window.updates = [];
  const bar = document.querySelector('[data-testid=dashboard] [data-testid=progress]');
  const note = () => window.updates.push(Date.now() / 1000);
  new MutationObserver(note).observe(bar, { attributes: true });
}"""
ANSWER = """async () => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const began = performance.now();
  await kernel.requestExecute({ code: "1+1" }).done;
  return (performance.now() - began) / 1000;
}"""
STOP = """() => new Promise((done) => {
  const board = document.querySelector('[data-testid=dashboard]');
  const began = performance.now();
  new MutationObserver((_, observer) => {
    if (board.dataset.state === 'running') return;
    observer.disconnect();
    done((performance.now() - began) / 1000);
  }).observe(board, { attributeFilter: ['data-state'] });
  board.querySelector('[data-testid=stop]').click();
})"""
LIVE = """least => Number(document.querySelector(
  '[data-testid=dashboard] [data-testid=loss-chart]')?.dataset.points ?? 0) >= least"""
WRITTEN = """async () => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const future = kernel.requestExecute({
    code: "print(len(board.run.rows('step')) + len(board.run.history.get('epoch', [])))" });
  let text = "";
  future.onIOPub = ({ content }) => { text += content.text ?? ""; };
  await future.done;
  return Number(text);
}"""
TURNS = f"""
import sys
sys.path.append({str(HERE)!r})
import dashboard_cost
dashboard_cost.take_turns({{pairs}})"""
STEERED = """
import imagerec as ir
board = ir.dashboard(ir.load("mnist"))
board"""


def as_the_dashboard_does() -> dict[str, Any]:
    """The settings of a Trainer that the dashboard itself makes."""
    from imagerec.widgets.dashboard.choices import SNAPSHOTS
    return {"statistics": True, "snapshots": SNAPSHOTS}


def callback(turns: "Turns", name: str, began: list[float]) -> Any:
    """Waits for its turn before each epoch, and notes when the epoch began."""
    import keras

    class Turn(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
            turns.wait(name)
            began.append(time.time())

        def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
            turns.end(name)

    return Turn()


def write_epochs(turns: "Turns", began: dict[str, list[float]], skipped: int) -> None:
    """What each epoch after the first took, to found.json."""
    found = {name: [{**epoch, "began": at} for epoch, at
                    in zip(turns.epochs[name][skipped:], began[name][skipped:])]
             for name in turns.names}
    Path("found.new").write_text(json.dumps(found))
    os.rename("found.new", "found.json")


def take_turns(pairs: int) -> None:
    """In the kernel: train three networks in turns and write what each epoch took to found.json."""
    from IPython.display import display
    from trainer_cost import BATCH_SIZE, WARM, Turns

    import imagerec as ir

    data, turns = ir.load("mnist"), Turns("plain", "watched", "shown")
    began = {name: [] for name in turns.names}
    recipe = ir.Recipe(epochs=pairs + WARM, batch_size=BATCH_SIZE)
    trainers = {name: ir.Trainer(ir.build("cnn", data), data, recipe, runs=tempfile.mkdtemp(),
                                 callbacks=[callback(turns, name, began[name])],
                                 **(as_the_dashboard_does() if name != "plain" else {}))
                for name in turns.names}
    display(ir.dashboard(trainers["shown"]))

    def train() -> None:
        while not Path("go").exists():  # the browser shows the dashboard
            time.sleep(0.1)
        for trainer in trainers.values():
            trainer.start()
        turns.go["plain"].set()
        for trainer in trainers.values():
            trainer.wait()
        write_epochs(turns, began, WARM)

    threading.Thread(target=train, daemon=True).start()


def measure(
    pairs:int=PAIRS, answers: int = ANSWERS, stops: int = STOPS, reloads: int = RELOADS
) -> dict:
    """All of it, as numbers."""
    from conftest import Lab, Server
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "jupyter")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"),
                                             args=["--no-sandbox"])
        try:
            cost = measure_cost(Lab(browser.new_context(), server), pairs)
            answer = measure_answers(Lab(browser.new_context(), server), answers, stops, reloads)
        finally:
            browser.close()
            server.close()
    return {
        **cost,
        **answer,
        "date": date.today().isoformat(),
        "where": f"{os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}, "
        f"ipykernel {version('ipykernel')}, JupyterLab {version('jupyterlab')}",
    }


def open_board(lab, name: str, cell: str):
    from test_dashboard import Dashboard

    lab.open(lab.server.write_notebook(name, cell))
    lab.run_all_cells()
    board = Dashboard(lab.page)
    board.wait_for("ready")
    return board


def measure_cost(lab, pairs: int) -> dict:
    """Epochs with a dashboard and without, in turns."""
    board = open_board(lab, "cost.ipynb", TURNS.format(pairs=pairs))
    lab.page.evaluate(NOTE_UPDATES)
    (lab.server.root / "go").touch()
    while not (lab.server.root / "found.json").exists():
        lab.page.wait_for_timeout(500)
        if board.root.get_attribute("data-state") == "failed":
            raise SystemExit(board["error"].inner_text())
    found = json.loads((lab.server.root / "found.json").read_text())
    updates = lab.page.evaluate("() => window.updates")
    end(lab)
    rates = [sum(epoch["began"] <= at < epoch["began"] + epoch["seconds"] for at in updates)
             / epoch["seconds"]
             for epoch in found["shown"]]
    return {"epochs": found, "updates_per_second": rates}


def measure_answers(lab, answers: int, stops: int, reloads: int) -> dict:
    """How long `1+1`, Stop and a reload take while a training goes on."""
    board = open_board(lab, "steered.ipynb", STEERED)
    board.choose(epochs="100")
    answered, stopped = [], []
    for number in range(stops):
        board.press("start")
        board.wait_for("running")
        board.wait_for_points(3)
        if number == 0:
            for _ in range(answers):
                answered.append(lab.page.evaluate(ANSWER))
                lab.page.wait_for_timeout(250)
        stopped.append(lab.page.evaluate(STOP))
        board.wait_for("stopped")
    reloaded = measure_reloads(lab, board, reloads)
    end(lab)
    return {"answer_seconds": answered, "stop_seconds": stopped, **reloaded}


def measure_reloads(lab, board, reloads: int) -> dict:
    """How long it takes until a reloaded page shows more than before, and whether it shows all
    in the end."""
    board.press("start")
    board.wait_for("running")
    board.wait_for_points(3)
    lab.save()
    seconds = []
    for _ in range(reloads):
        before, began = board.points(), time.perf_counter()
        lab.page.reload()
        lab.page.wait_for_function(LIVE, arg=before + 1)
        seconds.append(time.perf_counter() - began)
        lab.wait_until_ready()
    board.press("stop")
    board.wait_for("stopped")
    return {"reload_seconds": seconds, "points_missing": lab.page.evaluate(WRITTEN)
            - board.points()}


def end(lab) -> None:
    lab.page.evaluate("async () => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    lab.close()


def compared(found: dict, over: str, under: str, aim: str) -> tuple[str, str, str]:
    """How much longer the epochs of one training take than those of another, its aim, and how."""
    above, below = found["epochs"][over], found["epochs"][under]
    ratios = [one["seconds"] / other["seconds"] for one, other in zip(above, below)]
    seconds = [median(epoch["seconds"] for epoch in epochs) for epochs in (above, below)]
    used = [median(epoch["own"] + epoch["parent"] + epoch["chromium"] for epoch in epochs)
            for epochs in (above, below)]
    return (f"{median(ratios):.3f}× ({seconds[0]:.2f} s over {seconds[1]:.2f} s)", aim,
            f"median of {len(ratios)} rounds of epochs in turns, {min(ratios):.3f} to "
            f"{max(ratios):.3f}; processor "
            f"time of kernel, server and Chromium {used[0] / used[1]:.3f}×")


def rows(found: dict) -> list[tuple[str, str, str, str]]:
    """What was measured, its value, its aim, and how."""
    rates, answers, stops = (
        found["updates_per_second"],
        found["answer_seconds"],
        found["stop_seconds"],
    )
    reloads = found["reload_seconds"]
    late = sorted(answers)[min(len(answers) - 1, int(0.95 * len(answers)))]
    return [
        ("MNIST epoch of cnn, dashboard shown and live, over the same without it",
         *compared(found, "shown", "watched", "≤ 1.02×")),
        ("the same, over a plain training, not watched and without snapshots",
         *compared(found, "shown", "plain", "–")),
        ("what watching and snapshots take of that: watched over plain",
         *compared(found, "watched", "plain", "–")),
        ("updates that reach the browser while it trains, a second", f"{median(rates):.1f}",
         "5 to 15",
         f"median of {len(rates)} epochs, {min(rates):.1f} to {max(rates):.1f}, validation "
         "included"),
        ("`1+1` in another cell while it trains, 95th percentile", f"{late:.2f} s", "≤ 0.5 s",
         f"n = {len(answers)}, median {median(answers):.2f} s, longest {max(answers):.2f} s"),
        ("Stop pressed to training stopped", f"{median(stops):.2f} s", "≤ 1.5 s",
         f"median of {len(stops)}, longest {max(stops):.2f} s, as the browser sees it"),
        ("page reloaded while it trains: back with new points", f"{max(reloads):.1f} s",
         "≤ 3 s, no point lost",
         f"longest of {len(reloads)}, median {median(reloads):.1f} s, JupyterLab's own start "
         "included; "
         f"{found['points_missing']} points missing at the end")]


def table(found: dict) -> str:
    lines = ["| what | measured | aim | how |", "| --- | --- | --- | --- |",
             *(f"| {' | '.join(row)} |" for row in rows(found))]
    head = f"JupyterLab in headless Chromium, all on {found['where']}; {found['date']}."
    return "\n".join(["# The dashboard", "", head, "", *lines, ""])


if __name__ == "__main__":
    found = measure(*map(int, sys.argv[1:]))
    (HERE / "dashboard.json").write_text(json.dumps(found) + "\n")
    (HERE / "dashboard.md").write_text(table(found))
    print(table(found))
