"""Measures what the first issue promises and writes benchmarks/results.md and results.json.

    make bench                          everything but the test suite
    make bench ARGS="import digits"     only these rows
    make bench ARGS=suite               the time that `make test` takes in a fresh clone

Each row says how it was taken. Speeds are ratios of runs interleaved in one process.
"""

import json
import math
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
if "IMAGEREC_DATA" not in os.environ:
    os.environ["IMAGEREC_DATA"] = str(REPOSITORY.parent / "shared" / "data")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY)}


def program(code: str, *arguments: str) -> dict:
    """Runs code in a process of its own; its last line on standard output is JSON."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=folder, text=True,
                              env=ENVIRONMENT, capture_output=True)
    if done.returncode:
        raise SystemExit(done.stderr[-4000:])
    return json.loads(done.stdout.strip().splitlines()[-1])


def command(*arguments: str) -> dict:
    """Runs the command line with --json."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([sys.executable, "-m", "imagerec", *arguments, "--json"], cwd=folder,
                              text=True, env=ENVIRONMENT, capture_output=True)
    if done.returncode:
        raise SystemExit(done.stderr[-4000:])
    return json.loads(done.stdout)


def score(found: dict) -> str:
    low, high = found["interval"]
    return f"{found['accuracy']:.2%} ({low:.2%} to {high:.2%}, n = {found['n']:,})"


def measure_import() -> list:
    seconds = []
    for _ in range(7):
        report = subprocess.run([sys.executable, "-X", "importtime", "-c", "import imagerec"],
                                env=ENVIRONMENT, capture_output=True, text=True).stderr
        seconds.append(int(re.search(r"\|\s*(\d+) \| imagerec$", report, re.M).group(1)) / 1e6)
    loaded = [name for name in ("tensorflow", "keras", "matplotlib") if f" {name}" in report]
    return [("import imagerec",
             f"{statistics.median(seconds):.3f} s, loads {loaded or 'none of them'}",
             "under 0.15 s; no tensorflow, keras, matplotlib",
             "median of 7 processes, -X importtime")]


FIRST_BATCH = """
import json, sys, time
began = time.time()
import imagerec as ir
data = ir.load(sys.argv[1])
loaded = time.time()
first = []
trainer = ir.Trainer(ir.build("cnn", data), data, ir.Recipe(epochs=1))
def stop_at_first(event):
    if event.kind == "step" and not first: first.append(time.time()), trainer.stop()
trainer.listen(stop_at_first)
trainer.fit()
print(json.dumps({"total": first[0] - began, "load": loaded - began}))
"""


def measure_first() -> list:
    rows = []
    for name in ("digits", "mnist"):
        found = program(FIRST_BATCH, name)
        rows.append((f"time to first logged batch, {name}", f"{found['total']:.1f} s", "–",
                     "a new process: import, load, build, trace, step; of it "
                     f"{found['load']:.1f} s until the data was loaded"))
    return rows


def measure_digits() -> list:
    found = [command("train", "--data", "digits", "--model", "cnn", "--epochs", "10", "--seed",
                     str(seed)) for seed in range(1, 6)]
    others = ", ".join(f"{run['test']['accuracy']:.2%}" for run in found[1:])
    return [("digits, cnn, 10 epochs, seed 1: test accuracy", score(found[0]["test"]), "≥ 97 %",
             f"{found[0]['seconds']:.1f} s; seeds 2 to 5: {others}")]


def measure_mnist() -> list:
    found = command("train", "--data", "mnist", "--model", "cnn", "--epochs", "5", "--seed", "1")
    return [("mnist, cnn, 5 epochs, seed 1: test accuracy", score(found["test"]), "≥ 98.5 %",
             f"{found['seconds']:.0f} s; the same network as published: 98.6 % in 84 s on two "
             "cores")]


def ratio_row(what: str, found: dict, how: str) -> tuple:
    seconds = {name: [epoch["seconds"] for epoch in found[name]] for name in found}
    ratios = sorted(ours / bare for bare, ours in zip(seconds["bare"], seconds["ours"]))
    bare, ours = statistics.median(seconds["bare"]), statistics.median(seconds["ours"])
    low, high = sign_interval(ratios)
    used = {name: statistics.median(sum(epoch[part] for part in epoch if part != "seconds")
                                    for epoch in found[name]) for name in found}
    return (what, f"{statistics.median(ratios):.3f}× ({ours:.2f} s against {bare:.2f} s)",
            "≤ 1.02×",
            f"{how}; median of {len(ratios)} pairs of epochs in turns, 95 % interval {low:.3f} to "
            f"{high:.3f}; processor time of all processes {used['ours'] / used['bare']:.3f}×")


def sign_interval(ratios: list[float]) -> tuple[float, float]:
    """A 95 % interval of the median, from sorted values: the sign test's."""
    count = len(ratios)
    tail, outside = 0.0, 0
    while (tail := tail + math.comb(count, outside) / 2**count) <= 0.025:
        outside += 1
    return ratios[max(0, outside - 1)], ratios[min(count - 1, count - outside)]


def measure_trainer() -> list:
    done = subprocess.run([sys.executable, HERE / "trainer_cost.py"], env=ENVIRONMENT,
                          stdout=subprocess.PIPE, text=True, check=True)
    return [ratio_row("MNIST epoch of cnn, Trainer against model.fit, no dashboard",
                      json.loads(done.stdout), "with validation; history, checkpoints and best "
                      "model written")]


def measure_dashboard() -> list:
    from dashboard_cost import measure, rows

    return rows(measure())


def measure_suite() -> list:
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "imagerec"
        subprocess.run(["git", "clone", "--quiet", REPOSITORY, clone], check=True)
        # of the make that runs this
        ours = ("VIRTUAL_ENV", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "ARGS")
        environment = {key: value for key, value in os.environ.items() if key not in ours}
        began = time.perf_counter()
        done = subprocess.run(["make", "test"], cwd=clone, env=environment, capture_output=True,
                              text=True)
        minutes = (time.perf_counter() - began) / 60
    if done.returncode:
        raise SystemExit(f"make test failed:\n{(done.stdout + done.stderr)[-4000:]}")
    return [("make test in a fresh clone", f"{minutes:.1f} minutes", "under 12 minutes",
             f"with its own set-up; {done.stdout.strip().splitlines()[-1].strip('= ')}")]


MEASURES = {"import": measure_import, "first": measure_first, "digits": measure_digits,
            "mnist": measure_mnist, "trainer": measure_trainer, "dashboard": measure_dashboard,
            "suite": measure_suite}


def machine() -> str:
    from importlib.metadata import version

    try:
        name = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text()).group(1)
    except (OSError, AttributeError):
        name = platform.processor()
    packages = ", ".join(f"{package} {version(package)}" for package in ("keras", "tensorflow"))
    return f"{os.cpu_count()} cores of {name}, Python {platform.python_version()}, {packages}"


def write(rows: dict) -> None:
    (HERE / "results.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    lines = ["# What was measured", "", "Written by `make bench`.", "",
             "| what | measured | aim | how | when | machine |",
             "| --- | --- | --- | --- | --- | --- |"]
    lines += [f"| {what} | {' | '.join(row)} |" for what, row in rows.items()]
    (HERE / "results.md").write_text("\n".join(lines) + "\n")


def main() -> None:
    wanted = sys.argv[1:] or [name for name in MEASURES if name != "suite"]
    path = HERE / "results.json"
    rows = json.loads(path.read_text()) if path.exists() else {}
    for name in wanted:
        for what, *row in MEASURES[name]():
            rows[what] = [*row, str(date.today()), machine()]
            print(what, *row, sep="\n    ", flush=True)
            write(rows)


if __name__ == "__main__":
    main()
