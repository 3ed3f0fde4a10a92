"""The course's verdicts and hints: nothing hurts them, and progress is kept.

What is right and wrong stands in `judged_answers`. A lesson says which exercise asks for which
function, so that the names stand in one place.
"""

import json
import re

import numpy as np
import pytest
from judged_answers import JUDGED
from scipy import signal

import imagerec as ir
from imagerec.course.checks import verify
from imagerec.course.lessons import exercise_name
from support import REPOSITORY

LESSON = REPOSITORY / "nbs" / "tutorials" / "02_convolution_and_pooling.ipynb"
CELLS = [cell for cell in json.loads(LESSON.read_text())["cells"] if cell["cell_type"] == "code"]
SOURCES = ["".join(cell["source"]) for cell in CELLS]
ASKED = {function: name for source in SOURCES
         for name, function in re.findall(r'ir\.check\("([\w-]+)", (\w+)\)', source)}
NAME = exercise_name(ASKED["correlate"])


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A learner who has done nothing yet."""
    monkeypatch.setenv("IMAGEREC_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def exercises(home) -> dict:
    path = home / "progress.json"
    return json.loads(path.read_text())["exercises"] if path.exists() else {}


def correlate(image, kernel):
    return signal.correlate2d(image.astype(float), kernel, "valid")


def convolve(image, kernel):
    return signal.convolve2d(image.astype(float), kernel, "valid")


def off_by_one(image, kernel):
    return correlate(image, kernel)[:-1, :-1]


def checked(image, kernel):
    """Right, and it refuses what does not fit."""
    if any(k > n for n, k in zip(image.shape, kernel.shape)):
        raise ValueError("The kernel is too large.")
    return correlate(image, kernel)


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


def test_who_is_stuck_is_told_of_a_question_and_never_of_the_code():
    first, *others = (str(ir.check(NAME, off_by_one)) for _ in range(3))
    asked, shown = ir.hint(NAME), ir.hint(NAME, show=True)
    assert "ir.hint" not in first and all(f'ir.hint("{NAME}")' in text for text in others)
    assert "show=True" in str(asked) and "sliding_window" not in "".join([*others, str(asked)])
    assert "sliding_window" in shown._repr_html_()


def unknown_variable(image, kernel):
    return correlate(image, kernle)  # noqa: F821, the misspelling is the mistake


def no_python(image, kernel):
    return eval("correlate(image, kernel")


@pytest.mark.parametrize("answer, named", [(unknown_variable, "NameError.*kernle"),
                                           (no_python, "SyntaxError")])
def test_a_slip_of_spelling_is_told_and_is_no_try(home, answer, named):
    verdict = ir.check(NAME, answer)
    assert verdict.done and not verdict and re.search(named, verdict.text)
    assert exercises(home) == {}


def test_the_present_number_is_the_same_exercise(home):
    ir.check("02-1", off_by_one)
    verdict = ir.check("convolution-1", checked)
    assert (verdict.name, verdict.right) == ("convolution-1", True) and "(02-1)" in str(verdict)
    assert list(exercises(home)) == ["convolution-1"]


def test_progress_that_was_kept_under_numbers_is_read(home):
    home.mkdir()
    old = {"05-2": {"solved": True, "attempts": 3}, "11-5": {"solved": False, "attempts": 1}}
    (home / "progress.json").write_text(json.dumps({"schema": 1, "exercises": old}))
    ir.check("convolution-1", checked)
    assert {name: entry["solved"] for name, entry in exercises(home).items()} == {
        "overfitting-2": True, "trained-network-project": False, "convolution-1": True}


def test_solved_stays_solved(home):
    ir.check(NAME, convolve)
    assert not exercises(home)[NAME]["solved"]
    ir.check(NAME, checked)
    ir.check(NAME, convolve)
    entry = exercises(home)[NAME]
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


@pytest.mark.parametrize("name", JUDGED)
def test_what_an_exercise_calls_the_answer_with_is_said(name):
    parameters = JUDGED[name].parameters
    for wrong in (3, "text", np.ones(3), lambda: 0, lambda a, b, c, d, e, f, g, h: 0):
        verdict = ir.check(name, wrong)
        assert verdict.done and not verdict and parameters in verdict.text, verdict


FIRST = [name for name in JUDGED if name.startswith(("images", "convolution", "first-network"))]


class Hostile(BaseException):
    """Whatever one asks of it ends the program."""

    def __str__(self): raise SystemExit
    __repr__ = __array__ = __float__ = __str__


def raises(error):
    def answer(*arguments): raise error
    return answer


def returns(result): return lambda *arguments: result


@pytest.mark.parametrize("name", FIRST)
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


@pytest.mark.parametrize("name", FIRST)
def test_an_interrupt_gets_through(name):
    with pytest.raises(KeyboardInterrupt):
        ir.check(name, raises(KeyboardInterrupt()))


@pytest.mark.parametrize("name", ["02-9", "2-1", "convolution-9", "", None, 2, [], {}, correlate])
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
