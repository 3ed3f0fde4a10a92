"""Lessons 01, 03 and 04: a newcomer's mistake is named; a right but unusual answer is right."""

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
    ("09-1", lambda train, labels, pictures: labels[[((train - picture)**2).sum(1).argmin() for picture in pictures]], "uint8"),
    ("09-1", lambda train, labels, pictures: [int(((train - picture.astype(float))**2).sum(1).argmin()) for picture in pictures], "positions"),
    ("09-1", lambda train, labels, pictures: labels, "Wrong shape"),
    ("09-2", lambda right, down, bins: np.histogram(np.degrees(np.arctan2(down, right)) % 180, bins, (0, 180))[0], "counts the same"),
    ("09-2", lambda right, down, bins: np.histogram(np.degrees(np.arctan2(down, right)), bins, (0, 180), weights=np.hypot(right, down))[0], "lost"),
    ("09-2", lambda right, down, bins: np.histogram(np.arctan2(down, right) % 180, bins, (0, 180), weights=np.hypot(right, down))[0], "values differ"),
    ("09-3", lambda scores, y: (1 - y * scores).mean(), "gain something"),
    ("09-3", lambda scores, y: max(0, np.max(1 - y * scores)), "largest loss"),
    ("09-3", lambda scores, y: np.maximum(0, 1 - y * scores), "Wrong shape"),
    ("09-4", lambda left, right: np.mean([1 - sum(np.mean(side == k)**2 for k in {*left, *right}) for side in (left, right) if len(side)]), "values differ"),
    ("09-4", lambda left, right: 1 - sum(np.mean(np.append(left, right) == k)**2 for k in {*left, *right}), "makes no difference"),
    ("09-4", lambda left, right: None, "lacks a `return`"),
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


def test_unusual_answers_of_lesson_09():
    from collections import Counter

    import keras
    from scipy.spatial.distance import cdist

    assert ir.check("09-1", lambda train, labels, pictures: [
        labels[min(range(len(train)), key=lambda i: np.linalg.norm(train[i].astype("float32") - picture))] for picture in pictures])
    assert ir.check("09-1", lambda train, labels, pictures: list(labels[cdist(pictures, train).argmin(1)]))

    def by_loops(right, down, bins):
        histogram = [0] * bins
        for x, y in zip(right.flat, down.flat):
            histogram[int(np.arctan2(y, x) % np.pi / (np.pi / bins))] += (x**2 + y**2)**0.5
        return histogram

    assert ir.check("09-2", by_loops)
    assert ir.check("09-2", lambda right, down, bins: np.histogram(
        np.degrees(np.arctan2(down, right)) % 180, bins, (0, 180), weights=np.hypot(right, down))[0])
    assert ir.check("09-3", lambda scores, y: keras.losses.hinge(y, scores))
    assert ir.check("09-3", lambda scores, y: sum(max(0, 1 - a * b) for a, b in zip(scores.tolist(), y.tolist())) / len(y))
    assert ir.check("09-4", lambda left, right: sum(
        len(side) - sum(n * n for n in Counter(side.tolist()).values()) / len(side) for side in (left, right) if len(side))
        / (len(left) + len(right)))
