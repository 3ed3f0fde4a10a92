"""From a folder that is dropped to a picture that is tried, and on from the run's page."""

import json
import re

import numpy as np
import pytest
from PIL import Image

expect = pytest.importorskip("playwright.sync_api").expect

BOARD = "import imagerec as ir\nboard = ir.dashboard()\nboard"
DROP = "dragEnter", "dragOver", "drop"


def drop(page, place, *paths) -> None:
    """Drop files and folders of this machine, as a file manager does."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    browser = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in DROP:
        browser.send("Input.dispatchDragEvent", {
            "type": kind, "x": box["x"] + 20, "y": box["y"] + box["height"] / 2, "data": data})
    browser.detach()


@pytest.fixture
def photographs(tmp_path):
    """A folder of two classes with what systems leave in folders; a new picture on its side."""
    random = np.random.default_rng(0)
    for name, light in (("dark", 60), ("light <b>", 190)):
        folder = tmp_path / "my photographs" / name
        folder.mkdir(parents=True)
        (folder / ".DS_Store").write_bytes(b"nothing")
        for i in range(30):
            pixels = random.integers(light - 50, light + 50, (24, 32, 3), dtype="uint8")
            Image.fromarray(pixels).save(folder / f"{i}.png")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(np.full((32, 24, 3), 190, "uint8")).save(tmp_path / "new.jpg", exif=exif)
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    return tmp_path


def test_drop_a_folder_train_try_a_picture_and_go_on_from_the_runs_page(lab, photographs):
    lab.open(lab.server.write_notebook("drop.ipynb", BOARD))
    lab.run_all_cells()
    board = lab.page.get_by_test_id("dashboard").first
    drop_the_data(lab, board, photographs)
    run = train(lab, board)
    try_pictures(lab, board, photographs)
    try_on_the_runs_page(lab, run, photographs)
    continue_the_training(lab, run)


def drop_the_data(lab, board, photographs) -> None:
    zone, problem = board.get_by_test_id("data-drop"), board.get_by_test_id("drop-problem")
    drop(lab.page, zone, photographs / "new.jpg", photographs / "broken.jpg")
    expect(problem).to_contain_text("These 2 files have no class. Put the pictures of each class")
    assert not (lab.server.root / "dropped").exists()
    drop(lab.page, zone, photographs / "my photographs")
    expect(problem).to_have_text("")
    expect(board.get_by_test_id("balance").get_by_role("listitem")).to_have_count(2)
    expect(board.get_by_test_id("data-path")).to_have_value("dropped/my photographs")
    kept = [path for path in (lab.server.root / "dropped").rglob("*") if path.is_file()]
    assert len(kept) == 60 and all(path.suffix == ".png" for path in kept)


def train(lab, board) -> str:
    """Train the smallest network, and return the run's folder."""
    board.get_by_test_id("model").select_option("cnn_tiny")
    board.get_by_test_id("epochs").fill("2")
    board.get_by_test_id("start").click()
    expect(board).to_have_attribute("data-state", "finished", timeout=180_000)
    expect(board.get_by_test_id("data-drop")).to_be_visible()
    (run,) = (lab.server.root / "runs").iterdir()
    return f"runs/{run.name}"


def try_pictures(lab, board, photographs) -> None:
    trial, problem = board.get_by_test_id("tried"), board.get_by_test_id("try-problem")
    expect(trial).to_be_hidden()
    drop(lab.page, board.get_by_test_id("try-drop"), photographs / "broken.jpg")
    expect(problem).to_contain_text("broken.jpg can't be read: ")
    drop(lab.page, board.get_by_test_id("try-drop"), photographs / "new.jpg")
    expect(trial.get_by_test_id("answer")).to_contain_text("new.jpg")
    expect(problem).to_have_text("")
    expect(trial.get_by_test_id("bars").get_by_role("button")).to_have_count(2)
    expect(trial.get_by_test_id("near").get_by_role("listitem")).to_have_count(6)
    expect(trial.locator("b b")).to_have_count(0)  # a class's name is text
    size = "canvas => [canvas.width, canvas.height]"
    assert trial.get_by_test_id("tried-picture").evaluate(size) == [32, 24]  # upright


def try_on_the_runs_page(lab, run: str, photographs) -> None:
    page = lab.page
    page.evaluate("run => void window.jupyterapp.commands.execute('imagerec:open-run', {run})", run)
    drop(page, page.get_by_test_id("run-drop"), photographs / "new.jpg")
    widget = page.locator(".jp-OutputArea-output").get_by_test_id("try_it").first
    expect(widget.get_by_test_id("answer")).to_contain_text("new.jpg", timeout=120_000)
    expect(widget.get_by_test_id("near").get_by_role("listitem")).to_have_count(6)
    with page.expect_file_chooser() as chooser:
        widget.get_by_test_id("try-choose").click()
    chooser.value.set_files(photographs / "my photographs" / "dark" / "3.png")
    expect(widget.get_by_test_id("answer")).to_contain_text("3.png")
    expect(widget.get_by_test_id("near-says")).to_contain_text(re.compile("very picture|^$"))


def continue_the_training(lab, run: str) -> None:
    """The run goes on where it ended, for as many epochs as are asked for."""
    page = lab.page
    page.evaluate("run => void window.jupyterapp.commands.execute('imagerec:open-run', {run})", run)
    page.locator('[data-testid="run-page"]:visible').get_by_test_id("run-continue").click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("It has 2 epochs. How many shall it have in all?")
    dialog.locator("input").fill("3")
    dialog.get_by_role("button", name="Continue training").click()
    board = page.locator(".jp-NotebookPanel:visible").get_by_test_id("dashboard").first
    expect(board).to_have_attribute("data-state", "finished", timeout=180_000)
    status = json.loads((lab.server.root / run / "status.json").read_text())
    assert (status["state"], status["epoch"], status["epochs"]) == ("finished", 3, 3)
    expect(page.locator('[data-testid="run-page"]').first).to_have_text(re.compile("."))
