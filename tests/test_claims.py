"""Each figure in a lesson's text is asserted beside it, or there is a reason why not."""

import json

import pytest

from house.claims import REASONS, TUTORIALS, key, unbacked

TEXTS = sorted(TUTORIALS.glob("*.ipynb"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_each_figure_is_asserted_or_has_a_reason(path):
    """A figure that is new and not asserted: assert it in a cell of its section. Only what isn't
    measured goes into `REASONS`."""
    reasons, found = REASONS.get(key(path), {}), unbacked(path)
    without = [sentence for sentence in found if not sentence.startswith(tuple(reasons))]
    assert not without, "\n".join(without)
    needless = [start for start in reasons
                if not any(sentence.startswith(start) for sentence in found)]
    assert not needless, f"no such sentence any more, or it is asserted: {needless}"


def test_reasons_are_given_for_what_is_there():
    assert set(REASONS) <= {key(path) for path in TEXTS}


@pytest.mark.parametrize("said, asserted, backed", [
    ("It is right in 97 % of cases.", "share > 0.97", True),
    ("It is right in 97 % of cases.", "0.95 < share < 0.99", True),
    ("It is right in 97 % of cases.", "share > 0.9", False),
    ("It is right in 97 % of cases.", "True", False),
    ("It is ten points ahead.", "after > before + 0.1", True),
    ("It is six times as fast.", "slow / fast > 6", True),
    ("It is six times as fast.", "0 < slow / fast < 60", False),
    ("A call takes 20 ms.", "0.018 < seconds < 0.022", True),
    ("It is right in most cases.", "True", True),
])
def test_a_figure_is_found_and_its_assertion(tmp_path, said, asserted, backed):
    cells = [{"cell_type": "markdown", "source": f"## A section\n\n{said}"},
             {"cell_type": "code", "source": f"assert {asserted}"},
             {"cell_type": "markdown", "source": "## Another"}]
    path = tmp_path / "99_lesson.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    assert unbacked(path) == ([] if backed else [said])
    path.write_text(json.dumps({"cells": [cells[0], cells[2], cells[1]]}))
    assert bool(unbacked(path)) == ("most" not in said)  # another section's assertion is none
