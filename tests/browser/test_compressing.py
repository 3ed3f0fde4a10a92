"""From a training to a folder that a server loads, and to files that are smaller."""

import json
import re

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

BAD_NAME = "<img src=x onerror=window.hurt=1>"
BOARD = f"""import numpy as np
import imagerec as ir
digits = ir.load("digits")
names = np.array([{BAD_NAME!r}, *"123456789"])
board = ir.dashboard(ir.load((digits.train.images[:600], names[digits.train.labels[:600]])))
board"""


def test_export_a_training_and_compress_it(lab):
    lab.open(lab.server.write_notebook("compress.ipynb", BOARD))
    lab.run_all_cells()
    board = lab.page.get_by_test_id("dashboard").first
    expect(board.get_by_test_id("open-export")).to_be_hidden()
    board.get_by_test_id("model").select_option("cnn_tiny")
    board.get_by_test_id("epochs").fill("1")
    board.get_by_test_id("start").click()
    expect(board).to_have_attribute("data-state", "finished", timeout=180_000)
    export(lab, board)
    compress(lab, board)
    look_at_what_differs(lab, board)
    open_on_the_runs_page(lab)


def export(lab, board) -> None:
    board.get_by_test_id("open-export").click()
    form = board.get_by_test_id("export-form")
    form.get_by_test_id("export-savedmodel").uncheck()
    form.get_by_test_id("export-start").click()
    expect(form.get_by_test_id("export-error")).to_contain_text("Give a format: savedmodel, onnx")
    form.get_by_test_id("export-keras").check()
    form.get_by_test_id("export-folder").fill("models/mine")
    lab.page.keyboard.press("Enter")
    expect(form.get_by_test_id("exported")).to_contain_text("Largest difference",
                                                              timeout=60_000)
    expect(form.get_by_test_id("export-error")).to_have_text("")
    version = lab.server.root / "models" / "mine" / "1"
    expect(form.get_by_test_id("exported")).to_contain_text(str(version))
    about = json.loads((version / "labels.json").read_text())
    assert (about["formats"], about["classes"][-1]) == (["keras"], BAD_NAME)


def compress(lab, board) -> None:
    """A target by the keyboard; then a method by hand, whose figures join the others."""
    board.get_by_test_id("open-compress").click()
    explorer = board.get_by_test_id("explorer")
    explorer.get_by_test_id("target").fill("tiny")
    lab.page.keyboard.press("Enter")
    expect(explorer.get_by_test_id("compress-error")).to_contain_text("'tiny' isn't understood")
    explorer.get_by_test_id("target").fill("2x smaller, at most 50 points lost")
    explorer.get_by_test_id("search").click()
    says = explorer.get_by_test_id("compress-says")
    expect(says).to_contain_text("int8_dynamic meets", timeout=60_000)
    expect(explorer.get_by_test_id("compress-error")).to_have_text("")
    explorer.get_by_test_id("by-hand").click()
    explorer.get_by_test_id("method-int4").check()
    explorer.get_by_test_id("make-methods").click()
    expect(explorer.locator('.ir-dot[data-method="int4"]')).to_be_visible(timeout=60_000)
    expect(explorer.locator(".ir-dot")).to_have_count(3)


def look_at_what_differs(lab, board) -> None:
    """Click a point: its row is marked, and the pictures on which it differs are explained."""
    explorer, dot = board.get_by_test_id("explorer"), board.locator('.ir-dot[data-method="int4"]')
    expect(explorer.get_by_test_id("search")).to_be_enabled()
    dot.focus()
    lab.page.keyboard.press("Enter")
    expect(explorer.get_by_test_id("apart-picture").first).to_be_visible(timeout=30_000)
    expect(explorer.locator("tr[aria-selected=true]")).to_have_attribute("data-method", "int4")
    said = explorer.get_by_test_id("apart-says").inner_text()
    apart, of = map(int, re.search(r"for (\d+) of (\d+) validation pictures", said).groups())
    agreement = explorer.locator("tr[aria-selected=true] td").nth(5)
    expect(agreement).to_have_text(f"{100 * (1 - apart / of):.1f} %")
    last = explorer.get_by_test_id("apart-picture").last
    last.click()
    expect(last).to_have_attribute("aria-pressed", "true")
    how = re.compile("takes away .* of its probability|doesn't become less probable")
    for name in ("before", "after"):
        expect(explorer.get_by_test_id(f"pane-{name}").get_by_role("status")).to_have_text(
            how, timeout=30_000)
    expect(explorer.get_by_test_id("pane-after")).to_contain_text("int4")
    expect(board.locator("img")).to_have_count(0)  # a class's name is text
    assert lab.page.evaluate("window.hurt") is None


def open_on_the_runs_page(lab) -> None:
    (run,) = (lab.server.root / "runs").iterdir()
    page, path = lab.page, f"runs/{run.name}"
    page.evaluate("run => void jupyterapp.commands.execute('imagerec:open-run', {run})", path)
    page.get_by_test_id("run-export").click()
    form = page.locator(".jp-NotebookPanel:visible").get_by_test_id("export-form")
    expect(form).to_contain_text(run.name, timeout=120_000)
    assert (lab.server.root / f"export-{run.name}.ipynb").exists()
