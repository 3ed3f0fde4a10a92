"""What a dashboard on the screen costs: epochs of a training that is shown in JupyterLab, and those
of a bare model.fit, taking turns in one kernel (see trainer_cost.py).

Everything runs on the same cores: the kernel that trains, the server, and Chromium, which draws
the curves without a graphics card.

    python benchmarks/dashboard_cost.py [EPOCHS]      prints JSON
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tests" / "browser"))

CELL = f"""
import sys, time
sys.path.append({str(HERE)!r})
import json, traceback
import imagerec as ir
from IPython.display import display
from trainer_cost import take_turns
def show(trainer):
    display(ir.dashboard(trainer))
    time.sleep(3)  # the browser shows it before the clock starts
try: found = take_turns({{epochs}}, show)
except Exception: found = traceback.format_exc()
with open("found.new", "w") as file: json.dump(found, file)
import os; os.rename("found.new", "found.json")
"""


def measure(epochs: int = 15) -> dict[str, list[dict]]:
    """As `take_turns` gives it."""
    from conftest import Lab, Server
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "jupyter")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        lab = Lab(browser, server)
        lab.open(server.write_notebook("cost.ipynb", CELL.format(epochs=epochs)))
        lab.command("notebook:run-all-cells")
        while not (server.root / "found.json").exists():
            lab.page.wait_for_timeout(1000)
        found = json.loads((server.root / "found.json").read_text())
        browser.close()
        server.close()
    if isinstance(found, str):
        raise SystemExit(found)
    return found


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 15)))
