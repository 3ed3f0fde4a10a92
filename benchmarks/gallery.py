"""What a gallery of 10,000 pictures costs: how long a place stays blank while somebody scrolls,
what is sent, and how much memory the page takes. In Chromium, with JupyterLab and the kernel on
the same cores.

    python benchmarks/gallery.py [SIDE ...]      prints JSON; 28 is scans (PNG), 160 photographs
    (JPEG of 96 pixels)
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tests" / "browser"))

CELL = """
import numpy as np, imagerec as ir
side, random = {side}, np.random.default_rng(0)
from imagerec.data.images import ImageData, Split
labels = np.arange(10_000) % 10
channels = 1 if side <= 48 else 3
coarse = random.integers(0, 256, (10_000, 7, 7, channels), dtype=np.uint8)
images = coarse.repeat(-(-side//7), 1).repeat(-(-side//7), 2)[:, :side, :side]
few = Split(images[:200], labels[:200])
data = ImageData("many", [str(i) for i in range(10)], few, Split(images, labels), few)
trainer = ir.Trainer(ir.build("cnn_tiny", data), data, ir.Recipe(epochs=1))
trainer.fit()
board = ir.dashboard(trainer)
board"""

# For each frame: which places in sight are blank, and since when.
WATCH = """() => {
  const album = document.querySelector(".ir-album"), since = new Map();
  const seen = window.watched = {longest: 0, blanks: 0, frames: 0, longestFrame: 0, elements: 0};
  let last = performance.now();
  const look = (now) => {
    const box = album.getBoundingClientRect(), blank = new Set();
    for (const figure of album.querySelectorAll(".ir-blank")) {
      const {top, bottom} = figure.getBoundingClientRect();
      if (bottom > box.top && top < box.bottom) blank.add(figure.getAttribute("aria-posinset"));
    }
    for (const one of blank) {
      if (!since.has(one)) { since.set(one, now); seen.blanks++; }
      seen.longest = Math.max(seen.longest, now - since.get(one));
    }
    for (const one of since.keys()) if (!blank.has(one)) since.delete(one);
    seen.frames++;
    seen.longestFrame = Math.max(seen.longestFrame, now - last);
    seen.elements = Math.max(seen.elements, album.querySelectorAll("figure").length);
    last = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""

# Down at so many pixels a second for so many seconds, then leaps to ten places, half a second each.
SCROLL = """async ([speed, seconds]) => {
  const album = document.querySelector(".ir-album"), start = performance.now();
  await new Promise((done) => {
    const move = (now) => {
      album.scrollTop = speed*(now - start)/1000;
      if (now - start < 1000*seconds) requestAnimationFrame(move); else done();
    };
    requestAnimationFrame(move);
  });
}"""
LEAP = """async () => {
  const album = document.querySelector(".ir-album");
  for (let i = 1; i <= 10; i++) {
    album.scrollTop = (i*7 % 10)/10*album.scrollHeight;
    await new Promise((done) => setTimeout(done, 500));
  }
}"""


MOVES = [("scroll at 1,000 px/s", SCROLL, [1000, 6]), ("scroll at 4,000 px/s", SCROLL, [4000, 4]),
         ("scroll at 20,000 px/s", SCROLL, [20000, 4]), ("leaps", LEAP, None)]


def open_gallery(lab, side: int) -> None:
    """A dashboard that shows all pictures."""
    lab.open(lab.server.write_notebook("gallery.ipynb", CELL.format(side=side)))
    lab.run_all_cells()
    page = lab.page
    page.wait_for_selector('.ir-dashboard[data-state="finished"]')
    page.get_by_test_id("filter-which").select_option("all")
    page.wait_for_function(
        "() => document.querySelector('[data-testid=gallery]').dataset.count === '10000'"
    )
    page.wait_for_timeout(1000)


def watch(page, script: str, argument: list[int] | None, sent: list[int]) -> dict:
    """What the page shows, and what is sent, while it moves from the top."""
    before = sum(sent)
    page.evaluate("() => { document.querySelector('.ir-album').scrollTop = 0; }")
    page.wait_for_timeout(700)
    page.evaluate(WATCH)
    page.evaluate(script, argument)
    page.wait_for_timeout(500)
    watched = page.evaluate("() => window.watched")
    return {"longest blank, ms": round(watched["longest"]),
            "longest frame, ms": round(watched["longestFrame"]),
            "elements": watched["elements"],
            "kB sent": round((sum(sent) - before) / 1000)}


def measure_in(lab, side: int) -> dict:
    """All moves, then the memory that they left taken."""
    sent: list[int] = []
    lab.page.on("websocket", lambda socket: socket.on("framereceived",
                                                      lambda data: sent.append(len(data))))
    open_gallery(lab, side)
    memory = lab.page.context.new_cdp_session(lab.page)
    memory.send("Performance.enable")
    moves = {name: watch(lab.page, script, argument, sent) for name, script, argument in MOVES}
    metrics = {one["name"]: one["value"]
               for one in memory.send("Performance.getMetrics")["metrics"]}
    return {"side": side, "pictures": 10_000, **moves,
            "JavaScript heap, MB": round(metrics["JSHeapUsedSize"] / 1e6, 1)}


def measure(side: int) -> dict:
    """In a Jupyter and a browser of its own."""
    from conftest import Lab, Server
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "jupyter")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"),
                                             args=["--no-sandbox"])
        found = measure_in(Lab(browser.new_context(), server), side)
        browser.close()
        server.close()
    return found


if __name__ == "__main__":
    print(json.dumps([measure(int(side)) for side in sys.argv[1:] or (28, 160)], indent=1))
