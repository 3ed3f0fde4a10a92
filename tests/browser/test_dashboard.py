"""The training dashboard in JupyterLab, with a real kernel and a real browser."""

import re

import pytest
from conftest import Lab, draw

expect = pytest.importorskip("playwright.sync_api").expect

DIGITS = "import imagerec as ir\nboard = ir.dashboard()\nboard"
EVIL = "<img src=x onerror=alert(1)>"
ARRAYS = f"""
import numpy as np, imagerec as ir
random = np.random.default_rng(0)
labels = np.arange(400) % 2
images = random.integers(0, 120, (400, 12, 12)).astype(np.uint8)
images[labels == 1, :6] += np.uint8(15)
data = ir.load((images, labels, ["plain", {EVIL!r}]), name={EVIL!r})
board = ir.dashboard(data)
board"""


class Dashboard:
    """What a person sees of a dashboard and does with it."""

    def __init__(self, page, number: int = 0):
        self.page = page
        self.root = page.get_by_test_id("dashboard").nth(number)

    def __getitem__(self, test_id: str):
        return self.root.get_by_test_id(test_id)

    def press(self, name: str) -> None:
        self[name].click()

    def choose(self, **choices: str) -> None:
        for name, value in choices.items():
            field = self[name.replace("_", "-")]
            if name in ("data", "model"):
                field.select_option(value)
            else:
                field.fill(value)
                field.press("Tab")

    def wait_for(self, *states: str, seconds: float = 120) -> None:
        expect(self.root).to_have_attribute("data-state", re.compile(f"^({'|'.join(states)})$"),
                                            timeout=seconds * 1000)

    def points(self, chart: str = "loss-chart") -> int:
        """How many are drawn, once what was asked for is drawn: a chart draws with the next
        frame."""
        draw(self.page)
        return int(self[chart].get_attribute("data-points"))

    def wait_for_points(self, least: int, seconds: float = 120) -> None:
        self.page.wait_for_function(
            "([chart, least]) => Number(chart.dataset.points) >= least",
            arg=[self["loss-chart"].element_handle(), least], timeout=seconds * 1000)


@pytest.fixture
def open_dashboard(lab):
    def opened(name: str, *cells: str) -> Dashboard:
        lab.open(lab.server.write_notebook(f"{name}.ipynb", *cells))
        lab.run_all_cells()
        board = Dashboard(lab.page)
        board.wait_for("ready")
        return board

    return opened


def colors(canvas) -> int:
    """How many different colours there are on a canvas: nothing drawn is one."""
    return canvas.evaluate("""canvas => {
        const context = canvas.getContext("2d");
        const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
        return new Set(new Uint32Array(pixels.buffer)).size;
    }""")


def test_train_steer_and_look_at_the_mistakes(lab, open_dashboard):
    board = open_dashboard("train", DIGITS, "board")
    for name, enabled in dict(start=True, pause=False, resume=False, stop=False).items():
        assert board[name].is_enabled() == enabled, name

    board.choose(data="digits", model="cnn", epochs="0")
    board.press("start")
    expect(board["problem"]).to_have_text(re.compile("epochs must be a whole number of 1 or more"))
    board.wait_for("ready")

    board.choose(epochs="15", batch_size="16")
    board.press("start")
    board.wait_for("running")
    for place in ("problem", "error"):
        expect(board[place]).to_have_text("")
    board.wait_for_points(10)
    assert colors(board["loss-chart"]) > 3

    board.press("pause")
    board.wait_for("paused")
    paused_at = board.points()
    lab.page.wait_for_timeout(1000)  # that nothing happens takes its time
    assert board.points() == paused_at

    board.press("resume")
    board.wait_for_points(paused_at + 20)
    expect(board["epoch"]).to_have_text(re.compile(r"epoch\d+ of 15"))
    expect(board["speed"]).to_be_visible()

    board.wait_for("finished")
    assert board.points() > 15 * 40
    expect(board["valid"]).to_have_text(re.compile(r"(9\d|100)\.\d % \(\d\d\.\d–\d+\.\d\)"))
    assert board["confusion"].locator("button[data-true][data-predicted]").count() == 100

    board["confusion"].locator('button[data-true="3"][data-predicted="3"]').click()
    expect(board["gallery"]).to_contain_text("3 recognised")
    shown = ["Recognised", "3", "Most telling first"]
    for name, text in zip(("which", "label", "order"), shown):
        expect(board[f"filter-{name}"].locator("option:checked")).to_have_text(text)
    pictures = board["gallery"].locator("figure:not(.ir-blank) canvas")
    expect(pictures.nth(10)).to_be_visible()
    assert pictures.count() <= 60
    assert colors(pictures.first) > 3
    board.press("all-mistakes")
    expect(board["filter-which"]).to_have_value("mistakes")
    expect(board["gallery"]).to_contain_text(re.compile("^Mistakes|^No mistakes"))

    second = Dashboard(lab.page, number=1)
    assert second.points() == board.points()
    second.wait_for("finished")


def test_nothing_is_wider_than_a_narrow_window(lab, open_dashboard):
    board = open_dashboard("narrow", DIGITS)
    board.choose(epochs="1", model="cnn_tiny")
    board.press("start")
    board.wait_for("finished")
    lab.page.set_viewport_size({"width": 800, "height": 1000})
    too_wide = """board => {
        const right = board.getBoundingClientRect().right;
        return [...board.querySelectorAll("section, button, canvas, select, input")]
            .filter(one => one.getBoundingClientRect().right > right + 1)
            .map(one => one.className || one.tagName);
    }"""
    lab.page.wait_for_function(f"board => ({too_wide})(board).length === 0",
                               arg=board.root.element_handle())


def test_the_cells_of_the_matrix_are_reached_by_keyboard(lab, open_dashboard):
    board = open_dashboard("keyboard", DIGITS)
    board.choose(model="cnn_tiny", epochs="2")
    board["start"].focus()
    lab.page.keyboard.press("Enter")
    board.wait_for("finished")
    first = board["confusion"].locator('button[data-true="0"][data-predicted="0"]')
    first.focus()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        lab.page.keyboard.press(key)
    chosen = board["confusion"].locator('button[data-true="1"][data-predicted="1"]')
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(chosen).to_be_focused()
    expect(board["gallery"]).to_contain_text("1 recognised")


def test_names_from_data_are_text(lab, open_dashboard):
    board = open_dashboard("names", ARRAYS)
    expect(board["data"]).to_be_disabled()
    board.choose(model="cnn_tiny", epochs="1")
    board.press("start")
    board.wait_for("finished")
    headers = board["confusion"].get_by_role("rowheader").all_inner_texts()
    assert headers == ["plain", EVIL]
    board["confusion"].locator('button[data-true="1"][data-predicted="1"]').click()
    expect(board["gallery"]).to_contain_text(f"{EVIL} recognised")
    assert lab.page.locator("img[src=x]").count() == 0
    assert lab.dialogs == []


def give_up(lab: Lab) -> None:
    """What ipywidgets does two seconds after a reload, also when the model comes just then."""
    lab.page.evaluate("""() => {
        const output = document.querySelector(".ir-dashboard").closest(".jp-OutputArea-output");
        output.textContent = "Error displaying widget: model not found";
        output.classList.add("jupyter-widgets");
    }""")


def test_reload_during_training_comes_back_live(lab, open_dashboard):
    board = open_dashboard("reload", DIGITS)
    board.choose(model="cnn_tiny", epochs="200")
    board.press("start")
    board.wait_for_points(60)
    lab.save()
    before = board.points()
    lab.reload()
    board = Dashboard(lab.page)
    board.wait_for_points(before)
    back_at = board.points()
    board.wait_for_points(back_at + 60)

    give_up(lab)
    expect(board.root).to_have_count(1)  # the kernel has it, so it is drawn anew
    back_at = board.points()
    board.wait_for_points(back_at + 60)
    board.press("stop")
    board.wait_for("stopped")
    assert board.points() > before


def test_a_restarted_kernel_greys_the_view_out(lab, open_dashboard):
    board = open_dashboard("restart", DIGITS)
    lab.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    expect(lab.page.get_by_test_id("disconnected")).to_contain_text("run the cell again")
    expect(board.root).to_have_class(re.compile("ir-dead"))


def test_a_run_stays_as_a_picture_when_its_kernel_has_ended(lab, open_dashboard):
    """Saved, the kernel restarted, loaded again: the curves, and how to open the run again."""
    board = open_dashboard("still", DIGITS)
    board.choose(data="digits", model="cnn_tiny", epochs="2")
    board.press("start")
    board.wait_for("finished")
    still = lab.page.locator(".imagerec-still")
    expect(still).to_have_count(1)
    expect(still).to_be_hidden()  # while the dashboard itself is there
    lab.save()
    lab.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    lab.reload()
    expect(still).to_contain_text(re.compile(r'ir\.dashboard\("runs/[^"]+-cnn_tiny-digits"\)'))
    expect(still.locator("img")).to_be_visible()
