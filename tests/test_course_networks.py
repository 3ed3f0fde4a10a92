"""An answer that is right and made by Keras, SciPy or the package is right."""

import hashlib

import numpy as np
import pytest

import imagerec as ir


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("IMAGEREC_HOME", str(tmp_path))


def _softmax(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _number(content):
    """From 0 to 1, the same for the same content."""
    return int(hashlib.sha256(content).hexdigest()[:8], 16) / 16**8


def test_unusual_answers_are_right():
    import keras

    assert ir.check(
        "images-2",
        lambda image, amount: np.array(
            [[min(255, int(pixel) + amount) for pixel in row] for row in image], dtype="uint8"
        ),
    )
    assert ir.check("images-4", lambda labels, classes: keras.utils.to_categorical(labels, classes))
    assert ir.check("first-network-2", lambda scores: keras.ops.softmax(scores, axis=-1))
    assert ir.check(
        "first-network-3",
        lambda p, y: keras.ops.mean(keras.losses.sparse_categorical_crossentropy(y, p)),
    )
    assert ir.check(
        "learning-2",
        lambda order, batch_size: np.array_split(order, range(batch_size, len(order), batch_size)),
    )
    assert ir.check(
        "learning-2",
        lambda order, batch_size: [
            list(order[i : i + batch_size]) for i in range(0, len(order), batch_size)
        ],
    )
    assert ir.check(
        "first-network-4",
        lambda p, y: float(np.mean([row.argmax() == label for row, label in zip(p, y)])),
    )


def test_unusual_answers_about_attention():
    import keras
    from keras import ops

    def by_the_layer(x, W, b, v):
        from imagerec.layers.attention import AdditiveAttention

        layer = AdditiveAttention(len(b))
        layer.build((1, *x.shape))
        layer.set_weights([W, b, v[:, None]])
        pooled, weights = layer(x[None].astype("float32"), return_attention_scores=True)
        return [weights[0], pooled[0]]

    assert ir.check("attention-1", by_the_layer)
    assert ir.check(
        "attention-2",
        lambda query, key, value: ops.dot_product_attention(
            *(part[None, :, None].astype("float32") for part in (query, key, value))
        )[0, :, 0],
    )
    assert ir.check(
        "attention-2",
        lambda query, key, value: [
            sum(weight * row for weight, row in zip(_softmax(key @ one / len(one) ** 0.5), value))
            for one in query
        ],
    )
    assert ir.check(
        "attention-3",
        lambda scores, mask: keras.layers.Softmax()(scores.astype("float32"), mask=mask),
    )
    assert ir.check(
        "attention-3", lambda scores, mask: ops.softmax(ops.where(mask, scores, -1e9), axis=1)
    )
    assert ir.check("attention-4", lambda x, heads: np.stack(np.split(x, heads, axis=2), axis=1))
    assert ir.check(
        "attention-4",
        lambda x, heads: ops.transpose(ops.reshape(x, (*x.shape[:2], heads, -1)), (0, 2, 1, 3)),
    )
    assert ir.check(
        "attention-5", lambda x: np.concatenate([x[:, head] for head in range(x.shape[1])], axis=-1)
    )


def test_unusual_answers_about_sequences():
    import keras
    from imagerec.layers.recurrent import Gate, simple_rnn

    def by_package(sequence, W, U, b):
        return simple_rnn(
            sequence[None].astype("float32"), Gate(*(part.astype("float32") for part in (W, U, b)))
        )[0]

    def one_product(sequence, W, U, b):
        states = [np.zeros((1, len(b)))]
        for x in sequence:
            states.append(np.tanh(np.hstack([x[None], states[-1]]) @ np.vstack([W, U]) + b))
        return np.concatenate(states[1:]).tolist()

    def gates(x, h, W, U, b):
        z, r, candidate = (
            Gate(*parts) for parts in zip(*(np.split(part, 3, axis=-1) for part in (W, U, b)))
        )
        z, r = (keras.ops.sigmoid(gate(x[None], h[None])) for gate in (z, r))
        return (z * h + (1 - z) * keras.ops.tanh(candidate(x[None], r * h)))[0]

    def by_list(sequence, forward, backward):
        return [
            [*a, *b] for a, b in zip(forward(sequence), reversed(backward(np.flip(sequence, 0))))
        ]

    def together(slope_W, slope_U, most):
        length = np.linalg.norm(np.concatenate([slope_W.ravel(), slope_U.ravel()]))
        return [slope * min(1, most / (length + 1e-12)) for slope in (slope_W, slope_U)]

    assert ir.check("sequences-1", by_package)
    assert ir.check("sequences-1", one_product)
    assert ir.check("sequences-2", together)
    assert ir.check("sequences-3", gates)
    assert ir.check("sequences-4", by_list)


def test_unusual_answers_about_choosing():
    from statistics import mean, stdev

    import keras
    from scipy import stats

    def by_hand(a, b):
        differences = [y - x for x, y in zip(a, b)]
        half = stats.t.ppf(0.975, len(a) - 1) * stdev(differences) / len(a) ** 0.5
        return mean(differences), mean(differences) - half, mean(differences) + half

    def counted_by_keras(height, width, channels, size, kernels, stride):
        layer = keras.layers.Conv2D(
            kernels, size, strides=stride, use_bias=False, data_format="channels_last"
        )
        _, rows, columns, _ = layer.compute_output_shape((1, height, width, channels))
        layer.build((1, height, width, channels))
        return np.int64(rows * columns * layer.count_params())

    def backwards(sizes, strides):
        side = 1
        for size, stride in zip(sizes[::-1], strides[::-1]):
            side = (side - 1) * stride + size
        return side

    assert ir.check("choosing-1", by_hand)
    assert ir.check(
        "choosing-1",
        lambda a, b: [
            np.mean(b - a),
            *stats.t.interval(0.95, len(a) - 1, np.mean(b - a), stats.sem(b - a)),
        ],
    )
    assert ir.check(
        "choosing-2",
        lambda valid, test: list(
            max(((v.mean(), row, t.mean()) for row, (v, t) in enumerate(zip(valid, test))))[1:]
        ),
    )
    assert ir.check(
        "choosing-2",
        lambda valid, test: np.float32(
            [np.argsort(valid.sum(1))[-1], test[np.argsort(valid.sum(1))[-1]].mean()]
        ),
    )
    assert ir.check("choosing-3", counted_by_keras)
    assert ir.check("choosing-4", backwards)
    assert ir.check(
        "choosing-4",
        lambda sizes, strides: 1 + sum((k - 1) * np.prod(strides[:i]) for i, k in enumerate(sizes)),
    )
    assert ir.check(
        "choosing-5", lambda u, low, high: 10 ** (np.log10(low) + u * np.log10(high / low))
    )
    assert ir.check("choosing-5", lambda u, low, high: [low ** (1 - x) * high**x for x in u])


def test_unusual_answers_before_deep_learning():
    from collections import Counter

    import keras
    from scipy.spatial.distance import cdist

    assert ir.check(
        "before-deep-learning-1",
        lambda train, labels, pictures: [
            labels[
                min(
                    range(len(train)),
                    key=lambda i: np.linalg.norm(train[i].astype("float32") - picture),
                )
            ]
            for picture in pictures
        ],
    )
    assert ir.check(
        "before-deep-learning-1",
        lambda train, labels, pictures: list(labels[cdist(pictures, train).argmin(1)]),
    )

    def by_loops(right, down, bins):
        histogram = [0] * bins
        for x, y in zip(right.flat, down.flat):
            histogram[int(np.arctan2(y, x) % np.pi / (np.pi / bins))] += (x**2 + y**2) ** 0.5
        return histogram

    assert ir.check("before-deep-learning-2", by_loops)
    assert ir.check(
        "before-deep-learning-2",
        lambda right, down, bins: np.histogram(
            np.degrees(np.arctan2(down, right)) % 180, bins, (0, 180), weights=np.hypot(right, down)
        )[0],
    )
    assert ir.check("before-deep-learning-3", lambda scores, y: keras.losses.hinge(y, scores))
    assert ir.check(
        "before-deep-learning-3",
        lambda scores, y: (
            sum(max(0, 1 - a * b) for a, b in zip(scores.tolist(), y.tolist())) / len(y)
        ),
    )
    assert ir.check(
        "before-deep-learning-4",
        lambda left, right: (
            sum(
                len(side) - sum(n * n for n in Counter(side.tolist()).values()) / len(side)
                for side in (left, right)
                if len(side)
            )
            / (len(left) + len(right))
        ),
    )


def test_unusual_answers_about_overfitting():
    from scipy import ndimage

    assert ir.check(
        "overfitting-1",
        lambda weight, slope, learning_rate, strength: (
            (1 - 2 * learning_rate * strength) * weight - learning_rate * slope
        ),
    )
    assert ir.check(
        "overfitting-2",
        lambda x, rate, draws, training: (
            [float(d >= rate) / (1 - rate) * v for v, d in zip(x, draws)] if training else list(x)
        ),
    )
    assert ir.check(
        "overfitting-3", lambda image, down, right: ndimage.shift(image, (down, right), order=0)
    )
    assert ir.check(
        "overfitting-3",
        lambda image, down, right: np.array(
            [
                [
                    image[r - down][c - right]
                    if 0 <= r - down < len(image) and 0 <= c - right < len(image[0])
                    else 0
                    for c in range(len(image[0]))
                ]
                for r in range(len(image))
            ],
            dtype=float,
        ),
    )
    assert ir.check(
        "overfitting-4",
        lambda losses, patience: next(
            np.array([int(np.argmin(losses[:last])) + 1, last])
            for last in range(1, len(losses) + 1)
            if last == len(losses) or last - int(np.argmin(losses[:last])) - 1 >= patience
        ),
    )


def test_unusual_answers_about_photographs():
    from PIL import Image, ImageOps

    def by_pillow(image, orientation):
        picture = Image.fromarray(image.astype("uint8"))
        picture.getexif()[0x0112] = orientation
        return np.asarray(ImageOps.exif_transpose(picture))

    def by_the_package(right, n):
        from imagerec.metrics import wilson_interval

        return list(wilson_interval(right, n))

    def by_name(contents):
        known = {}
        for content in contents:
            known.setdefault(content, _number(content))
        return [int(known[one] >= 0.7) + int(known[one] >= 0.8) for one in contents]

    def by_keras(x, mean, variance, training):
        import keras

        layer = keras.layers.BatchNormalization(center=False, scale=False)
        layer.build(x.shape)
        layer.set_weights([mean, variance])
        return layer(x.astype("float32"), training=training)

    assert ir.check("own-photographs-1", by_pillow)
    assert ir.check(
        "own-photographs-1",
        lambda image, orientation: {
            1: image,
            3: image[::-1, ::-1],
            6: image.swapaxes(0, 1)[:, ::-1],
            8: image.swapaxes(0, 1)[::-1],
        }[orientation],
    )
    assert ir.check(
        "own-photographs-2",
        lambda height, width, side, fit: np.array(
            [side, side]
            if fit == "squeeze"
            else np.round(
                np.array([height, width]) * side / {"pad": max, "crop": min}[fit](height, width)
            )
        ),
    )
    assert ir.check("own-photographs-3", by_name)
    assert ir.check("own-photographs-4", by_the_package)
    assert ir.check(
        "trained-network-1", lambda maps: np.einsum("nhwc->nc", maps) / maps[0, ..., 0].size
    )
    assert ir.check("trained-network-2", by_keras)
    assert ir.check(
        "trained-network-3", lambda layers, first: np.logspace(np.log10(first), 0, layers)
    )
    assert ir.check(
        "trained-network-4",
        lambda before, after, labels: (
            1 - np.mean([a == y for b, a, y in zip(before, after, labels) if b == y])
        ),
    )
