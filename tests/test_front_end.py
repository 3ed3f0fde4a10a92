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


@pytest.mark.parametrize("bundle", sorted((REPOSITORY / "imagerec" / "static").glob("*.js")), ids=lambda path: path.name)
def test_each_widget_is_small(bundle):
    assert bundle.stat().st_size < 150_000
