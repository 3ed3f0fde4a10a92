"""Which way of decoding a photograph and bringing it to 224×224 is the fastest?

    python benchmarks/decoding.py PHOTOS/ [MORE/ ...]

Processor time of one thread for each photograph, the ways in turn for each, the least of seven
rounds: a busy machine disturbs that less than the time on the wall. `apart` is the mean difference
to Pillow's pixels, decoded whole, in levels of 255. OpenCV, kornia, libvips and TensorFlow are
measured where they are installed.
"""

import io
import os
import sys
import time
from pathlib import Path

os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "VIPS_CONCURRENCY": "1", "RAYON_NUM_THREADS": "1"}

import numpy as np
from PIL import Image

from imagerec.data import decode
from imagerec.data.form import Form
from imagerec.data.pixels import resize
from imagerec.data.resampling import resample

SIZE = (224, 224)
FORM = Form(SIZE, 3)


def whole(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB").resize(
        SIZE, Image.Resampling.BILINEAR))


def by_pillow(data):
    return resize(decode._by_pillow(io.BytesIO(data), FORM), SIZE)


def turbo_ways():
    import simplejpeg

    def shrunk(data, **options):
        return simplejpeg.decode_jpeg(data, min_height=SIZE[0], min_width=SIZE[1], **options)

    yield "simplejpeg, resized by Pillow", lambda data: np.asarray(Image.fromarray(
        shrunk(data, min_factor=2)).resize(SIZE, Image.Resampling.BILINEAR))
    yield "simplejpeg at any eighth", lambda data: resample(shrunk(data), SIZE)
    yield "simplejpeg, coarse waves and colours", lambda data: resample(
        shrunk(data, min_factor=2, fastdct=True, fastupsample=True), SIZE)
    import cv2
    cv2.setNumThreads(1)
    yield "simplejpeg, OpenCV linear", lambda data: cv2.resize(shrunk(data, min_factor=2), SIZE)
    yield "simplejpeg, OpenCV area", lambda data: cv2.resize(
        shrunk(data, min_factor=2), SIZE, interpolation=cv2.INTER_AREA)
    import kornia_rs
    yield "simplejpeg, kornia", lambda data: kornia_rs.imgproc.resize(
        shrunk(data, min_factor=2), SIZE, "bilinear")


def vips_way():
    import pyvips
    yield "libvips", lambda data: pyvips.Image.thumbnail_buffer(
        data, SIZE[1], height=SIZE[0], size="force").numpy()


def tensorflow_way():
    import tensorflow as tf
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    yield "tf.io.decode_jpeg and tf.image.resize", tf.function(
        lambda data: tf.image.resize(tf.io.decode_jpeg(data, channels=3), SIZE),
        input_signature=[tf.TensorSpec((), tf.string)])


def ways():
    yield "Pillow, whole", whole
    yield "Pillow, draft", by_pillow
    yield "imagerec", lambda data: decode.decode(io.BytesIO(data), FORM)
    for more in (turbo_ways, vips_way, tensorflow_way):
        try: yield from more()
        except ImportError as error: print(error)


def main(folder, known):
    files = sorted(Path(folder).rglob("*.jpg"))[:60]
    photos = [file.read_bytes() for file in files]
    best = {name: [np.inf]*len(photos) for name, _ in known}
    apart = {name: [] for name, _ in known}
    for number in range(7):
        for at, photo in enumerate(photos):
            for name, way in known:
                began = time.process_time()
                made = way(photo)
                best[name][at] = min(best[name][at], time.process_time() - began)
                if not number:
                    difference = abs(np.asarray(made) - whole(photo).astype(float)).mean()
                    apart[name].append(difference)
    print(f"{folder}: {len(photos)} photographs, {sum(map(len, photos))/len(photos)/1000:.0f} kB")
    theirs = np.mean(best.get("tf.io.decode_jpeg and tf.image.resize", np.nan))
    for name, spent in best.items():
        print(f"  {name:38} {1000*np.mean(spent):6.2f} ms, {theirs/np.mean(spent):5.2f} times "
              f"TensorFlow's speed, apart by {np.mean(apart[name]):.2f}")


if __name__ == "__main__":
    known = list(ways())
    for folder in sys.argv[1:]: main(folder, known)
