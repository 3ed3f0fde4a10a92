"""Networks made smaller, measured on files: `python benchmarks/compression.py [mnist] [bees]`.

Needs IMAGEREC_DATA with MNIST and hymenoptera.zip. Trains `cnn` on MNIST and the pretrained network
on ants and bees, each by its own recipe, and compresses them. Latency is that of one picture, with
one thread, in the fastest runtime that reads the file, in turns with the original in its fastest.
"""

import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

import imagerec as ir

RESULTS = Path(__file__).with_suffix(".json")
METHODS = ["float16", "int8_dynamic", "int8", "int4"]
TARGET = "4x smaller, at most 0.5 points lost"


def mnist(folder: Path) -> dict:
    data = ir.load("mnist")
    run = ir.Trainer(ir.build("cnn", data), data, run_dir=folder / "mnist").fit()
    begun = time.perf_counter()
    found = ir.compress(run, target=TARGET, folder=folder / "searched")
    seconds = time.perf_counter() - begun
    rows = ir.compress(run, method=METHODS, folder=folder / "made").to_dict()["rows"]
    return {"rows": rows, "target": TARGET, "seconds": seconds, "sentence": found.sentence}


def bees(folder: Path) -> dict:
    data = ir.load(Path(os.environ["IMAGEREC_DATA"]) / "hymenoptera.zip")
    run = ir.Trainer(ir.build("auto", data), data, run_dir=folder / "bees").fit()
    return {"rows": ir.compress(run, method=METHODS, folder=folder / "bees-made").to_dict()["rows"]}


def main() -> None:
    asked = sys.argv[1:] or ["mnist", "bees"]
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        for name in asked:
            found = {"mnist": mnist, "bees": bees}[name](Path(folder))
            for row in found["rows"]:  # paths of this machine say nothing to others
                row.pop("path")
                row.pop("run", None)
            known[name] = found | {"machine": f"{platform.machine()}, {os.cpu_count()} threads"}
            RESULTS.write_text(json.dumps(known, indent=1) + "\n")
            print(name, json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
