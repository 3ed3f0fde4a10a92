"""Does `fastest` find the fastest runtime? Five networks, each measured anew after it chose.

    python benchmarks/engines.py [--models cnn_tiny cnn …]

Writes engines.json and engines.md beside itself; networks that aren't asked for keep their rows.
The choice is right where the chosen engine's usual time, as `bench` then measures it among all
engines, is within 5 % of the shortest.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

import numpy as np

import imagerec as ir
from imagerec.deploy.bench import Speeds, fastest

HERE = Path(__file__).parent
FORMATS = ("savedmodel", "onnx", "litert", "openvino", "keras")
MODELS = {"cnn_tiny": (8, 8, 1), "cnn": (28, 28, 1), "vit": (28, 28, 1), "resnet": (32, 32, 3),
          "pretrained/EfficientNetLite0": (224, 224, 3)}


def bundle_of(name: str, folder: Path) -> ir.Bundle:
    """The network in all formats. Its weights make no difference to its speed."""
    images = np.random.default_rng(0).integers(0, 256, (40, *MODELS[name]), dtype=np.uint8)
    data = ir.load((images, [f"class {at % 10}" for at in range(40)]))
    return ir.export(ir.build(name, data), folder / "model", data=data, format=FORMATS)


def measured(name: str) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        bundle = bundle_of(name, Path(folder))
        chosen = {threads: fastest(bundle, threads) for threads in (1, None)}
        found = ir.bench(bundle)
    return {"model": name, "load": round(os.getloadavg()[0], 1),
            "chosen": [chosen[1], chosen[None]], "slower": slower(found, chosen),
            **found.to_dict(), "name": name}


def slower(found: Speeds, chosen: dict[int | None, str]) -> list[float]:
    """By how many times the chosen engine takes longer than the best, one thread and all."""
    ratios = []
    for threads, which in ((1, "one_thread"), (None, "all_threads")):
        times = {row.engine: getattr(row, which).p50 for row in found.rows if not row.error}
        ratios.append(round(times[chosen[threads]] / min(times.values()), 3))
    return ratios


def table(found: list[dict]) -> str:
    lines = ["| model | engine | first answer, ms | 1 thread p50 / p99, ms | all threads p50 / "
             "p99, ms | pictures/s, 32 at a time | memory, MB |", "| --- " * 7 + "|"]
    for one in found:
        for row in one["rows"]:
            if row.get("error"):
                lines.append(f"| {one['model']} | {row['engine']} | {row['error'][:60]} |||||")
                continue
            times = [f"{row[which]['p50']:.3g} / {row[which]['p99']:.3g}"
                     for which in ("one_thread", "all_threads")]
            lines.append(f"| {one['model']} | {row['engine']} | {row['cold_ms']:,.0f} | "
                         f"{' | '.join(times)} | {row['per_second']:,.0f} | "
                         f"{row['memory_mb']:,.0f} |")
    return "\n".join(lines)


def choices(found: list[dict]) -> str:
    lines = ["| model | chosen, 1 thread | times the best | chosen, all threads | times the best | "
             "load |", "| --- " * 6 + "|"]
    for one in found:
        pairs = zip(one["chosen"], one["slower"])
        cells = [f"{engine} | {ratio:.2f}" for engine, ratio in pairs]
        lines.append(f"| {one['model']} | {' | '.join(cells)} | {one['load']} |")
    return "\n".join(lines)


def write(found: list[dict]) -> None:
    machine = f"{found[0]['cores']} cores, {found[0]['processor']}"
    (HERE / "engines.json").write_text(json.dumps(found, indent=1) + "\n")
    (HERE / "engines.md").write_text(
        f"# Which runtime is the fastest\n\nOn {machine}, by `python benchmarks/engines.py`; 200 "
        "calls of one picture for each engine, all engines in turns, each in a process of its own. "
        "The first answer includes loading the runtime. Other programs worked on the same cores "
        "meanwhile (how many is given as the load): p50 is of the calls that they did not hold "
        "up, p99 of all.\n"
        f"\n## What `fastest` chose, and how it then did among all\n\n{choices(found)}\n\n"
        f"## All of them\n\n{table(found)}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    file = HERE / "engines.json"
    found = {one["model"]: one for one in json.loads(file.read_text())} if file.exists() else {}
    for name in parser.parse_args().models:
        found[name] = measured(name)
        print(choices([found[name]]), flush=True)
        write([found[name] for name in MODELS if name in found])


if __name__ == "__main__":
    main()
