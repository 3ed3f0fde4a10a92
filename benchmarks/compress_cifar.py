"""Channel pruning and distillation of `resnet` on CIFAR-10, stored as JPEG.

    IMAGEREC_DATA=… python benchmarks/compress_cifar.py --runs FOLDER [--pictures 12000] [--rows …]

A trained run gives away channels until 0.35 of its multiply-adds are left. What is left learns from
the labels and from the whole network's answers. The measure by which channels are ranked is chosen
on validation pictures; the verdict is on the test pictures. Beside it stand: the whole network,
trained on for as long by the same gentle recipe, since more training alone may help; a `resnet` as
narrow, drawn anew, with the same teacher; and that one from labels alone.

What is trained lies in FOLDER, and a second call trains only what is missing. After each row,
compress_cifar.json is written anew. Latency: one picture, one thread, each network in every runtime
that is installed, all in turns; the fastest runtime of each network counts.
"""

import argparse
import json
import math
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import keras
import numpy as np

import imagerec as ir
from imagerec.deploy.compression.channels import prune_channels
from imagerec.deploy.compression.choosing import best_criterion
from imagerec.deploy.compression.distillation import distil
from imagerec.deploy.compression.fine_tuning import fine_tune, gentle_recipe
from imagerec.deploy.timing import latency_of, timed
from imagerec.models.costs import cost_of
from imagerec.models.engines import open_engine
from imagerec.runs.network_recipe import network_recipe

KEEP = 0.35
ROUNDS = 60
LIGHT = {"onnxruntime": "onnx", "litert": "litert", "openvino": "openvino"}
ROWS = ("whole", "pruned and distilled", "whole, trained on", "narrow and distilled",
        "narrow, labels alone")
AUGMENTATION = {"shift": 0.1, "flip": "horizontal", "fill": "mirror"}  # as in models.py


def drawn(part: ir.Split, number: int | None) -> ir.Split:
    """So many of its pictures, which lie by class; None: all."""
    if number is None: return part
    return part[np.sort(np.random.default_rng(0).permutation(len(part))[:number])]


def cifar(pictures: int | None, valid: int | None) -> ir.ImageData:
    """All test pictures, and so many of the others."""
    data = ir.load("cifar10")
    return replace(data, train=drawn(data.train, pictures), valid=drawn(data.valid, valid))


def once(folder: Path, train: Callable[[Path], ir.Run]) -> ir.Run:
    """The finished run in this folder; where there is none, it is trained."""
    known = [ir.Run(path.parent) for path in folder.glob("*/recipe.json")]
    done = [run for run in known if run.status.state == "finished"]
    return done[0] if done else train(folder)


def latencies(bundles: dict[str, ir.Bundle], shape: tuple) -> dict[str, dict[str, float]]:
    """For each network, by runtime, the milliseconds of one picture; all of them take turns."""
    ready = {(name, engine): open_engine(engine, bundle.files, 1)
             for name, bundle in bundles.items() for engine in LIGHT}
    picture = np.random.default_rng(0).uniform(0, 255, (1, *shape)).astype("float32")
    calls = {key: [] for key in ready}
    for _ in range(ROUNDS):
        for key, engine in ready.items():
            calls[key] += timed(lambda: engine(picture), 5)
    return {name: {engine: latency_of(calls[name, engine]).p50 for engine in LIGHT}
            for name in bundles}


def row(run: ir.Run, whole: ir.Run, data: ir.ImageData) -> dict[str, object]:
    """What a run's model costs, and how well it does beside the whole network."""
    ir.evaluate(run, data=data)
    report, cost = run.report("test"), cost_of(run.load_model(), data.shape)
    found = {"accuracy": report.accuracy, "interval": report.interval, "n": report.n,
             "multiply_adds": cost.multiply_adds, "parameters": cost.parameters,
             "seconds": run.status.seconds, "epochs": run.status.epoch}
    if run is whole: return found
    beside = ir.compare(whole, run, data=data, split="test")
    return found | {"difference": beside.difference, "difference_interval": beside.interval}


def timed_rows(runs: dict[str, ir.Run], data: ir.ImageData) -> dict[str, dict]:
    """The latency of each, and its share of the whole network's."""
    with tempfile.TemporaryDirectory() as folder:
        bundles = {name: ir.export(run, f"{folder}/{at}/model", format=list(LIGHT.values()))
                   for at, (name, run) in enumerate(runs.items())}
        found = latencies(bundles, data.shape)
    usual = min(found["whole"].values())
    return {name: {"latency_ms": times, "latency_share": min(times.values()) / usual}
            for name, times in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=Path, required=True, help="where runs are kept")
    parser.add_argument("--pictures", type=int, help="to train on; else all")
    parser.add_argument("--valid", type=int, help="validation pictures; else all")
    parser.add_argument("--width", type=float, default=1.0)
    parser.add_argument("--epochs", type=int, help="of each training; else those of the recipes")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=ROWS)
    asked = parser.parse_args()
    data = cifar(asked.pictures, asked.valid)
    limit = {"epochs": asked.epochs} if asked.epochs else {}
    recipe = network_recipe("resnet", len(data.train), augmentation=AUGMENTATION, **limit)
    whole = once(asked.runs / "whole", lambda folder: ir.Trainer(
        ir.build("resnet", data, width=asked.width), data, recipe, runs=folder).fit())
    gentle = gentle_recipe(whole)
    criterion = best_criterion(whole.load_model(), data, KEEP)
    narrow = {"width": asked.width * math.sqrt(KEEP)}

    def learn(name: str, folder: Path) -> ir.Run:
        if name == "whole, trained on":
            return fine_tune(whole.load_model(), whole, data=data, recipe=gentle, runs=folder)
        if name == "pruned and distilled":
            small = prune_channels(whole.load_model(), KEEP, criterion=criterion)
            return distil(whole, small, data=data, recipe=gentle, runs=folder)
        alone = {"label_weight": 1.0} if name == "narrow, labels alone" else {}
        return distil(whole, "resnet", data=data, recipe=recipe, runs=folder, **alone, **narrow)

    runs, rows = {}, {}
    for name in ("whole", *(one for one in asked.rows if one != "whole")):
        runs[name] = whole if name == "whole" else once(
            asked.runs / name.replace(", ", "-").replace(" ", "-"), lambda at: learn(name, at))
        rows[name] = row(runs[name], whole, data)
        rows[name]["share"] = rows[name]["multiply_adds"] / rows["whole"]["multiply_adds"]
        for known, times in timed_rows(runs, data).items(): rows[known] |= times
        print(name, json.dumps(rows[name]), flush=True)
        told = {"date": str(date.today()), "train": len(data.train), "width": asked.width,
                "criterion": criterion, "keras": keras.__version__, "rows": rows}
        Path(__file__).with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
