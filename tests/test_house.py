"""How the house is kept: imports, lengths, notebooks, names, and that every example runs."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from house import lengths, names, notebooks
from support import REPOSITORY

import imagerec as ir


@pytest.mark.parametrize("contract", ["floors", "siblings", "lab"])
def test_imports_run_downwards_and_in_no_circle(contract):
    """The contracts stand in pyproject.toml."""
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-cache", "--contract", contract], cwd=REPOSITORY,
                          text=True, capture_output=True)
    assert done.returncode == 0, done.stdout[done.stdout.find("Contracts:"):]


@pytest.mark.parametrize("find", [
    lengths.ruffs_findings, lengths.long_modules, lengths.long_functions,
    lengths.wide_lines_of_typescript,
], ids=["ruff", "modules", "functions", "typescript"])
def test_nothing_is_too_long_and_nothing_unused(find):
    found = find()
    assert not found, "\n".join(found)


def test_the_notebooks_reach_their_figures():
    """`make test` prints them, too."""
    faults = notebooks.faults(notebooks.by_room())
    assert not faults, "\n".join(faults)


def test_what_no_other_module_uses_is_private():
    found = [f"{module}: {', '.join(left)}" for module, left in names.unused().items()]
    assert not found, "\n".join(found)


def test_the_front_end_asks_python_for_what_there_is():
    wanted = list(names.in_front_end())
    assert wanted
    for module, name in wanted:
        assert callable(getattr(import_module(module), name))


# The functions and classes that `ir` offers, each with the examples of its docstring.
EXAMPLES = """
import doctest, json, os, sys, tempfile
import imagerec as ir

def is_value(source):
    try: return bool(compile(source, "", "eval"))
    except SyntaxError: return False

def quiet(test):
    "What an example shows no result of may have any."
    for example in test.examples:
        if not example.want and is_value(example.source):
            example.source = f"_ = ({example.source.strip()})\\n"
    return test

def faults_of(name):
    told = []
    for test in doctest.DocTestFinder().find(getattr(ir, name), name, globs={"ir": ir}):
        os.chdir(tempfile.mkdtemp())
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        runner.run(quiet(test), out=told.append)
    return "".join(told)

result = {name: faults_of(name) for name in sys.argv[1:]}
print("\\n" + json.dumps({name: told for name, told in result.items() if told}))
"""


def has_example(name: str) -> bool:
    return ">>> " in (getattr(ir, name).__doc__ or "")


def offered() -> list[str]:
    return [name for name in ir.__all__ if callable(getattr(ir, name))]


def test_every_example_runs(run_python, tmp_path):
    with_examples = [name for name in offered() if has_example(name)]
    assert with_examples
    done = run_python("-c", EXAMPLES, *with_examples, cwd=tmp_path)
    faults = json.loads(done.stdout.splitlines()[-1])
    assert not faults, "\n".join(faults.values())


def test_what_people_call_has_an_example():
    errors = ("ImagerecError", "InputError")
    assert not [name for name in offered() if name not in errors and not has_example(name)]
