"""The JupyterLab extension: launcher cards, commands, the side panel, the pages of runs, the
status bar."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from conftest import missing
from PIL import Image
from support import wait_until

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
model, recipe = ir.build("cnn_tiny", data), ir.Recipe(epochs=3)
ir.Trainer(model, data, recipe, runs="live/runs", callbacks=[seen]).fit()
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
    about = {"schema": 1, "recipe": {"epochs": 4}, "data": {"name": data, "fingerprint": "0",
                                                            "source": {},
             "classes": ["0", "1"], "shape": [8, 8, 1]}, "model": {"name": "cnn"}}
    (folder / "recipe.json").write_text(json.dumps(about))
    values = {"schema": 1, "state": state, "epoch": 1, "epochs": 4, "progress": 0.25,
              "pid": os.getpid(),
              "host": socket.gethostname(), "heartbeat": time.time(), "started": time.time(),
              **status}
    (folder / ".status").write_text(json.dumps(values))
    (folder / ".status").replace(folder / "status.json")
    return folder


def write_history(folder: Path, epochs: int = 4) -> None:
    """What a training told: two steps an epoch, and the evaluation."""
    rows = []
    for epoch in range(1, epochs + 1):
        for step in (2 * epoch - 1, 2 * epoch):
            rows.append({"kind": "step", "step": step, "epoch": epoch, "loss": 2 / step,
                         "accuracy": 0.5})
        rows.append({"kind": "epoch", "step": 2 * epoch, "epoch": epoch, "loss": 1 / epoch,
                     "valid_loss": 1 / epoch,
                     "valid_accuracy": 1 - 0.5 / epoch})
    (folder / "history.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "environment.json").write_text(
        '{"python": "3.11.7", "versions": {"keras": "3.15.1"}}'
    )
    (folder / "report.json").write_text(json.dumps({
        "split": "test", "accuracy": 0.9, "interval": [0.8, 0.95], "n": 100, "classes": ["0", EVIL],
        "confusion": [[48, 2], [8, 42]], "mistakes": [
            {"index": 3, "true": "0", "predicted": EVIL, "probability": 0.99},
            {"index": 5, "true": EVIL, "predicted": "0", "probability": 0.9}]}))


def lay_sheet(folder: Path) -> None:
    """The pictures of the mistakes, as an evaluation lays them beside its report."""
    Image.new("RGBA", (960, 96), "teal").save(folder / "mistakes-test-0123abcd.webp")
    report = json.loads((folder / "report.json").read_text())
    report["sheet"] = "mistakes-test-0123abcd.webp"
    (folder / "report.json").write_text(json.dumps(report))


def row(panel, run: str):
    return panel.locator(f'[data-run="{run}"]')


def dashboard_is_shown(page) -> None:
    shown = page.locator(".jp-NotebookPanel:visible .jp-OutputArea-output [data-testid=dashboard]")
    expect(shown).to_be_visible(timeout=120_000)


def test_the_launcher_card_opens_a_notebook_with_the_dashboard(window):
    folder = window.server.root / "from-launcher"
    folder.mkdir()
    window.page.evaluate("() => window.jupyterapp.commands.execute('filebrowser:open-path', "
                         "{path: 'from-launcher'})")
    window.page.locator('.jp-Launcher:visible .jp-LauncherCard[title*="Train an image '
                        'classifier"]').wait_for()
    window.page.wait_for_function(
        "() => document.querySelector('.jp-Launcher:not(.lm-mod-hidden) "
        ".jp-Launcher-cwd')?.textContent.includes('from-launcher')")
    window.page.locator('.jp-LauncherCard[title*="Train an image classifier"]:visible').click()
    dashboard_is_shown(window.page)
    notebook = json.loads((folder / "dashboard.ipynb").read_text())
    assert (
        "".join(notebook["cells"][0]["source"])
        == "import imagerec as ir\n\nir.start_keras()\nir.dashboard()"
    )
    assert os.listdir(folder) == ["dashboard.ipynb"] or ".ipynb_checkpoints" in os.listdir(folder)
    expect(window.page.locator(".jp-Launcher")).to_have_count(0)


def test_the_palette_opens_the_panel_and_a_wrong_run_is_told_in_words(window):
    page = window.page
    page.keyboard.press("Control+Shift+C")
    page.locator("#modal-command-palette input, .lm-CommandPalette-input").first.fill("imagerec")
    items = page.locator(".lm-CommandPalette-item:visible .lm-CommandPalette-itemLabel")
    for label in ("Course", "Training dashboard", "Open the newest run",
                  "Compare the two newest runs",
                  "Open a run in the dashboard", "Stop the training of this notebook"):
        expect(items.filter(has_text=re.compile(f"^{label}$"))).to_be_visible()
    items.filter(has_text=re.compile("^Show course, runs, services and devices$")).click()
    panel = page.locator("#imagerec-panel")
    expect(panel.locator(".ir-lab-cores > div")).to_have_count(os.cpu_count())
    expect(panel.locator(".ir-lab-devices")).to_contain_text(
        re.compile(r"Memory\s*[\d.]+ GB of [\d.]+ GB")
    )
    for run in ("going/none", "../../etc/passwd", "/etc/passwd"):
        page.evaluate("run => void window.jupyterapp.commands.execute('imagerec:open-run', {run})",
                      run)
        dialog = page.locator(".jp-Dialog")
        expect(dialog).to_contain_text("The run could not be opened")
        expect(dialog).to_contain_text(re.compile("leads out of its folder|no run folder|answers "
                                                  "404"))
        dialog.get_by_role("button").last.click()
        expect(dialog).to_have_count(0)


def test_the_panel_lists_a_training_live(window, panel):
    root = window.server.root
    training = subprocess.Popen([sys.executable, "-c", TRAIN, EVIL], cwd=root, env=dict(os.environ),
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    line = panel.locator('[data-run^="live/runs/"]')
    expect(line).to_have_attribute("data-state", "running", timeout=60_000)
    expect(line.locator(".ir-lab-run-title")).to_have_text(f"cnn_tiny on {EVIL}")
    expect(line.get_by_role("progressbar")).to_be_visible()
    expect(panel.get_by_role("searchbox")).to_have_attribute("placeholder",
                                                             re.compile("1 in training"))
    page = window.page
    page.locator(".ir-lab-status-item").click()
    shown = page.locator('[data-testid="run-page"]:visible')
    expect(shown.locator("h1")).to_have_text(f"cnn_tiny on {EVIL}")
    expect(shown.locator('[data-testid="run-stop"]')).to_be_visible()
    points = int(shown.locator('[data-testid="run-loss"]').get_attribute("data-points"))
    (root / "seen").touch()
    expect(line.locator(".ir-lab-run-score")).to_have_text(re.compile(r"^\d+\.\d %$"),
                                                           timeout=60_000)
    expect(line).to_have_attribute("data-state", "finished", timeout=60_000)
    expect(line.get_by_role("progressbar")).to_be_hidden()
    expect(panel.get_by_role("status")).to_contain_text("finished")
    expect(line.locator(".ir-lab-spark path")).to_have_attribute("d", re.compile("^M.*L"))
    expect(shown.locator(".ir-page-state")).to_have_text("finished")
    expect(shown.locator('[data-testid="run-stop"]')).to_be_hidden()
    page.wait_for_function(
        "least => Number(document.querySelector('[data-testid=\"run-loss\"]').dataset.points) > "
        "least", arg=points)
    expect(page.locator(".ir-lab-status-item")).to_be_hidden()
    page.locator(".jp-Notification-Status").click()
    expect(page.locator(".jp-Notification-Center")).to_contain_text("is trained")
    page.keyboard.press("Escape")
    assert training.wait(60) == 0, training.stderr.read()
    training.stderr.close()
    assert page.locator("#imagerec-panel img, [data-testid=run-page] img, .jp-Notification-Center "
                        "img").count() == 0
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
        marks.add(
            line.locator(".ir-lab-mark").evaluate(
                "mark => getComputedStyle(mark, '::before').content"
            )
        )
    assert len(marks) == 5
    expect(row(panel, "states/dead").get_by_role("button").first).to_have_attribute(
        "title", re.compile("ended without a word"))
    expect(row(panel, "states/broken").locator(".ir-lab-run-title")).to_have_text("broken")
    expect(row(panel, "states/broken").get_by_role("button").first).to_have_attribute(
        "title", re.compile("not valid JSON"))
    shutil.rmtree(runs)


def test_a_run_opens_by_keyboard_and_by_its_recipe(window, panel):
    page = window.page
    now = time.time()
    for name, ago in (("20260101-one", 400), ("20260102-two", 130)):
        write_history(write_run(window.server.root / "keys" / name, "finished", started=now - 500,
                                heartbeat=now - ago))
        lay_sheet(window.server.root / "keys" / name)
    (window.server.root / "keys" / "20260101-one" / "model.keras").write_bytes(b"PK")
    newest, oldest = row(panel, "keys/20260102-two"), row(panel, "keys/20260101-one")
    expect(newest.locator(".ir-lab-run-age")).to_have_text("2 min ago")
    newest.locator(".ir-lab-run-open").focus()
    page.keyboard.press("ArrowDown")
    expect(oldest.locator(".ir-lab-run-open")).to_be_focused()
    expect(oldest.locator(".ir-lab-run-open")).to_have_attribute(
        "aria-label", re.compile(r"^cnn on digits: finished"))
    write_run(window.server.root / "keys" / "20260102-two", "stopped", started=now - 500)
    expect(newest).to_have_attribute("data-state", "stopped")
    expect(newest.locator(".ir-lab-run-age")).to_have_text("just now")
    expect(oldest.locator(".ir-lab-run-open")).to_be_focused()
    page.keyboard.press("Enter")
    shown = page.locator('[data-testid="run-page"]:visible')
    expect(shown.locator('[data-testid="run-loss"]')).to_have_attribute("data-points", "12")
    expect(shown.get_by_test_id("run-headline").locator("b")).to_have_text("90.0 %")
    expect(shown.get_by_test_id("run-measured")).to_contain_text("90 of 100 test pictures")
    mistakes = shown.get_by_test_id("run-mistakes")
    expect(mistakes.locator("figure")).to_have_count(2)
    expect(mistakes).to_contain_text("Most confident mistakes · 2 of 10")
    shown.locator('button[data-true="1"][data-predicted="0"]').click()
    expect(mistakes.locator("figure")).to_have_count(1)
    expect(mistakes).to_contain_text("1 of 8")
    expect(mistakes.locator(".ir-has-sheet .ir-tile")).to_have_css(
        "background-image", re.compile("^url.*webp;base64,UklGR"))
    expect(shown.locator(".ir-page-recipe")).to_contain_text("epochs4")
    expect(shown.get_by_test_id("run-continue")).to_be_hidden()
    expect(shown.locator(".ir-page-environment")).to_contain_text("3.15.1")
    shown.locator('[data-testid="run-dashboard"]').click()
    ran = page.locator(".jp-NotebookPanel:visible "
                       ".jp-InputPrompt").filter(has_text=re.compile(r"\[(\*|\d+)\]"))
    expect(ran).to_be_visible(timeout=60_000)
    [path] = window.server.root.glob("dashboard*.ipynb")
    notebook = json.loads(path.read_text())
    assert "".join(notebook["cells"][0]["source"]).endswith(
        'ir.dashboard(ir.Run("keys/20260101-one"))'
    )
    oldest.locator(".ir-lab-run-open").click()
    # the notebook is there, and is used again
    shown.locator('[data-testid="run-dashboard"]').click()
    expect(ran).to_be_visible()
    assert list(window.server.root.glob("dashboard*.ipynb")) == [path]
    oldest.locator(".ir-lab-run-open").click()
    expect(shown.locator(".ir-page-files")).to_contain_text("model.keras")
    expect(shown.locator(".ir-page-files button", has_text="model.keras")).to_have_count(0)
    shown.locator(".ir-page-files button", has_text="history.jsonl").click()
    expect(page.locator(".lm-TabBar-tabLabel", has_text="history.jsonl")).to_be_visible()

    (window.server.root / "keys" / "20260102-two" / "report.json").write_text('{"split": "te')
    newest.hover()
    newest.locator(".ir-lab-run-folder").click()
    files = page.locator(".jp-FileBrowser:visible .jp-DirListing-item")
    files.filter(has_text="status.json").dblclick()
    expect(page.locator(".jp-RenderedJSON:visible, .jp-FileEditor:visible .cm-content")
           ).to_contain_text("heartbeat")
    files.filter(has_text="recipe.json").dblclick()
    expect(page.locator('[data-testid="run-page"]:visible '
                        '.ir-page-state')).to_contain_text("stopped")
    expect(page.locator('[data-testid="run-report-error"]:visible')).to_contain_text("report.json")
    assert (window.server.root / "keys" / "20260102-two" / "recipe.json").exists()
    page.evaluate("() => void window.jupyterapp.commands.execute('docmanager:open',"
                  " {path: 'keys/20260102-two/recipe.json', factory: 'Editor'})")
    expect(page.locator(".jp-FileEditor:visible .cm-content")).to_contain_text("fingerprint")
    assert page.locator("[data-testid=run-page] img").count() == 0
    assert not list((window.server.root / "keys").rglob(".ipynb_checkpoints"))  # nothing was saved
    shutil.rmtree(window.server.root / "keys")
    path.unlink()


def test_an_open_page_shows_a_report_that_comes_late_and_that_the_run_was_deleted(window, panel):
    page, run = window.page, window.server.root / "open" / "one"
    write_history(write_run(run, "running"))
    report = (run / "report.json").read_text()
    (run / "report.json").unlink()
    row(panel, "open/one").locator(".ir-lab-run-open").click()
    shown = page.locator('[data-testid="run-page"]:visible')
    expect(shown.locator(".ir-page-state")).to_contain_text("running")
    write_run(run, "stopped")
    (run / "checkpoint").mkdir()
    (run / "checkpoint" / "step-00000008.keras").write_bytes(b"PK")
    latest = {"file": "step-00000008.keras", "step": 8, "epoch": 2, "done": 0}
    (run / "checkpoint" / "latest.json").write_text(json.dumps(latest))
    expect(shown.locator(".ir-page-state")).to_contain_text("stopped")
    expect(shown.locator('[data-testid="run-confusion"]')).to_be_hidden()
    (run / "report.json").write_text(report)
    expect(shown.locator('[data-testid="run-confusion"]')).to_be_visible()
    expect(shown.get_by_test_id("run-split")).to_be_hidden()
    other = {**json.loads(report), "split": "valid", "n": 50, "accuracy": 0.7}
    (run / "report-valid.json").write_text(json.dumps(other))
    expect(shown.get_by_test_id("run-split").locator("option")).to_have_text(["test", "validation"])
    expect(shown.get_by_test_id("run-confusion")).to_contain_text("accuracy 90.0 %")
    shown.get_by_test_id("run-split").select_option("valid")
    expect(shown.get_by_test_id("run-confusion")).to_contain_text("accuracy 70.0 %")
    expect(shown.get_by_test_id("run-onward")).to_contain_text("imagerec train --resume open/one")
    expect(shown.get_by_test_id("run-continue")).to_be_visible()
    expect(shown.locator(".ir-page-snapshots")).to_contain_text("step 8")
    shutil.rmtree(run.parent)
    expect(page.locator(".ir-page-problem:visible")).to_contain_text("was deleted")
    expect(page.locator(".ir-run-page:visible button:visible")).to_have_count(0)


def test_when_to_be_told_is_chosen_in_the_settings(window):
    page = window.page
    page.evaluate("() => void window.jupyterapp.commands.execute('settingeditor:open', {query: "
                  "'imagerec'})")
    choice = page.locator(".jp-SettingsPanel select:visible")
    expect(choice).to_have_count(1)
    choice.select_option(label="Never")
    page.wait_for_function("async () => (await "
                           "window.jupyterapp.serviceManager.settings.fetch('imagerec:settings'))"
                           ".raw.includes('none')")
    page.evaluate("() => window.jupyterapp.serviceManager.settings.save('imagerec:settings', '{}')")


def test_runs_are_filtered_compared_and_deleted(window, panel):
    page, runs = window.page, window.server.root / "many"
    for number in range(200):
        write_run(runs / f"{number:03d}", "finished", started=1e9 + number, data="odd" if number % 2
                  else "even",
                  valid={"accuracy": number / 200, "interval": [0, 1], "n": 100})
    lines = panel.locator(".ir-lab-run")
    expect(lines.first).to_be_visible()
    assert lines.count() < 60
    row(panel, "many/199").locator(".ir-lab-run-open").focus()
    page.keyboard.press("End")
    expect(row(panel, "many/000").locator(".ir-lab-run-open")).to_be_focused()
    page.keyboard.press("Home")
    expect(row(panel, "many/199").locator(".ir-lab-run-open")).to_be_focused()
    places = lines.evaluate_all("all => all.map(line => "
                                "Number(line.getAttribute('aria-posinset')))")
    assert places == sorted(places) # Tab and a screen reader meet them as they are seen
    panel.get_by_label("Sort by").select_option("name")
    expect(row(panel, "many/000")).to_be_visible()
    panel.get_by_label("Sort by").select_option("newest")
    panel.get_by_label("Filter runs").fill("even 19")
    expect(lines).to_have_count(5)
    panel.get_by_label("Show", exact=True).select_option("failed")
    expect(panel.get_by_text("No run fits the filter.")).to_be_visible()
    panel.get_by_label("Show", exact=True).select_option("all")

    for name in ("194", "198", "196"):
        row(panel, f"many/{name}").hover()
        row(panel, f"many/{name}").locator(".ir-lab-run-select").check()
    expect(panel.locator(".ir-lab-compare")).to_contain_text("a third takes the place of the first")
    expect(row(panel, "many/194").locator(".ir-lab-run-select")).not_to_be_checked()
    panel.get_by_role("button", name="Compare").click()
    compared = page.locator('[data-testid="compare-page"]:visible')
    expect(compared.locator('[data-testid="compare-a"] b')).to_have_text("99.0 %")
    expect(compared.locator('[data-testid="compare-b"] b')).to_have_text("98.0 %")
    expect(compared.get_by_test_id("compare-a")).to_contain_text("validation accuracy")
    expect(page.locator(".lm-TabBar-tabLabel", has_text="198 ↔ 196")).to_be_visible()
    says = compared.get_by_test_id("compare-says")
    expect(says).to_contain_text('ir.compare("many/198", "many/196") tells')
    for name, missed in (("198", []), ("196", list(range(6)))):
        mistakes = [{"index": index, "true": "0", "predicted": "1", "probability": 0.9}
                    for index in missed]
        (runs / name / "report.json").write_text(json.dumps(
            {"split": "test", "accuracy": 0.9, "interval": [0.8, 1], "fingerprint": "0", "n": 99,
             "mistaken": len(missed), "mistakes": mistakes}))
    compared.get_by_test_id("compare-split").select_option("test")
    expect(says).to_contain_text("A is better: A alone recognised 6 pictures and B alone 0")
    compared.get_by_test_id("compare-split").select_option("valid")
    expect(says).to_contain_text('ir.compare("many/198", "many/196") tells')

    row(panel, "many/196").click(button="right")
    menu = page.locator(".lm-Menu-itemLabel:visible")
    expect(menu.filter(has_text=re.compile("^Delete this run$"))).to_be_visible()
    expect(menu.filter(has_text=re.compile("^(Stop|Pause|Resume)$"))).to_have_count(0)
    menu.filter(has_text=re.compile("^Open$")).click()
    expect(page.locator('[data-testid="run-page"]:visible h1')).to_have_text("cnn on even")

    for answer, there in (("Cancel", True), ("Delete", False)):
        row(panel, "many/198").hover()
        row(panel, "many/198").locator(".ir-lab-run-delete").click()
        page.locator(".jp-Dialog").get_by_role("button", name=answer).click()
        expect(row(panel, "many/198")).to_have_count(1 if there else 0)
        assert (runs / "198").exists() == there
    shutil.rmtree(runs)


def test_no_runs_yet(window, panel):
    for recipe in list(window.server.root.rglob("recipe.json")):
        shutil.rmtree(recipe.parent)
    panel.get_by_role("button", name="New training dashboard").click()
    dashboard_is_shown(window.page)


def test_the_course_shows_what_is_solved_and_opens_the_next_lesson(window, panel):
    lessons = panel.locator(".ir-lab-lesson")
    expect(lessons.first).to_have_attribute("data-state", "open")  # lesson 00 asks nothing
    expect(lessons.nth(1)).to_have_attribute("data-state", "next")
    expect(lessons.nth(1).get_by_role("button")).to_have_attribute(
        "aria-label",
        re.compile(r"^Lesson 01, .*: 0 of \d exercises solved, about (\d+ h )?\d+ min$"))
    count = int(re.search(r"of (\d)",
                          lessons.nth(1).get_by_role("button").get_attribute("title"))[1])
    home = window.server.home / "imagerec"
    home.mkdir(exist_ok=True)
    solved = {f"01-{number + 1}": {"solved": True, "attempts": 1} for number in range(count)}
    (home / "progress.json").write_text(json.dumps({"schema": 1, "exercises": solved}))
    expect(lessons.nth(1)).to_have_attribute("data-state", "done")
    expect(lessons.nth(2)).to_have_attribute("data-state", "next")
    window.page.locator('.jp-LauncherCard[title*="have not finished"]').click()
    expect(window.page.locator(".lm-TabBar-tabLabel", has_text=re.compile(r"^02_"))).to_be_visible()
    assert list((window.server.root / "imagerec-course").glob("02_*.ipynb"))
    solved["02-1"] = {"solved": True, "attempts": 1}
    (home / "progress.json").write_text(json.dumps({"schema": 1, "exercises": solved}))
    panel.get_by_role(
        "button", name=re.compile("^Continue where you left off.*exercise convolution-2")).click()
    active = window.page.locator(".jp-Notebook:visible .jp-Cell.jp-mod-active")
    expect(active).to_contain_text("Exercise convolution-2")
    expect(active).to_be_in_viewport()
    (home / "progress.json").unlink()
    expect(lessons.nth(1)).to_have_attribute("data-state", "next")


def test_a_lesson_counts_as_changed_once_a_cell_was_changed(window):
    page = window.page
    page.evaluate("() => void window.jupyterapp.commands.execute("
                  "'imagerec:open-course', {lesson: '03'})")
    tab = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab", has_text=re.compile("^03_"))
    expect(tab).to_be_visible()
    model = "window.jupyterapp.shell.currentWidget.content.model"
    page.wait_for_function(f"() => {model}?.getMetadata('language_info')?.version")
    expect(tab).not_to_have_class(re.compile("jp-mod-dirty"))  # though it has the kernel's name now
    page.evaluate(f"() => {model}.sharedModel.cells[0].setSource('mine')")
    expect(tab).to_have_class(re.compile("jp-mod-dirty"))


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


ASK = """([name, detail]) => {
    const event = new CustomEvent(`imagerec:${name}`, {detail, bubbles: true, cancelable: true});
    return !document.querySelector('.jp-Notebook .jp-OutputArea-output').dispatchEvent(event);
}"""


def test_jupyterlab_does_what_widgets_ask_for(lab):
    server, page = lab.server, lab.page
    run = write_run(server.root / "asked" / "one", "running")
    lab.open(server.write_notebook("asking.ipynb", "print('first')", "print('last')"))
    lab.run_all_cells()
    sources = ("() => window.jupyterapp.shell.currentWidget.content.widgets.map(c => "
               "c.model.sharedModel.getSource())")
    assert page.evaluate(ASK, ["insert-cell", {"source": "1 + 1"}])
    assert page.evaluate(sources)[:3] == ["print('first')", "1 + 1", "print('last')"]
    page.wait_for_function(ASK.replace("([name, detail])", "detail").replace("${name}", "steer"),
                           arg={"run": str(run), "command": "stop"})  # once the feed knows the run
    wait_until((run / "control.json").exists, "the command is written")
    assert json.loads((run / "control.json").read_text())["command"] == "stop"
    assert not page.evaluate(ASK, ["open-run", {"run": "/nowhere/one"}])
    assert page.evaluate(ASK, ["open-run", {"run": str(run)}])
    expect(page.locator('[data-testid="run-page"]:visible')).to_be_visible()
    assert page.evaluate(ASK, ["open-lesson", {"lesson": "02#convolution-3"}])
    expect(page.locator(".jp-Notebook:visible "
                        ".jp-Cell.jp-mod-active")).to_contain_text("Exercise convolution-3")
    shutil.rmtree(run.parent)


PIXEL = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
         "rkJggg==")


LEFT = f"""
view = {{"model_id": "gone", "version_major": 2, "version_minor": 0}}
data = {{"text/plain": "<X>", "image/png": "{PIXEL}"}}
display({{"application/vnd.jupyter.widget-view+json": view, **data}}, raw=True)"""


def test_a_picture_stands_where_a_widget_can_not_be_shown_any_more(lab):
    """Two widgets of a kernel that has ended: one left a picture, the other only its name."""
    name = LEFT.replace(', "image/png"', ', "other"')
    lab.open(lab.server.write_notebook("lost.ipynb", LEFT, name))
    lab.run_all_cells()
    lab.save()
    lab.reload()
    left, name = (lab.page.locator(".jp-OutputArea-output").nth(i) for i in (0, 1))
    expect(left.locator("img")).to_have_attribute("src", re.compile("^data:image/png;base64,iVBOR"))
    expect(left).to_contain_text("Run the cell again")
    expect(left).not_to_contain_text("not found")
    expect(name).to_contain_text("model not found")


BLOCKED = """
import imagerec as ir
data = ir.load("digits")
ir.Trainer(ir.build("cnn_tiny", data), data, ir.Recipe(epochs=100_000), runs="blocked").fit()
"""


def state_of(run: Path) -> str:
    return json.loads((run / "status.json").read_text())["state"]


def test_a_training_that_blocks_its_cell_is_stopped(lab):
    """By the command, which knows the kernel's process, and by the button of its line."""
    runs, page = lab.server.root / "blocked", lab.page
    lab.open(lab.server.write_notebook("blocked.ipynb", BLOCKED, kernel=lab.server.cold_kernel()))
    open_panel(lab)

    def by_button(run: Path) -> None:
        line = row(page.locator("#imagerec-panel"), f"blocked/{run.name}")
        line.hover()
        line.locator(".ir-lab-run-stop").click()

    for stop in (lambda run: lab.command("imagerec:stop-training"), by_button):
        before = set(runs.glob("*/history.jsonl"))
        lab.begin_all_cells()
        new = wait_until(lambda: set(runs.glob("*/history.jsonl")) - before, "a run has begun")
        run = new.pop().parent
        stop(run)
        wait_until(lambda: state_of(run) == "stopped", "the run has stopped", 5)
    expect(page.locator(".jp-OutputArea-output").last).not_to_contain_text("Error")
    shutil.rmtree(runs)


@pytest.fixture
def chinese(server):
    """JupyterLab in Chinese, by its own language pack."""
    if not entry_points(group="jupyterlab.languagepack", name="zh_CN"):
        missing("The test of the translation needs jupyterlab-language-pack-zh-CN")
    if not entry_points(group="jupyterlab.locale", name="imagerec"):
        missing("imagerec was installed before it had translations; install it again")
    settings = (
        server.home
        / "settings"
        / "@jupyterlab"
        / "translation-extension"
        / "plugin.jupyterlab-settings"
    )
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('{"locale": "zh_CN"}')
    yield
    settings.unlink()


def test_every_label_is_chinese_in_a_chinese_jupyterlab(chinese, lab):
    run = write_run(lab.server.root / "zh" / "one", "finished",
                    valid={"accuracy": 0.9, "interval": [0.8, 0.95], "n": 9})
    write_history(run)
    open_lab(lab, "zh")
    panel = open_panel(lab)
    for text in ("课程", "训练记录", "设备", "处理器", "内存", "开始学习"):
        expect(panel).to_contain_text(text)
    expect(row(panel, "zh/one").locator(".ir-lab-run-state")).to_have_text("已完成")
    row(panel, "zh/one").locator(".ir-lab-run-open").click()
    shown = lab.page.locator('[data-testid="run-page"]:visible')
    for text in ("损失", "准确率", "混淆矩阵", "训练设置", "运行环境", "打开训练面板"):
        expect(shown).to_contain_text(text)
    english = re.findall(r"[A-Za-z]{4,}",
                         panel.locator(".ir-lab-runs, .ir-lab-devices").all_inner_texts()[0])
    assert set(english) <= {"digits"}, english
    lab.page.evaluate("() => void window.jupyterapp.commands.execute('settingeditor:open', "
                      "{query: 'imagerec'})")
    expect(lab.page.locator(".jp-SettingsPanel")).to_contain_text("在状态栏中显示训练")
    shutil.rmtree(run.parent)
