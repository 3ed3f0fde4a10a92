"""A training that is killed at random moments goes on each time, and ends with the same weights."""

import json

from support import REPOSITORY


def test_three_kills_change_nothing(run_python, tmp_path):
    done = run_python(str(REPOSITORY / "benchmarks" / "crash.py"), "--kills", "3", cwd=tmp_path)
    found = json.loads(done.stdout)
    assert found["kills"] == 3 and found["same weights"]
