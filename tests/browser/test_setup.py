"""What comes before a training, in JupyterLab: the cards for data, model and recipe."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=60_000)  # Keras starts when a card is opened first

EVIL = "<img src=x onerror=alert(1)>"
BOARD = """
import imagerec as ir
board = ir.dashboard()
board"""
THOUSAND = f"""
import numpy as np, imagerec as ir
names = [{EVIL!r}, "🐱🐶", "x" * 300, *(f"class {{n}}" for n in range(997))]
images = np.random.default_rng(0).integers(0, 255, (4000, 8, 24), "uint8")
data = ir.load((images, np.arange(4000) % 1000, names), valid=0.25, test=0.25)
@ir.register("mine", description="of my own")
def mine(shape, num_classes): raise ZeroDivisionError("no layers left")
board = ir.dashboard(data)
board"""
REDRAWS = """async ([slider, canvas]) => {
    const redraws = () => Number(canvas.dataset.redraws);
    const before = redraws(), start = performance.now();
    for (let value = 1; redraws() < before + 2 && performance.now() - start < 30_000; value++) {
        slider.value = String(value % 90);
        slider.dispatchEvent(new Event("input", {bubbles: true}));
        await new Promise(requestAnimationFrame);
    }
    return redraws() - before;
}"""


class Setup:
    """The first part of a dashboard, as a person sees it."""

    def __init__(self, lab, number: int = 0):
        self.root = lab.page.get_by_test_id("dashboard").nth(number)

    def __getitem__(self, test_id: str):
        return self.root.get_by_test_id(test_id)

    def fill(self, test_id: str, text: str) -> None:
        self[test_id].fill(text)
        self[test_id].press("Tab")

    def option(self, test_id: str):
        """A field together with its label, its help and what is wrong with it."""
        return self.root.locator(".ir-option", has=self.root.page.get_by_test_id(test_id))

    def wait_for(self, state: str, seconds: float = 120) -> None:
        expect(self.root).to_have_attribute("data-state", state, timeout=seconds * 1000)


def pixels(canvas) -> str:
    return canvas.evaluate("canvas => canvas.toDataURL()")


@pytest.fixture
def opened(lab):
    def open_board(name: str, *cells: str) -> Setup:
        lab.open(lab.server.write_notebook(f"{name}.ipynb", *cells))
        lab.run_all_cells()
        setup = Setup(lab)
        setup.wait_for("ready")
        return setup

    return open_board


def test_choose_with_open_eyes_and_train_what_was_chosen(lab, opened):
    board = opened("setup", BOARD, "board")
    for card in ("data", "model", "recipe"):
        expect(board[f"{card}-card"]).to_be_hidden()
    expect(board["start"]).to_be_enabled()

    look_at_the_data(lab, board)
    take_what_a_network_brings_along(board)
    look_at_the_model(board)
    change_the_recipe(lab, board)

    lab.save()
    lab.reload()
    for number in (0, 1):  # nothing is lost by a reload, and two views agree
        view = Setup(lab, number)
        expect(view["recipe-card"]).to_be_visible()
        expect(view["recipe-schedule"]).to_have_value("one_cycle")
        expect(view["option-kernel-size"]).to_have_value("5")
        assert pixels(view["preview-changed"]) != pixels(view["preview-originals"])
    board.fill("epochs", "1")
    board["start"].click()
    board.wait_for("finished")
    expect(board["recipe-schedule"]).to_be_enabled()
    lab.page.evaluate("""() => {
        const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
        const code = "trainer = board.trainer; assert trainer.recipe.schedule == 'one_cycle'\\n" +
            "assert trainer.model.layers[1].kernel_size == (5, 5)";
        return kernel.requestExecute({code}).done.then((reply) => {
            if (reply.content.status !== "ok") throw new Error(reply.content.evalue);
        });
    }""")


def look_at_the_data(lab, board: Setup) -> None:
    board["open-data"].focus()
    lab.page.keyboard.press("Enter")
    pictures = board["contact-sheet"].locator("canvas")
    expect(pictures).to_have_count(48)
    expect(board["balance"].get_by_role("listitem")).to_have_count(10)
    first = "canvases => canvases.map(canvas => canvas.toDataURL()).join()"
    before = pictures.evaluate_all(first)
    board["draw-again"].click()
    lab.page.wait_for_function(
        "([sheet, before]) => [...sheet.querySelectorAll('canvas')].map(canvas => "
        "canvas.toDataURL()).join() !== before",
        arg=[board["contact-sheet"].element_handle(), before])

    board["data"].select_option(label="a folder, .zip or .csv …")
    expect(board["data-path"]).to_be_focused()
    board["data-path"].fill("/nowhere/pets")
    board["data-path"].press("Enter")
    expect(board["data-problem"]).to_have_text(
        "There is no folder, archive or table /nowhere/pets."
    )
    board["start"].click()
    board.wait_for("ready")
    expect(board.root.get_by_text("There is no folder, archive or table")).to_have_count(1)
    board["data"].select_option("digits")
    expect(board["data-problem"]).to_have_text("")


def look_at_the_model(board: Setup) -> None:
    board["open-model"].click()
    rows = board["layer-table"].locator("tbody tr")
    expect(rows.nth(1)).to_contain_text("Conv2D")
    expect(board["model-sums"]).to_contain_text("multiply-adds a picture")
    board.fill("option-kernel-size", "4")
    expect(board.option("option-kernel-size")).to_contain_text("kernel_size must be odd")
    board.fill("option-kernel-size", "5")
    expect(board.option("option-kernel-size")).not_to_contain_text("must be odd")
    expect(rows.first).to_be_visible()


def change_the_recipe(lab, board: Setup) -> None:
    board["open-recipe"].click()
    board.fill("recipe-label-smoothing", "2")
    wrong = "label_smoothing must be a number of 0 or more and at most 0.9"
    expect(board.option("recipe-label-smoothing")).to_contain_text(wrong)
    board["start"].click()
    expect(board.root.get_by_text(wrong)).to_have_count(1)
    expect(board["recipe-card"]).to_be_visible()
    board.fill("recipe-label-smoothing", "")
    expect(board.option("recipe-label-smoothing")).not_to_contain_text(wrong)

    board["find-rate"].click()
    expect(board["take-one-cycle"]).to_be_enabled()
    board["take-one-cycle"].click()
    rate = float(board["learning-rate"].input_value())
    assert 1e-4 < rate < 1
    expect(board["recipe-schedule"]).to_have_value("one_cycle")
    expect(board.option("recipe-schedule")).to_contain_text("changed")
    curve = board["rate-curve"]
    curve.click(position={"x": 100, "y": 60})
    assert float(board["learning-rate"].input_value()) < rate

    board.fill("epochs", "6")
    board["suggest"].click()
    expect(board["suggestion-says"]).to_contain_text("suggested for")
    for name in ("optimizer", "epochs"):
        expect(board.option(f"recipe-{name}")).to_contain_text("suggested")
    expect(board["open-recipe"]).to_contain_text(
        board["suggestion-says"].inner_text().split(" for")[0]
    )
    board["reset-recipe"].click()
    expect(board["open-recipe"]).to_have_text("Recipeas usual")
    expect(board["suggestion-says"]).not_to_contain_text("suggested")
    board["suggest"].click()
    expect(board["preset"]).to_have_value("digits")
    expect(board["estimate"]).to_contain_text("on this machine")

    expect(board["preview-changed"]).to_be_visible()
    still = pixels(board["preview-originals"])
    redraws = lab.page.evaluate(REDRAWS, [board["augmentation-rotate"].element_handle(),
                                          board["preview-changed"].element_handle()])
    assert redraws > 1, "it stands still while the slider moves"  # how fast: benchmarks
    assert pixels(board["preview-originals"]) == still
    expect(board["preset"]).to_have_value("own")


def take_what_a_network_brings_along(board: Setup) -> None:
    """It is as usual for that network, and marked nowhere, however unusual it is for others."""
    board["model"].select_option("cnn_fast")
    expect(board["recipe-schedule"]).to_have_value("one_cycle")
    expect(board["batch-size"]).not_to_have_value("")
    expect(board["open-recipe"]).to_have_text("Recipeas usual")
    expect(board.option("recipe-schedule")).not_to_contain_text("changed")
    board["model"].select_option("cnn_tiny")
    expect(board["recipe-schedule"]).to_have_value("constant")


def test_a_thousand_classes_with_any_names_and_a_function_that_raises(lab, opened):
    board = opened("thousand", THOUSAND)
    board["open-data"].click()
    rows = board["balance"].get_by_role("listitem")
    expect(rows).to_have_count(1000)
    assert rows.nth(0).locator(".ir-class-name").inner_text() == EVIL
    expect(rows.nth(1)).to_contain_text("🐱🐶")
    assert rows.nth(2).bounding_box()["height"] < 30
    board["model"].select_option("mine")
    board["start"].click()
    expect(board["model-problem"]).to_have_text(
        "The network 'mine' can't be built. Its function raised ZeroDivisionError: no layers left")
    board["model"].select_option("cnn_tiny")
    board.fill("epochs", "1")
    board.fill("batch-size", "256")
    board["start"].click()
    board.wait_for("finished")
    expect(board["model-problem"]).to_have_text("")
    assert lab.page.locator("img[src=x]").count() == 0


PHOTOS = """
import os
os.environ |= {"IMAGEREC_DATA": os.path.abspath("empty"), "HTTPS_PROXY": "http://127.0.0.1:9",
               "HTTP_PROXY": "http://127.0.0.1:9"}  # nothing answers there
import numpy as np
from PIL import Image
for name in ("ants", "bees"):
    os.makedirs(f"photos/{name}")
    for seed in range(20):
        pixels = np.random.default_rng(seed).integers(0, 255, (90, 120, 3), "uint8")
        Image.fromarray(pixels).save(f"photos/{name}/{seed}.png")
"""
BEGINS = """button => {
    const board = button.closest(".ir-dashboard"), pressed = performance.now();
    button.click();
    const plot = board.querySelector(".ir-curves .ir-plot");
    const seen = plot.getBoundingClientRect();
    return {skeleton: getComputedStyle(plot, "::after").content !== "none", top: seen.top,
        bottom: seen.bottom, height: innerHeight, seconds: (performance.now() - pressed) / 1000};
}"""


def test_photographs_get_the_network_that_fits_and_a_blocked_download_a_way_out(lab, opened):
    board = opened("photos", PHOTOS, BOARD)
    names = board["data"].locator("optgroup[label='To download'] option")
    expect(names.filter(has_text="faces")).to_have_text("faces · 4 MB")
    board["data"].select_option("faces")
    board["start"].click()
    expect(board["data-problem"]).to_contain_text("IMAGEREC_DATA")
    assert board["data-problem"].inner_text().count("\n") == 1
    expect(board["data-details"]).to_be_hidden()
    expect(board["error"]).to_have_text("")
    board["retry"].click()
    expect(board["data-problem"]).to_contain_text("olivettifaces.mat could not be downloaded")
    board["use-digits"].click()
    expect(board["data-problem"]).to_have_text("")
    expect(board["retry"]).to_be_hidden()

    board["data"].select_option(label="a folder, .zip or .csv …")
    board["data-path"].fill("photos")
    board["data-path"].press("Enter")
    fits = board["model"].locator("option:checked")
    expect(fits).to_have_text("auto: EfficientNetLite0")
    groups = board["model"].locator("optgroup").evaluate_all("all => all.map(one => one.label)")
    assert groups[0] == "Pretrained on photographs" and "Convolutional" in groups
    expect(board["suggest"]).to_be_visible()
    expect(board["find-rate"]).to_be_visible()
    board["open-recipe"].click()
    expect(board["stage-0-open"]).to_have_value("head")
    board["add-stage"].click()
    expect(board["stage-1-open"]).to_have_value("all")
    expect(board["open-recipe"]).to_contain_text("1 value changed")

    seen = board["start"].evaluate(BEGINS)
    print(seen)
    assert seen["skeleton"] and seen["seconds"] < 0.3
    assert 0 <= seen["top"] < seen["bottom"] <= seen["height"]
    expect(board["recipe-card"]).to_be_hidden()
    expect(board["advice"]).to_be_hidden()
    board["stop"].click()
    board.root.page.wait_for_function(
        "board => ['ready', 'stopped', 'finished'].includes(board.dataset.state)",
        arg=board.root.element_handle())
