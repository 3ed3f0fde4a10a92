"""Lessons 01 and 03 to 13: a newcomer's mistake is named; a right but unusual
answer is right."""

import hashlib
from types import SimpleNamespace

import numpy as np
import pytest

import imagerec as ir
from imagerec.course import choosing


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("IMAGEREC_HOME", str(tmp_path))


def _softmax(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _number(content):
    """From 0 to 1, the same for the same content."""
    return int(hashlib.sha256(content).hexdigest()[:8], 16) / 16**8


MISTAKES = [
    ("images-1", lambda image, t, l, h, w: image[l:l + w, t:t + h], "Rows and columns are swapped"),
    ("images-1", lambda image, t, l, h, w: image[t:h, l:w], "not after a length"),
    ("images-2", lambda image, amount: image + np.uint8(amount), "overflow"),
    ("images-2", lambda image, amount: np.clip(image.astype(int) + amount, 0, 255), "expected uint8"),
    ("images-3", lambda image: image.mean(axis=2), "plain mean"),
    ("images-3", lambda image: image.mean(), "Wrong shape"),
    ("images-4", lambda labels, classes: labels[:, None], "Wrong shape"),
    ("images-4", lambda labels, classes: np.eye(labels.max() + 1)[labels], "too few columns"),
    ("first-network-1", lambda height, width, channels, kernels: height * width * channels * kernels,
     "biases are missing"),
    ("first-network-1", lambda height, width, channels, kernels: None, "lacks a `return`"),
    ("first-network-2", lambda scores: np.exp(scores) / np.exp(scores).sum(), "Everything together sums to 1"),
    ("first-network-2", lambda scores: np.exp(scores) / np.exp(scores).sum(0), "Each column sums to 1"),
    ("first-network-2", lambda scores: np.exp(scores) / np.exp(scores).sum(1, keepdims=True), "overflow"),
    ("first-network-2", lambda scores: scores[0], "Wrong shape"),
    ("first-network-2", lambda scores: None, "lacks a `return`"),
    ("first-network-2", lambda scores: scores[7], "raised IndexError"),
    ("first-network-3", lambda p, y: -np.log(p[:, y]).mean(), "values differ"),
    ("first-network-3", lambda p, y: -np.log(p[np.arange(len(y)), y] + 1e-7).sum(), "sum of the losses"),
    ("first-network-3", lambda p, y: -np.log(p[np.arange(len(y)), y]).mean(), "infinite loss"),
    ("first-network-4", lambda p, y: (p.argmax() == y).mean(), "most probable class of each row"),
    ("first-network-4", lambda p, y: (p.argmax(1) == y).sum(), "how many are right"),
    ("first-network-4", lambda p, y: 100 * (p.argmax(1) == y).mean(), "in percent"),
    ("learning-1", lambda x, W, labels: x.T @ (np.eye(W.shape[1])[labels] - x @ W), "values differ"),
    ("learning-1", lambda x, W, labels: 0.0, "Wrong shape"),
    ("learning-1", lambda x, W, labels: None, "lacks a `return`"),
    ("learning-2", lambda order, batch_size: None, "lacks a `return`"),
    ("learning-2", lambda order, batch_size: 3, "no list"),
    ("learning-2", lambda order, batch_size: np.split(order, range(batch_size, len(order),
                                                             batch_size))[:-1], "left out"),
    ("learning-3", lambda weight, velocity, slope, learning_rate, share: weight - learning_rate * slope,
     "Wrong shape"),
    ("learning-3", lambda weight, velocity, slope, learning_rate, share: (weight + velocity, velocity),
     "values differ"),
    ("attention-1", lambda x, W, b, v: (_softmax(np.tanh(x @ W + b) + v), x.mean(0)), "v is no bias"),
    ("attention-1", lambda x, W, b, v: (np.exp(np.tanh(x @ W + b) @ v), x.mean(0)), "values differ"),
    ("attention-1", lambda x, W, b, v: (_softmax(np.tanh(x @ W + b) @ v), x.mean(0)), "plain mean"),
    ("attention-1", lambda x, W, b, v: np.float64(1), "two things"),
    ("attention-2", lambda query, key, value: _softmax(query @ key.T) @ value, "not divided by √d"),
    ("attention-2", lambda query, key, value: _softmax(query @ key.T / np.sqrt(len(key))) @ value,
     "values differ"),
    ("attention-2", lambda query, key, value: np.exp(query @ key.T / query.shape[1] ** 0.5)
     / np.exp(query @ key.T / query.shape[1] ** 0.5).sum(1, keepdims=True) @ value, "not a number"),
    ("attention-3", lambda scores, mask: _softmax(scores) * mask, "don't sum to 1"),
    ("attention-3", lambda scores, mask: _softmax(np.where(mask, scores, 0)), "score of 0 is not hidden"),
    ("attention-3", lambda scores, mask: _softmax(np.where(mask, -np.inf, scores)), "turned round"),
    ("attention-4", lambda x, heads: x.reshape(len(x), heads, x.shape[1], -1), "wrong places"),
    ("attention-4", lambda x, heads: np.stack([x[..., head::heads] for head in range(heads)], axis=1),
     "every so many"),
    ("attention-5", lambda x: x.reshape(len(x), x.shape[2], -1), "not side by side"),
    ("attention-5", lambda x: x.transpose(0, 2, 1, 3), "Wrong shape"),
    ("sequences-1", lambda sequence, W, U, b: np.tanh(sequence @ W + b), "Nothing is remembered"),
    ("sequences-1", lambda sequence, W, U, b: np.tanh(sequence @ W + b)[-1], "Only one state"),
    ("sequences-1", lambda sequence, W, U, b: None, "lacks a `return`"),
    ("sequences-2", lambda slope_W, slope_U, most: (np.clip(slope_W, -most, most),
                                             np.clip(slope_U, -most, most)), "cut by itself"),
    ("sequences-2", lambda slope_W, slope_U, most: (slope_W, slope_U), "Nothing was shortened"),
    ("sequences-2", lambda slope_W, slope_U, most: np.clip(slope_W, -most, most), "pair of arrays"),
    ("sequences-3", lambda x, h, W, U, b: h, "values differ"),
    ("sequences-3", lambda x, h, W, U, b: np.tanh(x @ W + h @ U + b), "Wrong shape"),
    ("sequences-4", lambda sequence, forward, backward: np.hstack([forward(sequence),
                                                            backward(sequence[::-1])]),
     "turned round again"),
    ("sequences-4", lambda sequence, forward, backward: forward(sequence) + backward(sequence[::-1])[::-1],
     "are added"),
    ("choosing-1", lambda a, b: np.mean(b - a) + 1.96 * np.std(b - a, ddof=1) / len(a)**0.5
     * np.array([0, -1, 1]), "with 1.96"),
    ("choosing-1", lambda a, b: choosing.paired_interval(b, a), "sign is turned"),
    ("choosing-1", lambda a, b: b - a, "differences, one for each seed"),
    ("choosing-1", lambda a, b: None, "lacks a `return`"),
    ("choosing-2", lambda valid, test: (test.mean(1).argmax(), test.mean(1).max()),
     "made on the test pictures"),
    ("choosing-2", lambda valid, test: (valid.mean(1).argmax(), valid.mean(1).max()),
     "that of the validation pictures"),
    ("choosing-2", lambda valid, test: (valid.max(1).argmax(), test[valid.max(1).argmax()].mean()),
     "luckiest single seed"),
    ("choosing-2", lambda valid, test: valid.mean(1).argmax(), "Wrong shape"),
    ("choosing-3", lambda height, width, channels, size, kernels, stride: height * width * size**2
     * channels * kernels, "over the border"),
    ("choosing-3", lambda height, width, channels, size, kernels, stride: size**2 * channels * kernels
     + kernels, "are the weights"),
    ("choosing-4", lambda sizes, strides: sum(sizes), "sizes were added"),
    ("choosing-4", lambda sizes, strides: 1 + sum(sizes) - len(sizes), "strides are missing"),
    ("choosing-4", lambda sizes, strides: int(np.prod(sizes)), "sizes were multiplied"),
    ("choosing-5", lambda u, low, high: low + u * (high - low), "evenly by differences"),
    ("choosing-5", lambda u, low, high: np.log(low) + u * np.log(high / low), "are the logarithms"),
    ("before-deep-learning-1", lambda train, labels, pictures: labels[[((train - picture)**2).sum(1).argmin()
                                                     for picture in pictures]], "uint8"),
    ("before-deep-learning-1", lambda train, labels,
     pictures: [int(((train - picture.astype(float))**2).sum(1).argmin()) for picture in pictures],
     "positions"),
    ("before-deep-learning-1", lambda train, labels, pictures: labels, "Wrong shape"),
    ("before-deep-learning-2", lambda right, down, bins: np.histogram(np.degrees(np.arctan2(down, right)) % 180, bins,
                                                    (0, 180))[0], "counts the same"),
    ("before-deep-learning-2", lambda right, down, bins: np.histogram(np.degrees(np.arctan2(down, right)), bins,
                                                    (0, 180), weights=np.hypot(right, down))[0],
     "lost"),
    ("before-deep-learning-2", lambda right, down, bins: np.histogram(np.arctan2(down, right) % 180, bins, (0, 180),
                                                    weights=np.hypot(right, down))[0],
     "values differ"),
    ("before-deep-learning-3", lambda scores, y: (1 - y * scores).mean(), "gain something"),
    ("before-deep-learning-3", lambda scores, y: max(0, np.max(1 - y * scores)), "largest loss"),
    ("before-deep-learning-3", lambda scores, y: np.maximum(0, 1 - y * scores), "Wrong shape"),
    ("before-deep-learning-4", lambda left, right: np.mean([1 - sum(np.mean(side == k)**2 for k in {*left, *right})
                                          for side in (left, right) if len(side)]),
     "values differ"),
    ("before-deep-learning-4", lambda left, right: 1 - sum(np.mean(np.append(left, right) == k)**2
                                         for k in {*left, *right}), "makes no difference"),
    ("before-deep-learning-4", lambda left, right: None, "lacks a `return`"),
    ("overfitting-1", lambda weight, slope, learning_rate, strength: weight - learning_rate
     * (slope + strength * weight), "half as much"),
    ("overfitting-1", lambda weight, slope, learning_rate, strength: weight * (1 - 2 * strength)
     - learning_rate * slope, "forgets the learning rate"),
    ("overfitting-1", lambda weight, slope, learning_rate, strength: weight - learning_rate
     * (slope + strength * np.sign(weight)), "step of L1"),
    ("overfitting-1", lambda weight, slope, learning_rate, strength: weight - learning_rate * slope
     + strength * (weight**2).sum(), "values differ"),
    ("overfitting-2", lambda x, rate, draws, training: x * (draws >= rate) if training else x,
     "not divided"),
    ("overfitting-2", lambda x, rate, draws, training: x * (draws >= rate) / (1 - rate),
     "though it is no training"),
    ("overfitting-2", lambda x, rate, draws, training: x[draws >= rate] / (1 - rate), "Wrong shape"),
    ("overfitting-3", lambda image, down, right: np.roll(image, (down, right), (0, 1)), "at the other side"),
    ("overfitting-3", lambda image, down, right: np.pad(image, ((down, 0), (right, 0))), "Wrong shape"),
    ("overfitting-3", lambda image, down, right: np.roll(image, (-down, -right), (0, 1)), "values differ"),
    ("overfitting-4", lambda losses, patience: (int(np.argmin(losses)), len(losses)), "values differ"),
    ("overfitting-4", lambda losses, patience: int(np.argmin(losses)) + 1, "Wrong shape"),
    ("overfitting-4", lambda losses, patience: (int(np.argmin(losses)) + 1, len(losses)), "does not stop"),
    ("own-photographs-1", lambda image, orientation: np.rot90(image, {3: 2, 6: 1, 8: 3}.get(orientation, 0)),
     "the wrong way"),
    ("own-photographs-1", lambda image, orientation: image, "Nothing was turned"),
    ("own-photographs-1", lambda image, orientation: np.rot90(image, orientation), "taken for the quarters"),
    ("own-photographs-1", lambda image, orientation: image.T if orientation in (6, 8) else image[::-1, ::-1],
     "values differ"),
    ("own-photographs-1", lambda image, orientation: None, "lacks a `return`"),
    ("own-photographs-2", lambda height, width, side, fit: (side, side), "Every fit squeezes"),
    ("own-photographs-2", lambda height, width, side, fit: (side, round(width * side / height)),
     "values differ"),
    ("own-photographs-2", lambda height, width, side, fit: (width, height), "values differ"),
    ("own-photographs-2", lambda height, width, side, fit: min(side / height, side / width), "Wrong shape"),
    ("own-photographs-3", lambda contents: np.digitize(np.random.permutation(len(contents)) / len(contents),
                                          [0.7, 0.8]), "Asked again"),
    ("own-photographs-3", lambda contents: np.digitize(np.arange(len(contents)) / len(contents), [0.7, 0.8]),
     "Copies of one picture"),
    ("own-photographs-3", lambda contents: np.digitize([hash(one) % 100 for one in contents], [70, 80]),
     "Python's hash"),
    ("own-photographs-3", lambda contents: np.digitize([one[0] / 256 for one in contents], [0.7, 0.8]),
     "fall into one part"),
    ("own-photographs-3", lambda contents: [_number(one) for one in contents], "no part"),
    ("own-photographs-3", lambda contents: ["train"] * len(contents), "no number"),
    ("own-photographs-4", lambda right, n: right / n + np.array([-1.96, 1.96]) * np.sqrt(right * (n - right)
                                                                           / n**3), "p ± 1.96"),
    ("own-photographs-4", lambda right, n: (right / n - 0.05, right / n + 0.05), "values differ"),
    ("own-photographs-4", lambda right, n: right / n, "Wrong shape"),
    ("own-photographs-project", "runs/20261130-cnn", "path of a run"),
    ("own-photographs-project", SimpleNamespace(accuracy=0.9), "This is a report"),
    ("own-photographs-project", 0.93, "This is a float"),
    ("trained-network-1", lambda maps: maps.max(axis=(1, 2)), "largest value of each channel"),
    ("trained-network-1", lambda maps: maps.mean(axis=-1), "over the channels"),
    ("trained-network-1", lambda maps: maps.mean(axis=(2, 3)), "channels first"),
    ("trained-network-1", lambda maps: maps.reshape(len(maps), -1), "flattened"),
    ("trained-network-2", lambda x, mean, variance, training: (x - mean) / np.sqrt(variance + 0.001),
     "collected numbers are always used"),
    ("trained-network-2", lambda x, mean, variance, training: (x - x.mean(0)) / np.sqrt(x.var(0) + 0.001),
     "own numbers are always used"),
    ("trained-network-2", lambda x, mean, variance, training: x - mean, "values differ"),
    ("trained-network-3", lambda layers, first: np.linspace(first, 1, layers), "equal steps"),
    ("trained-network-3", lambda layers, first: np.geomspace(1, first, layers), "slowest"),
    ("trained-network-3", lambda layers, first: first ** np.arange(layers)[::-1].astype(float), "by `first`"),
    ("trained-network-3", lambda layers, first: first ** (1 / layers), "Wrong shape"),
    ("trained-network-4", lambda before, after, labels: (before != after).mean(), "answers changed"),
    ("trained-network-4", lambda before, after, labels: (before == labels).mean() - (after == labels).mean(),
     "accuracy fell"),
    ("trained-network-4", lambda before, after, labels: ((before == labels) & (after != labels)).mean(),
     "all pictures"),
    ("trained-network-project", SimpleNamespace(fit=len), "not a run"),
]


@pytest.mark.parametrize("name, answer, said", MISTAKES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # the learner's overflow is the subject
def test_a_mistake_is_named(name, answer, said):
    verdict = ir.check(name, answer)
    assert not verdict
    assert said in verdict.text


def test_unusual_answers_are_right():
    import keras

    assert ir.check("images-2", lambda image, amount: np.array(
        [[min(255, int(pixel) + amount) for pixel in row] for row in image], dtype="uint8"))
    assert ir.check("images-4", lambda labels, classes: keras.utils.to_categorical(labels, classes))
    assert ir.check("first-network-2", lambda scores: keras.ops.softmax(scores, axis=-1))
    assert ir.check("first-network-3", lambda p,
                    y: keras.ops.mean(keras.losses.sparse_categorical_crossentropy(y, p)))
    assert ir.check(
        "learning-2",
        lambda order, batch_size: np.array_split(order, range(batch_size, len(order), batch_size)),
    )
    assert ir.check("learning-2", lambda order, batch_size: [list(order[i:i + batch_size])
                                                       for i in range(0, len(order), batch_size)])
    assert ir.check("first-network-4", lambda p, y: float(np.mean([row.argmax() == label for row,
                                                        label in zip(p, y)])))


def test_unusual_answers_of_lesson_08():
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
    assert ir.check("attention-2", lambda query, key, value: ops.dot_product_attention(
        *(part[None, :, None].astype("float32") for part in (query, key, value)))[0, :, 0])
    assert ir.check("attention-2", lambda query, key, value: [
        sum(weight * row for weight, row in zip(_softmax(key @ one / len(one) ** 0.5), value))
        for one in query])
    assert ir.check(
        "attention-3", lambda scores, mask: keras.layers.Softmax()(scores.astype("float32"), mask=mask)
    )
    assert ir.check("attention-3", lambda scores, mask: ops.softmax(ops.where(mask, scores, -1e9), axis=1))
    assert ir.check("attention-4", lambda x, heads: np.stack(np.split(x, heads, axis=2), axis=1))
    assert ir.check(
        "attention-4",
        lambda x, heads: ops.transpose(ops.reshape(x, (*x.shape[:2], heads, -1)), (0, 2, 1, 3)),
    )
    assert ir.check("attention-5", lambda x: np.concatenate([x[:, head] for head in range(x.shape[1])],
                                                     axis=-1))
def test_unusual_answers_of_lesson_07():
    import keras
    from imagerec.layers.recurrent import Gate, simple_rnn

    def by_package(sequence, W, U, b):
        return simple_rnn(sequence[None].astype("float32"),
                          Gate(*(part.astype("float32") for part in (W, U, b))))[0]

    def one_product(sequence, W, U, b):
        states = [np.zeros((1, len(b)))]
        for x in sequence:
            states.append(np.tanh(np.hstack([x[None], states[-1]]) @ np.vstack([W, U]) + b))
        return np.concatenate(states[1:]).tolist()

    def gates(x, h, W, U, b):
        z, r, candidate = (Gate(*parts) for parts in zip(*(np.split(part, 3, axis=-1)
                                                           for part in (W, U, b))))
        z, r = (keras.ops.sigmoid(gate(x[None], h[None])) for gate in (z, r))
        return (z * h + (1 - z) * keras.ops.tanh(candidate(x[None], r * h)))[0]

    def by_list(sequence, forward, backward):
        return [[*a, *b] for a, b in zip(forward(sequence),
                                         reversed(backward(np.flip(sequence, 0))))]

    def together(slope_W, slope_U, most):
        length = np.linalg.norm(np.concatenate([slope_W.ravel(), slope_U.ravel()]))
        return [slope * min(1, most / (length + 1e-12)) for slope in (slope_W, slope_U)]

    assert ir.check("sequences-1", by_package)
    assert ir.check("sequences-1", one_product)
    assert ir.check("sequences-2", together)
    assert ir.check("sequences-3", gates)
    assert ir.check("sequences-4", by_list)
def test_unusual_answers_of_lesson_06():
    from statistics import mean, stdev

    import keras
    from scipy import stats

    def by_hand(a, b):
        differences = [y - x for x, y in zip(a, b)]
        half = stats.t.ppf(0.975, len(a) - 1) * stdev(differences) / len(a)**0.5
        return mean(differences), mean(differences) - half, mean(differences) + half

    def counted_by_keras(height, width, channels, size, kernels, stride):
        layer = keras.layers.Conv2D(kernels, size, strides=stride, use_bias=False,
                                    data_format="channels_last")
        _, rows, columns, _ = layer.compute_output_shape((1, height, width, channels))
        layer.build((1, height, width, channels))
        return np.int64(rows * columns * layer.count_params())

    def backwards(sizes, strides):
        side = 1
        for size, stride in zip(sizes[::-1], strides[::-1]):
            side = (side - 1) * stride + size
        return side

    assert ir.check("choosing-1", by_hand)
    assert ir.check("choosing-1", lambda a, b: [np.mean(b - a),
                                          *stats.t.interval(0.95, len(a) - 1, np.mean(b - a),
                                                            stats.sem(b - a))])
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
    assert ir.check("choosing-4", lambda sizes, strides: 1 + sum((k - 1) * np.prod(strides[:i]) for i,
                                                           k in enumerate(sizes)))
    assert ir.check("choosing-5", lambda u, low, high: 10**(np.log10(low) + u * np.log10(high / low)))
    assert ir.check("choosing-5", lambda u, low, high: [low**(1 - x) * high**x for x in u])
def test_unusual_answers_of_lesson_09():
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
        "before-deep-learning-1", lambda train, labels, pictures: list(labels[cdist(pictures, train).argmin(1)])
    )

    def by_loops(right, down, bins):
        histogram = [0] * bins
        for x, y in zip(right.flat, down.flat):
            histogram[int(np.arctan2(y, x) % np.pi / (np.pi / bins))] += (x**2 + y**2)**0.5
        return histogram

    assert ir.check("before-deep-learning-2", by_loops)
    assert ir.check("before-deep-learning-2", lambda right, down, bins: np.histogram(
        np.degrees(np.arctan2(down, right)) % 180, bins, (0, 180),
        weights=np.hypot(right, down))[0])
    assert ir.check("before-deep-learning-3", lambda scores, y: keras.losses.hinge(y, scores))
    assert ir.check("before-deep-learning-3", lambda scores, y: sum(max(0, 1 - a * b) for a,
                                                  b in zip(scores.tolist(), y.tolist())) / len(y))
    assert ir.check("before-deep-learning-4", lambda left, right: sum(
        len(side) - sum(n * n for n in Counter(side.tolist()).values()) / len(side)
        for side in (left, right) if len(side))
        / (len(left) + len(right)))
def test_unusual_answers_of_lesson_05():
    from scipy import ndimage

    assert ir.check("overfitting-1", lambda weight, slope, learning_rate, strength:
                    (1 - 2 * learning_rate * strength) * weight - learning_rate * slope)
    assert ir.check("overfitting-2", lambda x, rate, draws, training:
                    [float(d >= rate) / (1 - rate) * v for v, d in zip(x, draws)] if training
                    else list(x))
    assert ir.check("overfitting-3", lambda image, down, right: ndimage.shift(image, (down, right), order=0))
    assert ir.check("overfitting-3", lambda image, down, right: np.array(
        [[image[r - down][c - right] if 0 <= r - down < len(image) and 0 <= c
          - right < len(image[0]) else 0
          for c in range(len(image[0]))] for r in range(len(image))], dtype=float))
    assert ir.check("overfitting-4", lambda losses, patience: next(
        np.array([int(np.argmin(losses[:last])) + 1, last]) for last in range(1, len(losses) + 1)
        if last == len(losses) or last - int(np.argmin(losses[:last])) - 1 >= patience))


def test_unusual_answers_of_lessons_10_and_11():
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
        for content in contents: known.setdefault(content, _number(content))
        return [int(known[one] >= 0.7) + int(known[one] >= 0.8) for one in contents]

    def by_keras(x, mean, variance, training):
        import keras

        layer = keras.layers.BatchNormalization(center=False, scale=False)
        layer.build(x.shape)
        layer.set_weights([mean, variance])
        return layer(x.astype("float32"), training=training)

    assert ir.check("own-photographs-1", by_pillow)
    assert ir.check("own-photographs-1", lambda image, orientation: {1: image, 3: image[::-1, ::-1],
                                                        6: image.swapaxes(0, 1)[:, ::-1],
                                                        8: image.swapaxes(0, 1)[::-1]}[orientation])
    assert ir.check("own-photographs-2", lambda height, width, side, fit: np.array(
        [side, side] if fit == "squeeze" else
        np.round(np.array([height, width]) * side / {"pad": max, "crop": min}[fit](height, width))))
    assert ir.check("own-photographs-3", by_name)
    assert ir.check("own-photographs-4", by_the_package)
    assert ir.check("trained-network-1", lambda maps: np.einsum("nhwc->nc", maps) / maps[0, ..., 0].size)
    assert ir.check("trained-network-2", by_keras)
    assert ir.check("trained-network-3", lambda layers, first: np.logspace(np.log10(first), 0, layers))
    assert ir.check("trained-network-4", lambda before, after, labels: 1 - np.mean(
        [a == y for b, a, y in zip(before, after, labels) if b == y]))
