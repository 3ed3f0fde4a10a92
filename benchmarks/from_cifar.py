"""Ants and bees at 32×32: with weights trained here on CIFAR-10, and from nothing.

    IMAGEREC_DATA=… python benchmarks/from_cifar.py [--seeds 3]      writes from_cifar.json

`cnn` learns CIFAR-10 by its own recipe. Its last layer is replaced, and the whole network learns
the training photographs. The same network, from its first weights, is trained by the same recipe.
The validation folder's 153 photographs judge after the last epoch. The recipe was written down
before anything was judged.
"""

import argparse
import json
import os
import tempfile
from datetime import date
from pathlib import Path

import keras

import imagerec as ir

FOLDER = Path(os.environ.get("IMAGEREC_DATA", "."))
RECIPE = dict(epochs=30, batch_size=16, learning_rate=1e-3, optimizer="adam", schedule="cosine",
              augmentation="photos")


def with_new_head(trained: keras.Model, classes: int, seed: int) -> keras.Model:
    """The network up to its last layer, with a new one behind it."""
    keras.utils.set_random_seed(seed)
    features = trained.layers[-1].input
    answer = keras.layers.Dense(classes, activation="softmax", name="decide")(features)
    return keras.Model(trained.inputs, answer)


def last_accuracy(model: keras.Model, data: ir.ImageData, runs: str, **more: object) -> float:
    """On the validation pictures, after the last epoch."""
    run = ir.Trainer(model, data, ir.Recipe(**RECIPE, **more), runs=runs).fit()
    return run.history["valid_accuracy"][-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    cifar = ir.load("cifar10")
    insects = ir.load(FOLDER / "hymenoptera.zip", size=32, fit="crop")
    told = {"date": str(date.today()), "train": len(insects.train), "valid": len(insects.valid),
            "cifar10": [], "from CIFAR-10": [], "from nothing": []}
    with tempfile.TemporaryDirectory() as runs:
        for seed in range(asked.seeds):
            run = ir.Trainer(ir.build("cnn", cifar, seed=seed), cifar, runs=runs).fit()
            told["cifar10"].append(run.status.valid.accuracy)
            model = with_new_head(run.load_model(), insects.num_classes, seed)
            told["from CIFAR-10"].append(last_accuracy(model, insects, runs, seed=seed))
            fresh = ir.build("cnn", insects, seed=seed)
            told["from nothing"].append(last_accuracy(fresh, insects, runs, seed=seed))
            print(json.dumps(told), flush=True)
    file = Path(__file__).with_suffix(".json")
    file.write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
