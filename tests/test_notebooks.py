"""Every notebook runs from its first cell to its last: the package's, and the lessons."""

import os
import shutil
from pathlib import Path

import pytest

from support import REPOSITORY
from warm import run_notebook, warm_kernels

NBS = REPOSITORY / "nbs"
PACKAGE = sorted(path for path in (NBS / "api").rglob("*.ipynb")
                 if ".ipynb_checkpoints" not in path.parts)
# The pages beside the lessons, too, if there is anything to run.
LESSONS = [path for path in sorted((NBS / "tutorials").glob("*.ipynb"))
           if '"cell_type": "code"' in path.read_text()]
# Where our code meets the backend. The trainer is run on JAX by test_branches. Networks are made
# of layers, and those of attention agree with Keras on JAX in layers/attention.
ON_JAX = sorted((NBS / "api" / "layers").glob("*.ipynb")) + [
    NBS / "api" / f"{name}.ipynb" for name in (
        "data/augmentation", "models/learning_at_once", "training/loop/batches",
        "training/loop/checkpoints", "training/loop/steps")]


def name(path: Path) -> str:
    return str(path.relative_to(NBS))


@pytest.mark.parametrize("path", PACKAGE, ids=name)
def test_package_notebook(path, tmp_path):
    run_notebook(path, tmp_path)


@pytest.mark.parametrize("path", ON_JAX, ids=name)
def test_package_notebook_on_jax(path, tmp_path):
    run_notebook(path, tmp_path, KERAS_BACKEND="jax")


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_lesson_runs_offline_with_embedded_data(path, tmp_path, monkeypatch):
    """In a real kernel, in a copy of its folder, with nothing downloaded."""
    import nbformat
    from nbclient import NotebookClient

    folder = tmp_path / "tutorials"
    shutil.copytree(path.parent, folder,
                    ignore=shutil.ignore_patterns("runs", ".ipynb_checkpoints"))
    environment = {**os.environ, "IMAGEREC_DATA": str(tmp_path / "nothing"),
                   "IMAGEREC_HOME": str(tmp_path / "home"), "PYTHONPATH": str(REPOSITORY)}
    monkeypatch.setenv("JUPYTER_PATH", str(warm_kernels()))
    notebook = nbformat.read(folder / path.name, as_version=4)
    client = NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(folder)}})
    with client.setup_kernel(env=environment):
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
