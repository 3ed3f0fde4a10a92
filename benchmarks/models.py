"""What the networks reach on MNIST and CIFAR-10, and how soon, beside the script that the course comes from.

    python benchmarks/models.py [ROW …] [--seeds 5] [--choose]

Models and recipes were chosen by their accuracy on validation pictures, which are part of the training set:
`--choose` shows those figures and never loads a test picture into a model. Without it, the validation pictures are
given back to the training, each network trains once for each seed, and the test set is looked at once, at the end. The
source script takes turns with the fast network, so that both meet the same machine. Times are those of the training,
tracing and checkpoints included, evaluation not.
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import imagerec as ir

ir.start_keras()

import keras  # noqa: E402
import numpy as np  # noqa: E402

GENTLE = {"shift": 0.05, "rotate": 6, "zoom": 0.06, "fill": "black"}


@ir.register("cnn_4800", description="as few weights as possible for 99 % on MNIST", smallest=28)
def cnn_4800(shape, num_classes):
    """Five convolutions of 8 to 15 filters, normalised; the largest of each of the last maps; softmax."""
    layers = [keras.Input(shape), keras.layers.Rescaling(1 / 255)]
    for filters, pool in ((8, False), (8, True), (12, False), (12, True), (15, False)):
        layers.append(keras.layers.Conv2D(filters, 3, padding="same", use_bias=False))
        layers += [keras.layers.MaxPooling2D()] if pool else []
        layers += [keras.layers.BatchNormalization(momentum=0.9, scale=False), keras.layers.ReLU()]
    return keras.Sequential([*layers, keras.layers.GlobalMaxPooling2D(), keras.layers.Dense(num_classes, "softmax")])


ROWS = {  # data, network, options, recipe, aim
    "fast": ("mnist", "cnn_fast", {}, dict(epochs=1, batch_size=160, learning_rate=0.014, schedule="one_cycle",
                                         precision="bfloat16"), 0.99),
    "same time": ("mnist", "cnn_fast", {"width": 2, "dropout": 0.3},
                  dict(epochs=10, batch_size=128, learning_rate=0.008, schedule="one_cycle", augmentation=GENTLE), 0.995),
    "small": ("mnist", "cnn_4800", {},
              dict(epochs=30, batch_size=64, learning_rate=0.01, schedule="one_cycle",
                   augmentation={"shift": 0.03, "rotate": 5, "zoom": 0.04, "fill": "black"}), 0.99),
    "gru": ("mnist", "gru", {}, dict(epochs=14, batch_size=128, learning_rate=0.004, schedule="one_cycle",
                                     augmentation=GENTLE), 0.989),
    "vit": ("mnist", "vit", {}, dict(epochs=9, batch_size=128, learning_rate=0.004, schedule="one_cycle",
                                     optimizer="adamw", weight_decay=0.02), 0.99),
    "attention_pool": ("mnist", "attention_pool", {}, dict(epochs=6, batch_size=128, learning_rate=0.006,
                                                           schedule="one_cycle"), 0.992),
    "cifar10": ("cifar10", "resnet", {"width": 0.5},
                dict(epochs=12, batch_size=128, learning_rate=0.006, schedule="one_cycle", optimizer="adamw",
                     weight_decay=0.02, label_smoothing=0.05, precision="bfloat16",
                     augmentation={"shift": 0.1, "flip": "horizontal", "fill": "mirror"}), 0.80),
}


def with_valid(data):
    """The validation pictures given back to the training."""
    train = replace(data.train, images=np.concatenate([data.train.images, data.valid.images]),
                    labels=np.concatenate([data.train.labels, data.valid.labels]),
                    paths=None if data.train.paths is None else [*data.train.paths, *data.valid.paths])
    return replace(data, train=train, valid=data.valid[:0])


def load(name: str, choose: bool):
    if name == "cifar10" and "IMAGEREC_DATA" in os.environ:
        archive = Path(os.environ["IMAGEREC_DATA"]) / "cifar10-jpeg.zip"
        data = ir.load(archive) if archive.exists() else ir.load(name)
    else:
        data = ir.load(name)
    return data if choose else with_valid(data)


def train(data, name: str, options: dict, values: dict, seed: int, choose: bool) -> dict:
    model = ir.build(name, data, seed=seed, **options)
    trainer = ir.Trainer(model, data, ir.Recipe(seed=seed, **values), runs=tempfile.mkdtemp())
    began = time.perf_counter()
    run = trainer.fit()
    seconds = time.perf_counter() - began
    score = run.status["valid"] if choose else ir.evaluate(model, data, split="test").score()
    return {"seconds": seconds, "accuracy": score["accuracy"], "n": score["n"], "parameters": model.count_params()}


def source_script(data, seed: int) -> dict:
    """The script that the course's sources describe, as one would write it."""
    keras.utils.set_random_seed(seed)
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
    return {"seconds": seconds, "accuracy": float((given.argmax(1) == data.test.labels).mean()), "n": len(data.test),
            "parameters": model.count_params()}


def summary(rows: list[dict], aim: float) -> dict:
    accuracies, seconds = ([row[name] for row in rows] for name in ("accuracy", "seconds"))
    return {"accuracy": statistics.median(accuracies), "lowest": min(accuracies), "highest": max(accuracies),
            "seconds": statistics.median(seconds), "longest": max(seconds), "seeds": len(rows), "n": rows[0]["n"],
            "parameters": rows[0]["parameters"], "failures": sum(accuracy < aim for accuracy in accuracies), "aim": aim}


def measure(row: str, seeds: int, choose: bool) -> dict:
    name, network, options, values, aim = ROWS[row]
    data, found, source = load(name, choose), [], []
    for seed in range(1, seeds + 1):
        found.append(train(data, network, options, values, seed, choose))
        if row == "fast" and not choose:
            source.append(source_script(data, seed))
        print(row, seed, found[-1], source[-1:] or "", flush=True)
    told = {row: summary(found, aim) | {"network": network, "options": options, "recipe": values}}
    if source:
        told["source script"] = summary(source, 0.0)
    return told


def table(results: dict) -> str:
    lines = ["| row | median accuracy (lowest to highest) | seeds | under the aim | parameters | median seconds (longest) |",
             "| --- | --- | --- | --- | --- | --- |"]
    for row, found in results["rows"].items():
        lines.append(f"| {row} | {found['accuracy']:.2%} ({found['lowest']:.2%} to {found['highest']:.2%}), n = {found['n']:,} | "
                     f"{found['seeds']} | {found['failures']} of {found['seeds']} (aim {found['aim']:.1%}) | "
                     f"{found['parameters']:,} | {found['seconds']:.1f} ({found['longest']:.1f}) |")
    return "\n".join([f"Measured on {results['date']}: {results['machine']}. Test split, looked at once.", "", *lines, ""])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", default=list(ROWS), metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--choose", action="store_true", help="validation pictures, no test")
    given = parser.parse_args()
    path = Path(__file__).with_name("models.json")
    kept = json.loads(path.read_text()) if path.exists() else {"rows": {}}
    for row in given.rows:
        told = measure(row, given.seeds, given.choose)
        if not given.choose:
            kept["rows"] |= told
            kept |= {"date": f"{date.today()}", "machine": f"{os.cpu_count()} cores, {platform.machine()}, Keras "
                     f"{keras.__version__} on {keras.backend.backend()}"}
            path.write_text(json.dumps(kept, indent=1) + "\n")
            path.with_suffix(".md").write_text(table(kept))
