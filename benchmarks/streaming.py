"""Training on photographs that don't fit into the cache: how much memory, and who waits?

    python benchmarks/streaming.py FOLDER [CACHE] [MODEL] [EPOCHS]

Loads FOLDER at 224×224 with cache=CACHE ("500MB"), trains MODEL ("cnn_tiny") by the Trainer, and
then goes through one more epoch by hand: the seconds in which a step waits for its batch, and those
in which it works. Memory is the most that the process ever held (VmHWM). 790 MB of it are
TensorFlow's before anything is done, most of it its library's file, so the memory that is the
process's own (RssAnon, looked at each fifth of a second) is told beside it.
"""

import re
import sys
import tempfile
import threading
import time
from pathlib import Path

import imagerec as ir


MOST_OWN = [0]


def own():
    """Megabytes that are this process's alone."""
    return int(re.search(r"RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])/1000


def watch():
    while True:
        MOST_OWN[0] = max(MOST_OWN[0], own())
        time.sleep(0.2)


def held():
    """What this process has held at most."""
    text = Path("/proc/self/status").read_text()
    most = int(re.search(r"VmHWM:\s+(\d+) kB", text)[1])/1000
    return f"at most {most:.0f} MB, of its own {max(MOST_OWN[0], own()):.0f}"


def epoch_by_hand(model, data, recipe):
    """Seconds of waiting and of working."""
    from imagerec.training.loop.batches import Feed
    batches = iter(Feed(model, data, recipe).epoch(recipe, 9, None)["x"])
    waited = worked = 0.0
    while True:
        began = time.perf_counter()
        batch = next(batches, None)
        came = time.perf_counter()
        if batch is None: return waited, worked
        model.train_on_batch(*batch)
        waited, worked = waited + came - began, worked + time.perf_counter() - came


def main(folder, cache="500MB", name="cnn_tiny", epochs=2):
    import keras
    threading.Thread(target=watch, daemon=True).start()
    print(f"Python and Keras on {keras.backend.backend()}: {held()}")
    began = time.perf_counter()
    data = ir.load(folder, size=224, cache=cache)
    print(f"{data}: loaded in {time.perf_counter() - began:.1f} s, {held()}")
    began = time.perf_counter()
    print(f"{data.fingerprint[:8]}: all read once in {time.perf_counter() - began:.1f} s, "
          f"{held()}")
    model = ir.build(name, data)
    recipe = ir.Recipe(epochs=int(epochs), batch_size=32)
    run = ir.Trainer(model, data, recipe, runs=tempfile.mkdtemp(), statistics=False).fit()
    print(f"{name}, {model.count_params():,} weights, epochs of "
          f"{', '.join(f'{seconds:.0f}' for seconds in run.history['seconds'])} s: {held()}")
    waited, worked = epoch_by_hand(model, data, recipe)
    print(f"An epoch by hand: waits {waited:.2f} s, works {worked:.1f} s: "
          f"{waited/(waited + worked):.1%} of its time; {held()}")


if __name__ == "__main__": main(*sys.argv[1:])
