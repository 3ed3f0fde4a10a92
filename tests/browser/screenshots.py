"""The pictures of README and docs, taken in a real browser: `make screenshots`."""

import shutil
import tempfile
from pathlib import Path

from conftest import Lab, Server, draw
from PIL import Image
from playwright.sync_api import expect, sync_playwright

IMAGES = Path(__file__).resolve().parents[2] / "nbs" / "images"
LARGEST = 150_000  # bytes
CELL = "import imagerec as ir\nboard = ir.dashboard()\nboard"


def keep(path: Path, name: str) -> None:
    """Lay a picture among the others; with a palette of 256 colours, which is all that it needs."""
    goal = IMAGES / f"{name}.png"
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        goal, optimize=True
    )
    assert goal.stat().st_size < LARGEST, (
        f"{goal} has {goal.stat().st_size:,} bytes, more than {LARGEST:,}"
    )
    print(goal.name, f"{goal.stat().st_size:,} bytes")


def train(lab: Lab) -> None:
    """Five epochs of digits in the dashboard."""
    lab.open(lab.server.write_notebook("dashboard.ipynb", CELL))
    lab.run_all_cells()
    lab.page.get_by_test_id("start").first.click()
    lab.page.wait_for_function(
        "() => document.querySelector('[data-testid=dashboard]')?.dataset.state === 'finished'",
        timeout=180_000)
    expect(lab.page.get_by_test_id("confusion").first).to_be_visible()
    expect(lab.page.locator(".ir-blank")).to_have_count(0)
    draw(lab.page)


def take(browser, home: Path, theme: str) -> None:
    """All pictures in one theme: the dashboard in the light one, the run's page in the dark one."""
    server = Server(home, theme)
    try:
        height = 2200 if "Light" in theme else 1000
        lab = Lab(browser.new_context(), server, width=1440, height=height)
        train(lab)
        path = home / "picture.png"
        if "Light" in theme:
            lab.page.get_by_test_id("dashboard").first.screenshot(path=path)
            keep(path, "dashboard")
        else:
            lab.page.evaluate("() => window.jupyterapp.commands.execute('imagerec:show-panel')")
            lab.page.locator(".ir-lab-run-open").first.click()
            expect(lab.page.get_by_test_id("run-confusion")).to_be_visible()
            draw(lab.page)
            lab.page.screenshot(path=path)
            keep(path, "run_page")
        lab.page.evaluate("async () => window.jupyterapp.serviceManager.sessions.shutdownAll()")
        lab.close()
    finally:
        server.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"),
                                             args=["--no-sandbox"])
        for theme in ("JupyterLab Light", "JupyterLab Dark"):
            take(browser, Path(folder) / theme.split()[1], theme)
        browser.close()


if __name__ == "__main__":
    main()
