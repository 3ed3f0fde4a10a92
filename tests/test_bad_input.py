"""What the command does with what it can't use, and when the machine lets it down.

One clear line on standard error, the right exit status, nothing half written.
"""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import numpy as np
import pytest

from support import wait_until
from test_cli import COMMAND, ENVIRONMENT, imagerec, saved_model, start


def refused(done: subprocess.CompletedProcess, *expected: str, status: int = 2) -> None:
    """One line, the exit status, no result, no traceback; with `--json` the line as an object."""
    assert done.returncode == status, done.stderr
    assert done.stderr.startswith("imagerec: ") and done.stderr.count("\n") == 1, done.stderr
    if "--json" in done.args:
        kind = {1: "failure", 2: "input"}[status]
        assert json.loads(done.stdout)["kind"] == kind
        assert done.stderr == f"imagerec: {json.loads(done.stdout)['error']}\n"
    else:
        assert done.stdout == ""
    assert all(part in done.stderr for part in expected), done.stderr


@pytest.mark.parametrize("arguments, expected", [
    (["--data", "mnits"], ["mnits", "Did you mean 'mnist'?"]),
    (["--data", "no/such/folder"], ["no/such/folder"]),
    (["--model", "cnn_tyni"], ["cnn_tyni", "Did you mean 'cnn_tiny'?"]),
    (["--epochs", "0"], ["epochs must be", "--epochs 0"]),
    (["--epochs", "-3"], ["epochs must be", "--epochs -3"]),
    (["--epochs", "many"], ["--epochs", "integer"]),
    (["--batch-size", "0"], ["batch_size must be"]),
    (["--learning-rate", "0"], ["learning_rate must be"]),
    (["--learning-rate", "nan"], ["learning_rate must be"]),
    (["--seed", "-1"], ["seed must be"]),
    (["--epoks", "3"], ["--epoks"]),
    (["--data", ""], ["--data is empty"]),
    (["--model", "svm", "--set", "mixup=0.2"], ["Leave out mixup"]),
    (["stray"], ["stray"]),
], ids=" ".join)
def test_train_refuses_before_it_writes(tmp_path, arguments, expected):
    refused(imagerec("train", *arguments, "--json", cwd=tmp_path), *expected)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_verb(tmp_path):
    refused(imagerec("trian", cwd=tmp_path), "trian")


def picture_folder(folder: Path, classes: list[str], number: int = 12) -> Path:
    from PIL import Image

    draw = np.random.default_rng(0)
    for name in classes:
        (folder / name).mkdir(parents=True)
        for index in range(number):
            pixels = draw.integers(0, 256, (24, 24, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{index}.png")
    return folder


def test_train_refuses_an_empty_folder_and_a_single_class(tmp_path):
    (tmp_path / "empty").mkdir()
    refused(imagerec("train", "--data", "./empty", cwd=tmp_path), "empty")
    picture_folder(tmp_path / "one", ["cat"])
    refused(imagerec("train", "--data", "./one", cwd=tmp_path), "cat")
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("arguments, expected", [
    (["runs/none"], ["no run folder", "runs/none"]),
    (["."], ["not a run folder", "recipe.json"]),
    ([], ["RUN"]),
], ids=["missing", "no run", "not given"])
def test_evaluate_refuses_what_is_no_run(tmp_path, arguments, expected):
    refused(imagerec("evaluate", *arguments, "--json", cwd=tmp_path), *expected)
    assert list(tmp_path.iterdir()) == []


def test_runs_of_a_folder_that_does_not_exist(tmp_path):
    refused(imagerec("runs", "elsewhere", cwd=tmp_path), "elsewhere")


def test_debug_shows_the_traceback(tmp_path):
    done = imagerec("train", "--data", "mnits", "--debug", cwd=tmp_path)
    assert done.returncode == 1 and done.stdout == ""
    assert "Traceback" in done.stderr and "InputError: Unknown data set 'mnits'" in done.stderr


def test_runs_in_a_file(tmp_path):
    (tmp_path / "file").write_text("")
    for runs in ("file", "file/runs"):
        refused(imagerec("train", "--epochs", 1, "--runs", runs, cwd=tmp_path),
                "--runs must be a folder, but file is")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has such a folder")
def test_runs_where_no_folder_can_be_made(tmp_path):
    refused(imagerec("train", "--epochs", 1, "--runs", "/proc/runs", cwd=tmp_path), "/proc/runs",
            status=1)


def test_a_run_folder_that_is_not_empty_is_left_alone(tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "thesis.txt").write_text("two years of work")
    refused(imagerec("train", "--epochs", 1, "--run-dir", "here", cwd=tmp_path), "here",
            "not empty")
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["thesis.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_process_leaves_a_run_that_is_read(tmp_path):
    process = start("train", "--epochs", 10_000, cwd=tmp_path)
    run = wait_until(lambda: saved_model(tmp_path / "runs"), "a model is saved", process=process)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)

    assert json.loads((run / "status.json").read_text())["state"] == "running"
    row = json.loads(imagerec("runs", "--json", cwd=tmp_path).stdout)[0]
    assert (row["state"], row["valid"]["n"] > 0) == ("failed", True)
    evaluated = imagerec("evaluate", run, "--json", cwd=tmp_path)
    assert evaluated.returncode == 0 and json.loads(evaluated.stdout)["accuracy"] > 0.5

    (run / "report-test.json").unlink()
    (run / "model.keras").unlink() # as if it had been killed in its first epoch
    refused(imagerec("evaluate", run, cwd=tmp_path), "holds no model")
    assert not (run / "report-test.json").exists()


def test_damaged_runs_do_not_hide_the_others(tmp_path):
    for name, files in {"a": {}, "b": {"recipe.json": "{"}, "c": {"recipe.json": "{}"}}.items():
        (tmp_path / "runs" / name).mkdir(parents=True)
        for file, text in files.items():
            (tmp_path / "runs" / name / file).write_text(text)
    done = imagerec("runs", "--json", cwd=tmp_path)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert [(Path(row["run"]).name, row["state"]) for row in json.loads(done.stdout)] == [
        ("c", "failed"), ("b", "failed")]


def test_names_cannot_steer_the_terminal(tmp_path):
    done = imagerec("train", "--data", "\x1b]0;owned\x07", cwd=tmp_path)
    refused(done, "Unknown data set")
    assert "\x1b" not in done.stderr and "\x07" not in done.stderr


def test_a_full_disk_while_training(tmp_path):
    """On a tmpfs with room for one model, not two; it is mounted in a namespace of its own."""
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    isolated = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    mount = f"mount -t tmpfs -o size=700k tmpfs '{disk}'"
    if not shutil.which("unshare") or subprocess.run([*isolated, mount],
                                                     capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a tmpfs, so its disk can't be filled")
    script = f"{mount} && \"$@\"; status=$?; cp -r '{disk}' '{kept}'; exit $status"
    command = [*COMMAND, "train", "--epochs", "2", "--runs", str(disk / "runs"), "--json"]
    done = subprocess.run([*isolated, script, "sh", *command], env=ENVIRONMENT, cwd=tmp_path,
                          capture_output=True, text=True, timeout=300)

    refused(done, "No space left on device", str(disk), status=1)
    run, = (kept / "runs").iterdir()
    names = {path.name for path in run.rglob("*") if path.is_file()}
    assert names == {"recipe.json", "environment.json", "history.jsonl", "status.json",
                     "latest.json", "step-00000000.keras", "trained_on.bin"}
    row = json.loads(imagerec("runs", kept / "runs", "--json", cwd=tmp_path).stdout)[0]
    assert row["state"] == "failed"
