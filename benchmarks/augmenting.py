"""How long does it take to change a picture at random: by Keras's layers, and by ours?

    python benchmarks/augmenting.py [SIDE]

Processor time for a picture of SIDE×SIDE×3 (224) in batches of 32, the ways in turn, the least of
five rounds.
"""

import sys
import time

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from imagerec.data.augmentation import PRESETS, Augmentation, augmented, draw

COUNT = 32


def of_keras(*parts):
    chain = keras.Sequential(parts)

    def run(images):
        return chain(tf.cast(images, "float32"), training=True)
    return tf.function(run, autograph=False)


def ours(augmentation, side):
    drawn = draw(augmentation, COUNT, (side, side, 3), [0])

    def run(images):
        return augmented(images, drawn, augmentation.fill)
    return tf.function(run, autograph=False)


def ways(side):
    photos = (layers.RandomFlip("horizontal"), layers.RandomRotation(10/360),
              layers.RandomZoom((-0.15, 0.15), (-0.15, 0.15)), layers.RandomTranslation(0.1, 0.1),
              layers.RandomBrightness(0.15, (0, 255)), layers.RandomContrast(0.2, (0, 255)))
    return {
        "photos: Keras": of_keras(*photos), "photos: ours": ours(PRESETS["photos"], side),
        "RandAugment: Keras": of_keras(layers.RandAugment((0, 255), 2, 0.5)),
        "RandAugment: ours": ours(Augmentation(rand_augment=0.5), side),
        "crop: Keras": of_keras(layers.RandomCrop(side*7//8, side*7//8)),
        "crop, resized: ours": ours(Augmentation(crop=0.2), side),
        "hue: Keras": of_keras(layers.RandomHue(0.2, (0, 255))),
        "hue: ours": ours(Augmentation(hue=0.2), side),
        "erase: Keras": of_keras(layers.RandomErasing(value_range=(0, 255))),
        "erase: ours": ours(Augmentation(erase=0.5), side),
    }


def main(side=224):
    images = tf.constant(np.random.default_rng(0).integers(0, 256, (COUNT, side, side, 3)), "uint8")
    known, best = ways(side), {}
    for way in known.values(): way(images)
    for _ in range(5):
        for name, way in known.items():
            began = time.process_time()
            way(images)
            spent = 1000*(time.process_time() - began)/COUNT
            best[name] = min(spent, best.get(name, spent))
    for name, spent in best.items(): print(f"{name:24} {spent:6.2f} ms a picture")


if __name__ == "__main__": main(*map(int, sys.argv[1:]))
