"""How `imagerec predict` bears many pictures: seconds, memory, and being killed.

    python benchmarks/predict.py [--most 100000] [--kills 3]      writes predict.json

A folder holds so many names of a hundred photographs of 500×375 pixels, which are read like any
others. Memory is the most that the process had at once. The killed command is started again until
it is done; its table must be that of one left in peace, byte for byte.
"""

import argparse
import json
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

HERE = Path(__file__).resolve().parent


def train(folder: Path) -> str:
    """The path of a run."""
    done = subprocess.run([sys.executable, "-m", "imagerec", "train", "--model", "cnn_tiny",
                           "--epochs", "1", "--json", "--runs", folder / "runs"],
                          capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["run"]


def photographs(folder: Path, count: int) -> Path:
    """So many names of a hundred pictures."""
    draw, first = np.random.default_rng(0), folder / "first"
    first.mkdir(exist_ok=True)
    for number in range(100):
        coarse = draw.integers(0, 256, (12, 16, 3), dtype=np.uint8)
        Image.fromarray(coarse).resize((500, 375)).save(first / f"{number}.jpg")
    (many := folder / f"pictures-{count}").mkdir()
    for number in range(count):
        os.link(first / f"{number % 100}.jpg", many / f"{number:06d}.jpg")
    return many


def start(run: str, pictures: Path, table: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "imagerec", "predict", run, pictures, "--out", table]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def watch(process: subprocess.Popen) -> int:
    """The most memory that it had at once, in bytes, until it ends."""
    seen, most = psutil.Process(process.pid), 0
    while process.poll() is None:
        try:
            most = max(most, seen.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.1)
    if process.wait():
        raise RuntimeError(f"exit status {process.returncode}")
    return most


def measure(run: str, folder: Path, count: int) -> dict:
    """One command left in peace."""
    pictures, table = photographs(folder, count), folder / f"{count}.csv"
    began = time.monotonic()
    memory = watch(start(run, pictures, table))
    with open(table) as file:
        rows = sum(1 for _ in file) - 1
    return {"pictures": count, "rows": rows, "seconds": round(time.monotonic() - began, 1),
            "most_memory_mb": round(memory / 1e6)}


def kill_often(run: str, folder: Path, count: int, kills: int, seconds: float) -> dict:
    """A command killed at random moments; is its table that of one left in peace?"""
    table, draw = folder / "killed.csv", random.Random(0)
    pictures = folder / f"pictures-{count}"
    for _ in range(kills):
        process = start(run, pictures, table)
        while not table.with_name(table.name + ".part").exists() and process.poll() is None:
            time.sleep(0.05)
        time.sleep(draw.uniform(0.1, 0.8 / kills) * seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
    watch(start(run, pictures, table))
    same = table.read_bytes() == (folder / f"{count}.csv").read_bytes()
    return {"pictures": count, "kills": kills, "same_table": same}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        run, folder = train(Path(home)), Path(home)
        left = [measure(run, folder, chosen.most // part) for part in (100, 10, 1)]
        middle = left[1]
        killed = kill_often(run, folder, middle["pictures"], chosen.kills, middle["seconds"])
    found = {"left_in_peace": left, "killed": killed, "date": str(date.today()),
             "machine": f"{psutil.cpu_count()} cores, Python {platform.python_version()}"}
    (HERE / "predict.json").write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))
