"""Photographs a second, decoded and brought to 224×224 from files in batches of 32: ours, tf.data
with tf.io.decode_jpeg, and PyTorch's DataLoader with Pillow.

    python benchmarks/reading.py FOLDER [ROUNDS] [PYTHON]

The ways in turn, ROUNDS (4) times, with 300 files; PYTHON is one that has PyTorch, if this hasn't.
Time on the wall, and of the processor: a machine that others use slows the first, not the second.
Nothing is kept: each round decodes all files anew.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

SIZE, BATCH, COUNT, CORES = 224, 32, 300, len(os.sched_getaffinity(0))


def torch_way(paths):
    import numpy as np
    import torch
    from PIL import Image

    class Photographs(torch.utils.data.Dataset):
        def __len__(self): return len(paths)

        def __getitem__(self, at):
            image = Image.open(paths[at]).convert("RGB")
            pixels = np.asarray(image.resize((SIZE, SIZE), Image.Resampling.BILINEAR))
            return torch.from_numpy(pixels.copy()).permute(2, 0, 1).float()/255

    return torch.utils.data.DataLoader(Photographs(), batch_size=BATCH, num_workers=CORES)


def tensorflow_way(paths):
    import tensorflow as tf

    def read(path):
        image = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
        return tf.image.resize(image, (SIZE, SIZE))

    files = tf.data.Dataset.from_tensor_slices(paths)
    return files.map(read, num_parallel_calls=tf.data.AUTOTUNE).batch(BATCH).prefetch(2)


def our_way(paths):
    from imagerec.data.cache import Cache
    from imagerec.data.decode import decode
    from imagerec.data.form import Form
    from imagerec.data.pictures import Pictures
    Cache._slot = lambda cache: None # keep nothing

    def read(at):
        with open(paths[at], "rb") as file: return decode(file, Form((SIZE, SIZE), 3))

    return Pictures(read, paths, (SIZE, SIZE, 3), budget=0).batches(BATCH)


WAYS = {"ours": our_way, "tf.data": tensorflow_way, "PyTorch": torch_way}


def measured(name, paths):
    """Seconds on the wall and of the processor, children included."""
    given = WAYS[name](paths)
    began, before = time.perf_counter(), os.times()
    for batch in given: pass
    wall, after = time.perf_counter() - began, os.times()
    return wall, sum(after[:4]) - sum(before[:4])


def worker(name):
    """Answer each line of paths with the seconds that they took."""
    for line in sys.stdin: print(json.dumps(measured(name, json.loads(line))), flush=True)


def main(folder, rounds=4, python=sys.executable):
    paths = [str(path) for path in sorted(Path(folder).rglob("*.jpg"))[:COUNT]]
    workers = {name: subprocess.Popen(
        [python if name == "PyTorch" else sys.executable, __file__, "--worker", name], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for name in WAYS}
    spent = {name: [] for name in WAYS}
    for number in range(int(rounds) + 1):
        for name, process in workers.items():
            process.stdin.write(json.dumps(paths if number else paths[:BATCH]) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            if number and answer: spent[name].append(json.loads(answer))
    for process in workers.values(): process.stdin.close()
    for name, times in spent.items():
        if not times: continue
        wall, own = (sorted(each)[len(times)//2] for each in zip(*times))
        least = [min(each) for each in zip(*times)]
        print(f"{name:8} {len(paths)/wall:6.0f} a second (best {len(paths)/least[0]:.0f}), "
              f"{1000*own/len(paths):5.2f} ms of the processor "
              f"(least {1000*least[1]/len(paths):.2f})")


if __name__ == "__main__":
    if sys.argv[1] == "--worker": worker(sys.argv[2])
    else: main(*sys.argv[1:])
