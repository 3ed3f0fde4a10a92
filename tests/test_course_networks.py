"""Lessons 01 and 03 to 11: a newcomer's mistake is named; a right but unusual
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
    ("01-1", lambda image, t, l, h, w: image[l:l + w, t:t + h], "Rows and columns are swapped"),
    ("01-1", lambda image, t, l, h, w: image[t:h, l:w], "not after a length"),
    ("01-2", lambda image, amount: image + np.uint8(amount), "overflow"),
    ("01-2", lambda image, amount: np.clip(image.astype(int) + amount, 0, 255), "expected uint8"),
    ("01-3", lambda image: image.mean(axis=2), "plain mean"),
    ("01-3", lambda image: image.mean(), "Wrong shape"),
    ("01-4", lambda labels, classes: labels[:, None], "Wrong shape"),
    ("01-4", lambda labels, classes: np.eye(labels.max() + 1)[labels], "too few columns"),
    ("03-1", lambda height, width, channels, kernels: height * width * channels * kernels,
     "biases are missing"),
    ("03-1", lambda height, width, channels, kernels: None, "lacks a `return`"),
    ("03-2", lambda scores: np.exp(scores) / np.exp(scores).sum(), "Everything together sums to 1"),
    ("03-2", lambda scores: np.exp(scores) / np.exp(scores).sum(0), "Each column sums to 1"),
    ("03-2", lambda scores: np.exp(scores) / np.exp(scores).sum(1, keepdims=True), "overflow"),
    ("03-2", lambda scores: scores[0], "Wrong shape"),
    ("03-2", lambda scores: None, "lacks a `return`"),
    ("03-2", lambda scores: scores[7], "raised IndexError"),
    ("03-3", lambda p, y: -np.log(p[:, y]).mean(), "values differ"),
    ("03-3", lambda p, y: -np.log(p[np.arange(len(y)), y] + 1e-7).sum(), "sum of the losses"),
    ("03-3", lambda p, y: -np.log(p[np.arange(len(y)), y]).mean(), "infinite loss"),
    ("03-4", lambda p, y: (p.argmax() == y).mean(), "most probable class of each row"),
    ("03-4", lambda p, y: (p.argmax(1) == y).sum(), "how many are right"),
    ("03-4", lambda p, y: 100 * (p.argmax(1) == y).mean(), "in percent"),
    ("04-1", lambda x, W, labels: x.T @ (np.eye(W.shape[1])[labels] - x @ W), "values differ"),
    ("04-1", lambda x, W, labels: 0.0, "Wrong shape"),
    ("04-1", lambda x, W, labels: None, "lacks a `return`"),
    ("04-2", lambda order, batch_size: None, "lacks a `return`"),
    ("04-2", lambda order, batch_size: 3, "no list"),
    ("04-2", lambda order, batch_size: np.split(order, range(batch_size, len(order),
                                                             batch_size))[:-1], "left out"),
    ("04-3", lambda weight, velocity, slope, learning_rate, share: weight - learning_rate * slope,
     "Wrong shape"),
    ("04-3", lambda weight, velocity, slope, learning_rate, share: (weight + velocity, velocity),
     "values differ"),
    ("08-1", lambda x, W, b, v: (_softmax(np.tanh(x @ W + b) + v), x.mean(0)), "v is no bias"),
    ("08-1", lambda x, W, b, v: (np.exp(np.tanh(x @ W + b) @ v), x.mean(0)), "values differ"),
    ("08-1", lambda x, W, b, v: (_softmax(np.tanh(x @ W + b) @ v), x.mean(0)), "plain mean"),
    ("08-1", lambda x, W, b, v: np.float64(1), "two things"),
    ("08-2", lambda query, key, value: _softmax(query @ key.T) @ value, "not divided by √d"),
    ("08-2", lambda query, key, value: _softmax(query @ key.T / np.sqrt(len(key))) @ value,
     "values differ"),
    ("08-2", lambda query, key, value: np.exp(query @ key.T / query.shape[1] ** 0.5)
     / np.exp(query @ key.T / query.shape[1] ** 0.5).sum(1, keepdims=True) @ value, "not a number"),
    ("08-3", lambda scores, mask: _softmax(scores) * mask, "don't sum to 1"),
    ("08-3", lambda scores, mask: _softmax(np.where(mask, scores, 0)), "score of 0 is not hidden"),
    ("08-3", lambda scores, mask: _softmax(np.where(mask, -np.inf, scores)), "turned round"),
    ("08-4", lambda x, heads: x.reshape(len(x), heads, x.shape[1], -1), "wrong places"),
    ("08-4", lambda x, heads: np.stack([x[..., head::heads] for head in range(heads)], axis=1),
     "every so many"),
    ("08-5", lambda x: x.reshape(len(x), x.shape[2], -1), "not side by side"),
    ("08-5", lambda x: x.transpose(0, 2, 1, 3), "Wrong shape"),
    ("07-1", lambda sequence, W, U, b: np.tanh(sequence @ W + b), "Nothing is remembered"),
    ("07-1", lambda sequence, W, U, b: np.tanh(sequence @ W + b)[-1], "Only one state"),
    ("07-1", lambda sequence, W, U, b: None, "lacks a `return`"),
    ("07-2", lambda slope_W, slope_U, most: (np.clip(slope_W, -most, most),
                                             np.clip(slope_U, -most, most)), "cut by itself"),
    ("07-2", lambda slope_W, slope_U, most: (slope_W, slope_U), "Nothing was shortened"),
    ("07-2", lambda slope_W, slope_U, most: np.clip(slope_W, -most, most), "pair of arrays"),
    ("07-3", lambda x, h, W, U, b: h, "values differ"),
    ("07-3", lambda x, h, W, U, b: np.tanh(x @ W + h @ U + b), "Wrong shape"),
    ("07-4", lambda sequence, forward, backward: np.hstack([forward(sequence),
                                                            backward(sequence[::-1])]),
     "turned round again"),
    ("07-4", lambda sequence, forward, backward: forward(sequence) + backward(sequence[::-1])[::-1],
     "are added"),
    ("06-1", lambda a, b: np.mean(b - a) + 1.96 * np.std(b - a, ddof=1) / len(a)**0.5
     * np.array([0, -1, 1]), "with 1.96"),
    ("06-1", lambda a, b: choosing.paired_interval(b, a), "sign is turned"),
    ("06-1", lambda a, b: b - a, "differences, one for each seed"),
    ("06-1", lambda a, b: None, "lacks a `return`"),
    ("06-2", lambda valid, test: (test.mean(1).argmax(), test.mean(1).max()),
     "made on the test pictures"),
    ("06-2", lambda valid, test: (valid.mean(1).argmax(), valid.mean(1).max()),
     "that of the validation pictures"),
    ("06-2", lambda valid, test: (valid.max(1).argmax(), test[valid.max(1).argmax()].mean()),
     "luckiest single seed"),
    ("06-2", lambda valid, test: valid.mean(1).argmax(), "Wrong shape"),
    ("06-3", lambda height, width, channels, size, kernels, stride: height * width * size**2
     * channels * kernels, "over the border"),
    ("06-3", lambda height, width, channels, size, kernels, stride: size**2 * channels * kernels
     + kernels, "are the weights"),
    ("06-4", lambda sizes, strides: sum(sizes), "sizes were added"),
    ("06-4", lambda sizes, strides: 1 + sum(sizes) - len(sizes), "strides are missing"),
    ("06-4", lambda sizes, strides: int(np.prod(sizes)), "sizes were multiplied"),
    ("06-5", lambda u, low, high: low + u * (high - low), "evenly by differences"),
    ("06-5", lambda u, low, high: np.log(low) + u * np.log(high / low), "are the logarithms"),
    ("09-1", lambda train, labels, pictures: labels[[((train - picture)**2).sum(1).argmin()
                                                     for picture in pictures]], "uint8"),
    ("09-1", lambda train, labels,
     pictures: [int(((train - picture.astype(float))**2).sum(1).argmin()) for picture in pictures],
     "positions"),
    ("09-1", lambda train, labels, pictures: labels, "Wrong shape"),
    ("09-2", lambda right, down, bins: np.histogram(np.degrees(np.arctan2(down, right)) % 180, bins,
                                                    (0, 180))[0], "counts the same"),
    ("09-2", lambda right, down, bins: np.histogram(np.degrees(np.arctan2(down, right)), bins,
                                                    (0, 180), weights=np.hypot(right, down))[0],
     "lost"),
    ("09-2", lambda right, down, bins: np.histogram(np.arctan2(down, right) % 180, bins, (0, 180),
                                                    weights=np.hypot(right, down))[0],
     "values differ"),
    ("09-3", lambda scores, y: (1 - y * scores).mean(), "gain something"),
    ("09-3", lambda scores, y: max(0, np.max(1 - y * scores)), "largest loss"),
    ("09-3", lambda scores, y: np.maximum(0, 1 - y * scores), "Wrong shape"),
    ("09-4", lambda left, right: np.mean([1 - sum(np.mean(side == k)**2 for k in {*left, *right})
                                          for side in (left, right) if len(side)]),
     "values differ"),
    ("09-4", lambda left, right: 1 - sum(np.mean(np.append(left, right) == k)**2
                                         for k in {*left, *right}), "makes no difference"),
    ("09-4", lambda left, right: None, "lacks a `return`"),
    ("05-1", lambda weight, slope, learning_rate, strength: weight - learning_rate
     * (slope + strength * weight), "half as much"),
    ("05-1", lambda weight, slope, learning_rate, strength: weight * (1 - 2 * strength)
     - learning_rate * slope, "forgets the learning rate"),
    ("05-1", lambda weight, slope, learning_rate, strength: weight - learning_rate
     * (slope + strength * np.sign(weight)), "step of L1"),
    ("05-1", lambda weight, slope, learning_rate, strength: weight - learning_rate * slope
     + strength * (weight**2).sum(), "values differ"),
    ("05-2", lambda x, rate, draws, training: x * (draws >= rate) if training else x,
     "not divided"),
    ("05-2", lambda x, rate, draws, training: x * (draws >= rate) / (1 - rate),
     "though it is no training"),
    ("05-2", lambda x, rate, draws, training: x[draws >= rate] / (1 - rate), "Wrong shape"),
    ("05-3", lambda image, down, right: np.roll(image, (down, right), (0, 1)), "at the other side"),
    ("05-3", lambda image, down, right: np.pad(image, ((down, 0), (right, 0))), "Wrong shape"),
    ("05-3", lambda image, down, right: np.roll(image, (-down, -right), (0, 1)), "values differ"),
    ("05-4", lambda losses, patience: (int(np.argmin(losses)), len(losses)), "values differ"),
    ("05-4", lambda losses, patience: int(np.argmin(losses)) + 1, "Wrong shape"),
    ("05-4", lambda losses, patience: (int(np.argmin(losses)) + 1, len(losses)), "does not stop"),
    ("10-1", lambda image, orientation: np.rot90(image, {3: 2, 6: 1, 8: 3}.get(orientation, 0)),
     "the wrong way"),
    ("10-1", lambda image, orientation: image, "Nothing was turned"),
    ("10-1", lambda image, orientation: np.rot90(image, orientation), "taken for the quarters"),
    ("10-1", lambda image, orientation: image.T if orientation in (6, 8) else image[::-1, ::-1],
     "values differ"),
    ("10-1", lambda image, orientation: None, "lacks a `return`"),
    ("10-2", lambda height, width, side, fit: (side, side), "Every fit squeezes"),
    ("10-2", lambda height, width, side, fit: (side, round(width * side / height)),
     "values differ"),
    ("10-2", lambda height, width, side, fit: (width, height), "values differ"),
    ("10-2", lambda height, width, side, fit: min(side / height, side / width), "Wrong shape"),
    ("10-3", lambda contents: np.digitize(np.random.permutation(len(contents)) / len(contents),
                                          [0.7, 0.8]), "Asked again"),
    ("10-3", lambda contents: np.digitize(np.arange(len(contents)) / len(contents), [0.7, 0.8]),
     "Copies of one picture"),
    ("10-3", lambda contents: np.digitize([hash(one) % 100 for one in contents], [70, 80]),
     "Python's hash"),
    ("10-3", lambda contents: np.digitize([one[0] / 256 for one in contents], [0.7, 0.8]),
     "fall into one part"),
    ("10-3", lambda contents: [_number(one) for one in contents], "no part"),
    ("10-3", lambda contents: ["train"] * len(contents), "no number"),
    ("10-4", lambda right, n: right / n + np.array([-1.96, 1.96]) * np.sqrt(right * (n - right)
                                                                           / n**3), "p ± 1.96"),
    ("10-4", lambda right, n: (right / n - 0.05, right / n + 0.05), "values differ"),
    ("10-4", lambda right, n: right / n, "Wrong shape"),
    ("10-5", "runs/20261130-cnn", "path of a run"),
    ("10-5", SimpleNamespace(accuracy=0.9), "This is a report"),
    ("10-5", 0.93, "This is a float"),
    ("11-1", lambda maps: maps.max(axis=(1, 2)), "largest value of each channel"),
    ("11-1", lambda maps: maps.mean(axis=-1), "over the channels"),
    ("11-1", lambda maps: maps.mean(axis=(2, 3)), "channels first"),
    ("11-1", lambda maps: maps.reshape(len(maps), -1), "flattened"),
    ("11-2", lambda x, mean, variance, training: (x - mean) / np.sqrt(variance + 0.001),
     "collected numbers are always used"),
    ("11-2", lambda x, mean, variance, training: (x - x.mean(0)) / np.sqrt(x.var(0) + 0.001),
     "own numbers are always used"),
    ("11-2", lambda x, mean, variance, training: x - mean, "values differ"),
    ("11-3", lambda layers, first: np.linspace(first, 1, layers), "equal steps"),
    ("11-3", lambda layers, first: np.geomspace(1, first, layers), "slowest"),
    ("11-3", lambda layers, first: first ** np.arange(layers)[::-1].astype(float), "by `first`"),
    ("11-3", lambda layers, first: first ** (1 / layers), "Wrong shape"),
    ("11-4", lambda before, after, labels: (before != after).mean(), "answers changed"),
    ("11-4", lambda before, after, labels: (before == labels).mean() - (after == labels).mean(),
     "accuracy fell"),
    ("11-4", lambda before, after, labels: ((before == labels) & (after != labels)).mean(),
     "all pictures"),
    ("11-5", SimpleNamespace(fit=len), "not a run"),
]


@pytest.mark.parametrize("name, answer, said", MISTAKES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # the learner's overflow is the subject
def test_a_mistake_is_named(name, answer, said):
    verdict = ir.check(name, answer)
    assert not verdict
    assert said in verdict.text


def test_unusual_answers_are_right():
    import keras

    assert ir.check("01-2", lambda image, amount: np.array(
        [[min(255, int(pixel) + amount) for pixel in row] for row in image], dtype="uint8"))
    assert ir.check("01-4", lambda labels, classes: keras.utils.to_categorical(labels, classes))
    assert ir.check("03-2", lambda scores: keras.ops.softmax(scores, axis=-1))
    assert ir.check("03-3", lambda p,
                    y: keras.ops.mean(keras.losses.sparse_categorical_crossentropy(y, p)))
    assert ir.check(
        "04-2",
        lambda order, batch_size: np.array_split(order, range(batch_size, len(order), batch_size)),
    )
    assert ir.check("04-2", lambda order, batch_size: [list(order[i:i + batch_size])
                                                       for i in range(0, len(order), batch_size)])
    assert ir.check("03-4", lambda p, y: float(np.mean([row.argmax() == label for row,
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

    assert ir.check("08-1", by_the_layer)
    assert ir.check("08-2", lambda query, key, value: ops.dot_product_attention(
        *(part[None, :, None].astype("float32") for part in (query, key, value)))[0, :, 0])
    assert ir.check("08-2", lambda query, key, value: [
        sum(weight * row for weight, row in zip(_softmax(key @ one / len(one) ** 0.5), value))
        for one in query])
    assert ir.check(
        "08-3", lambda scores, mask: keras.layers.Softmax()(scores.astype("float32"), mask=mask)
    )
    assert ir.check("08-3", lambda scores, mask: ops.softmax(ops.where(mask, scores, -1e9), axis=1))
    assert ir.check("08-4", lambda x, heads: np.stack(np.split(x, heads, axis=2), axis=1))
    assert ir.check(
        "08-4",
        lambda x, heads: ops.transpose(ops.reshape(x, (*x.shape[:2], heads, -1)), (0, 2, 1, 3)),
    )
    assert ir.check("08-5", lambda x: np.concatenate([x[:, head] for head in range(x.shape[1])],
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

    assert ir.check("07-1", by_package)
    assert ir.check("07-1", one_product)
    assert ir.check("07-2", together)
    assert ir.check("07-3", gates)
    assert ir.check("07-4", by_list)
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

    assert ir.check("06-1", by_hand)
    assert ir.check("06-1", lambda a, b: [np.mean(b - a),
                                          *stats.t.interval(0.95, len(a) - 1, np.mean(b - a),
                                                            stats.sem(b - a))])
    assert ir.check(
        "06-2",
        lambda valid, test: list(
            max(((v.mean(), row, t.mean()) for row, (v, t) in enumerate(zip(valid, test))))[1:]
        ),
    )
    assert ir.check(
        "06-2",
        lambda valid, test: np.float32(
            [np.argsort(valid.sum(1))[-1], test[np.argsort(valid.sum(1))[-1]].mean()]
        ),
    )
    assert ir.check("06-3", counted_by_keras)
    assert ir.check("06-4", backwards)
    assert ir.check("06-4", lambda sizes, strides: 1 + sum((k - 1) * np.prod(strides[:i]) for i,
                                                           k in enumerate(sizes)))
    assert ir.check("06-5", lambda u, low, high: 10**(np.log10(low) + u * np.log10(high / low)))
    assert ir.check("06-5", lambda u, low, high: [low**(1 - x) * high**x for x in u])
def test_unusual_answers_of_lesson_09():
    from collections import Counter

    import keras
    from scipy.spatial.distance import cdist

    assert ir.check(
        "09-1",
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
        "09-1", lambda train, labels, pictures: list(labels[cdist(pictures, train).argmin(1)])
    )

    def by_loops(right, down, bins):
        histogram = [0] * bins
        for x, y in zip(right.flat, down.flat):
            histogram[int(np.arctan2(y, x) % np.pi / (np.pi / bins))] += (x**2 + y**2)**0.5
        return histogram

    assert ir.check("09-2", by_loops)
    assert ir.check("09-2", lambda right, down, bins: np.histogram(
        np.degrees(np.arctan2(down, right)) % 180, bins, (0, 180),
        weights=np.hypot(right, down))[0])
    assert ir.check("09-3", lambda scores, y: keras.losses.hinge(y, scores))
    assert ir.check("09-3", lambda scores, y: sum(max(0, 1 - a * b) for a,
                                                  b in zip(scores.tolist(), y.tolist())) / len(y))
    assert ir.check("09-4", lambda left, right: sum(
        len(side) - sum(n * n for n in Counter(side.tolist()).values()) / len(side)
        for side in (left, right) if len(side))
        / (len(left) + len(right)))
def test_unusual_answers_of_lesson_05():
    from scipy import ndimage

    assert ir.check("05-1", lambda weight, slope, learning_rate, strength:
                    (1 - 2 * learning_rate * strength) * weight - learning_rate * slope)
    assert ir.check("05-2", lambda x, rate, draws, training:
                    [float(d >= rate) / (1 - rate) * v for v, d in zip(x, draws)] if training
                    else list(x))
    assert ir.check("05-3", lambda image, down, right: ndimage.shift(image, (down, right), order=0))
    assert ir.check("05-3", lambda image, down, right: np.array(
        [[image[r - down][c - right] if 0 <= r - down < len(image) and 0 <= c
          - right < len(image[0]) else 0
          for c in range(len(image[0]))] for r in range(len(image))], dtype=float))
    assert ir.check("05-4", lambda losses, patience: next(
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

    assert ir.check("10-1", by_pillow)
    assert ir.check("10-1", lambda image, orientation: {1: image, 3: image[::-1, ::-1],
                                                        6: image.swapaxes(0, 1)[:, ::-1],
                                                        8: image.swapaxes(0, 1)[::-1]}[orientation])
    assert ir.check("10-2", lambda height, width, side, fit: np.array(
        [side, side] if fit == "squeeze" else
        np.round(np.array([height, width]) * side / {"pad": max, "crop": min}[fit](height, width))))
    assert ir.check("10-3", by_name)
    assert ir.check("10-4", by_the_package)
    assert ir.check("11-1", lambda maps: np.einsum("nhwc->nc", maps) / maps[0, ..., 0].size)
    assert ir.check("11-2", by_keras)
    assert ir.check("11-3", lambda layers, first: np.logspace(np.log10(first), 0, layers))
    assert ir.check("11-4", lambda before, after, labels: 1 - np.mean(
        [a == y for b, a, y in zip(before, after, labels) if b == y]))
