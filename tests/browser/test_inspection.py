"""What is looked at after a training, and a run that is played again, in JupyterLab."""

import re

import pytest

from support import wait_until
from test_dashboard import ARRAYS, EVIL, Dashboard, colors

expect = pytest.importorskip("playwright.sync_api").expect

TRAINED = """
import imagerec as ir
data = ir.load("digits")
other = ir.Trainer(ir.build("cnn_tiny", data), data, ir.Recipe(epochs=1)).fit()
trainer = ir.Trainer(ir.build("attention_pool", data), data, ir.Recipe(epochs=2), statistics=True)
trainer.fit()
board = ir.dashboard(trainer)
board"""
REPLAY = """
import shutil
shutil.copytree(trainer.run.path, "shipped/run")
shutil.rmtree("shipped/run/checkpoint")
replayed = ir.dashboard("shipped/run")
replayed"""
MANY = """
import numpy as np, imagerec as ir
labels = np.arange(3000) % 2
images = np.zeros((3000, 8, 8), np.uint8)
images[:, 0] = (255*(labels > 0))[:, None]
images[:, 4, :] = (np.arange(3000)//12).astype(np.uint8)[:, None]
data = ir.load((images, labels), valid=0.9, test=0.05)
trainer = ir.Trainer(ir.build("cnn_tiny", data), data, ir.Recipe(epochs=1))
trainer.fit()
board = ir.dashboard(trainer)
board"""


def shown_map(board) -> int:
    """How many different colours the map over the picture has, once it is there."""
    map = board["map"]
    expect(map).to_be_visible()
    return colors(map)


def test_look_into_a_picture_compare_and_play_again(lab):
    lab.open(lab.server.write_notebook("inspection.ipynb", TRAINED, REPLAY))
    lab.run_all_cells()
    board, page = Dashboard(lab.page), lab.page
    board.wait_for("finished")
    look_at_one(board, page)
    compare_with_the_other(board)
    expect(board["serve"]).to_be_visible()
    play_again(Dashboard(page, number=1), page)


def look_at_one(board, page) -> None:
    board["filter-which"].select_option("all")
    board["filter-order"].select_option("data")
    expect(board["gallery"]).to_contain_text("All images: 180, as they lie in the data")
    board.root.locator('.ir-open[data-index="2"]').click()
    expect(board["detail-place"]).to_have_text("3 of 180")
    expect(board["detail-facts"]).to_contain_text("Image 2 of the valid split, 8×8 pixels")
    assert board["detail"].get_by_test_id("bars").locator("button").count() == 10
    assert colors(board["picture"]) > 3
    expect(board["confusion"]).to_be_hidden()

    plain = board["detail"].locator(".ir-viewed").screenshot()
    for method in ("saliency", "grad_cam", "attention"):
        board.press(f"method-{method}")
        assert shown_map(board) > 3, method
        shown = board["detail"].locator(".ir-viewed").screenshot()
        assert shown != plain, f"{method} is not to be seen"
    strong = colors(board["map"])
    board["strength"].fill("0")
    assert colors(board["map"]) < strong, "without strength, nothing is laid over the picture"

    board["detail"].focus()
    page.keyboard.press("ArrowRight")
    expect(board["detail-place"]).to_have_text("4 of 180")
    expect(board["method-attention"]).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(board["detail-place"]).to_have_text("2 of 180")
    bar = board["detail"].get_by_test_id("bars").locator("button").nth(3)
    bar.click()
    expect(bar).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(board["detail"]).to_be_hidden()
    expect(board["confusion"]).to_be_visible()
    expect(board.root.locator('.ir-open[data-index="1"]')).to_be_focused()


def compare_with_the_other(board) -> None:
    options = board["compare"].locator("option").all_inner_texts()
    assert len(options) == 2 and "cnn_tiny" in options[1]
    board["compare"].select_option(index=1)
    expect(board["comparison"]).to_contain_text(
        re.compile(r"(is better|No difference is shown).*p [=<] 0\.\d+")
    )
    expect(board["comparison"].locator("tbody tr")).to_have_count(3)


def play_again(replay, page) -> None:
    replay.wait_for("finished")
    whole = replay.points()
    assert whole > 50
    expect(replay["missing"]).to_have_text("")
    expect(replay["start"]).to_be_hidden()
    expect(replay["confusion"]).to_be_visible()

    replay["position"].focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    replay.wait_for("paused")
    page.wait_for_function("([chart, whole]) => Number(chart.dataset.points) < whole",
                           arg=[replay["loss-chart"].element_handle(), whole])
    expect(replay["confusion"]).to_be_hidden()
    expect(replay["classes"]).to_be_visible()  # as they stood after the first epoch
    expect(replay.root.locator(".ir-layers")).to_be_visible()
    replay["speed-factor"].select_option("100")
    replay.press("play")
    replay.wait_for("finished")
    assert replay.points() == whole
    replay["speed-factor"].select_option("1")
    replay.press("play")
    replay.wait_for("running")
    replay.press("all-at-once")
    replay.wait_for("finished")
    assert replay.points() == whole


def settled(page, sent: list[int]) -> int:
    """How many bytes have come when nothing comes for a moment."""
    def quiet() -> int:
        had = sum(sent)
        page.wait_for_timeout(300)
        return had if sum(sent) == had else 0
    return wait_until(quiet, "nothing more is sent")


def test_a_long_gallery_sends_what_is_seen(lab):
    lab.open(lab.server.write_notebook("gallery.ipynb", MANY))
    sent = []
    lab.page.on("websocket", lambda socket: socket.on("framereceived",
                                                      lambda data: sent.append(len(data))))
    lab.reload()
    lab.run_all_cells()
    board, page = Dashboard(lab.page), lab.page
    board.wait_for("finished")
    board["filter-which"].select_option("all")
    board["filter-order"].select_option("data")
    expect(board["gallery"]).to_have_attribute("data-count", re.compile(r"2[67]\d\d"))
    pictures = board["pictures"]
    before = settled(page, sent)
    pictures.evaluate("element => { element.scrollTop = element.scrollHeight; }")
    last = board.root.locator(".ir-open").last
    expect(last).to_have_attribute("aria-label", re.compile("sure"))
    expect(board.root.locator(".ir-blank")).to_have_count(0)
    assert pictures.locator("figure").count() < 120, "only what is in sight is an element"
    assert sum(sent) - before < 100_000, "only the pages near the end were sent"
    board.root.locator(".ir-open").first.focus()
    page.keyboard.press("Home")
    expect(board.root.locator('.ir-open[data-index="0"]')).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(board["detail"]).to_be_visible()


def test_names_and_paths_are_text_in_the_large_picture_too(lab):
    cell = ARRAYS.replace("board = ir.dashboard(data)\nboard",
                          "trainer = ir.Trainer(ir.build('cnn_tiny', data), data, "
                          "ir.Recipe(epochs=1))\n"
                          "trainer.fit()\nboard = ir.dashboard(trainer)\nboard")
    lab.open(lab.server.write_notebook("evil.ipynb", cell))
    lab.run_all_cells()
    board = Dashboard(lab.page)
    board.wait_for("finished")
    board["filter-which"].select_option("all")
    board.root.locator(".ir-open").first.click()
    expect(board["detail"].get_by_test_id("bars")).to_contain_text(EVIL)
    expect(board["method-attention"]).to_be_disabled()
    expect(board["method-attention"]).to_have_attribute(
        "title", re.compile("no layer of attention")
    )
    assert lab.page.locator("img[src=x]").count() == 0
