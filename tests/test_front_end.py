"""The TypeScript: its types, its style, and the functions that need no browser."""

import shutil
import subprocess

import pytest

from support import REPOSITORY

WIDGETS = REPOSITORY / "widgets"


@pytest.mark.parametrize("script", ["lint", "test"])
def test_front_end(script: str):
    assert shutil.which("jlpm"), "jlpm comes with JupyterLab: make .venv/.dev"
    done = subprocess.run(["jlpm", script], cwd=WIDGETS, text=True, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_interfaces_are_those_of_the_python_records(run_python):
    """Of a run's files, of the server's answers, and of what the dashboard's parts send."""
    done = run_python(str(REPOSITORY / "nbs" / "typescript.py"), "--check", check=False)
    assert done.returncode == 0, done.stderr


def test_each_widget_is_small():
    sizes = {bundle.name: bundle.stat().st_size
             for bundle in (REPOSITORY / "imagerec" / "static").glob("*.js")}
    assert not {name: size for name, size in sizes.items() if size >= 150_000}
