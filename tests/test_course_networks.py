"""Lessons 01, 03, 04 and 06: a newcomer's mistake is named; a right but unusual answer is right."""

import numpy as np
import pytest

import imagerec as ir
from imagerec.course import choosing


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("IMAGEREC_HOME", str(tmp_path))


MISTAKES = [
    ("01-1", lambda image, t, l, h, w: image[l:l + w, t:t + h], "Rows and columns are swapped"),
    ("01-1", lambda image, t, l, h, w: image[t:h, l:w], "not after a length"),
    ("01-2", lambda image, amount: image + np.uint8(amount), "overflow"),
    ("01-2", lambda image, amount: np.clip(image.astype(int) + amount, 0, 255), "expected uint8"),
    ("01-3", lambda image: image.mean(axis=2), "plain mean"),
    ("01-3", lambda image: image.mean(), "Wrong shape"),
    ("01-4", lambda labels, classes: labels[:, None], "Wrong shape"),
    ("01-4", lambda labels, classes: np.eye(labels.max() + 1)[labels], "too few columns"),
    ("03-1", lambda height, width, channels, kernels: height * width * channels * kernels, "biases are missing"),
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
    ("04-2", lambda order, batch_size: np.split(order, range(batch_size, len(order), batch_size))[:-1], "left out"),
    ("04-3", lambda weight, velocity, slope, learning_rate, share: weight - learning_rate * slope, "Wrong shape"),
    ("04-3", lambda weight, velocity, slope, learning_rate, share: (weight + velocity, velocity), "values differ"),
    ("06-1", lambda a, b: np.mean(b - a) + 1.96 * np.std(b - a, ddof=1) / len(a)**0.5 * np.array([0, -1, 1]), "with 1.96"),
    ("06-1", lambda a, b: choosing.paired_interval(b, a), "sign is turned"),
    ("06-1", lambda a, b: b - a, "differences, one for each seed"),
    ("06-1", lambda a, b: None, "lacks a `return`"),
    ("06-2", lambda valid, test: (test.mean(1).argmax(), test.mean(1).max()), "made on the test pictures"),
    ("06-2", lambda valid, test: (valid.mean(1).argmax(), valid.mean(1).max()), "that of the validation pictures"),
    ("06-2", lambda valid, test: (valid.max(1).argmax(), test[valid.max(1).argmax()].mean()), "luckiest single seed"),
    ("06-2", lambda valid, test: valid.mean(1).argmax(), "Wrong shape"),
    ("06-3", lambda height, width, channels, size, kernels, stride: height * width * size**2 * channels * kernels, "over the border"),
    ("06-3", lambda height, width, channels, size, kernels, stride: size**2 * channels * kernels + kernels, "are the weights"),
    ("06-4", lambda sizes, strides: sum(sizes), "sizes were added"),
    ("06-4", lambda sizes, strides: 1 + sum(sizes) - len(sizes), "strides are missing"),
    ("06-4", lambda sizes, strides: int(np.prod(sizes)), "sizes were multiplied"),
    ("06-5", lambda u, low, high: low + u * (high - low), "evenly by differences"),
    ("06-5", lambda u, low, high: np.log(low) + u * np.log(high / low), "are the logarithms"),
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
    assert ir.check("03-3", lambda p, y: keras.ops.mean(keras.losses.sparse_categorical_crossentropy(y, p)))
    assert ir.check("04-2", lambda order, batch_size: np.array_split(order, range(batch_size, len(order), batch_size)))
    assert ir.check("04-2", lambda order, batch_size: [list(order[i:i + batch_size]) for i in range(0, len(order), batch_size)])
    assert ir.check("03-4", lambda p, y: float(np.mean([row.argmax() == label for row, label in zip(p, y)])))


def test_unusual_answers_of_lesson_06():
    from statistics import mean, stdev

    import keras
    from scipy import stats

    def by_hand(a, b):
        differences = [y - x for x, y in zip(a, b)]
        half = stats.t.ppf(0.975, len(a) - 1) * stdev(differences) / len(a)**0.5
        return mean(differences), mean(differences) - half, mean(differences) + half

    def counted_by_keras(height, width, channels, size, kernels, stride):
        layer = keras.layers.Conv2D(kernels, size, strides=stride, use_bias=False, data_format="channels_last")
        _, rows, columns, _ = layer.compute_output_shape((1, height, width, channels))
        layer.build((1, height, width, channels))
        return np.int64(rows * columns * layer.count_params())

    def backwards(sizes, strides):
        side = 1
        for size, stride in zip(sizes[::-1], strides[::-1]):
            side = (side - 1) * stride + size
        return side

    assert ir.check("06-1", by_hand)
    assert ir.check("06-1", lambda a, b: [np.mean(b - a), *stats.t.interval(0.95, len(a) - 1, np.mean(b - a), stats.sem(b - a))])
    assert ir.check("06-2", lambda valid, test: list(max(((v.mean(), row, t.mean()) for row, (v, t) in enumerate(zip(valid, test))))[1:]))
    assert ir.check("06-2", lambda valid, test: np.float32([np.argsort(valid.sum(1))[-1], test[np.argsort(valid.sum(1))[-1]].mean()]))
    assert ir.check("06-3", counted_by_keras)
    assert ir.check("06-4", backwards)
    assert ir.check("06-4", lambda sizes, strides: 1 + sum((k - 1) * np.prod(strides[:i]) for i, k in enumerate(sizes)))
    assert ir.check("06-5", lambda u, low, high: 10**(np.log10(low) + u * np.log10(high / low)))
    assert ir.check("06-5", lambda u, low, high: [low**(1 - x) * high**x for x in u])
