"""Kills exports at random moments. What lies there afterwards must be whole versions, and nothing
that is taken for one.

    python benchmarks/export_crash.py [--kills 30] [--seed 0] [--format keras,onnx]

Each export runs in a process that branches off from this one, which has loaded Keras, and dies by
SIGKILL within the time that an export takes. Then two export at once, and a last one clears up.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import imagerec as ir
from imagerec.models.engines import engines_for, open_engine
from imagerec.runs.bundle import is_bundle, versions

DATA = ir.load("digits")
IMAGES = DATA.test.images[:5].astype(np.float32)


def branch_off(work, *given) -> int:
    """The number of a process that does this work, and nothing else."""
    process = os.fork()
    if process == 0:
        try:
            work(*given)
            os._exit(0)
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)
    return process


def ended(process: int) -> bool:
    """Waits for it; did it end well?"""
    return os.waitpid(process, 0)[1] == 0


def train(folder: Path) -> None:
    ir.Trainer(ir.build("cnn_tiny", DATA), DATA, ir.Recipe(epochs=1), run_dir=folder / "run").fit()
    np.save(folder / "said.npy", ir.predict(folder / "run", IMAGES).probabilities)


def export(folder: Path, formats: list[str], number: int, begun: int | None = None) -> None:
    """So many versions; tells the pipe `begun` when the first of them is done."""
    for at in range(number):
        ir.export(folder / "run", folder / "model", format=formats)
        if at == 0 and begun is not None:
            os.write(begun, b"1")


def check(folder: Path) -> int:
    """Asks each version that a server would load; how many there are."""
    said, found = np.load(folder / "said.npy"), versions(folder / "model")
    for number in found:
        bundle = ir.Bundle(folder / "model" / str(number))
        assert is_bundle(bundle.path) and set(bundle.files) == set(bundle.about.formats)
        assert all((bundle.path / name).stat().st_size for name in ("card.md", "card.html"))
        for engine in engines_for(bundle.files):
            answers = open_engine(engine, bundle.files)(IMAGES)
            assert np.abs(answers - said).max() < 1e-5, (number, engine)
    return len(found)


def one_kill(folder: Path, formats: list[str], draw: random.Random) -> None:
    """The second export of a process is what is killed: it takes as long as the next ones."""
    ends = os.pipe()
    begun = time.monotonic()
    process = branch_off(export, folder, formats, 1000, ends[1])
    os.close(ends[1])
    assert os.read(ends[0], 1), "the export ended before it was killed"
    first = time.monotonic() - begun
    os.close(ends[0])
    time.sleep(draw.random() * first / 2)
    os.kill(process, signal.SIGKILL)
    ended(process)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in (folder / "model").iterdir() if not path.name.isdecimal()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", default="keras,onnx")
    given = parser.parse_args()
    formats, draw, left = given.format.split(","), random.Random(given.seed), 0
    folder = Path(tempfile.mkdtemp())
    assert ended(branch_off(train, folder))
    for _ in range(given.kills):
        one_kill(folder, formats, draw)
        left += bool(leftovers(folder))
    before = len(versions(folder / "model"))
    pair = [branch_off(export, folder, formats, 2) for _ in range(2)]
    together = [ended(process) for process in pair] == [True, True]
    assert ended(branch_off(check, folder)), "a version is not whole"
    print(json.dumps({"kills": given.kills, "struck while writing": left, "whole": before,
                      "two at once": together and len(versions(folder / "model")) == before + 4,
                      "left behind": leftovers(folder)}))


if __name__ == "__main__":
    main()
