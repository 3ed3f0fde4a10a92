"""Runs a notebook in a process of its own that has Keras loaded already: that takes seconds, for
each of a hundred."""

import multiprocessing
import os
from pathlib import Path

from support import REPOSITORY

# The processes branch off from one that has imported these and computed nothing.
WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(["keras", "nbdev.test"])


def _run(path: Path, home: Path, log: Path) -> None:
    from nbdev.test import nbdev_test

    with open(log, "wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    os.environ["IMAGEREC_HOME"] = str(home)
    os.chdir(REPOSITORY)
    nbdev_test(path=str(path), n_workers=0)  # leaves with 1 if a cell fails


def run_notebook(path: Path, home: Path) -> None:
    """Run all cells with this home; one that fails fails the test, with what the notebook wrote."""
    log = home / "log.txt"
    log.touch()
    process = WARM.Process(target=_run, args=(path, home, log))
    process.start()
    process.join(600)
    if process.is_alive():
        process.kill()
        process.join()
    code = process.exitcode
    process.close()
    assert code == 0, f"{path.name} ended with {code}\n{log.read_text(errors='replace')[-9000:]}"
