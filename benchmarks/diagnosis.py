"""How often `ir.diagnose` finds a planted fault, and how often it sees one where there is none.

Each kind of fault is planted in small trainings of different networks and data, and healthy ones
are trained beside them. The thresholds of `insight.diagnosis` were chosen with the set `chosen`;
the rates that count are those of the set `tried`, whose networks, data and seeds are others.

    python benchmarks/diagnosis.py train SET RUNS [PART OF]    trains what is not there yet
    python benchmarks/diagnosis.py judge RUNS                  diagnoses; writes diagnosis.json, .md
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import imagerec as ir

HERE = Path(__file__).parent
PAIRS = [  # data and network, three for the set `chosen`, then those of the set `tried`
    ("digits", "cnn_tiny"), ("glyphs", "cnn"), ("mnist", "cnn_fast"),
    ("mnist", "cnn_tiny"), ("digits", "cnn"), ("glyphs", "cnn_fast"), ("digits", "gru"),
    ("mnist", "cnn"), ("shapes", "cnn"), ("glyphs", "attention_pool"), ("mnist", "gru"),
    ("glyphs", "cnn_tiny"), ("mnist", "vit"), ("digits", "cnn_fast")]


def data_of(name: str, seed: int) -> ir.ImageData:
    """A small collection, another for each seed."""
    if name == "glyphs":
        return ir.load("glyphs", number=1500, characters="0123456789", size=16, noise=10, seed=seed)
    if name == "shapes":
        return ir.load("shapes", number=1500, seed=seed)
    data = ir.load(name)
    rows = np.random.default_rng(seed).permutation(len(data.train))
    return replace(data, train=data.train[rows[:1500]], valid=data.valid[:500])


def layers_of(model: Any, *kinds: str) -> list:
    """The layers of these classes, nested ones too."""
    return [layer for layer in model._flatten_layers() if type(layer).__name__ in kinds]


def stack(data: ir.ImageData, depth: int, activation: str, scale: float = 1.0, **first: Any) -> Any:
    """Dense layers on each other, with their first kernels multiplied."""
    import keras
    keras.utils.set_random_seed(depth)
    layers = [keras.layers.Dense(48, activation) for _ in range(depth)]
    model = keras.Sequential([
        keras.Input(data.shape), keras.layers.Rescaling(first.get("pixels", 1 / 255)),
        keras.layers.Flatten(), *layers, keras.layers.Dense(data.num_classes, "softmax")])
    for layer in layers:
        layer.kernel.assign(scale * layer.kernel)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# Each fault: takes the number of the case, the pair's data and network; gives model, data, recipe.

def learning_rate_high(case: int, data: ir.ImageData, network: str) -> tuple:
    how = [("adam", 0.3), ("momentum", 3.0), ("adam", 3.0), ("adam", 0.5), ("sgd", 30.0)][case % 5]
    if network in ("cnn_fast", "attention_pool"):  # normalisation forgives a lot
        how = ("momentum", 1000.0) if case % 2 else ("adam", 30.0)
    recipe = ir.Recipe(epochs=3, optimizer=how[0], learning_rate=how[1], seed=case)
    return ir.build(network, data, seed=case), data, recipe


def learning_rate_low(case: int, data: ir.ImageData, network: str) -> tuple:
    how = [("adam", 3e-6), ("sgd", 1e-5), ("adam", 1e-5), ("momentum", 3e-6),
           ("adam", 1e-6)][case % 5]
    recipe = ir.Recipe(epochs=4, optimizer=how[0], learning_rate=how[1], seed=case)
    return ir.build(network, data, seed=case), data, recipe


def dead_units(case: int, data: ir.ImageData, network: str) -> tuple:
    network = network if network in ("cnn", "cnn_fast",
                                     "attention_pool") else ("cnn", "cnn_tiny")[case % 2]
    model = ir.build(network, data, seed=case)
    layer = (layers_of(model, "BatchNormalization") or layers_of(model, "Conv2D", "Dense")[:-1])[
        -1 - case % 2 if network != "cnn_tiny" else 0
    ]
    shift = layer.beta if hasattr(layer, "beta") else layer.bias
    some = np.random.default_rng(case).random(shift.shape[0]) < (0.7, 0.85, 1.0)[case % 3]
    shift.assign(np.where(some, -(10.0, 30.0)[case % 2], 0))
    return model, data, ir.Recipe(epochs=3, seed=case)


def exploding_gradients(case: int, data: ir.ImageData, network: str) -> tuple:
    how = case % 3
    if how == 0:
        model = stack(data, 4 + case % 3, "relu", scale=6.0)
    elif how == 1:
        model = stack(data, 5, "relu", scale=3.0, pixels=1.0)
    else:
        model = ir.build(network if network in ("cnn", "cnn_tiny") else "cnn", data, seed=case)
        for layer in layers_of(model, "Conv2D", "Dense"):
            layer.kernel.assign(12.0 * layer.kernel)
    optimizer, rate = [("adam", 1e-3), ("adam", 3e-4), ("sgd", 1e-4)][case // 3 % 3]
    return model, data, ir.Recipe(epochs=3, optimizer=optimizer, learning_rate=rate, seed=case)


def vanishing_gradients(case: int, data: ir.ImageData, network: str) -> tuple:
    how = [(8, "sigmoid", 1.0), (10, "tanh", 0.2), (7, "relu", 0.25), (6, "sigmoid", 1.0),
           (12, "sigmoid", 1.0)]
    return stack(data, *how[case % 5]), data, ir.Recipe(epochs=3, seed=case)


def overfitting(case: int, data: ir.ImageData, network: str) -> tuple:
    few = replace(data, train=data.train[:(60, 100, 150)[case % 3]])
    network = "cnn" if network == "vit" else network
    recipe = ir.Recipe(epochs=30, batch_size=8, learning_rate=(3e-3, 2e-3)[case % 2], seed=case)
    return ir.build(network, few, seed=case), few, recipe


def underfitting(case: int, data: ir.ImageData, network: str) -> tuple:
    network = network if network in ("cnn", "cnn_tiny") else ("cnn", "cnn_tiny")[case % 2]
    options = [{"l2": 0.5}, {"width": 1 / 16, "dropout": 0.7}, {"l2": 1.0},
               {"dropout": 0.9, "width": 1 / 8}][case % 4]
    recipe = ir.Recipe(epochs=12, learning_rate=3e-3, seed=case)
    return ir.build(network, data, seed=case, **options), data, recipe


def leak(case: int, data: ir.ImageData, network: str) -> tuple:
    share, noise = (0.05, 0.2, 0.5)[case % 3], (0, 3)[case % 2]
    count, images = int(share * len(data.valid)), data.train.images.copy()
    twins = data.valid.images[:count] + np.random.default_rng(case).normal(
        0, noise, data.valid.images[:count].shape
    )
    images[:count] = np.clip(twins, 0, 255)
    labels = data.train.labels.copy()
    labels[:count] = data.valid.labels[:count]
    leaky = replace(data, train=replace(data.train, images=images, labels=labels))
    return ir.build(network, leaky, seed=case), leaky, ir.Recipe(epochs=2, seed=case)


def batch_norm(case: int, data: ir.ImageData, network: str) -> tuple:
    network = (
        network
        if network in ("cnn_fast", "attention_pool")
        else ("cnn_fast", "attention_pool", "vit")[case % 3]
    )
    model = ir.build(network, data, seed=case)
    for layer in layers_of(model, "BatchNormalization"):
        if case % 2:  # it learns, and its moving statistics don't follow
            layer.momentum = 0.99999
        else:  # frozen, with the statistics of other pictures
            layer.moving_mean.assign(layer.moving_mean + 1)
            layer.moving_variance.assign(0.01 * layer.moving_variance if case % 4 else 100
                                         * layer.moving_variance)
            layer.trainable = False
    model.compile("adam", model.loss, metrics=["accuracy"])
    return model, data, ir.Recipe(epochs=4, seed=case)


def never_predicted(case: int, data: ir.ImageData, network: str) -> tuple:
    lost = case % data.num_classes
    if case % 2:
        weights = [0.0 if number == lost else 1.0 for number in range(data.num_classes)]
        return (
            ir.build(network, data, seed=case),
            data,
            ir.Recipe(epochs=3, class_weights=weights, seed=case),
        )
    kept = replace(data, train=data.train[data.train.labels != lost])
    return ir.build(network, kept, seed=case), kept, ir.Recipe(epochs=3, seed=case)


def imbalance(case: int, data: ir.ImageData, network: str) -> tuple:
    def few(split: ir.Split, least: int) -> ir.Split:
        rows = np.arange(len(split))
        random = np.random.default_rng(case).random(len(split))
        frequent = split.labels < (1, 2)[case % 2]
        rare = ~frequent & (random < (0.03, 0.015)[case % 2])
        return split[rows[frequent | rare]] if (frequent | rare).sum() > least else split
    skewed = replace(data, train=few(data.train, 20), valid=few(data.valid, 20))
    return (
        ir.build(network, skewed, seed=case),
        skewed,
        ir.Recipe(epochs=3, learning_rate=5e-4, seed=case),
    )


def shuffled_labels(case: int, data: ir.ImageData, network: str) -> tuple:
    random = np.random.default_rng(case)
    def mix(split: ir.Split) -> ir.Split:
        return replace(split, labels=random.permutation(split.labels))
    mixed = replace(data, train=mix(data.train), valid=mix(data.valid) if case % 2 else data.valid)
    return ir.build(network, mixed, seed=case), mixed, ir.Recipe(epochs=(4, 8)[case % 2], seed=case)


RECIPES = [{}, {"learning_rate": 3e-3, "schedule": "one_cycle"}, {"augmentation": "digits"},
           {"label_smoothing": 0.1}, {"optimizer": "momentum", "learning_rate": 0.01},
           {"optimizer": "adamw", "weight_decay": 0.01}, {"batch_size": 64}, {"schedule": "cosine"}]
OPTIONS = [{}, {}, {"dropout": 0.2}, {"l2": 1e-4}, {"width": 0.5}]


def healthy(case: int, data: ir.ImageData, network: str) -> tuple:
    recipe = ir.Recipe(epochs=(4, 6, 8)[case % 3], seed=case, **RECIPES[case % len(RECIPES)])
    return ir.build(network, data, seed=case, **OPTIONS[case % len(OPTIONS)]), data, recipe


FAULTS = [learning_rate_high, learning_rate_low, dead_units, exploding_gradients,
          vanishing_gradients,
          overfitting, underfitting, leak, batch_norm, never_predicted, imbalance, shuffled_labels]
SETS = {"chosen": (range(9), range(30)), "tried": (range(9, 15), range(30, 50))}


def cases_of(name: str) -> list[tuple[Callable, int]]:
    """Every case of a set."""
    planted, well = SETS[name]
    return [(fault, case) for case in planted for fault in FAULTS] + [
        (healthy, case) for case in well
    ]


def made(fault: Callable, case: int) -> tuple:
    """Model, data and recipe of a case."""
    kind, network = PAIRS[case % len(PAIRS)]
    return fault(case, data_of(kind, case), network)


def train(name: str, runs: Path, part: int = 0, of: int = 1) -> None:
    """Train the cases of a set that have no run yet; every `of`-th of them."""
    for fault, case in cases_of(name)[part::of]:
        folder = runs / f"{name}-{fault.__name__}-{case}"
        if folder.exists():
            continue
        began = time.time()
        model, data, recipe = made(fault, case)
        trainer = ir.Trainer(model, data, recipe, run_dir=folder, statistics=True)
        try:
            trainer.fit()
        except ir.ImagerecError as error:
            print(error)
        for path in (*folder.glob("checkpoint/*"), *folder.glob("*.keras")):
            path.unlink()  # only what the diagnosis reads
        print(f"{folder.name} {time.time() - began:.1f} s", flush=True)


# a training counts as healthy if it ends with so many of its validation pictures right
LEARNED = 0.8


def after_each_epoch(folder: Path, to: Path) -> Iterator[Path]:
    """Copies of the run as it was when each epoch was over: what somebody sees who looks on."""
    lines = (folder / "history.jsonl").read_text().splitlines()
    kinds = [json.loads(line)["kind"] for line in lines]
    ends = [place for place, kind in enumerate(kinds) if kind == "epoch"]
    for number, end in enumerate(ends):
        stop = next((place for place in range(end, len(lines)) if kinds[place] == "step"),
                    len(lines))
        copy = Path(shutil.copytree(folder, to / str(number)))
        (copy / "history.jsonl").write_text("\n".join(lines[:stop]) + "\n")
        yield copy


def said_meanwhile(folder: Path, data: ir.ImageData) -> list[list[str]]:
    """The kinds that are found after each epoch."""
    with tempfile.TemporaryDirectory() as to:
        return [[each.kind for each in ir.diagnose(copy, data)]
                for copy in after_each_epoch(folder, Path(to))]


def judge(runs: Path) -> dict:
    """What the diagnosis says of each run, by set."""
    found = {}
    for name in SETS:
        found[name] = []
        for fault, case in cases_of(name):
            folder = runs / f"{name}-{fault.__name__}-{case}"
            data = made(fault, case)[1]
            seen = ir.diagnose(folder, data)
            valid = ir.Run(folder).status.valid
            accuracy = valid.accuracy if valid else 0.0
            found[name].append({"fault": fault.__name__, "case": case, "accuracy": accuracy,
                                "kinds": [each.kind for each in seen],
                                "said": [each.sentence for each in seen],
                                "meanwhile": said_meanwhile(folder, data) if fault is healthy
                                else []})
    return found


def rates(rows: list[dict]) -> dict:
    """Found of planted for each kind, and alarms of healthy runs."""
    table = {}
    for fault in FAULTS:
        of_it = [row for row in rows if row["fault"] == fault.__name__]
        beside = [kind for row in of_it for kind in row["kinds"] if kind != fault.__name__]
        table[fault.__name__] = {"planted": len(of_it),
                                 "found": sum(fault.__name__ in row["kinds"] for row in of_it),
                                 "beside": {kind: beside.count(kind)
                                            for kind in sorted(set(beside))},
                                 "missed": [{key: row[key] for key in ("case", "accuracy", "kinds")}
                                            for row in of_it if fault.__name__ not in row["kinds"]]}
    all_well = [row for row in rows if row["fault"] == "healthy"]
    well = [row for row in all_well if row["accuracy"] >= LEARNED]
    return {
        "faults": table,
        "healthy": len(well),
        "alarms": sum(bool(row["kinds"]) for row in well),
        "alarms meanwhile": sum(any(row["meanwhile"]) for row in well),
        "not learned": [
            {key: row[key] for key in ("case", "accuracy", "kinds")}
            for row in all_well
            if row not in well
        ],
        "false": [{key: row[key] for key in ("case", "kinds")} for row in well if row["kinds"]],
    }


INTRODUCTION = f"""# Does the diagnosis find what is planted?

`python benchmarks/diagnosis.py` plants each fault in small trainings (digits, drawn glyphs and
shapes, 1,500 pictures of MNIST; six networks), trains healthy ones beside them, and asks
`ir.diagnose`: at the end, and of the healthy ones also after each epoch, as the dashboard does.
The thresholds were chosen with one set. The other, whose seeds, pictures and networks differ, was
judged once with them, and gives the rates. A healthy training is one with a usual recipe that
ends with at least {LEARNED:.0%} of its validation pictures right. What is said of those left out
is listed.

The first two thirds of the set for choosing were once the set to be tried on, and showed 65 of
72. Since they then served to mend the rules, they count as chosen with, and a new set was
trained.
"""


def in_words(kinds: list[str]) -> str:
    """What was said of a run."""
    return ", ".join(kind.replace("_", " ") for kind in kinds) or "nothing"


def fault_row(fault: str, row: dict) -> str:
    """A fault's line in the table."""
    beside = ", ".join(f"{kind.replace('_', ' ')} {count}" for kind, count
                       in row["beside"].items())
    return f"| {fault.replace('_', ' ')} | {row['found']} of {row['planted']} | {beside or '–'} |"


def missed_lines(fault: str, row: dict) -> list[str]:
    """The runs in which a fault was planted and not found."""
    return [f"\nMissed: {fault.replace('_', ' ')}, case {miss['case']}, which ends with "
            f"{miss['accuracy']:.0%} of its validation pictures right. "
            f"Said: {in_words(miss['kinds'])}." for miss in row["missed"]]


def alarm_line(found: dict) -> str:
    """What was said of the healthy runs."""
    false = "".join(f"; case {row['case']}: {', '.join(row['kinds'])}" for row in found["false"])
    return (f"\nHealthy trainings with an alarm: **{found['alarms']} of {found['healthy']}**{false}"
            f". With an alarm after any of their epochs: **{found['alarms meanwhile']} of "
            f"{found['healthy']}**.")


def section(title: str, found: dict) -> list[str]:
    """The rates of one set."""
    faults = found["faults"].items()
    return [f"## {title}\n", "| fault | found of planted | also said of these runs |",
            "| --- | --- | --- |", *(fault_row(fault, row) for fault, row in faults),
            *(line for fault, row in faults for line in missed_lines(fault, row)),
            alarm_line(found),
            *(f"\nNot counted: case {row['case']}, with {row['accuracy']:.0%} right. "
              f"Said: {in_words(row['kinds'])}." for row in found["not learned"]), ""]


def page(results: dict) -> str:
    """The rates as a page."""
    titles = {"tried": "The set that it was tried on",
              "chosen": "The set that the thresholds were chosen with"}
    lines = [line for name, title in titles.items() for line in section(title, results[name])]
    return "\n".join([INTRODUCTION, *lines])


if __name__ == "__main__":
    ir.start_keras()
    command, *rest = sys.argv[1:]
    if command == "train":
        train(rest[0], Path(rest[1]), *map(int, rest[2:]))
    else:
        all_found = judge(Path(rest[0]))
        results = {name: rates(rows) for name, rows in all_found.items()}
        (HERE / "diagnosis.json").write_text(json.dumps({**results, "runs": all_found}, indent=1)
                                             + "\n")
        (HERE / "diagnosis.md").write_text(page(results))
