"""The small widgets of the lessons in JupyterLab: what is done with mouse and keys reaches
Python, and back."""

import json
import re

import pytest
from support import wait_until

expect = pytest.importorskip("playwright.sync_api").expect

PLAIN = ["import imagerec as ir\ndigit = ir.load('digits').train.images[0]",
         "explorer = ir.ConvolutionExplorer(digit)\nexplorer",
         "playground = ir.DecisionPlayground()\nplayground"]
WITH_MODELS = [
    "import imagerec as ir\ndata = ir.load('digits')\nmodel = ir.build('cnn', data)\n"
    "run = ir.Trainer(model, data, ir.Recipe(epochs=3)).fit()",
    "pad = ir.SketchPad(model, data=data)\npad", "view = ir.NetworkView(model, data)\nview",
    "attention = ir.AttentionView(ir.build('vit', data), data)\nattention",
    "augmentation = ir.AugmentationPlayground(data, 'digits')\naugmentation"]


class Window:
    """A notebook with widgets, and the kernel behind it."""

    def __init__(self, lab, name: str, cells: list[str]):
        self.lab, self.page = lab, lab.page
        lab.open(lab.server.write_notebook(f"{name}.ipynb", *cells))
        lab.run_all_cells()

    def widget(self, name: str):
        root = self.page.get_by_test_id(name)
        root.wait_for()
        root.scroll_into_view_if_needed()
        return root

    def ask(self, expression: str):
        """The value of an expression in the kernel, as JSON."""
        reply = self.page.evaluate(
            """async (expression) => {
                const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                const done = await kernel.requestExecute(
                    {code: "", store_history: false, user_expressions: {value: expression}}).done;
                return done.content.user_expressions.value;
            }""", f"__import__('json').dumps({expression})")
        assert reply["status"] == "ok", reply
        return json.loads(eval(reply["data"]["text/plain"]))

    def until(self, expression: str):
        """Wait until an expression holds in the kernel: what the browser sent has come in."""
        wait_until(lambda: self.ask(expression), expression)


def shown_sum(explorer) -> float:
    return float(explorer.get_by_test_id("sum").get_attribute("data-value"))


def test_convolution_and_decision_follow_the_hand(lab):
    window = Window(lab, "plain", PLAIN)
    explorer = window.widget("convolution_explorer")
    explorer.get_by_test_id("picture").hover()
    explorer.get_by_test_id("preset").select_option("sharpen")
    explorer.get_by_test_id("kernel-0-2").fill("2.5")
    explorer.get_by_test_id("operation").select_option("flip")
    explorer.get_by_test_id("padding").select_option("same")
    explorer.get_by_test_id("stride").select_option("2")
    window.until("explorer.stride == 2")
    assert window.ask("explorer.kernel")[0] == [0, -1, 2.5] and window.ask("explorer.flip")
    assert window.ask("list(explorer.output.shape)") == [4, 4]
    before = window.ask("explorer.place")
    explorer.get_by_test_id("map").focus()
    window.page.keyboard.press("ArrowUp")
    window.until(f"explorer.place == {[before[0] - 1, before[1]]}")
    computed = window.ask("float(explorer.output[tuple(explorer.place)])")
    assert shown_sum(explorer) == pytest.approx(computed, abs=1e-2) and computed != 0

    playground = window.widget("decision_playground")
    figures = playground.get_by_test_id("figures")
    playground.get_by_test_id("more-units-in-layer-1").click()
    playground.get_by_test_id("play").click()
    window.page.wait_for_function("figures => Number(figures.dataset.accuracy) > 0.96",
                                  arg=figures.element_handle())
    playground.get_by_test_id("play").click()
    step = figures.get_attribute("data-step")
    window.until(f"playground.steps == {step}")
    assert window.ask("playground.hidden") == [5, 4]
    upper, lower = window.ask("playground.predict([[-0.31, 0.46], [0.31, -0.46]]).tolist()")
    assert upper < 0.5 < lower

    lab.save()
    lab.reload()
    explorer, playground = (
        window.widget("convolution_explorer"),
        window.widget("decision_playground"),
    )
    expect(playground.get_by_test_id("figures")).to_have_attribute("data-step", step)
    assert shown_sum(explorer) == pytest.approx(computed, abs=1e-2)
    playground.get_by_test_id("reset").click()
    window.until("playground.steps == 0")


def test_models_answer_to_strokes_and_clicks(lab):
    window = Window(lab, "models", WITH_MODELS)
    pad = window.widget("sketch_pad")
    expect(pad.get_by_test_id("took")).to_have_text("draw something")
    box = pad.get_by_test_id("pad").bounding_box()
    places = [(0.3, 0.2), (0.7, 0.2), (0.45, 0.85)]  # a seven
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
    window.page.mouse.move(*points[0])
    window.page.mouse.down()
    for point in points[1:]:
        window.page.mouse.move(*point, steps=8)
    window.page.mouse.up()
    expect(pad.locator(".ir-best .ir-bar-name")).to_have_text("7")
    expect(pad.get_by_test_id("took")).to_have_text(re.compile(r"^after \d+ ms$"))
    assert window.ask("max(pad.answers, key=pad.answers.get)") == "7"
    assert pad.get_by_test_id("maps").locator("canvas").count() == 32
    pad.get_by_test_id("clear").click()
    expect(pad.get_by_test_id("took")).to_have_text("draw something")
    pad.get_by_test_id("pad").focus()
    for key in (" ", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown"):
        window.page.keyboard.press(key)
    expect(pad.locator(".ir-best")).to_have_count(1)
    pad.get_by_test_id("example").click()
    window.until("pad.example >= 0 and bytes(pad.view) == data.test.images[pad.example].tobytes()")

    view = window.widget("network_view")
    view.get_by_test_id("next").click()
    window.until("view.view == data.test.images[1].tobytes()")
    view.locator("[data-layer]").nth(4).click()
    expect(view.get_by_test_id("maps-about")).to_have_text(re.compile("^64 maps of 4×4"))
    window.page.keyboard.press("ArrowRight")
    expect(view.get_by_test_id("maps-about")).to_have_text(re.compile("^64 maps of 2×2"))

    attention = window.widget("attention_view")
    attention.get_by_test_id("picture").focus()
    window.page.keyboard.press("ArrowRight")
    expect(attention.get_by_test_id("about")).to_have_text(
        re.compile("^The patch in row 2, column 3 looks most at")
    )
    attention.locator("[data-layer='1'][data-head='2']").click()
    window.until("(attention.layer, attention.head) == (1, 2)")

    augmentation = window.widget("augmentation_playground")
    expect(augmentation.get_by_test_id("pictures").locator("canvas")).to_have_count(32)
    augmentation.get_by_test_id("rotate").focus()
    window.page.keyboard.press("End")
    expect(augmentation.get_by_test_id("code")).to_contain_text("rotate=180.0")
    assert window.ask("augmentation.augmentation.rotate") == 180
    window.page.keyboard.press("ArrowLeft")
    window.until("augmentation.augmentation.rotate < 180")
    augmentation.get_by_test_id("preset").focus()
    for key in "mdd":  # a Markdown cell, and a cell that is deleted, if the notebook had them
        window.page.keyboard.press(key)
    kinds = (
        "() => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.type)"
    )
    assert window.page.evaluate(kinds) == ["code"] * len(WITH_MODELS)
    window.page.keyboard.press("Control+s")
    window.page.wait_for_function(
        "() => !window.jupyterapp.shell.currentWidget.context.model.dirty"
    )
