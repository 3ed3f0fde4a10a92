"""Trains `cnn_fast` on MNIST and `resnet` on CIFAR-10 on whatever accelerator Keras finds, and
says how well it is used.

    KERAS_BACKEND=jax python benchmarks/gpu.py [cnn_fast] [resnet] [--epochs N]

It needs Keras, the package and one backend; TensorFlow need not be there. For each network it
prints images per second, whether and when the aim was reached (99 % of MNIST's test set, 94 % of
CIFAR-10's), how busy the device was, and which share of its peak the training used, and keeps
that in benchmarks/gpu.json under the device's name. The peak is the maker's dense bfloat16
figure where the chip is in the list, else the fastest of some matrix products measured here.
Where there is no accelerator the processor trains a short while, and the output says so.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import imagerec as ir

ir.start_keras()

import keras  # noqa: E402
import numpy as np  # noqa: E402

# operations a second, dense bfloat16
PEAKS = {"H200": 989e12, "H100": 989e12, "A100": 312e12, "L40": 181e12, "L4": 121e12}
# data, aim, options and recipe; `short` is what a processor can do of it in a minute or two
ROWS = {
    "cnn_fast": {
        "data": "mnist",
        "aim": 0.99,
        "options": {},
        "short": {"epochs": 1},
        "recipe": dict(
            epochs=2,
            batch_size=256,
            learning_rate=0.016,
            schedule="one_cycle",
            precision="bfloat16",
        ),
    },
    "resnet": {
        "data": "cifar10",
        "aim": 0.94,
        "options": {},
        "short": {"epochs": 1, "minutes": 1.0},
        "recipe": dict(
            epochs=40,
            batch_size=512,
            optimizer="adamw",
            learning_rate=0.01,
            weight_decay=0.05,
            schedule="one_cycle",
            label_smoothing=0.1,
            precision="bfloat16",
            augmentation={"shift": 0.125, "flip": "horizontal", "fill": "mirror"},
        ),
    },
}


def chip() -> tuple[str, bool]:
    """The device's name, and whether it is an accelerator."""
    names = [name for name in keras.distribution.list_devices() if not name.startswith("cpu")]
    if not names:
        return f"processor, {os.cpu_count()} cores, {platform.machine()}", False
    if shutil.which("nvidia-smi") is None:
        return names[0], True
    said = subprocess.run(["nvidia-smi", "--query-gpu=name", "--format=csv,noheader"],
                          capture_output=True, text=True)
    return said.stdout.splitlines()[0].strip(), True


def wait_for(matrix) -> None:
    """Until it is computed: devices work behind the program's back."""
    keras.ops.convert_to_numpy(keras.ops.cast(matrix[0, 0], "float32"))


def measured_peak() -> float:
    """Operations a second of the fastest of some products of square matrices, in the better of
    two precisions."""
    found = []
    for dtype in ("float32", "bfloat16"):
        for side in (1024, 2048, 4096):
            matrix = keras.ops.cast(keras.random.normal((side, side), seed=0), dtype)
            wait_for(keras.ops.matmul(matrix, matrix))
            began = time.perf_counter()
            for _ in range(5): product = keras.ops.matmul(matrix, matrix)
            wait_for(product)
            found.append(5 * 2 * side**3 / (time.perf_counter() - began))
    return max(found)


def multiply_adds(model: keras.Model) -> int:
    """Of the convolutions and dense layers, for one picture going forward once."""
    total = 0
    for layer in model._flatten_layers(include_self=False):
        kernel = getattr(layer, "kernel", None)
        if kernel is None: continue
        places = (
            int(np.prod(layer.output.shape[1:-1])) if isinstance(layer, keras.layers.Conv2D) else 1
        )
        total += places * int(np.prod(kernel.shape))
    return total


class Busy:
    """Samples how busy the device is, from 0 to 1, while the block runs."""

    def __init__(self, accelerator: bool):
        self.accelerator, self.samples, self.ended = accelerator, [], threading.Event()

    def __enter__(self) -> "Busy":
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error) -> None:
        self.ended.set()
        self.thread.join()

    def _look(self) -> None:
        import psutil

        psutil.cpu_percent()
        while not self.ended.wait(0.25):
            self.samples.append(_gpu_busy() if self.accelerator else psutil.cpu_percent() / 100)

    def mean(self) -> float | None:
        known = [sample for sample in self.samples if sample is not None]
        return statistics.mean(known) if known else None


def _gpu_busy() -> float | None:
    if shutil.which("nvidia-smi") is None: return None
    said = subprocess.run(["nvidia-smi", "--query-gpu=utilization.gpu",
                           "--format=csv,noheader,nounits"],
                          capture_output=True, text=True)
    return float(said.stdout.split()[0]) / 100 if said.returncode == 0 else None


def load(name: str) -> ir.ImageData:
    archive = Path(os.environ.get("IMAGEREC_DATA", ".")) / "cifar10-jpeg.zip"
    return ir.load(archive if name == "cifar10" and archive.exists() else name)


def measure(network: str, accelerator: bool, peak: float, epochs: int | None) -> dict:
    row = ROWS[network]
    data, values = load(row["data"]), row["recipe"] | ({} if accelerator else row["short"])
    if epochs is not None: values["epochs"] = epochs
    model = ir.build(network, data, seed=1, **row["options"])
    trainer = ir.Trainer(model, data, ir.Recipe(seed=1, **values), runs=tempfile.mkdtemp())
    steps = []
    trainer.listen(lambda event: steps.append(event) if event.kind == "step" else None)
    with Busy(accelerator) as busy:
        began = time.perf_counter()
        trainer.fit()
        seconds = time.perf_counter() - began
    speed = statistics.median([step.get("images_per_second") for step in steps[len(steps) // 4:]])
    operations = 3 * 2 * multiply_adds(model)  # forward, and twice that backward
    score = ir.evaluate(model, data, split="test").score.to_dict()
    reached = score["accuracy"] >= row["aim"]
    return {"data": row["data"], "recipe": values, "images_per_second": round(speed),
            "seconds": round(seconds, 2),
            "accuracy": score["accuracy"], "n": score["n"], "aim": row["aim"],
            "seconds_to_aim": round(seconds, 2) if reached else None, "busy": busy.mean(),
            "share_of_peak": speed * operations / peak, "operations_per_image": operations}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", default=list(ROWS), metavar="NETWORK",
                        help=", ".join(ROWS))
    parser.add_argument("--epochs", type=int, help="instead of the recipe's")
    given = parser.parse_args()
    name, accelerator = chip()
    known = next((PEAKS[part] for part in PEAKS if part in name), None)
    peak = known or measured_peak()
    print(f"{name}, {keras.backend.backend()}, Keras {keras.__version__}; peak {peak / 1e12:.3g} "
          "TFLOP/s "
          f"({'by its maker' if known else 'measured'})")
    if not accelerator:
        print("No accelerator was found. The processor trains a short while; no aim can be "
              "expected.")
    rows = {network: measure(network, accelerator, peak, given.epochs)
            for network in given.networks}
    for network, row in rows.items():
        busy = "unknown" if row["busy"] is None else f"{row['busy']:.0%}"
        when = f"reached in {row['seconds_to_aim']} s" if row["seconds_to_aim"] else "not reached"
        print(f"{network}: {row['images_per_second']:,} images/s, {row['accuracy']:.2%} after "
              f"{row['seconds']} s, "
              f"{row['aim']:.0%} {when}, device busy {busy}, {row['share_of_peak']:.1%} of the "
              "peak")
    path = Path(__file__).with_name("gpu.json")
    kept = json.loads(path.read_text()) if path.exists() else {}
    kept[name] = {"date": f"{date.today()}", "backend": keras.backend.backend(),
                  "keras": keras.__version__,
                  "peak": peak, "peak_is": "by its maker" if known else "measured",
                  "accelerator": accelerator, "rows": {**kept.get(name, {}).get("rows", {}),
                                                       **rows}}
    path.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
