"""`imagerec train --data mnist --model cnn_fast`, the plain command, beside the script that the
course comes from.

    python benchmarks/train_command.py [--seeds 5]

The two take turns, each in a process of its own, so that both meet the same machine. What is
counted is the training: for the command, the seconds that the run's status.json says, from the
first epoch's beginning to the end, with tracing, the judgement on 5,000 validation pictures, the
checkpoint and the best model; for the script, `compile` and five epochs of `fit` without
validation. Starting Python and Keras, loading the pictures and the judgement on the test
pictures are counted for neither; the command's whole time, with all of these, stands in the last
column. The recipe is the network's own, chosen on validation pictures (`models.py`); nothing but
the seed is said.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

AIM, SHARE = 0.99, 1 / 15


def by_command(seed: int) -> dict:
    """What the command prints."""
    command = [sys.executable, "-m", "imagerec", "train", "--data", "mnist", "--model", "cnn_fast",
               "--json"]
    began = time.perf_counter()
    done = subprocess.run([*command, "--seed", str(seed), "--runs", tempfile.mkdtemp()],
                          capture_output=True, text=True,
                          check=True)
    told = json.loads(done.stdout)
    return {"accuracy": told["test"]["accuracy"], "seconds": told["seconds"],
            "whole": time.perf_counter() - began}


def by_script(seed: int) -> dict:
    """The source script, in a process of its own."""
    program = ("import json, sys; sys.path.insert(0, sys.argv[1]); import models; "
               "print(json.dumps(models.source_script(models.load('mnist', True), "
               "int(sys.argv[2]))))")
    done = subprocess.run([sys.executable, "-c", program, str(Path(__file__).parent), str(seed)],
                          capture_output=True,
                          text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(seeds: int) -> dict:
    found = {"command": [], "script": []}
    for seed in range(1, seeds + 1):
        found["command"].append(by_command(seed))
        found["script"].append(by_script(seed))
        print(seed, {name: rows[-1] for name, rows in found.items()}, flush=True)
    allowed = SHARE * statistics.median(row["seconds"] for row in found["script"])
    missed = sum(row["accuracy"] < AIM or row["seconds"] > allowed for row in found["command"])
    return {"rows": found, "seconds_allowed": allowed, "missed": missed, "date": f"{date.today()}",
            "machine": f"{os.cpu_count()} cores, {platform.machine()}"}


def line(name: str, rows: list[dict]) -> str:
    accuracies, seconds = ([row[key] for row in rows] for key in ("accuracy", "seconds"))
    whole = f"{statistics.median(row['whole'] for row in rows):.1f}" if "whole" in rows[0] else "–"
    return (f"| {name} | {statistics.median(accuracies):.2%} ({min(accuracies):.2%} to "
            f"{max(accuracies):.2%}) | "
            f"{statistics.median(seconds):.2f} ({max(seconds):.2f}) | {whole} |")


def table(found: dict) -> str:
    command, script = found["rows"]["command"], found["rows"]["script"]
    ratio = statistics.median(row["seconds"] for row in script) / statistics.median(
        row["seconds"] for row in command
    )
    return "\n".join([
        f"Measured on {found['date']}: {found['machine']}. `train_command.py` says what is "
        "counted.", "",
        "| what | median test accuracy (lowest to highest), n = 10,000 | median seconds of "
        "training (longest) | whole |",
        "| --- | --- | --- | --- |",
        line("`imagerec train --data mnist --model cnn_fast`", command),
        line("source script", script), "",
        f"The command trains {ratio:.1f} times faster. Allowed: {found['seconds_allowed']:.2f} s, "
        "a fifteenth of the script's "
        f"median, and {AIM:.1%} at least; {found['missed']} of {len(command)} seeds missed one of "
        "them.", ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    given = parser.parse_args()
    found = measure(given.seeds)
    path = Path(__file__).with_name("train_command.json")
    path.write_text(json.dumps(found, indent=1) + "\n")
    path.with_suffix(".md").write_text(table(found))
    print(table(found))


if __name__ == "__main__":
    main()
