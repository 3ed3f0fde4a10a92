"""Photographs of 1200×900 for the benchmarks, made from hymenoptera.zip: crops, with noise.

    python benchmarks/photographs.py FOLDER [COUNT] [DIFFERENT]

COUNT files (2,000) in FOLDER/ants and FOLDER/bees, DIFFERENT ones of them (all) and links to them.
"""

import io
import os
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image


def photograph(data, seed):
    """A random part of 4:3 of the picture, with the noise of a camera."""
    random, image = np.random.default_rng(seed), Image.open(io.BytesIO(data)).convert("RGB")
    unit = min(image.width/4, image.height/3)*random.uniform(0.7, 1)
    left, top = random.uniform(0, image.width - 4*unit), random.uniform(0, image.height - 3*unit)
    box = (left, top, left + 4*unit, top + 3*unit)
    pixels = np.asarray(image.resize((1200, 900), Image.Resampling.BICUBIC, box=box))
    noise = random.normal(0, 4, (900, 1200, 1)).astype("int16")
    return Image.fromarray((pixels + noise).clip(0, 255).astype("uint8"))


def main(folder, count=2000, different=None):
    archive = zipfile.ZipFile(Path(os.environ["IMAGEREC_DATA"])/"hymenoptera.zip")
    names = [name for name in archive.namelist() if name.endswith(".jpg")]

    def path(number):
        return Path(folder)/("ants" if "/ants/" in names[number % len(names)] else "bees")

    def make(number):
        path(number).mkdir(parents=True, exist_ok=True)
        data = archive.read(names[number % len(names)])
        photograph(data, number).save(path(number)/f"{number}.jpg", quality=85)

    different = different or count
    with ThreadPoolExecutor() as pool: list(pool.map(make, range(different)))
    for number in range(different, count):
        os.link(path(number % different)/f"{number % different}.jpg",
                path(number % different)/f"{number}.jpg")


if __name__ == "__main__": main(sys.argv[1], *map(int, sys.argv[2:]))
