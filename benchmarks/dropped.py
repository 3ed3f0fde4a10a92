"""From photographs on somebody's disk to a classifier that is tried, in JupyterLab in Chromium:
what a new user does, and how long it takes.

    IMAGEREC_DATA=… python benchmarks/dropped.py [--dark] [--pictures FOLDER]

The ants and bees (`hymenoptera.zip`, 398 photographs, 47 MB) are dropped on the dashboard, *Start*
is pressed with everything as it stands, and when the result is there, a picture is dropped on *Try
it*. Nothing else is touched. The picture is one of the validation folder's, which the network did
not learn from, on a canvas of its own. The clock starts with the first drop; an action is a drop or
a press. Browser, server and kernel share the machine's cores. Prints JSON; with --pictures, leaves
pictures of the screen.
"""

import argparse
import io
import json
import os
import shutil
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tests" / "browser"), str(HERE.parent / "tests")]
BOARD = "import imagerec as ir\nboard = ir.dashboard()\nboard"
MOST_SECONDS, MOST_ACTIONS = 180, 6


def new_picture(archive: Path, folder: Path) -> Path:
    """A bee of the validation folder, on its side with a word that says so, as telephones write."""
    with zipfile.ZipFile(archive) as held:
        name = min(name for name in held.namelist()
                   if "/val/bees/" in f"/{name}" and name.endswith(".jpg"))
        picture = Image.open(io.BytesIO(held.read(name))).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.rotate(90, expand=True).save(folder / "from my telephone.jpg", exif=exif, quality=95)
    return folder / "from my telephone.jpg"


class Clock:
    """The seconds at which something was seen, and the actions."""

    def __init__(self, lab, pictures: Path | None):
        self.lab, self.pictures, self.seen, self.actions = lab, pictures, {}, 0
        self.began = time.perf_counter()

    def note(self, what: str) -> None:
        self.seen[what] = round(time.perf_counter() - self.began, 1)
        print(what, self.seen[what], file=sys.stderr, flush=True)
        if self.pictures:
            self.lab.page.screenshot(path=self.pictures / f"{len(self.seen)}.png")


def by_a_new_user(lab, pictures: Path | None) -> dict:
    """What there is to see, and when."""
    from playwright.sync_api import expect
    from test_trying import drop

    archive = Path(os.environ["IMAGEREC_DATA"]) / "hymenoptera.zip"
    picture = new_picture(archive, Path(tempfile.mkdtemp()))
    lab.open(lab.server.write_notebook("photographs.ipynb", BOARD))
    lab.run_all_cells()
    board = lab.page.get_by_test_id("dashboard").first
    expect(board.get_by_test_id("start")).to_be_enabled()
    clock = Clock(lab, pictures)
    drop(lab.page, board.get_by_test_id("data-drop"), archive)
    clock.actions += 1
    classes = board.get_by_test_id("balance").get_by_role("listitem")
    expect(classes).to_have_count(2, timeout=300_000)
    clock.note("data on the screen")
    board.get_by_test_id("start").click()
    clock.actions += 1
    expect(board).to_have_attribute("data-state", "running", timeout=300_000)
    clock.note("training begins")
    expect(board).to_have_attribute("data-state", "finished", timeout=1_200_000)
    clock.note("classifier on the screen")
    drop(lab.page, board.get_by_test_id("try-drop"), picture)
    clock.actions += 1
    answer = board.get_by_test_id("answer")
    expect(answer).to_contain_text("telephone", timeout=300_000)
    clock.note("answer")
    expect(board.get_by_test_id("near").get_by_role("listitem")).to_have_count(6, timeout=600_000)
    clock.note("nearest training pictures")
    run = next((lab.server.root / "runs").iterdir())
    about = json.loads((run / "recipe.json").read_text())
    status = json.loads((run / "status.json").read_text())
    return {"actions": clock.actions, "seconds": clock.seen, "network": about["model"]["name"],
            "valid": status["valid"], "answer": answer.inner_text().split("\n"),
            "aims": {"seconds": MOST_SECONDS, "actions": MOST_ACTIONS}}


def main() -> None:
    from conftest import Lab, Server
    from playwright.sync_api import sync_playwright
    from run import machine

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    theme = f"JupyterLab {'Dark' if asked.dark else 'Light'}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"),
                                             args=["--no-sandbox"])
        server = Server(Path(tempfile.mkdtemp()), theme)
        try:
            found = by_a_new_user(Lab(browser, server, 1400, 1300), asked.pictures)
        finally:
            server.close()
    print(json.dumps({"machine": machine(), **found}, indent=1))


if __name__ == "__main__":
    main()
