"""Lessons 01, 03, 04 and 05: a newcomer's mistake is named; a right but unusual answer is right."""

import numpy as np
import pytest

import imagerec as ir


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
    ("05-1", lambda weight, slope, learning_rate, strength: weight - learning_rate * (slope + strength * weight), "half as much"),
    ("05-1", lambda weight, slope, learning_rate, strength: weight * (1 - 2 * strength) - learning_rate * slope, "forgets the learning rate"),
    ("05-1", lambda weight, slope, learning_rate, strength: weight - learning_rate * (slope + strength * np.sign(weight)), "step of L1"),
    ("05-1", lambda weight, slope, learning_rate, strength: weight - learning_rate * slope + strength * (weight**2).sum(), "values differ"),
    ("05-2", lambda x, rate, draws, training: x * (draws >= rate) if training else x, "not divided"),
    ("05-2", lambda x, rate, draws, training: x * (draws >= rate) / (1 - rate), "though it is no training"),
    ("05-2", lambda x, rate, draws, training: x[draws >= rate] / (1 - rate), "Wrong shape"),
    ("05-3", lambda image, down, right: np.roll(image, (down, right), (0, 1)), "at the other side"),
    ("05-3", lambda image, down, right: np.pad(image, ((down, 0), (right, 0))), "Wrong shape"),
    ("05-3", lambda image, down, right: np.roll(image, (-down, -right), (0, 1)), "values differ"),
    ("05-4", lambda losses, patience: (int(np.argmin(losses)), len(losses)), "values differ"),
    ("05-4", lambda losses, patience: int(np.argmin(losses)) + 1, "Wrong shape"),
    ("05-4", lambda losses, patience: (int(np.argmin(losses)) + 1, len(losses)), "does not stop"),
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


def test_unusual_answers_of_lesson_05():
    from scipy import ndimage

    assert ir.check("05-1", lambda weight, slope, learning_rate, strength:
                    (1 - 2 * learning_rate * strength) * weight - learning_rate * slope)
    assert ir.check("05-2", lambda x, rate, draws, training:
                    [float(d >= rate) / (1 - rate) * v for v, d in zip(x, draws)] if training else list(x))
    assert ir.check("05-3", lambda image, down, right: ndimage.shift(image, (down, right), order=0))
    assert ir.check("05-3", lambda image, down, right: np.array(
        [[image[r - down][c - right] if 0 <= r - down < len(image) and 0 <= c - right < len(image[0]) else 0
          for c in range(len(image[0]))] for r in range(len(image))], dtype=float))
    assert ir.check("05-4", lambda losses, patience: next(
        np.array([int(np.argmin(losses[:last])) + 1, last]) for last in range(1, len(losses) + 1)
        if last == len(losses) or last - int(np.argmin(losses[:last])) - 1 >= patience))
