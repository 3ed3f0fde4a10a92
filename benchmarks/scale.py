"""What sharing out work costs: pictures a second in this process, and by Ray's workers here.

    python benchmarks/scale.py [--pictures 40000]      writes scale.json

A list holds so many names of a hundred photographs of 500×375 pixels, and a small network in ONNX
Runtime says what they show. Both ways are taken in turn, three times, each with many and with few
pictures: the rate is that of the difference, and what is left is the start. How much else the
machine did is told too; a figure from a machine that
did much else says nothing. With RAY_ADDRESS set, the cluster there is used.
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image

import imagerec as ir
from imagerec.cluster import connected

HERE = Path(__file__).resolve().parent
FEW = 2000  # pictures


def photographs(folder: Path) -> list[str]:
    draw = np.random.default_rng(0)
    for number in range(100):
        coarse = draw.integers(0, 256, (12, 16, 3), dtype=np.uint8)
        Image.fromarray(coarse).resize((500, 375)).save(folder / f"{number}.jpg")
    return [str(folder / f"{number}.jpg") for number in range(100)]


def seconds(bundle: ir.Bundle, names: list[str], on: str | None) -> float:
    begun = time.perf_counter()
    found = ir.predict(bundle, names, batch_size=64, on=on)
    assert len(found) == len(names) and not found.errors
    return time.perf_counter() - begun


def measured(bundle: ir.Bundle, names: list[str], many: int, on: str | None) -> dict:
    few = seconds(bundle, names * (FEW // 100), on)
    rate = (many - FEW) / (seconds(bundle, names * (many // 100), on) - few)
    return {"pictures_per_second": round(rate, 1), "start": round(few - FEW / rate, 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pictures", type=int, default=40000)
    many, data = parser.parse_args().pictures, ir.load("digits")
    rounds = []
    with tempfile.TemporaryDirectory() as home, connected("ray") as ray:
        names = photographs(Path(home))
        bundle = ir.export(ir.build("cnn_tiny", data), f"{home}/models/digits", data=data,
                           format="onnx")
        workers = int(ray.cluster_resources()["CPU"])
        for _ in range(3):
            rounds.append({"here": measured(bundle, names, many, None),
                           "ray": measured(bundle, names, many, "ray"),
                           "load": os.getloadavg()[0]})
    ratio = statistics.median(one["ray"]["pictures_per_second"]
                              / one["here"]["pictures_per_second"] for one in rounds)
    found = {"pictures": many, "workers": workers, "rounds": rounds,
             "ray_of_here": round(ratio, 3), "date": date.today().isoformat(),
             "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}"}
    (HERE / "scale.json").write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
