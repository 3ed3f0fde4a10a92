"""What a million points cost the shared chart: how long it takes to draw them, and how smoothly
it zooms.

A page in headless Chromium, which draws without a graphics card, holds one chart of the size
that it has in the dashboard.

    python benchmarks/chart.py [POINTS]      writes benchmarks/chart.json and prints it
"""

import json
import os
import platform
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
WIDGETS = HERE.parent / "widgets"
REPETITIONS, FRAMES = 21, 120

PAGE = """<style>
:root { --ir-grid: #8883; --ir-faint: #555; --ir-train: #0072b2; --ir-card: #fff; }
.ir-plot canvas { display: block; width: 600px; height: 230px; }
</style>"""

# A loss that falls and trembles, with a gap now and then; y is new each time, as is its pyramid.
SCRIPT = """
window.make = (points) => {
  const x = new Float32Array(points), y = new Float32Array(points);
  for (let i = 0; i < points; i++) {
    x[i] = (i + 1) / points * 100;
    y[i] = i % 9973 === 1 ? NaN : 2.3 / (1 + i / 20000) + 0.4 * Math.random();
  }
  const series = { name: "train", color: "--ir-train", x, y, marked: false };
  const options = { title: "Loss", testId: "c", format: String, formatTick: String };
  const chart = new charts.LineChart(options, new AbortController().signal);
  document.body.replaceChildren(chart.element);
  return { chart, series };
};
const frame = () => new Promise(requestAnimationFrame);
window.painted = async () => { await frame(); await new Promise((done) => setTimeout(done)); };
window.first = async (points) => {
  const { chart, series } = make(points);
  await painted();
  await painted();
  const began = performance.now();
  chart.update([series], 100);
  await painted();
  if (chart.canvas.dataset.points !== String(points)) throw Error("nothing was drawn");
  return performance.now() - began;
};
window.again = async (points, frames) => {
  const { chart, series } = make(points);
  chart.update([series], 100);
  await painted();
  const intervals = [], { canvas } = chart;
  let before = await frame();
  for (let i = 0; i < frames; i++) {
    const inwards = i % 60 < 30, key = { bubbles: true, cancelable: true };
    const pressed = { ...key, key: "ArrowRight", shiftKey: true };
    const turned = { ...key, ctrlKey: true, deltaY: inwards ? -40 : 40, clientX: 300 };
    if (i % 3 === 2) canvas.dispatchEvent(new KeyboardEvent("keydown", pressed));
    else canvas.dispatchEvent(new WheelEvent("wheel", turned));
    const now = await frame();
    intervals.push(now - before);
    before = now;
  }
  return intervals;
};
"""


def bundle() -> str:
    """The chart as a script that a bare page can run."""
    program = WIDGETS / "node_modules" / ".bin" / "esbuild"
    done = subprocess.run([program, "src/shared/chart.ts", "--bundle", "--format=iife",
                           "--global-name=charts",
                           "--target=es2021"], cwd=WIDGETS, capture_output=True, text=True,
                          check=True)
    return done.stdout


def measure(points: int = 1_000_000) -> dict:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"),
                                             args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 700, "height": 400})
        page.set_content(PAGE)
        page.add_script_tag(content=bundle())
        page.add_script_tag(content=SCRIPT)
        first = [page.evaluate("points => first(points)", points) for _ in range(REPETITIONS)]
        intervals = page.evaluate("([points, frames]) => again(points, frames)", [points, FRAMES])
        browser_name = f"Chromium {browser.version}"
        browser.close()
    ordered = sorted(intervals)
    return {
        "points": points,
        "draw_ms": {
            "median": median(first),
            "least": min(first),
            "most": max(first),
            "n": len(first),
            "aim": "under 100 ms, from the new numbers to the painted page",
        },
        "zoom_frames_per_second": {
            "mean": 1000 * len(intervals) / sum(intervals),
            "slowest_in_20": 1000 / ordered[int(0.95 * len(ordered))],
            "n": len(intervals),
            "aim": "30 or more",
        },
        "where": f"{browser_name}, without a graphics card, {os.cpu_count()} cores, "
                 f"{platform.machine()}",
        "date": date.today().isoformat(),
    }


if __name__ == "__main__":
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    (HERE / "chart.json").write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))
