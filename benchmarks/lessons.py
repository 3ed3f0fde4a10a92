"""Runs the lessons at full speed and keeps their figures in nbs/tutorials/results.json.

    IMAGEREC_DATA=… python benchmarks/lessons.py          # all
    IMAGEREC_DATA=… python benchmarks/lessons.py 06 07    # some; the others keep what they have
"""

import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from run import machine

TUTORIALS = Path(__file__).parent.parent / "nbs" / "tutorials"
RESULTS = TUTORIALS / "results.json"


def lessons() -> list[Path]:
    return sorted(TUTORIALS.glob("[0-9][0-9]_*.ipynb"))


def record(path: Path) -> dict:
    """The figures of one lesson, with the time that it took."""
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures.json"
        environment = {**os.environ, "IMAGEREC_SPEED": "full", "IMAGEREC_RECORD": str(figures),
                       "IMAGEREC_HOME": folder}
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, timeout=1200, resources={"metadata": {"path": folder}})
        began = time.perf_counter()
        client.execute(env=environment)
        seconds = round(time.perf_counter() - began)
        return {"figures": json.loads(figures.read_text()), "when": str(date.today()),
                "machine": machine(), "seconds": seconds}


def kept() -> dict[str, dict]:
    """What was recorded of the lessons that are still there."""
    numbers = {path.stem[:2] for path in lessons()}
    found = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    return {number: figures for number, figures in found.items() if number in numbers}


def keep(number: str, figures: dict) -> None:
    found = dict(sorted({**kept(), number: figures}.items()))
    RESULTS.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    for path in lessons():
        number = path.stem[:2]
        if not sys.argv[1:] or number in sys.argv[1:]:
            keep(number, record(path))
            print(f"{number}: {kept()[number]['seconds']} s", flush=True)
