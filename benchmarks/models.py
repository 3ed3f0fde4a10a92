"""What the networks reach on MNIST and CIFAR-10, and how soon, beside the script that the course
comes from.

    python benchmarks/models.py [ROW …] [--seeds 5] [--choose] [--torch PYTHON]

Models and recipes were chosen by their accuracy on validation pictures, which are part of the
training set: `--choose` shows those figures and never loads a test picture into a model. Without
it, most rows give the validation pictures back to the training (the fast one saves that time,
and doesn't look at them either), each network trains once for each seed, and the test set is
looked at after the training. The source script takes turns with the fast network, and so does
plain PyTorch (`pytorch.py`, run by the PYTHON that has it), so that all meet the same machine.
Times are those of the training, tracing and checkpoints included, evaluation not. A seed that
misses the accuracy or the time counts as a failure.

Not wholly blind: CIFAR-10 got a seventh epoch after one test figure at six, 81.4 %, had been
seen. And it was known from earlier test figures that MNIST's test pictures are easier than its
validation pictures, by 0.1 to 0.2 points; how small `cnn_fast` and how short the training of
`vit` might be was decided with that in mind.
"""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import imagerec as ir

ir.start_keras()

import keras  # noqa: E402
import numpy as np  # noqa: E402

GENTLE = {"shift": 0.05, "rotate": 6, "zoom": 0.06, "fill": "black"}


@ir.register("cnn_4800", description="as few weights as possible for 99 % on MNIST", smallest=28)
def cnn_4800(shape, num_classes):
    """Five convolutions of 8 to 15 filters, normalised; the largest of each of the last maps;
    softmax."""
    layers = [keras.Input(shape), keras.layers.Rescaling(1 / 255)]
    for filters, pool in ((8, False), (8, True), (12, False), (12, True), (15, False)):
        layers.append(keras.layers.Conv2D(filters, 3, padding="same", use_bias=False))
        layers += [keras.layers.MaxPooling2D()] if pool else []
        layers += [keras.layers.BatchNormalization(momentum=0.9, scale=False), keras.layers.ReLU()]
    return keras.Sequential([*layers, keras.layers.GlobalMaxPooling2D(),
                             keras.layers.Dense(num_classes, "softmax")])


@dataclass(frozen=True)
class Row:
    """One network, how it trains, and what is asked of it."""

    data: str
    network: str
    recipe: dict
    aim: float  # accuracy on the test set
    options: dict = field(default_factory=dict)
    seconds: float | str = math.inf  # the time that it may take; or a share of the source script's
    give_back: bool = True  # train on the validation pictures too, once all is chosen


ROWS = {
    "fast": Row(
        "mnist",
        "cnn_fast",
        dict(
            epochs=1,
            batch_size=256,
            learning_rate=0.025,
            schedule="one_cycle",
            label_smoothing=0.1,
            precision="bfloat16",
        ),
        aim=0.99,
        seconds="1/15",
        give_back=False,
    ),
    "same time": Row(
        "mnist",
        "cnn_fast",
        dict(
            epochs=13,
            batch_size=192,
            learning_rate=0.012,
            schedule="one_cycle",
            label_smoothing=0.1,
            precision="bfloat16",
            augmentation=GENTLE,
        ),
        aim=0.995,
        options={"dropout": 0.2},
        seconds="1",
    ),
    "small": Row(
        "mnist",
        "cnn_4800",
        dict(
            epochs=10,
            batch_size=128,
            learning_rate=0.015,
            schedule="one_cycle",
            augmentation={"shift": 0.03, "rotate": 5, "zoom": 0.04, "fill": "black"},
        ),
        aim=0.99,
    ),
    "gru": Row(
        "mnist",
        "gru",
        dict(
            epochs=7, batch_size=128, learning_rate=0.004, schedule="one_cycle", augmentation=GENTLE
        ),
        aim=0.989,
        seconds=240,
    ),
    "vit": Row(
        "mnist",
        "vit",
        dict(
            epochs=8,
            batch_size=128,
            learning_rate=0.004,
            schedule="one_cycle",
            optimizer="adamw",
            weight_decay=0.02,
            label_smoothing=0.1,
            augmentation=GENTLE,
        ),
        aim=0.99,
        options={"activation": "relu", "width": 0.75},
        seconds=240,
    ),
    "attention_pool": Row(
        "mnist",
        "attention_pool",
        dict(
            epochs=7, batch_size=128, learning_rate=0.006, schedule="one_cycle", label_smoothing=0.1
        ),
        aim=0.992,
        seconds=240,
    ),
    "cifar10": Row(
        "cifar10",
        "resnet",
        dict(
            epochs=7,
            batch_size=128,
            learning_rate=0.006,
            schedule="one_cycle",
            optimizer="adamw",
            weight_decay=0.02,
            label_smoothing=0.05,
            precision="bfloat16",
            augmentation={"shift": 0.1, "flip": "horizontal", "fill": "mirror"},
        ),
        aim=0.80,
        options={"width": 0.5},
        seconds=600,
    ),
}


ORDER = ["fast", "source script", "fast, in PyTorch", *list(ROWS)[1:]]


def with_valid(data):
    """The validation pictures given back to the training."""
    train = replace(data.train, images=np.concatenate([data.train.images, data.valid.images]),
                    labels=np.concatenate([data.train.labels, data.valid.labels]),
                    paths=None if data.train.paths is None
                    else [*data.train.paths, *data.valid.paths])
    return replace(data, train=train, valid=data.valid[:0])


def load(name: str, give_back: bool):
    if name == "cifar10" and "IMAGEREC_DATA" in os.environ:
        archive = Path(os.environ["IMAGEREC_DATA"]) / "cifar10-jpeg.zip"
        data = ir.load(archive) if archive.exists() else ir.load(name)
    else:
        data = ir.load(name)
    return with_valid(data) if give_back else data


def train(data, row: Row, seed: int, choose: bool) -> dict:
    model = ir.build(row.network, data, seed=seed, **row.options)
    seen = replace(data, valid=data.valid[:0])  # nothing is validated while the clock runs
    trainer = ir.Trainer(model, seen, ir.Recipe(seed=seed, **row.recipe), runs=tempfile.mkdtemp())
    began = time.perf_counter()
    trainer.fit()
    seconds = time.perf_counter() - began
    score = ir.evaluate(model, data, split="valid" if choose else "test").score.to_dict()
    return {"seconds": seconds, "accuracy": score["accuracy"], "n": score["n"],
            "parameters": model.count_params()}


def source_script(data, seed: int) -> dict:
    """The script that the course's sources describe, as one would write it."""
    keras.utils.set_random_seed(seed)
    data = with_valid(data) if len(data.valid) else data  # the script has no validation pictures
    images, labels = data.train.images.astype("float32") / 255, data.train.labels
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(32, 3, activation="relu"), keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(64, 3, activation="relu"), keras.layers.MaxPooling2D(),
        keras.layers.Flatten(), keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax")])
    began = time.perf_counter()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(images, labels, epochs=5, batch_size=32, verbose=0)
    seconds = time.perf_counter() - began
    given = model.predict(data.test.images.astype("float32") / 255, batch_size=256, verbose=0)
    return {"seconds": seconds, "accuracy": float((given.argmax(1) == data.test.labels).mean()),
            "n": len(data.test),
            "parameters": model.count_params()}


def in_pytorch(python: str, seed: int) -> dict:
    """`pytorch.py` in a process of its own, in the better of two precisions."""
    script, found = Path(__file__).with_name("pytorch.py"), []
    for precision in ([], ["--bfloat16"]):
        done = subprocess.run([python, script, str(seed), *precision], capture_output=True,
                              text=True, check=True)
        found.append(json.loads(done.stdout))
    return min(found, key=lambda run: run["seconds"])


def summary(found: list[dict], aim: float, seconds: float) -> dict:
    accuracies, times = ([one[name] for one in found] for name in ("accuracy", "seconds"))
    missed = sum(one["accuracy"] < aim or one["seconds"] > seconds for one in found)
    return {"accuracy": statistics.median(accuracies), "lowest": min(accuracies),
            "highest": max(accuracies),
            "next": next_seed(accuracies), "seconds": statistics.median(times),
            "longest": max(times), "seeds": len(found),
            "n": found[0]["n"], "parameters": found[0]["parameters"], "failures": missed,
            "aim": aim,
            "seconds_allowed": None if math.isinf(seconds) else seconds}


def next_seed(accuracies: list[float]) -> list[float] | None:
    """Where another seed's accuracy lies with a chance of 95 %, by Student's t."""
    from scipy.stats import t

    count = len(accuracies)
    if count < 3: return None
    reach = t.ppf(0.975, count - 1) * statistics.stdev(accuracies) * math.sqrt(1 + 1 / count)
    mean = statistics.mean(accuracies)
    return [mean - reach, min(1.0, mean + reach)]


def measure(name: str, seeds: int, choose: bool, torch: str | None, kept: dict) -> dict:
    row = ROWS[name]
    data, told = load(row.data, row.give_back and not choose), {name: []}
    for seed in range(1, seeds + 1):
        told[name].append(train(data, row, seed, choose))
        if name == "fast" and not choose:
            told.setdefault("source script", []).append(source_script(data, seed))
            if torch: told.setdefault("fast, in PyTorch", []).append(in_pytorch(torch, seed))
        print(seed, {one: found[-1] for one, found in told.items()}, flush=True)
    allowed, seconds = math.inf, [found["seconds"] for found in told.get("source script", [])]
    if not choose:
        source = (
            statistics.median(seconds)
            if seconds
            else kept.get("source script", {}).get("seconds", math.inf)
        )
        allowed = (
            float(Fraction(row.seconds)) * source if isinstance(row.seconds, str) else row.seconds
        )
    sums = {one: summary(found, 0.0, math.inf) for one, found in told.items()}
    return sums | {
        name: summary(told[name], row.aim, allowed)
        | {"network": row.network, "options": row.options, "recipe": row.recipe}
    }


def table(results: dict) -> str:
    lines = ["| row | median accuracy (lowest to highest) | another seed, 95 % | aim | median "
             "seconds (longest) | allowed | "
             "seeds that missed | parameters |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for row, found in results["rows"].items():
        allowed, aim = found["seconds_allowed"], f"{found['aim']:.1%}" if found["aim"] else "–"
        spread = " to ".join(f"{share:.2%}" for share in found["next"]) if found["next"] else "–"
        lines.append(f"| {row} | {found['accuracy']:.2%} ({found['lowest']:.2%} to "
                     f"{found['highest']:.2%}), "
                     f"n = {found['n']:,} | {spread} | {aim} | {found['seconds']:.2f} "
                     f"({found['longest']:.2f}) | "
                     f"{f'{allowed:.2f}' if allowed else '–'} | {found['failures']} of "
                     f"{found['seeds']} | "
                     f"{found['parameters']:,} |")
    return "\n".join([f"Measured on {results['date']}: {results['machine']}. Test split; "
                      "`models.py` says where it had been seen before.", "", *lines, ""])


def read(path: Path) -> dict:
    return json.loads(path.read_text()) if path.exists() else {"rows": {}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", default=list(ROWS), metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--choose", action="store_true", help="validation pictures, no test")
    parser.add_argument("--torch", metavar="PYTHON",
                        help="a Python that has PyTorch, for the fast row")
    given = parser.parse_args()
    path = Path(__file__).with_name("models.json")
    for row in given.rows:
        told = measure(row, given.seeds, given.choose, given.torch, read(path)["rows"])
        if given.choose: continue
        kept = read(path)  # another process may have written meanwhile
        kept["rows"] = {name: found for name in ORDER if (found := (kept["rows"] | told).get(name))}
        kept |= {"date": f"{date.today()}",
                 "machine": f"{os.cpu_count()} cores, {platform.machine()}, Keras "
                 f"{keras.__version__} on {keras.backend.backend()}"}
        path.write_text(json.dumps(kept, indent=1) + "\n")
        path.with_suffix(".md").write_text(table(kept))


if __name__ == "__main__":
    main()
