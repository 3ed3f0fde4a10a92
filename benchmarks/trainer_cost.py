"""What a `Trainer` costs: its epochs and those of a bare model.fit, taking turns in one process.

Two trainings stand side by side, each in a thread, and only one of them moves: an epoch of the one,
then an epoch of the other. Whatever else the machine does meanwhile slows both alike, and nothing
is traced anew. An epoch of either ends with its validation; the Trainer's also writes its history,
its checkpoint and its status.

    python benchmarks/trainer_cost.py [EPOCHS]      prints JSON
"""

import glob
import json
import os
import re
import sys
import tempfile
import threading
import time

import imagerec as ir

BATCH_SIZE, WARM = 32, 2  # the first epochs trace and fill caches; they are not counted


def processor_seconds() -> dict[str, float]:
    """Processor time so far of this process, of its parent and of all Chromium processes."""
    seconds = {"own": sum(os.times()[:2]), "parent": 0.0, "chromium": 0.0}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            number, name, rest = re.match(r"(\d+) \((.*)\) (.*)", open(path).read()).groups()
        except OSError:
            continue  # it has ended meanwhile
        name = "parent" if int(number) == os.getppid() else name
        if name in seconds:
            seconds[name] += sum(map(int, rest.split()[11:13])) / os.sysconf("SC_CLK_TCK")
    return seconds


class Turns:
    """Lets trainings move in turns, and takes the time of each epoch."""

    def __init__(self, *names: str):
        self.names, self.go = names, {name: threading.Event() for name in names}
        self.epochs = {name: [] for name in names}

    def wait(self, name: str) -> None:
        """Until it is the turn of `name`."""
        self.go[name].wait()
        self.go[name].clear()
        self.began, self.before = time.perf_counter(), processor_seconds()

    def end(self, name: str) -> None:
        """Its epoch has ended: the next one's turn."""
        seconds, after = time.perf_counter() - self.began, processor_seconds()
        used = {part: after[part] - self.before[part] for part in after}
        self.epochs[name].append({"seconds": seconds, **used})
        self.go[self.names[(self.names.index(name) + 1) % len(self.names)]].set()


def take_turns(epochs: int) -> dict:
    """Seconds of each epoch, `bare` and `ours`."""
    import keras

    data, turns = ir.load("mnist"), Turns("bare", "ours")
    train, valid = data.train, data.valid
    recipe = ir.Recipe(epochs=epochs + WARM, batch_size=BATCH_SIZE)
    trainer = ir.Trainer(ir.build("cnn", data), data, recipe, runs=tempfile.mkdtemp())
    bare = ir.build("cnn", data)

    def turn(name: str) -> None:
        turns.end(name)
        turns.wait(name)

    def fit() -> None:
        turns.wait("bare")
        each = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: turn("bare"))
        bare.fit(train.images, train.labels, batch_size=BATCH_SIZE, epochs=epochs + WARM, verbose=0,
                 validation_data=(valid.images, valid.labels), validation_batch_size=256,
                 callbacks=[each])

    trainer.listen(lambda event: turn("ours") if event.kind == "epoch" else None)
    threading.Thread(target=fit, daemon=True).start()
    turns.began, turns.before = time.perf_counter(), processor_seconds()
    trainer.start().wait()
    return {name: found[WARM:epochs + WARM] for name, found in turns.epochs.items()}


if __name__ == "__main__":
    print(json.dumps(take_turns(int(sys.argv[1]) if len(sys.argv) > 1 else 15)))
