"""What learners answer: all that is right is accepted, all that is wrong rejected, and told why."""

import numpy as np
import pytest
from judged_answers import JUDGED, as_function
from learners_code import NAMES

import imagerec as ir
from imagerec.course import checks
from imagerec.course.checks import Mistake, verify
from imagerec.course.lessons import all_judges

RIGHT = [(name, text) for name, answers in JUDGED.items() for text in answers.right]
WRONG = [(name, text, named) for name, answers in JUDGED.items()
         for text, named in answers.wrong.items()]


def judged(name, text):
    """The `Mistake` that is found, or None."""
    answer = as_function(JUDGED[name].parameters, text, NAMES)
    try:
        with np.errstate(all="ignore"):
            verify(name, answer)
    except Mistake as mistake:
        return mistake
    return None


def exercises():
    """Those of all lessons, but for the projects, which are judged by a run."""
    for module in all_judges():
        __import__(module)
    return {name: known for name, known in checks._exercises.items() if "project" not in name}


def test_there_are_enough_answers_for_every_exercise():
    assert set(JUDGED) == set(exercises())
    assert len(RIGHT) >= 60 and len(WRONG) >= 300
    assert sum(named is not None for *_, named in WRONG) / len(WRONG) >= 0.85


@pytest.mark.parametrize("name", JUDGED)
def test_what_is_right_is_accepted(name):
    for text in JUDGED[name].right:
        mistake = judged(name, text)
        assert mistake is None, f"{text}\n{mistake.what} {mistake.hint} {mistake.case}"


@pytest.mark.parametrize("name", JUDGED)
def test_what_is_wrong_is_rejected_and_its_mistake_named(name):
    for text, named in JUDGED[name].wrong.items():
        mistake = judged(name, text)
        assert mistake is not None, text
        told = f"{mistake.what} {mistake.hint}"
        assert named is None or named.lower() in told.lower(), f"{text}\n{told}"
        assert exercises()[name].code.splitlines()[-1] not in told


@pytest.mark.parametrize("name", JUDGED)
def test_the_code_of_a_hint_is_right_and_comes_only_when_asked_for(name):
    code, asked = ir.hint(name, show=True).code, str(ir.hint(name))
    assert judged(name, code) is None
    assert code.splitlines()[-1] not in asked and asked.count("?") >= 2 and name in asked
