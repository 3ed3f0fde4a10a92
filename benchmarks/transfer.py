"""Ants and bees (`hymenoptera.zip`): a pretrained network by default settings, and few pictures.

    python benchmarks/transfer.py [--seeds 3] [--only command api few]      writes transfer.json

The settings were chosen within the folder `train`; `val` is for the figures alone. `last` is the
accuracy after the last epoch. `kept` is that of the best epoch, which the training chose by these
very pictures, so it flatters. Seconds are those of the whole process, from its start; a machine
that does other work as well makes them longer, so processor seconds stand beside them.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("IMAGEREC_DATA", ".")) / "hymenoptera.zip"
API = """
import imagerec as ir, json, sys
data = ir.load({data!r}, **{how!r})
model = ir.build("auto", data, seed={seed})
run = ir.Trainer(model, data, runs={runs!r}).fit()
print(json.dumps({{"run": str(run.path)}}))
"""
FEW = """
import imagerec as ir, json, numpy as np
from dataclasses import replace
data = ir.load({data!r}, size={size})
draw = np.random.default_rng({seed})
places = np.concatenate([draw.permutation(np.flatnonzero(data.train.labels == label))[:{count}]
                         for label in range(data.num_classes)])
few = replace(data, train=data.train[np.sort(places)])
model = ir.build({network!r}, few, seed={seed})
run = ir.Trainer(model, few, {recipe}, runs={runs!r}).fit()
print(json.dumps({{"run": str(run.path)}}))
"""


def timed(*command: str) -> dict:
    """What a command printed as JSON, with the seconds of its life and of the processor."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode: sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = json.loads(done.stdout.strip().splitlines()[-1])
    rows = [json.loads(line) for line in (Path(told["run"]) / "history.jsonl").open()]
    valid = [row["valid_accuracy"] for row in rows if "valid_accuracy" in row]
    return {"last": valid[-1], "kept": max(valid), "epochs": len(valid),
            "seconds": round(time.perf_counter() - began, 1), "processor": round(cpu, 1)}


def command(seed: int, runs: str) -> dict:
    return timed(sys.executable, "-m", "imagerec", "train", "--data", str(DATA), "--seed",
                 str(seed), "--json", "--runs", runs)


def api(seed: int, runs: str, **how: object) -> dict:
    return timed(sys.executable, "-c", API.format(data=str(DATA), how=how, seed=seed, runs=runs))


def few(seed: int, runs: str, count: int, pretrained: bool) -> dict:
    network, size = ("auto", 224) if pretrained else ("cnn", 96)
    recipe = ("None" if pretrained else
              'ir.Recipe(epochs=30, batch_size=8, augmentation="photos")')
    return timed(sys.executable, "-c", FEW.format(data=str(DATA), size=size, count=count, seed=seed,
                                                  network=network, recipe=recipe, runs=runs))


def cases(only: list[str]) -> dict:
    """What is measured, by its name: a function of a seed and a folder for runs."""
    found = {}
    if "command" in only: found["imagerec train --data hymenoptera.zip"] = command
    if "api" in only:
        found["ir.load, ir.build, ir.Trainer.fit"] = api
        found["the same, size=224"] = lambda seed, runs: api(seed, runs, size=224)
    if "few" in only:
        for count in (5, 10, 20):
            for kind in (True, False):
                name = f"{count} a class, {'pretrained' if kind else 'cnn from scratch at 96×96'}"
                found[name] = lambda seed, runs, count=count, kind=kind: few(seed, runs, count,
                                                                             kind)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=["command", "api", "few"])
    asked, file = parser.parse_args(), HERE / "transfer.json"
    told = json.loads(file.read_text()) if file.exists() else {}
    for name, measure in cases(asked.only).items():
        with tempfile.TemporaryDirectory() as runs:
            results = [measure(seed, runs) for seed in range(asked.seeds)]
        told[name] = {"date": str(date.today()), "cores": os.cpu_count(), "runs": results}
        print(name, *results, sep="\n    ", flush=True)
        file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
