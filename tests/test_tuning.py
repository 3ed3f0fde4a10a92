"""Tuning with several processes, and after its process was killed."""

import json
import os
import re
import signal
import subprocess
import sys

from support import wait_until

PROGRAM = """
import sys, imagerec as ir
space = {"learning_rate": ir.Range(1e-4, 1e-1, log=True), "model.width": [0.25, 0.5]}
found = ir.tune(ir.load("digits"), space, trials=int(sys.argv[1]), workers=int(sys.argv[2]),
                model="cnn_tiny", recipe=ir.Recipe(epochs=2, batch_size=64), folder="search")
print(len(found.trials), found.best.run.status.state)
"""


def test_two_workers_share_the_trials(run_python, tmp_path):
    done = run_python("-c", PROGRAM, "5", "2", cwd=tmp_path)
    count, state = done.stdout.split()
    assert state == "finished" and int(count) == 5
    runs = [json.loads(path.read_text()) for path in (tmp_path / "search"
                                                      / "trials").glob("*/status.json")]
    assert len({run["pid"] for run in runs}) == 2


def test_a_killed_search_goes_on(run_python, tmp_path):
    journal = tmp_path / "search" / "journal.log"
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, "200", "1"], cwd=tmp_path,
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    wait_until(lambda: len(re.findall('"state": ?1', journal.read_text())) >= 2,
               "two trials have ended", process=process)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = run_python("-c", PROGRAM, "4", "1", cwd=tmp_path)
    assert done.stdout.split()[1] == "finished" and int(done.stdout.split()[0]) >= 4


ARRAYS = """
import numpy as np, imagerec as ir
data = ir.load((np.zeros((40, 8, 8), "uint8"), np.arange(40) % 2))
try: ir.tune(data, {"seed": [1, 2]}, trials=2, workers=2, folder="search")
except ir.InputError as error: print(error)
"""


def test_arrays_need_one_worker(run_python, tmp_path):
    assert "Use workers=1" in run_python("-c", ARRAYS, cwd=tmp_path).stdout


LOST = """
import shutil, numpy as np, imagerec as ir
from pathlib import Path
from PIL import Image
for number in range(40):
    (folder := Path("pictures", str(number % 2))).mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((8, 8), number, "uint8")).save(folder / f"{number}.png")
data = ir.load("pictures")
shutil.rmtree("pictures")
try: ir.tune(data, {"seed": [1, 2]}, trials=2, workers=2, folder="search")
except ir.ImagerecError as error: print(error)
"""


def test_a_worker_that_fails_is_told(run_python, tmp_path):
    said = run_python("-c", LOST, cwd=tmp_path).stdout
    assert "A worker failed: " in said and "There is no folder" in said and "worker-0.log" in said
