"""A model is served from a notebook, tried at the service's own page, and ended in the panel."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imagerec as ir

expect = pytest.importorskip("playwright.sync_api").expect

EXPORT = """import imagerec as ir
data = ir.load("digits")
trainer = ir.Trainer(ir.build("cnn_tiny", data), data, ir.Recipe(epochs=2)).fit()
bundle = ir.export(trainer, "models/digits", format="onnx")"""
CONSOLE = """console = ir.ServeConsole("models")
console"""


@pytest.fixture(scope="module")
def picture(tmp_path_factory) -> Path:
    """A digit that no network was trained on, as a file."""
    path = tmp_path_factory.mktemp("pictures") / "digit <b>.png"
    pixels = np.squeeze(ir.load("digits").test.images[0])
    Image.fromarray(pixels.astype("uint8")).save(path)
    return path


def choose(page, place, picture: Path) -> None:
    with page.expect_file_chooser() as chooser:
        place.get_by_test_id("try-choose").click()
    chooser.value.set_files(picture)


def is_explained(place) -> None:
    """The picture's answer, all classes, and a map of what spoke for it."""
    expect(place.get_by_test_id("answer")).to_contain_text("digit <b>.png")
    expect(place.get_by_test_id("bars").get_by_role("button")).to_have_count(10)
    expect(place.locator(".ir-note")).to_contain_text("Bright: what spoke for", timeout=20_000)
    assert place.get_by_test_id("tried-map").evaluate("""map => map.getContext("2d")
        .getImageData(0, 0, map.width, map.height).data.some(value => value)""")


def test_serve_try_a_picture_and_end(lab, picture):
    lab.open(lab.server.write_notebook("serve.ipynb", EXPORT, CONSOLE))
    lab.run_all_cells()
    console = lab.page.get_by_test_id("serve_console").first
    address = start(console)
    choose(lab.page, console, picture)
    is_explained(console)
    use_the_page(lab.context, address, picture, lab.server.root / "models")
    model = console.get_by_test_id("models").locator("tbody tr")
    expect(model).to_contain_text(re.compile("digits.*answers"))
    end_in_the_panel(lab.page, address)
    expect(console.get_by_test_id("service-error")).to_have_text("The service has ended.")
    expect(console.get_by_test_id("service-start")).to_be_visible()
    with guarded(lab.server.root) as address:
        give_the_token(lab.context, address)


def start(console) -> str:
    """Press Start, and return the service's address."""
    console.get_by_test_id("service-start").click()
    link = console.get_by_test_id("service-page")
    expect(link).to_have_text(re.compile("^http://127"))
    expect(console.get_by_test_id("models")).to_contain_text("answers")
    choice = console.get_by_test_id("service-choice").get_by_role("option")
    expect(choice).to_have_text([re.compile("^http://127.*, process [0-9]+, since ..:..$"),
                                 "Start another one …"])
    return link.inner_text()


def break_a_folder(page, models: Path) -> None:
    """An empty version is awaited, and what failed goes with its folder."""
    version, row = models / "digits" / "2", page.get_by_test_id("models").locator("tbody tr")
    version.mkdir()
    expect(row).to_contain_text("digits/2: empty so far", timeout=20_000)
    (version / "any.onnx").touch()
    expect(row.locator("[data-kind=bad], [data-kind=wait]")).to_have_count(1, timeout=20_000)
    (version / "any.onnx").unlink()
    version.rmdir()
    expect(row.locator(".ir-version")).to_have_count(1, timeout=20_000)
    expect(row).not_to_contain_text("digits/2")


def use_the_page(context, address: str, picture: Path, models: Path) -> None:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: line.type == "error" and faults.append(line.text))
    page.goto(address)
    choose(page, page.get_by_test_id("try-drop"), picture)
    is_explained(page.get_by_test_id("service"))
    expect(page.get_by_test_id("models")).to_contain_text("digits")
    expect(page.get_by_test_id("summary")).to_contain_text(
        re.compile(r"Last minute: .*no errors. In [0-9]+ s: [0-9]+ requests · no errors."))
    break_a_folder(page, models)
    page.close()
    assert faults == []  # among them what the page's own policy forbids


def end_in_the_panel(page, address: str) -> None:
    page.locator('.jp-SideBar [data-id="imagerec-panel"]').click()
    row = page.locator("#imagerec-panel [data-service=models]")
    expect(row).to_have_attribute("data-state", "answers")
    expect(row).to_contain_text("digits")
    expect(row.get_by_role("link")).to_have_attribute("href", f"{address}/")
    row.get_by_test_id("service-stop").click()
    expect(row).to_have_count(0)


@contextmanager
def guarded(folder: Path) -> Iterator[str]:
    """A service of the folder's models that asks for a token; gives its address."""
    (folder / "tokens").write_text("for-tests-only\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "imagerec", "serve", "models", "--token-file", "tokens",
         "--grpc-port", "0", "--rest-port", "0"], cwd=folder, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "IMAGEREC_HOME": str(folder / "home")})
    try:
        ports = process.stdout.readline()
        yield f"http://127.0.0.1:{json.loads(ports)['rest_port']}"
    finally:
        process.terminate()
        process.communicate(timeout=60)


def give_the_token(context, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    field, parts = page.get_by_test_id("token"), page.locator(".ir-page-parts")
    expect(field).to_be_visible()
    expect(parts).to_be_hidden()
    field.fill("another")
    page.get_by_test_id("token-send").click()
    expect(page.get_by_test_id("token-problem")).to_have_text(
        "The service doesn't know this token.")
    field.fill("for-tests-only")
    page.get_by_test_id("token-send").click()
    expect(page.get_by_test_id("models")).to_contain_text("digits")
    page.reload()  # the tab keeps it
    expect(page.get_by_test_id("models")).to_contain_text("digits")
    expect(field).to_be_hidden()
    page.close()
