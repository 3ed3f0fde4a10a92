"""Channel pruning and distillation of `resnet` on CIFAR-10, stored as JPEG.

    IMAGEREC_DATA=… python benchmarks/compress_cifar.py [--teacher RUN]   writes compress_cifar.json

A trained run gives away channels until 0.35 of its multiply-adds are left. What is left learns from
the labels and from the whole network's answers. The measure by which channels are ranked is chosen
on validation pictures; the verdict is on the test pictures. Beside it, a `resnet` as narrow, drawn
anew, learns by the same recipe with the same teacher, and from labels alone.

Latency: one picture at a time, one thread of onnxruntime, each network in turn, the median of all.
With --pictures N, only so many pictures of the training folder are learned from.
"""

import argparse
import json
import math
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import keras
import numpy as np

import imagerec as ir
from imagerec.deploy.compression.channels import prune_channels
from imagerec.deploy.compression.choosing import best_criterion
from imagerec.deploy.compression.distillation import distil
from imagerec.deploy.compression.fine_tuning import gentle_recipe
from imagerec.deploy.compression.rebuilding import again, rebuilt
from imagerec.models.costs import cost_of
from imagerec.runs.network_recipe import network_recipe

KEEP = 0.35
ROUNDS = 300


def cifar(pictures: int | None) -> ir.ImageData:
    """All of it, or with fewer training pictures; validation and test pictures stay."""
    data = ir.load("cifar10")
    if pictures is None: return data
    drawn = np.random.default_rng(0).permutation(len(data.train))[:pictures] # they lie by class
    return replace(data, train=data.train[np.sort(drawn)])


def session(model: keras.Model, folder: str):
    """The network in onnxruntime, on one thread."""
    import onnxruntime
    file = f"{folder}/{model.name}-{id(model)}.onnx"
    # onnxruntime takes no network that multiplies in bfloat16, and Keras exports none uncalled.
    model = rebuilt(model, lambda layer: [again(layer, dtype="float32")])
    model(np.zeros((1, *model.input_shape[1:]), "float32"))
    model.export(file, format="onnx", verbose=False)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def latencies(models: dict[str, keras.Model]) -> dict[str, float]:
    """Milliseconds of one picture, the median; the networks take turns."""
    with tempfile.TemporaryDirectory() as folder:
        ready = {name: session(model, folder) for name, model in models.items()}
        shape = next(iter(models.values())).input_shape[1:]
        picture = np.random.default_rng(0).uniform(0, 255, (1, *shape)).astype("float32")
        times = {name: [] for name in ready}
        for _ in range(ROUNDS):
            for name, one in ready.items():
                began = time.perf_counter()
                one.run(None, {one.get_inputs()[0].name: picture})
                times[name].append(1000 * (time.perf_counter() - began))
    return {name: float(np.median(one)) for name, one in times.items()}


def row(run: ir.Run, data: ir.ImageData) -> dict[str, object]:
    """What a run's model costs, and how well it does."""
    ir.evaluate(run, data=data)
    report, cost = run.report("test"), cost_of(run.load_model(), data.shape)
    return {"accuracy": report.accuracy, "interval": report.interval, "n": report.n,
            "multiply_adds": cost.multiply_adds, "parameters": cost.parameters,
            "seconds": run.status.seconds, "epochs": run.status.epoch}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--teacher", help="a run of `resnet` on the same pictures, or none")
    parser.add_argument("--runs", help="where runs are kept; else nowhere")
    parser.add_argument("--pictures", type=int)
    parser.add_argument("--width", type=float, default=1.0)
    parser.add_argument("--epochs", type=int, help="of each training; else those of the recipes")
    asked = parser.parse_args()
    data, folder = cifar(asked.pictures), asked.runs or tempfile.mkdtemp()
    limit = {"epochs": asked.epochs} if asked.epochs else {}
    if asked.teacher: whole = ir.Run(asked.teacher)
    else:
        recipe = replace(network_recipe("resnet", len(data.train)), **limit)
        model = ir.build("resnet", data, width=asked.width)
        whole = ir.Trainer(model, data, recipe, runs=folder).fit()
    criterion = best_criterion(whole.load_model(), data, KEEP)
    small = prune_channels(whole.load_model(), KEEP, criterion=criterion)
    gentle, full = replace(gentle_recipe(whole), **limit), replace(whole.recipe, **limit)
    options = {"data": data, "runs": folder, "recipe": full}
    narrow = {"width": asked.width * math.sqrt(KEEP)}
    runs = {"whole": whole,
            "pruned and distilled": distil(whole, small, **options | {"recipe": gentle}),
            "narrow and distilled": distil(whole, "resnet", **options, **narrow),
            "narrow, labels alone": distil(whole, "resnet", label_weight=1, **options, **narrow)}
    rows = {name: row(run, data) for name, run in runs.items()}
    spent = latencies({name: run.load_model() for name, run in runs.items()})
    for name in rows:
        rows[name] |= {"latency_ms": spent[name], "latency_share": spent[name] / spent["whole"],
                       "share": rows[name]["multiply_adds"] / rows["whole"]["multiply_adds"]}
        print(name, json.dumps(rows[name]), flush=True)
    told = {"date": str(date.today()), "train": len(data.train), "width": asked.width,
            "criterion": criterion, "keras": keras.__version__, "rows": rows}
    Path(__file__).with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
