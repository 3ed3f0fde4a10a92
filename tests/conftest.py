"""Shared by all tests: a copy of the sources, Python in its own process, the real data."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import REPOSITORY, copy_sources
from warm import run_warm, warm_home

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# Workers share the cores: a small step takes a fifth less of both when no thread waits, and a
# small product of matrices a tenth.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# What a test computes is small: the time that XLA takes to make it fast is never won back.
os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")
DURATIONS = REPOSITORY / "tests" / "durations.json"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record-durations", action="store_true",
                     help=f"write how long each test took into {DURATIONS.name}")


def pytest_configure(config: pytest.Config) -> None:
    warm_home()  # before workers begin, which find it in their environment
    if config.getoption("record_durations") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder())


class Recorder:
    """Keeps how many seconds the longer tests took; those that weren't run keep their own."""

    def __init__(self):
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        nodeid = report.nodeid.partition("@")[0]  # xdist adds the name of the group
        self.seconds[nodeid] = self.seconds.get(nodeid, 0) + report.duration

    def pytest_sessionfinish(self) -> None:
        kept = recorded_durations() | self.seconds
        longer = {test: round(seconds, 1) for test, seconds in kept.items() if seconds >= 1}
        DURATIONS.write_text(json.dumps(dict(sorted(longer.items())), indent=0) + "\n")


def recorded_durations() -> dict[str, float]:
    return json.loads(DURATIONS.read_text()) if DURATIONS.exists() else {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no worker is left with it alone at the end.

    The tests of one browser file run one after another in one process, as do those of a group.
    """
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group(item.path.name))
    taken, known = {}, recorded_durations()
    for item in items:
        taken[group_of(item)] = taken.get(group_of(item), 0) + known.get(item.nodeid, 0.1)
    items.sort(key=lambda item: -taken[group_of(item)])


def group_of(item: pytest.Item) -> str:
    mark = item.get_closest_marker("xdist_group")
    return mark.args[0] if mark else item.nodeid


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return copy_sources(tmp_path / "imagerec")


@pytest.fixture(scope="session")
def run_python():
    """Runs Python in a process of its own, without the seconds that importing Keras takes:
    `run_python("-c", "...", KERAS_BACKEND="jax")`.
    """
    return run_warm


@pytest.fixture(scope="session")
def cold_python():
    """The same in a process that begins with nothing, where imports or a start are judged."""

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
