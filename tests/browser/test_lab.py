"""The JupyterLab extension: launcher cards, commands, and the side panel with course and runs."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

EVIL = "<img src=x onerror=alert(1)>"
TRAIN = """
import pathlib, sys, time, keras, numpy as np, imagerec as ir

def wait(epoch, logs):
    while epoch == 0 and not pathlib.Path("seen").exists():
        time.sleep(0.05)

random = np.random.default_rng(0)
labels = np.arange(3000) % 2
images = random.integers(0, 250, (3000, 28, 28)).astype(np.uint8)
data = ir.load((images, labels, ["plain", "odd"]), name=sys.argv[1])
seen = keras.callbacks.LambdaCallback(on_epoch_end=wait)
ir.Trainer(ir.build("cnn_tiny", data), data, ir.Recipe(epochs=3), runs="live/runs", callbacks=[seen]).fit()
"""


@pytest.fixture
def window(lab):
    """JupyterLab's window with the launcher in it."""
    open_lab(lab)
    return lab


def open_lab(lab, workspace: str = "lab") -> None:
    lab.page.goto(f"{lab.server.url}/lab/workspaces/{workspace}?reset&token=for-tests-only")
    lab.page.wait_for_selector("#jupyterlab-splash", state="detached")
    lab.page.wait_for_selector(".jp-Launcher-section")


@pytest.fixture
def panel(window):
    return open_panel(window)


def open_panel(window):
    """The side panel, opened by its icon."""
    window.page.locator('.jp-SideBar [data-id="imagerec-panel"]').click()
    panel = window.page.locator("#imagerec-panel")
    expect(panel).to_be_visible()
    return panel


def write_run(folder: Path, state: str, data: str = "digits", **status) -> Path:
    """A run folder as a trainer leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {"schema": 1, "recipe": {"epochs": 4}, "data": {"name": data, "fingerprint": "0", "source": {},
             "classes": ["0", "1"], "shape": [8, 8, 1]}, "model": {"name": "cnn"}}
    (folder / "recipe.json").write_text(json.dumps(about))
    values = {"schema": 1, "state": state, "epoch": 1, "epochs": 4, "progress": 0.25, "pid": os.getpid(),
              "host": socket.gethostname(), "heartbeat": time.time(), "started": time.time(), **status}
    (folder / ".status").write_text(json.dumps(values))
    (folder / ".status").replace(folder / "status.json")
    return folder


def row(panel, run: str):
    return panel.locator(f'[data-run="{run}"]')


def dashboard_is_shown(page) -> None:
    shown = page.locator(".jp-NotebookPanel:visible .jp-OutputArea-output [data-testid=dashboard]")
    expect(shown).to_be_visible(timeout=120_000)


def test_the_launcher_card_opens_a_notebook_with_the_dashboard(window):
    folder = window.server.root / "from-launcher"
    folder.mkdir()
    window.page.evaluate("() => window.jupyterapp.commands.execute('filebrowser:open-path', {path: 'from-launcher'})")
    window.page.locator('.jp-Launcher:visible .jp-LauncherCard[title*="Train an image classifier"]').wait_for()
    window.page.wait_for_function(
        "() => document.querySelector('.jp-Launcher:not(.lm-mod-hidden) .jp-Launcher-cwd')?.textContent.includes('from-launcher')")
    window.page.locator('.jp-LauncherCard[title*="Train an image classifier"]:visible').click()
    dashboard_is_shown(window.page)
    notebook = json.loads((folder / "dashboard.ipynb").read_text())
    assert "".join(notebook["cells"][0]["source"]) == "import imagerec as ir\n\nir.dashboard()"
    assert os.listdir(folder) == ["dashboard.ipynb"] or ".ipynb_checkpoints" in os.listdir(folder)
    expect(window.page.locator(".jp-Launcher")).to_have_count(0)


def test_the_palette_has_the_commands(window):
    page = window.page
    page.keyboard.press("Control+Shift+C")
    page.locator("#modal-command-palette input, .lm-CommandPalette-input").first.fill("imagerec")
    items = page.locator(".lm-CommandPalette-item:visible .lm-CommandPalette-itemLabel")
    expect(items.filter(has_text=re.compile("^Course$"))).to_be_visible()
    expect(items.filter(has_text=re.compile("^Show course and runs$"))).to_be_visible()
    items.filter(has_text=re.compile("^Training dashboard$")).click()
    dashboard_is_shown(page)


def test_the_panel_lists_a_training_live(window, panel):
    root = window.server.root
    training = subprocess.Popen([sys.executable, "-c", TRAIN, EVIL], cwd=root, env=dict(os.environ),
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    line = panel.locator('[data-run^="live/runs/"]')
    expect(line).to_have_attribute("data-state", "running", timeout=60_000)
    expect(line.locator(".ir-lab-run-title")).to_have_text(f"cnn_tiny on {EVIL}")
    expect(line.get_by_role("progressbar")).to_be_visible()
    expect(panel.locator(".ir-lab-summary").nth(1)).to_contain_text("1 in training")
    (root / "seen").touch()
    expect(line.locator(".ir-lab-run-score")).to_have_text(re.compile(r"^\d+\.\d %$"), timeout=60_000)
    expect(line).to_have_attribute("data-state", "finished", timeout=60_000)
    expect(line.get_by_role("progressbar")).to_be_hidden()
    expect(panel.get_by_role("status")).to_contain_text("finished")
    assert training.wait(60) == 0, training.stderr.read()
    training.stderr.close()
    assert window.page.locator("#imagerec-panel img").count() == 0
    shutil.rmtree(root / "live")
    (root / "seen").unlink()
    expect(line).to_have_count(0)


def test_states_are_told_by_shape_and_word(window, panel):
    runs = window.server.root / "states"
    for state in ("running", "paused", "stopped", "finished"):
        write_run(runs / state, state, valid={"accuracy": 0.9, "interval": [0.8, 0.95], "n": 100})
    write_run(runs / "dead", "running", pid=2**22 + 1)
    (write_run(runs / "broken", "finished") / "recipe.json").write_text("{")
    marks = set()
    for state in ("running", "paused", "stopped", "finished", "dead"):
        line = row(panel, f"states/{state}")
        shown = "failed" if state == "dead" else state
        expect(line).to_have_attribute("data-state", shown)
        expect(line.locator(".ir-lab-run-state")).to_contain_text(shown)
        marks.add(line.locator(".ir-lab-mark").evaluate("mark => getComputedStyle(mark, '::before').content"))
    assert len(marks) == 5
    expect(row(panel, "states/dead").get_by_role("button").first).to_have_attribute(
        "title", re.compile("ended without a word"))
    expect(row(panel, "states/broken").locator(".ir-lab-run-title")).to_have_text("broken")
    expect(row(panel, "states/broken").get_by_role("button").first).to_have_attribute(
        "title", re.compile("not valid JSON"))
    shutil.rmtree(runs)


def test_a_run_opens_by_keyboard_and_its_folder_is_shown(window, panel):
    page = window.page
    for name in ("20260101-one", "20260102-two"):
        write_run(window.server.root / "keys" / name, "finished")
    newest, oldest = row(panel, "keys/20260102-two"), row(panel, "keys/20260101-one")
    newest.locator(".ir-lab-run-open").focus()
    page.keyboard.press("ArrowDown")
    expect(oldest.locator(".ir-lab-run-open")).to_be_focused()
    expect(oldest.locator(".ir-lab-run-open")).to_have_attribute(
        "aria-label", re.compile(r"^cnn on digits: finished"))
    write_run(window.server.root / "keys" / "20260102-two", "stopped")
    expect(newest).to_have_attribute("data-state", "stopped")
    expect(oldest.locator(".ir-lab-run-open")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".lm-TabBar-tabLabel", has_text="recipe.json")).to_be_visible()
    newest.hover()
    newest.locator(".ir-lab-run-folder").click()
    expect(page.locator(".jp-FileBrowser .jp-DirListing-itemText", has_text="status.json")).to_be_visible()
    shutil.rmtree(window.server.root / "keys")


@pytest.mark.parametrize("run", ["going/none", "../../etc/passwd", "/etc/passwd"])
def test_a_run_that_cannot_be_opened_is_told_in_words(window, run):
    window.page.evaluate(
        "run => void window.jupyterapp.commands.execute('imagerec:open-run', {run})", run)
    dialog = window.page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("The run could not be opened")
    expect(dialog).to_contain_text(re.compile("leads out of its folder|no run folder|answers 404"))
    dialog.get_by_role("button").last.click()


def test_no_runs_yet(window, panel):
    for recipe in list(window.server.root.rglob("recipe.json")):
        shutil.rmtree(recipe.parent)
    panel.get_by_role("button", name="New training dashboard").click()
    dashboard_is_shown(window.page)


def test_the_course_shows_what_is_solved_and_opens_the_next_lesson(window, panel):
    lessons = panel.locator(".ir-lab-lesson")
    expect(lessons.first).to_have_attribute("data-state", "next")
    expect(lessons.first.get_by_role("button")).to_have_attribute(
        "aria-label", re.compile(r"^Lesson 01, .*: 0 of \d exercises solved$"))
    count = int(re.search(r"of (\d)", lessons.first.get_by_role("button").get_attribute("title"))[1])
    home = window.server.home / "imagerec"
    home.mkdir(exist_ok=True)
    solved = {f"01-{number + 1}": {"solved": True, "attempts": 1} for number in range(count)}
    (home / "progress.json").write_text(json.dumps({"schema": 1, "exercises": solved}))
    expect(lessons.first).to_have_attribute("data-state", "done")
    expect(lessons.nth(1)).to_have_attribute("data-state", "next")
    window.page.locator('.jp-LauncherCard[title*="have not finished"]').click()
    expect(window.page.locator(".lm-TabBar-tabLabel", has_text=re.compile(r"^02_"))).to_be_visible()
    assert list((window.server.root / "imagerec-course").glob("02_*.ipynb"))
    (home / "progress.json").unlink()
    expect(lessons.first).to_have_attribute("data-state", "next")


def test_the_panel_comes_back_when_the_connection_was_lost(window):
    connections = []

    def connect(socket):
        connections.append(socket)
        socket.connect_to_server()

    window.page.route_web_socket("**/imagerec/events*", connect)
    open_lab(window) # the socket may have been open already: the panel was shown before
    panel = open_panel(window)
    run = write_run(window.server.root / "lost" / "one", "finished")
    expect(row(panel, "lost/one")).to_be_visible()
    connections[-1].close()
    expect(panel.get_by_role("alert")).to_be_visible()
    write_run(run, "stopped")
    expect(row(panel, "lost/one")).to_have_attribute("data-state", "stopped", timeout=30_000)
    expect(panel.get_by_role("alert")).to_be_hidden()
    assert len(connections) == 2
    shutil.rmtree(run.parent)
