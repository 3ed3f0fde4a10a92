"""The course's judges: newcomers' mistakes are named, unusual right answers accepted, progress
kept.

A lesson says which exercise asks for which function, so that the numbers stand in one place.
"""

import json
import re

import numpy as np
import pytest
from scipy import signal

import imagerec as ir
from imagerec.course.checks import verify
from support import REPOSITORY

LESSON = REPOSITORY / "nbs" / "tutorials" / "02_convolution_and_pooling.ipynb"
CELLS = [cell for cell in json.loads(LESSON.read_text())["cells"] if cell["cell_type"] == "code"]
SOURCES = ["".join(cell["source"]) for cell in CELLS]
ASKED = {function: name for source in SOURCES
         for name, function in re.findall(r'ir\.check\("(02-\d)", (\w+)\)', source)}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A learner who has done nothing yet."""
    monkeypatch.setenv("IMAGEREC_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def exercises(home) -> dict:
    path = home / "progress.json"
    return json.loads(path.read_text())["exercises"] if path.exists() else {}


def windows(image, kernel):
    return np.lib.stride_tricks.sliding_window_view(np.asarray(image, float), np.shape(kernel))


def correlate(image, kernel):
    return signal.correlate2d(image.astype(float), kernel, "valid")


def convolve(image, kernel):
    return signal.convolve2d(image.astype(float), kernel, "valid")


# Mistakes with the sliding window. Each does what a newcomer's loops do.

def same_size(image, kernel):
    return signal.correlate2d(image.astype(float), kernel, "same")


def full_size(image, kernel):
    return signal.correlate2d(image.astype(float), kernel, "full")


def last_row_and_column_missing(image, kernel):
    height, width = image.shape[0] - kernel.shape[0], image.shape[1] - kernel.shape[1]
    return correlate(image, kernel)[:height, :width]


def last_row_and_column_zero(image, kernel):
    result = np.zeros(correlate(image, kernel).shape)
    for i in range(result.shape[0] - 1):
        for j in range(result.shape[1] - 1):
            result[i, j] = (image[i:i + kernel.shape[0], j:j + kernel.shape[1]] * kernel).sum()
    return result


def result_in_bytes(image, kernel):
    rows, columns = kernel.shape
    result = np.zeros_like(image[rows - 1:, columns - 1:])
    for i, j in np.ndindex(result.shape):
        with np.errstate(all="ignore"):
            result[i, j] = np.asarray((image[i:i + rows, j:j + columns]
                                       * kernel).sum()).astype(image.dtype)
    return result


def rows_and_columns_swapped(image, kernel):
    return correlate(image, kernel).T


def square_kernel_assumed(image, kernel):
    side = kernel.shape[0]
    rows, columns = image.shape[0] - side + 1, image.shape[1] - side + 1
    return [[(image[i:i + side, j:j + side] * kernel).sum() for j in range(columns)]
            for i in range(rows)]


def mean_of_the_window(image, kernel):
    return correlate(image, kernel) / kernel.size


def nothing_returned(image, kernel):
    correlate(image, kernel)


def input_changed(image, kernel):
    result = correlate(image, kernel)
    image[:] = 0
    return result


def unknown_variable(image, kernel):
    return correlate(image, kernle)  # noqa: F821, the misspelling is the mistake


SLIDING = [(convolve, "flipped"), (same_size, "inside"), (full_size, "inside|places"),
           (last_row_and_column_missing, "off by one"),
           (last_row_and_column_zero, "off by one|last row"),
           (result_in_bytes, "bytes|uint8"), (rows_and_columns_swapped,
                                              "swapped|exchanged|transposed"),
           (square_kernel_assumed, "ValueError|square"), (mean_of_the_window, "mean"),
           (nothing_returned, "None"), (input_changed, "changed"),
           (unknown_variable, "NameError.*kernle")]


@pytest.mark.parametrize("answer, named", SLIDING, ids=lambda value: getattr(value, "__name__", ""))
def test_a_mistake_with_the_window_is_named(answer, named):
    verdict = ir.check(ASKED["correlate"], answer)
    assert not verdict
    assert re.search(named, str(verdict), flags=re.IGNORECASE), str(verdict)


@pytest.mark.parametrize("answer, named", [
    (correlate, "flipped"),
    (lambda image, kernel: correlate(image, kernel[::-1]), "both|left and right|one direction"),
    (lambda image, kernel: correlate(image, kernel[:, ::-1]), "both|up and down|one direction"),
    (lambda image, kernel: correlate(image[::-1, ::-1], kernel), "picture"),
    (lambda image, kernel: convolve(image, kernel)[:-1, :-1], "off by one"),
    (lambda image, kernel: signal.convolve2d(image, kernel, "same"), "inside"),
], ids=["not flipped", "flipped up and down", "flipped left and right", "picture flipped",
        "off by one", "same size"])
def test_a_mistake_with_the_true_convolution_is_named(answer, named):
    verdict = ir.check(ASKED["convolve"], answer)
    assert not verdict
    assert re.search(named, str(verdict), flags=re.IGNORECASE), str(verdict)


def squares(image, size, stride):
    """All windows of max pooling; the stride is the size where an exercise asks for none."""
    step = stride or size
    return np.lib.stride_tricks.sliding_window_view(image, (size, size))[::step, ::step]


@pytest.mark.parametrize("answer, named", [
    (lambda image, size, stride=None: squares(image, size, stride).mean((2, 3)), "mean|average"),
    (lambda image, size, stride=None: squares(image, size, stride).min((2, 3)), "min"),
    (lambda image, size, stride=None: squares(image, size, stride).sum((2, 3)), "sum"),
    (lambda image, size, stride=None: squares(image, size, 1).max((2, 3)), "stride|overlap"),
    (lambda image, size, stride=None: squares(image, size, stride).max((2, 3)).T, "rows|exchanged"),
    (lambda image, size, stride=None: squares(image, size, stride).max((2, 3), initial=0),
     "zero|at 0"),
    (lambda image, size, stride=None: None, "None"),
], ids=["mean", "min", "sum", "stride ignored", "transposed", "starts at 0", "None"])
def test_a_mistake_with_pooling_is_named(answer, named):
    verdict = ir.check(ASKED["max_pool"], answer)
    assert not verdict
    assert re.search(named, str(verdict), flags=re.IGNORECASE), str(verdict)


@pytest.mark.parametrize("answer, named", [
    (lambda n, k, s, p: (n + 2 * p - k) // s, "off by one"),
    (lambda n, k, s, p: (n + p - k) // s + 1, "once"),
    (lambda n, k, s, p: (n + 2 * p - k) / s + 1, "fraction"),
    (lambda n, k, s, p: n + 2 * p - k + 1, "stride|places"),
], ids=["off by one", "padding once", "fraction", "no stride"])
def test_a_mistake_with_the_output_size_is_named(answer, named):
    verdict = ir.check(ASKED["output_size"], answer)
    assert not verdict
    assert re.search(named, str(verdict), flags=re.IGNORECASE), str(verdict)


class Tensor:
    """What another library returns: no NumPy array, but NumPy can read it."""

    def __init__(self, values): self.values = values
    def __array__(self, dtype=None, copy=None): return np.array(self.values, dtype=dtype)


def checked(image, kernel):
    """Right, and it refuses what does not fit."""
    if any(k > n for n, k in zip(image.shape, kernel.shape)):
        raise ValueError("The kernel is too large.")
    return correlate(image, kernel)


def by_keras(image, kernel):
    import keras
    checked(image, kernel)
    batch, filters = (
        image[None, :, :, None].astype("float32"),
        kernel[:, :, None, None].astype("float32"),
    )
    return keras.ops.conv(batch, filters)[0, :, :, 0]


@pytest.mark.parametrize("answer", [
    checked,
    lambda image, kernel: checked(image, kernel).tolist(),
    lambda image, kernel: checked(image, kernel).astype("float32"),
    lambda image, kernel: Tensor(checked(image, kernel)),
    lambda image, kernel: np.einsum("ijpq,pq->ij", windows(image, kernel), kernel),
    lambda picture, weights: (windows(picture, weights) * weights).sum((2, 3)),
    by_keras,
], ids=["scipy", "list of lists", "float32", "tensor", "einsum", "other names", "keras"])
def test_an_unusual_right_answer_is_accepted(answer):
    verdict = ir.check(ASKED["correlate"], answer)
    assert verdict, str(verdict)


def test_worked_answers_are_right_and_leave_no_progress(home):
    answers = [source for cell, source in zip(CELLS, SOURCES)
               if "answer" in cell["metadata"].get("tags", [])]
    folded = [cell["metadata"]["jupyter"] for cell in CELLS
              if "answer" in cell["metadata"].get("tags", [])]
    assert len(answers) == len(ASKED) and all(view["source_hidden"] for view in folded)
    names = {"np": np, "ir": ir, "verify": verify}
    for source in answers: exec(source, names)
    assert exercises(home) == {}


def test_a_lesson_run_as_it_comes_says_not_done_and_counts_nothing(home):
    for source in (source for source in SOURCES if "ir.check(" in source):
        stub, _, check = source.rpartition("\n")
        names = {"np": np, "ir": ir}
        exec(stub, names)
        verdict = eval(check, names)
        assert not verdict and "not done yet" in str(verdict).lower()
    for nothing in (None, ...):
        assert "not done yet" in str(ir.check("02-1", nothing)).lower()
    assert exercises(home) == {}


def test_a_wrong_worked_answer_is_an_error():
    with pytest.raises(Exception, match="flipped|convolution"):
        verify(ASKED["correlate"], convolve)


def test_a_kernel_is_shown_with_the_smallest_case():
    text = str(ir.check(ASKED["correlate"], convolve))
    assert all(name in text for name in ("image", "kernel", "expected", "got"))


def test_the_second_hint_is_stronger():
    first, second = (str(ir.check(ASKED["correlate"], last_row_and_column_missing))
                     for _ in range(2))
    assert "n − k + 1" in second or "h - m + 1" in second
    assert first != second


def test_solved_stays_solved(home):
    name = ASKED["correlate"]
    ir.check(name, convolve)
    assert not exercises(home)[name]["solved"]
    ir.check(name, checked)
    ir.check(name, convolve)
    entry = exercises(home)[name]
    assert entry["solved"] and entry["attempts"] >= 2 and entry["when"].startswith("20")
    assert json.loads((home / "progress.json").read_text())["schema"] == 1


@pytest.mark.parametrize("content", ["{half", "[]", '{"schema": 1, "exercises": []}', "\xff",
                                     '{"schema": 1, "exercises": {"02-1": 3}}'])
def test_a_broken_progress_file_does_not_keep_the_verdict_back(home, content):
    home.mkdir()
    (home / "progress.json").write_text(content, encoding="latin-1")
    verdict = ir.check(ASKED["correlate"], checked)
    assert verdict and "progress could not be kept" in str(verdict)
    assert (home / "progress.json").read_text(encoding="latin-1") == content


def test_an_unwritable_home_does_not_keep_the_verdict_back(home):
    home.write_text("a file where the folder should be")
    verdict = ir.check(ASKED["correlate"], checked)
    assert verdict and "progress could not be kept" in str(verdict)
    assert "progress could not be kept" in verdict._repr_html_()


def test_text_of_the_learner_is_escaped():
    def answer(image, kernel): raise ValueError("<img src=x onerror=alert(1)>")
    verdict = ir.check(ASKED["correlate"], answer)
    assert "<img" in str(verdict)
    assert "<img" not in verdict._repr_html_() and "&lt;img" in verdict._repr_html_()


def test_what_an_object_calls_itself_is_escaped():
    class Strange:
        def __repr__(self): return "<img src=x onerror=alert(1)>"
    verdict = ir.check(ASKED["correlate"], lambda image, kernel: Strange())
    assert not verdict and "<img" not in verdict._repr_html_()


@pytest.mark.parametrize("answer", [3, "correlate", lambda: 0, lambda image: image])
def test_what_is_no_such_function_is_said(answer):
    verdict = ir.check(ASKED["correlate"], answer)
    assert not verdict and re.search("function|argument", str(verdict))


PARAMETERS = {
    "01-1": "image, top, left, height, width", "01-2": "image, amount", "01-3": "image",
    "01-4": "labels, classes", "02-1": "image, kernel", "02-2": "image, kernel",
    "02-3": "pixels, window, stride, padding", "02-4": "image, size, stride",
    "03-1": "height, width, channels, kernels", "03-2": "scores", "03-3": "probabilities, labels",
    "03-4": "probabilities, labels"}


@pytest.mark.parametrize("name, parameters", PARAMETERS.items())
def test_what_an_exercise_calls_the_answer_with_is_said(name, parameters):
    for wrong in (3, "text", np.ones(3), lambda: 0, lambda a, b, c, d, e, f: 0):
        verdict = ir.check(name, wrong)
        assert verdict.done and not verdict and parameters in verdict.text, verdict


class Hostile(BaseException):
    """Whatever one asks of it ends the program."""

    def __str__(self): raise SystemExit
    __repr__ = __array__ = __float__ = __str__


def raises(error):
    def answer(*arguments): raise error
    return answer


def returns(result): return lambda *arguments: result


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("answer", [
    *(raises(error) for error in (SystemExit(), Hostile(), MemoryError(), GeneratorExit())),
    *(returns(result) for result in (
        Hostile(), Hostile, np.nan, np.inf, 10**400, "3", {}, {3}, (i for i in [1]), np.ma.masked,
        np.array([None, 2]), [[1], [2, 3]], [], 1j, np.zeros((3, 3, 3, 3)), range(10**13),
        np.broadcast_to(0.0, (10**6, 10**6)))),
])
def test_no_answer_gets_by_without_a_verdict(name, answer):
    verdict = ir.check(name, answer)
    assert verdict.done and not verdict and "not be judged" not in verdict.text
    assert len(verdict.text) > 40 and str(verdict) and verdict._repr_html_()


@pytest.mark.parametrize("name", PARAMETERS)
def test_an_interrupt_gets_through(name):
    with pytest.raises(KeyboardInterrupt):
        ir.check(name, raises(KeyboardInterrupt()))


@pytest.mark.parametrize("name", ["02-9", "2-1", "", None, 2, [], {}, correlate])
def test_an_unknown_exercise_is_bad_input(name):
    with pytest.raises(ir.InputError, match="Unknown exercise"):
        ir.check(name, correlate)


def test_the_learners_random_numbers_are_left_alone():
    np.random.seed(3)
    expected = np.random.random()
    np.random.seed(3)
    ir.check(ASKED["correlate"], checked)
    assert np.random.random() == expected


def test_the_engine_needs_no_keras(cold_python):
    cold_python("-c", "import sys, imagerec.course.checks; assert 'keras' not in sys.modules")
