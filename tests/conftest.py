"""Shared by all tests: a copy of the sources, Python in its own process, the real data."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import REPOSITORY, copy_sources

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, and the tests of one browser file one after another in one process."""
    first = ("fresh_clone", "test_wheel")
    items.sort(key=lambda item: not any(name in item.nodeid for name in first))
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group(item.path.name))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return copy_sources(tmp_path / "imagerec")


@pytest.fixture(scope="session")
def run_python():
    """Runs Python in a process of its own: `run_python("-c", "...", KERAS_BACKEND="jax")`."""

    def run(*arguments: str, cwd=None, check=True, timeout=300, **environment: str):
        done = subprocess.run([sys.executable, *arguments], cwd=cwd, timeout=timeout, text=True,
                              capture_output=True, env={**os.environ, **environment})
        assert not check or done.returncode == 0, done.stderr[-3000:]
        return done

    return run


@pytest.fixture
def real_data() -> Path:
    folder = Path(os.environ.get("IMAGEREC_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (folder / "mnist.npz").exists():
        pytest.skip("IMAGEREC_DATA names no folder with the real data (mnist.npz, …)")
    return folder
