"""Kills a training at random moments, lets it go on each time, and compares with one left in
peace.

    python benchmarks/crash.py [--kills 30] [--seed 0] [--epochs 4]

Half of the time goes into writing checkpoints, so many of the kills strike in the middle of one.
After each kill the run folder is read as any reader would read it.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TRAINING = """
import sys, pathlib, imagerec as ir
folder = pathlib.Path(sys.argv[1])
if (folder / "recipe.json").exists(): trainer = ir.Trainer.from_run(folder)
else:
    data = ir.load("digits")
    recipe = ir.Recipe(epochs=int(sys.argv[2]), batch_size=16, optimizer="adamw",
                       learning_rate=0.01, weight_decay=0.05, schedule="one_cycle",
                       augmentation="digits", mixup=0.2,
                       ema=0.9, checkpoint_steps=4, seed=7)
    model = ir.build("cnn_tiny", data, dropout=0.2, seed=7)
    trainer = ir.Trainer(model, data, recipe, run_dir=folder, keep_optimizer=True)
print("begins", flush=True)
trainer.listen(lambda event: event.kind == "step" and print(event.step, flush=True))
trainer.fit()
"""


def start(folder: Path, epochs: int) -> subprocess.Popen:
    """A training process that has begun."""
    command = [sys.executable, "-c", TRAINING, folder, str(epochs)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if process.stdout.readline() != "begins\n":
        raise RuntimeError(process.stderr.read())
    return process


def strike(process: subprocess.Popen, step: int, seconds: float) -> bool:
    """Kill it so long after this step; False if it has ended before."""
    for line in process.stdout:
        if int(line) >= step:
            break
    time.sleep(seconds)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def finish(process: subprocess.Popen) -> None:
    _, errors = process.communicate(timeout=600)
    if process.returncode:
        raise RuntimeError(errors)


def read(folder: Path) -> None:
    """Everything that a reader asks of a run; raises if anything of it can't be read."""
    from imagerec.runs.run import Run

    if (folder / "recipe.json").exists():
        run = Run(folder)
        run.status, run.recipe, run.about, run.environment, run.history, run.rows(), repr(run)
        if (folder / "model.keras").exists():
            run.load_model()


def is_finished(folder: Path) -> bool:
    from imagerec.runs.run import Run

    return (folder / "recipe.json").exists() and Run(folder).status.state == "finished"


def weights(folder: Path) -> list:
    """Of the last checkpoint and of the best model."""
    from imagerec.training.loop.checkpoints import read_checkpoint
    from imagerec.models.files import load_model

    models = [load_model(read_checkpoint(folder).path), load_model(folder / "model.keras")]
    return [weight for model in models for weight in (*model.get_weights(),
                                                      *map(as_array, model.optimizer.variables))]


def as_array(variable):
    import keras

    return keras.ops.convert_to_numpy(variable)


def crash(kills: int, seed: int, epochs: int) -> dict:
    draw, work = random.Random(seed), Path(tempfile.mkdtemp())
    began = time.perf_counter()
    process = start(work / "peace", epochs)
    steps = sum(1 for _ in process.stdout)
    finish(process)
    expected, finished, torn, same, done = weights(work / "peace"), 0, 0, True, 0
    while True:
        struck = work / f"struck-{finished}"
        process = start(struck, epochs)
        if done < kills and strike(process, draw.randrange(steps), draw.uniform(0, 0.1)):
            done += 1
            torn += any(struck.rglob(".*.keras")) or any(struck.rglob(".*.json"))
            read(struck)
            if not is_finished(struck):  # the blow may come when all is written
                continue
        elif process.returncode is None:
            finish(process)
        finished += 1
        same &= all(
            (one == other).all() for one, other in zip(expected, weights(struck), strict=True)
        )
        if done == kills:
            break
    return {"kills": kills, "while a file was written": torn,
            "runs that came to their end": finished,
            "same weights": same, "seconds": round(time.perf_counter() - began)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=4)
    found = crash(**vars(parser.parse_args()))
    print(json.dumps(found))
    sys.exit(not found["same weights"])
