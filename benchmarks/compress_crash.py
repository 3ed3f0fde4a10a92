"""Kills searches at random moments. What lies there afterwards must be whole bundles that answer,
no row may be lost, and the search goes on with what it had.

    python benchmarks/compress_crash.py [--kills 30] [--seed 0]

Each search, `ir.compress(run, target=…)`, runs in a process that branches off from this one, which
has loaded Keras, and dies by SIGKILL; the target can't be reached, so that all quick methods are
tried and then networks are trained. After each kill the bundles that are there are asked. Then the
search is let to its end, two work in one folder at once, and no row may be lost. Writes
compress_crash.json beside itself.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

import imagerec as ir
from imagerec.models.engines import engines_for, open_engine
from imagerec.runs.bundle import is_bundle, versions

DATA = ir.load("digits")
IMAGES = DATA.test.images[:5].astype(np.float32)
TARGET = "90x smaller, at most 50 points lost"  # nothing reaches it
QUICK = ("float32", "int8_dynamic", "int8", "float16", "int4")


def branch_off(work, *given) -> int:
    """The number of a process that does this work, and nothing else."""
    process = os.fork()
    if process == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
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


def search(folder: Path, told: int | None = None) -> None:
    """Tells the pipe `told` each method that begins or is measured."""
    def tell(method: str, row: object) -> None:
        if told is not None: os.write(told, f"{method} {'measured' if row else 'begun'}\n".encode())
    found = ir.compress(folder / "run", target=TARGET, folder=folder / "made", told=tell)
    rows = [[row.method, row.path] for row in found.rows]
    (folder / "rows.json").write_text(json.dumps(rows))


def make(folder: Path, method: str) -> None:
    """One row, in the folder in which others work, too."""
    ir.compress(folder / "run", method=method, folder=folder / "made")


def check(folder: Path) -> None:
    """Asks each bundle that a server would load."""
    for model in (folder / "made").iterdir():
        for number in versions(model):
            path = model / str(number)
            if not is_bundle(path): raise AssertionError(f"{path} has no labels.json")
            bundle = ir.Bundle(path)
            assert set(bundle.files) == set(bundle.about.formats), path
            assert all((path / name).stat().st_size for name in ("card.md", "card.html")), path
            for engine in engines_for(bundle.files):
                said = open_engine(engine, bundle.files)(IMAGES)
                assert said.shape == (5, 10) and np.abs(said.sum(1) - 1).max() < 0.05, path


def rows_of(folder: Path) -> dict[str, str]:
    """The methods that are measured, and where their bundles lie."""
    found = [json.loads(path.read_text())["row"] for path in folder.glob("made/*/row.json")]
    return {row["method"]: row["path"] for row in found}


def one_kill(folder: Path, draw: random.Random) -> str:
    """Lets a search begin up to three things, and kills it at a random moment; what it was at."""
    ends = os.pipe()
    process, left = branch_off(search, folder, ends[1]), draw.randint(1, 3)
    os.close(ends[1])
    with os.fdopen(ends[0]) as told:
        at = "opening"
        for line in told:
            at = line.strip()
            left -= at.endswith("begun")
            if left == 0: break
        time.sleep(draw.random() * 1.5)
        os.kill(process, signal.SIGKILL)
        ended(process)
        return (told.read().strip().splitlines() or [at])[-1]


def unfinished(folder: Path) -> list[str]:
    """Folders that were being written when the process died."""
    return [str(path.relative_to(folder)) for path in folder.glob("made/*/.writing-*")]


def killed(folder: Path, kills: int, draw: random.Random) -> list[dict]:
    """What each kill struck; after each, what lies there is asked, and no row was lost."""
    struck = []
    for at in range(kills):
        if len(rows_of(folder)) > len(QUICK): shutil.rmtree(folder / "made")  # from the start
        before = rows_of(folder)
        known = set(unfinished(folder))
        at_work = one_kill(folder, draw)
        struck.append({"at": at_work, "while writing": bool({*unfinished(folder)} - known)})
        after = rows_of(folder)
        assert before.items() <= after.items(), (before, after)
        assert ended(branch_off(check, folder)), "a bundle is not whole"
        print(at + 1, struck[-1], sorted(after), flush=True)
    return struck


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    folder, draw = Path(tempfile.mkdtemp()), random.Random(given.seed)
    assert ended(branch_off(train, folder))
    struck = killed(folder, given.kills, draw)
    before = rows_of(folder)
    assert ended(branch_off(search, folder)), "the search didn't go on"
    after = dict(json.loads((folder / "rows.json").read_text()))
    pair = [branch_off(make, folder, method) for method in ("fold", "cluster=3")]
    both = all([ended(process) for process in pair])
    found = {"date": str(date.today()), "kills": len(struck), "struck": struck,
             "struck while writing": sum(one["while writing"] for one in struck),
             "went on": before.items() <= after.items(), "rows at the end": list(after),
             "two at once": both and {"fold", "cluster=3", *after} == set(rows_of(folder)),
             "left behind": unfinished(folder)}
    assert ended(branch_off(check, folder)), "a bundle is not whole"
    print(json.dumps(found))
    assert found["went on"] and found["two at once"]
    Path(__file__).with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
