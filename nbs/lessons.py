"""Runs the lessons at quick speed and keeps their outputs, for readers who run nothing.

`make lessons`. Left out: what libraries log when they start, and widgets, which need a kernel.
"""

import os
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

TUTORIALS = Path(__file__).parent / "tutorials"


def is_kept(output: dict) -> bool:
    widget = "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    return not widget and output.get("name") != "stderr"


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


if __name__ == "__main__":
    for path in sorted(TUTORIALS.glob("*.ipynb")):
        run(path)
