"""Runs the lessons at quick speed and keeps their outputs, for readers who run nothing.

`make lessons`, or `python nbs/lessons.py 10 data_pipeline` for some; the pages beside the lessons
count as lessons. Left out: what libraries log when they start, bars that have come to their end,
and widgets, which need a kernel. With `--tables` nothing runs: only the tables at the ends of the
lessons are written anew, with what `results.json` holds now.
"""

import json
import os
import re
import sys
import tempfile
from html import unescape
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from imagerec.course.results import BothSpeeds

TUTORIALS = Path(__file__).parent / "tutorials"


def is_kept(output: dict) -> bool:
    shown = output.get("data", {})
    page = shown.get("text/html")
    bar = page is not None and (not page or page.startswith("<div><progress"))
    widget = "application/vnd.jupyter.widget-view+json" in shown
    return not widget and not bar and output.get("name") != "stderr"


def run(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if (results := TUTORIALS / "results.json").exists():
            (Path(folder) / "results.json").write_text(results.read_text())
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, timeout=240, resources={"metadata": {"path": folder}})
        client.execute(env={**os.environ, "IMAGEREC_SPEED": "quick", "IMAGEREC_HOME": folder})
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if is_kept(output)]
    nbformat.write(notebook, path)


def write_table(path: Path) -> None:
    """The lesson's table with the recorded figures of now beside those that it kept."""
    recorded = json.loads((TUTORIALS / "results.json").read_text()).get(path.stem[:2], {})
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type != "code" or "both_speeds(" not in cell.source: continue
        for output in cell.outputs:
            kept = re.findall("<tr><td>(.*?)</td><td>(.*?)</td>", output.data["text/html"])
            figures = {unescape(name): unescape(now) for name, now in kept}
            table = BothSpeeds(figures, "quick", recorded)
            output.data = {"text/html": table._repr_html_(), "text/plain": repr(table)}
    nbformat.write(notebook, path)


if __name__ == "__main__":
    named = {*sys.argv[1:]} - {"--tables"}
    for path in sorted(TUTORIALS.glob("*.ipynb")):
        if named and not {path.stem, path.stem[:2]} & named: continue
        (write_table if "--tables" in sys.argv else run)(path)
