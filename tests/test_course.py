"""Newcomers' mistakes get a hint that names the mistake; a right but unusual answer is right."""

import json

import numpy as np
import pytest

import imagerec as ir
from imagerec.core import user_home


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("IMAGEREC_HOME", str(tmp_path))
    return tmp_path


def correlate(image, kernel):
    rows, columns = kernel.shape
    result = np.zeros((image.shape[0] - rows + 1, image.shape[1] - columns + 1))
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = (image[i:i + rows, j:j + columns] * kernel).sum()
    return result


def same_size(image, kernel):
    padded = np.pad(image.astype(float), [(0, kernel.shape[0] - 1), (0, kernel.shape[1] - 1)])
    return correlate(padded, kernel)


def off_by_one(image, kernel):
    return correlate(image, kernel)[:-1, :-1] if min(image.shape) > 1 else correlate(image, kernel)


def forgets_return(image, kernel):
    correlate(image, kernel)


def in_bytes(image, kernel):
    result = correlate(image, kernel)
    return result.astype("uint8") if image.dtype == np.uint8 else result


def changes_input(image, kernel):
    result = correlate(image, kernel)
    image[0, 0] += 1
    return result


def swapped(image, kernel):
    return correlate(image, kernel).T


MISTAKES = [
    ("02-1", lambda image, kernel: correlate(image, kernel[::-1, ::-1]), "This is the convolution"),
    ("02-1", same_size, "as large as the image"),
    ("02-1", off_by_one, "the last row and column are missing"),
    ("02-1", forgets_return, "lacks a `return`"),
    ("02-1", in_bytes, "overflows"),
    ("02-1", changes_input, "changed the array"),
    ("02-1", swapped, "Rows and columns are swapped"),
    ("02-1", lambda image, kernel: image[5, 5], "raised IndexError"),
    ("02-1", lambda image, kernel: "text", "no array of numbers"),
    ("02-1", lambda image: image, "raised TypeError"),
    ("02-1", 3, "not a function"),
    ("02-2", correlate, "This is the cross-correlation"),
    ("02-2", lambda image, kernel: correlate(image, kernel[::-1]), "up and down and left and right"),
    ("02-3", lambda pixels, window, stride, padding: pixels - window, "Off by one"),
    ("02-4", lambda image, size, stride: image[::stride, ::stride], "largest pixel of its window"),
    ("03-1", lambda height, width, channels, kernels: height * width * channels * kernels, "biases are missing"),
    ("03-2", lambda scores: np.exp(scores) / np.exp(scores).sum(), "Everything together sums to 1"),
    ("03-2", lambda scores: scores[0], "Wrong shape"),
    ("03-2", lambda scores: None, "lacks a `return`"),
    ("03-3", lambda p, y: -np.log(p[:, y]).mean(), "values differ"),
    ("03-3", lambda p, y: -np.log(p[np.arange(len(y)), y] + 1e-7).sum(), "sum of the losses"),
    ("03-4", lambda p, y: (p.argmax() == y).mean(), "most probable class of each row"),
    ("01-1", lambda image, t, l, h, w: image[l:l + w, t:t + h], "Rows and columns are swapped"),
    ("01-2", lambda image, amount: image + np.uint8(amount), "overflow"),
]


@pytest.mark.parametrize("name, answer, said", MISTAKES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # the learner's overflow is the subject
def test_a_mistake_is_named(name, answer, said):
    verdict = ir.check(name, answer)
    assert not verdict
    assert said in verdict.text + repr(verdict)


def test_the_smallest_case_is_shown_and_the_second_hint_is_stronger():
    first = ir.check("02-1", lambda image, kernel: correlate(image, kernel[::-1, ::-1]))
    second = ir.check("02-1", lambda image, kernel: correlate(image, kernel[::-1, ::-1]))
    assert {"image", "kernel", "expected", "got"} <= set(first.case)
    assert first.case["image"].size <= 6
    assert len(second.text) > len(first.text) and second.text.startswith(first.text)


def test_unusual_answers_are_right():
    from scipy.signal import correlate2d, convolve2d

    import keras

    assert ir.check("02-1", lambda image, kernel: correlate2d(image.astype(float), kernel, "valid").tolist())
    assert ir.check("02-2", lambda image, kernel: convolve2d(image.astype("float32"), kernel, "valid"))
    assert ir.check("03-2", lambda scores: keras.ops.softmax(scores, axis=-1))
    assert ir.check("03-4", lambda p, y: float(np.mean([row.argmax() == label for row, label in zip(p, y)])))


def test_progress_is_kept_and_a_stub_is_no_attempt():
    def stub(image, kernel): ...

    assert not ir.check("02-1", stub).done and not (user_home() / "progress.json").exists()
    ir.check("02-1", same_size)
    ir.check("02-1", correlate_in_floats)
    ir.check("02-1", same_size)
    entry = json.loads((user_home() / "progress.json").read_text())["exercises"]["02-1"]
    assert entry["solved"] is True and entry["attempts"] == 3


def correlate_in_floats(image, kernel):
    return correlate(image.astype(float), kernel)


def test_a_broken_progress_file_does_not_keep_the_verdict(home):
    (home / "progress.json").write_text("[1")
    verdict = ir.check("02-1", correlate_in_floats)
    assert verdict and "could not be kept" in verdict.text
    assert (home / "progress.json").read_text() == "[1"


def test_verdicts_are_text(monkeypatch):
    def evil(image, kernel):
        raise ValueError("<img src=x onerror=alert(1)>")

    html = ir.check("02-1", evil)._repr_html_()
    assert "<img" not in html and "&lt;img" in html


def test_an_unknown_exercise_names_the_nearest():
    with pytest.raises(ir.InputError, match="Did you mean '02-1'"):
        ir.check("2-1", correlate)
