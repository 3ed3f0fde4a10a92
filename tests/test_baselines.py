"""What came before deep learning goes the whole way: trained, judged and read again from the
command line."""

import json

import pytest


def test_a_forest_from_the_command_line(run_python, tmp_path):
    command = ["-m", "imagerec", "train", "--model", "forest", "--option", "trees=20", "--json"]
    result = json.loads(run_python(*command, cwd=tmp_path).stdout)
    assert result["epochs"] == 1 and result["test"]["accuracy"] > 0.85
    report = json.loads(run_python("-m", "imagerec", "evaluate", result["run"], "--json",
                                   cwd=tmp_path).stdout)
    assert report["accuracy"] == pytest.approx(result["test"]["accuracy"], abs=0.01)
