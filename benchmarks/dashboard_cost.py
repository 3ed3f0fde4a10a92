"""What a dashboard on the screen costs: training shown in JupyterLab against a bare model.fit.

Everything runs on the same two cores: the kernel that trains, the server, and Chromium, which
draws the curves. The pairs are interleaved in one kernel.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "tests" / "browser"))

SETUP = """
import glob, json, os, time
import imagerec as ir
from IPython.display import display
data = ir.load("mnist")
train, valid, epochs = data.train, data.valid, 3
found = {"bare": [], "ours": [], "processor": []}
def processor_seconds():
    "Processor time so far of the kernel, of the browser, and of the server."
    seconds = {"kernel": sum(os.times()[:2]), "chromium": 0.0, "jupyter-lab": 0.0}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try: name, rest = open(path).read().split("(")[1].rsplit(")", 1)
        except OSError: continue
        if name in seconds: seconds[name] += sum(map(int, rest.split()[11:13])) / 100
    return seconds
def bare():
    model = ir.build("cnn", data)
    began = time.perf_counter()
    model.fit(train.images, train.labels, batch_size=32, epochs=epochs, verbose=0,
              validation_data=(valid.images, valid.labels), validation_batch_size=256)
    found["bare"].append((time.perf_counter() - began) / epochs)
def ours():
    trainer = ir.Trainer(ir.build("cnn", data), data, ir.Recipe(epochs=epochs))
    display(ir.dashboard(trainer))
    time.sleep(2)  # the browser shows it before the clock starts
    before, began = processor_seconds(), time.perf_counter()
    trainer.start().wait()
    found["ours"].append((time.perf_counter() - began) / epochs)
    after = processor_seconds()
    found["processor"].append({name: (after[name] - before[name]) / epochs for name in after})
    time.sleep(3)  # the dashboard evaluates and sends its pictures after the clock has stopped
"""

PAIR = "\n(ours(), bare()) if {number} % 2 else (bare(), ours())\njson.dump(found, open('found.json', 'w'))"


def measure(pairs: int = 7) -> dict[str, list[float]]:
    from conftest import Lab, Server
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "jupyter")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        lab = Lab(browser, server)
        lab.page.set_default_timeout(0)
        cells = [PAIR.format(number=number) for number in range(pairs + 1)]
        lab.open(server.write_notebook("cost.ipynb", SETUP, *cells))
        lab.command("notebook:run-all-cells")
        lab.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.content.widgets"
            ".filter(cell => cell.model.type === 'code' && cell.model.sharedModel.source)"
            ".every(cell => cell.model.executionCount)", timeout=0)
        found = json.loads((server.root / "found.json").read_text())
        browser.close()
        server.close()
    return {name: seconds[1:] for name, seconds in found.items()}  # the first pair warms up


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 7)))
