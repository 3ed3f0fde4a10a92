"""When do drawn pictures help where real ones are few?

    python benchmarks/synthetic.py [--seeds 3]      writes synthetic.json

Real are MNIST's handwritten digits: 2, 10 or 50 a class to train on, and the first 2,000 of its
test pictures to judge by. Drawn are 3,000 digits in the fonts of `glyphs`: clean, or before uneven
grounds and partly hidden. A network is trained on the real ones alone, on the drawn ones alone, and
on both, with the same number of steps; the best epoch is chosen by 10 other real pictures a class.
It is judged twice: by the digits as they are, and by the same digits before uneven grounds and
partly hidden, which stand for pictures from another place. Nothing is chosen by the test pictures.
"""

import argparse
import json
import os
import platform
from datetime import date
from pathlib import Path

import numpy as np

import imagerec as ir
from imagerec.data.clutter import cloud, hide_part
from imagerec.metrics import wilson_interval

HERE = Path(__file__).resolve().parent
STEPS, BATCH, DRAWN = 600, 32, 3000
SHARES = (2, 10, 50)  # real pictures of each class


def cluttered(images: np.ndarray, seed: int) -> np.ndarray:
    """The digits before uneven grounds, a tenth of each hidden."""
    random, made = np.random.default_rng(seed), images.copy()
    for image in made:
        ground = 150 * cloud(*image.shape, random)
        image[:] = (ground + image / 255 * (255 - ground)).round()
        hide_part(image, 0.1, random)
    return made


def first_of_each(labels: np.ndarray, begin: int, end: int) -> np.ndarray:
    """The positions of some pictures of each class."""
    return np.concatenate([np.flatnonzero(labels == digit)[begin:end] for digit in range(10)])


def train(parts: list[tuple], valid: tuple, seed: int):
    """A network that has seen these pictures, each part half of the time where there are two."""
    random, steps = np.random.default_rng(seed), STEPS * BATCH
    drawn = [random.integers(0, len(labels), steps // len(parts)) for _, labels in parts]
    images = np.concatenate([part[0][at] for part, at in zip(parts, drawn)])
    labels = np.concatenate([part[1][at] for part, at in zip(parts, drawn)])
    splits = [ir.Split(images, labels), ir.Split(*valid), ir.Split(images[:1], labels[:1])]
    data = ir.ImageData("digits", [str(digit) for digit in range(10)], *splits)
    recipe = ir.Recipe(epochs=1, batch_size=BATCH, optimizer="adam", learning_rate=0.003,
                       schedule="one_cycle", seed=seed)
    model = ir.build("cnn", data, seed=seed)
    ir.Trainer(model, data, recipe, runs="runs").fit()
    return model


def measure(seeds: int) -> list[dict]:
    mnist = ir.load("mnist")
    train_split, test = mnist.train, mnist.test[:2000]
    judged = {"as they are": test.images, "cluttered": cluttered(np.asarray(test.images), 0)}
    looks = {"clean": {}, "cluttered": {"background": 0.8, "occlusion": 0.1}}
    drawn = {look: ir.load("glyphs", number=DRAWN, characters="0123456789", valid=0.01, test=0.01,
                           **options).train for look, options in looks.items()}
    rows = []
    for share in SHARES:
        for seed in range(seeds):
            first = 100 * seed
            at = first_of_each(train_split.labels, first, first + share)
            by = first_of_each(train_split.labels, first + 50, first + 60)
            real = np.asarray(train_split.images[at]), train_split.labels[at]
            valid = np.asarray(train_split.images[by]), train_split.labels[by]
            sets = {"real alone": [real]}
            for look, split in drawn.items():
                synthetic = np.asarray(split.images), split.labels
                if share == SHARES[0]:
                    sets[f"drawn alone, {look}"] = [synthetic]
                sets[f"real and drawn, {look}"] = [real, synthetic]
            for name, parts in sets.items():
                model = train(parts, valid, seed)
                for where, images in judged.items():
                    said = ir.predict(model, images, batch_size=200).probabilities.argmax(1)
                    rows.append({"real_of_each": share, "trained_on": name, "seed": seed,
                                 "judged": where, "right": int((said == test.labels).sum()),
                                 "n": len(images)})
    return rows


def table(rows: list[dict]) -> list[dict]:
    """The mean of a case's seeds, and Wilson's interval of it for the pictures that all judged.

    The seeds judge the same pictures, so together they are no larger sample of them.
    """
    cases: dict[tuple, list[dict]] = {}
    for row in rows:
        key = (0 if "alone, " in row["trained_on"] else row["real_of_each"], row["trained_on"],
               row["judged"])
        cases.setdefault(key, []).append(row)
    found = []
    for (share, name, where), some in cases.items():
        right, n = round(sum(row["right"] for row in some) / len(some)), some[0]["n"]
        spread = [round(row["right"] / row["n"], 4) for row in some]
        found.append({"real_of_each": share, "trained_on": name, "judged": where,
                      "accuracy": round(right / n, 4), "of_each_seed": spread,
                      "interval": [round(end, 4) for end in wilson_interval(right, n)]})
    return found


if __name__ == "__main__":
    import tempfile

    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        found = {"cases": table(measure(chosen.seeds)), "date": str(date.today()),
                 "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}"}
    (HERE / "synthetic.json").write_text(json.dumps(found, indent=1) + "\n")
    for case in found["cases"]:
        print(f"{case['real_of_each']:3} {case['trained_on']:28} {case['judged']:12} "
              f"{case['accuracy']:.1%} {case['of_each_seed']}")
