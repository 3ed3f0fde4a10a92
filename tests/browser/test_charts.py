"""The curves of the dashboard: zoom, scales, metrics, earlier runs; and that no point is lost or
doubled."""

import re

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

from test_dashboard import Dashboard, open_dashboard  # noqa: E402, F401 (a fixture)

CELL = """
import keras, imagerec as ir
digits = ir.load("digits")
earlier = ir.Trainer(ir.build("cnn_tiny", digits), digits, ir.Recipe(epochs=1)).fit()
model = ir.build("cnn_tiny", digits)
model.compile("adam", "sparse_categorical_crossentropy",
              metrics=["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(3, name="top_3")])
board = ir.dashboard(ir.Trainer(model, digits, ir.Recipe(epochs=500, batch_size=16)))
board"""


def ask(lab, code: str) -> str:
    """What this code prints in the notebook's kernel."""
    return lab.page.evaluate("""async code => {
        const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
        const future = kernel.requestExecute({ code });
        let text = "";
        future.onIOPub = ({ content }) => { text += content.text ?? ""; };
        await future.done;
        return text;
    }""", code)


def until_attribute(board: Dashboard, chart: str, name: str, value: str) -> None:
    expect(board[chart]).to_have_attribute(name, re.compile(value))


def seen(board: Dashboard, chart: str = "loss-chart") -> tuple[float, ...]:
    """The stretch of the horizontal axis that is seen, once what was asked for is drawn."""
    board.points()
    return tuple(map(float, board[chart].get_attribute("data-range").split()))


def test_zoom_scales_metrics_and_earlier_runs(lab, open_dashboard):  # noqa: F811
    board = open_dashboard("charts", CELL)
    board.press("start")
    board.wait_for_points(60)
    expect(board["top-3-chart"]).to_be_visible()  # a metric of one's own has a chart
    expect(board["learning-rate-chart"]).to_have_count(0)
    board.press("show-learning-rate")
    expect(board["learning-rate-chart"]).to_be_visible()
    expect(board["cpu"]).to_contain_text("%")

    ask(lab, "board.trainer.change(learning_rate=0.0005)")
    until_attribute(board, "loss-chart", "data-marks", "^1$")
    expect(board["rate"]).to_contain_text("0.0005")
    board.press("pause")
    board.wait_for("paused")

    until_attribute(board, "loss-chart", "data-series", "^2$")
    board["earlier-runs"].click()
    board.root.locator("[data-testid^=overlay-]").check()
    until_attribute(board, "loss-chart", "data-series", "^4$")
    expect(board.root.locator(".ir-charts .ir-legend").first).to_contain_text("cnn_tiny")
    lab.page.keyboard.press("Escape")

    whole = seen(board)
    assert whole == (0, 500)
    box = board["loss-chart"].bounding_box()
    places = [(box["x"] + box["width"] * part, box["y"] + 40) for part in (0.3, 0.6)]
    lab.page.mouse.move(*places[0])
    lab.page.mouse.down()
    lab.page.mouse.move(*places[1], steps=3)
    lab.page.mouse.up()
    low, high = seen(board)
    assert 100 < low < 200 < 250 < high < 350
    assert seen(board, "accuracy-chart") == (low, high)  # the charts move together
    lab.page.keyboard.down("Shift")
    lab.page.mouse.down()
    lab.page.mouse.move(*places[0], steps=3)
    lab.page.mouse.up()
    lab.page.keyboard.up("Shift")
    dragged = 0.3 * box["width"] / (box["width"] - 64)  # of what is seen, beside the axis
    assert seen(board)[0] - low == pytest.approx(dragged * (high - low), rel=0.02)
    lab.page.keyboard.down("Control")
    lab.page.mouse.wheel(0, -240)
    lab.page.keyboard.up("Control")
    nearer = seen(board)
    assert nearer[1] - nearer[0] < 0.5 * (high - low)

    board["loss-chart"].focus()
    lab.page.keyboard.press("-")
    assert seen(board)[1] - seen(board)[0] > nearer[1] - nearer[0]
    lab.page.keyboard.press("0")
    assert seen(board) == whole
    lab.page.keyboard.press("+")
    assert seen(board) != whole
    lab.page.mouse.dblclick(*places[0])
    assert seen(board) == whole
    assert lab.page.evaluate("() => document.querySelectorAll('.jp-Dialog').length") == 0

    board.press("loss-chart-log")
    board["smoothing"].fill("0")
    board.press("axis-step")
    expect(board["loss-chart-log"]).to_have_attribute("aria-pressed", "true")
    assert seen(board)[1] == 500 * int(ask(lab, "print(board.trainer.epoch_steps)"))

    lab.save()
    lab.reload()  # how the curves are seen comes back, and so does the earlier run
    board = Dashboard(lab.page)
    expect(board["axis-step"]).to_have_attribute("aria-pressed", "true")
    expect(board["loss-chart-log"]).to_have_attribute("aria-pressed", "true")
    expect(board["smoothing"]).to_have_value("0")
    until_attribute(board, "loss-chart", "data-series", "^4$")
    board.press("stop")
    board.wait_for("stopped")


def test_a_long_history_comes_whole_through_reloads(lab, open_dashboard):  # noqa: F811
    long = ("import imagerec as ir, json\n"
            "digits = ir.load('digits')\n"
            "trainer = ir.Trainer(ir.build('cnn_tiny', digits), digits, ir.Recipe(epochs=400, "
            "batch_size=8))\n"
            "board = ir.dashboard(trainer)\nboard")
    board = open_dashboard("long", long)
    lab.save()
    board.press("start")
    for points in (100, 250):
        board.wait_for_points(points)
        lab.reload()
        board = Dashboard(lab.page)
    board.wait_for_points(400)
    board.press("stop")
    board.wait_for("stopped")
    told = ask(lab, "print(len(trainer.run.rows('step')) + len(trainer.run.history['epoch']), "
                    "len(board.steps_2) + len(board.steps_1))")
    points, earlier = map(int, told.split())
    assert board.points() == points > 400
    assert earlier > 0  # it came in several blocks
