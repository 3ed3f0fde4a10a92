"""Shared by all tests: where the repository is, a clean copy of it, and how programs are run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def copy_sources(target: Path) -> Path:
    """The files that git knows or would add, and nothing that was built."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=REPOSITORY, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        source = REPOSITORY / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target


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
