"""Runs every lesson at full speed and keeps its figures in nbs/tutorials/results.json.

    IMAGEREC_DATA=… python benchmarks/lessons.py
"""

import json
import os
import tempfile
import time
from datetime import date
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from run import machine

TUTORIALS = Path(__file__).parent.parent / "nbs" / "tutorials"


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


if __name__ == "__main__":
    found = {path.stem[:2]: record(path) for path in sorted(TUTORIALS.glob("[0-9][0-9]_*.ipynb"))}
    (TUTORIALS / "results.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(found, indent=1, ensure_ascii=False))
