"""The command as a person runs it: in a process of its own, judged by what it prints and writes."""

import ast
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from support import REPOSITORY, wait_until
from warm import run_warm

from imagerec.cli.advice import as_typed, speaking
from imagerec.cli.program import _command, _speaker, run_command

COMMAND = [sys.executable, "-m", "imagerec"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY)}


def imagerec(*arguments: object, cwd: Path, timeout: float = 120) -> subprocess.CompletedProcess:
    return run_warm("-m", "imagerec", *arguments, cwd=cwd, timeout=timeout, check=False)


def hear_ctrl_c() -> None:
    """A shell starts what it puts into the background deaf to Ctrl-C, and its children inherit
    that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(*arguments: object, cwd: Path, **environment: str) -> subprocess.Popen:
    return subprocess.Popen([*COMMAND, *map(str, arguments)], cwd=cwd, text=True,
                            env={**ENVIRONMENT, **environment}, preexec_fn=hear_ctrl_c,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def saved_model(folder: Path):
    """The first run folder below `folder` that holds a model and trains on, or None."""
    return next((path.parent for path in folder.glob("*/model.keras")
                 if json.loads((path.parent / "status.json").read_text())["epoch"] > 1), None)


shares_a_run = pytest.mark.xdist_group("trained") # one process trains it, for all of them


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The folder that `imagerec train` ran in, and what it did."""
    folder = tmp_path_factory.mktemp("trained")
    done = imagerec("train", "--data", "digits", "--model", "cnn", "--epochs", 1, "--json",
                    cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder, done


def test_help_names_every_verb(cold_python, tmp_path):
    done = cold_python("-m", "imagerec", "--help", cwd=tmp_path)
    for verb in ("train", "evaluate", "predict", "runs", "models", "tune", "compare", "export",
                 "bench", "split", "serve", "lab"):
        assert verb in done.stdout
        assert "--json" in imagerec(verb, "--help", cwd=tmp_path).stdout


def test_help_and_runs_import_nothing_heavy(cold_python, tmp_path):
    code = ("import sys; from imagerec.cli import run_command\n"
            "assert run_command(['--help']) == run_command(['runs']) == 0\n"
            "print({'keras', 'tensorflow', 'jax', 'matplotlib', 'sklearn'} & set(sys.modules), "
            "file=sys.stderr)")
    assert cold_python("-c", code, cwd=tmp_path).stderr == "set()\n"


def test_version(tmp_path):
    import imagerec as package

    assert imagerec("--version", cwd=tmp_path).stdout == f"imagerec {package.__version__}\n"


@shares_a_run
def test_train_prints_one_object_and_nothing_else(trained):
    folder, done = trained
    result = json.loads(done.stdout)
    assert list(result) == ["run", "epochs", "seconds", "parameters", "valid", "test", "notes"]
    assert done.stdout.count("\n") == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["epoch 1 of 1"]
    assert result["epochs"] == 1 and result["parameters"] > 1000 and result["seconds"] > 0
    for score in (result["valid"], result["test"]):
        low, high = score["interval"]
        assert 0 <= low < score["accuracy"] < high <= 1 and score["n"] > 100
    run = folder / result["run"]
    assert (run / "model.keras").exists()
    assert json.loads((run / "report-test.json").read_text())["split"] == "test"
    assert json.loads((run / "status.json").read_text())["state"] == "finished"
    assert json.loads((run / "recipe.json").read_text())["recipe"]["epochs"] == 1


@shares_a_run
def test_evaluate_prints_the_report_as_written(trained):
    folder, done = trained
    run, test = (json.loads(done.stdout)[key] for key in ("run", "test"))
    again = imagerec("evaluate", run, "--json", cwd=folder)
    assert again.returncode == 0 and again.stderr == ""
    report = json.loads(again.stdout)
    assert report == json.loads((folder / run / "report-test.json").read_text())
    assert {key: report[key] for key in test} == test
    assert (report["schema"], report["split"], len(report["confusion"])) == (1, "test", 10)


@shares_a_run
def test_evaluate_tells_people(trained):
    folder, done = trained
    run = json.loads(done.stdout)["run"]
    told = imagerec("evaluate", run, "--data", "digits", "--split", "valid", cwd=folder)
    assert told.returncode == 0 and told.stderr == ""
    assert "cnn on digits, valid split" in told.stdout and "95 % interval" in told.stdout
    assert json.loads((folder / run / "report-valid.json").read_text())["split"] == "valid"


def test_train_tells_a_log_what_it_does(tmp_path):
    done = imagerec("train", "--model", "cnn_tiny", "--epochs", 2, cwd=tmp_path)
    told = done.stderr.splitlines()
    assert told[0].startswith("imagerec: digits: pictures of 8×8×1 (1,258 train, 180 valid, 359 "
                              "test), 10 classes: 0, 1")
    assert [line.partition(":")[0] for line in told[1:]] == ["epoch 1 of 2", "epoch 2 of 2"]


@shares_a_run
def test_runs_lists_the_run(trained):
    folder, done = trained
    run = json.loads(done.stdout)["run"]
    listed = json.loads(imagerec("runs", "--json", cwd=folder).stdout)
    assert [row["run"] for row in listed] == [run]
    assert list(listed[0]) == ["run", "state", "data", "model", "started", "valid"]
    assert (listed[0]["state"], listed[0]["data"], listed[0]["model"]) == (
        "finished",
        "digits",
        "cnn",
    )
    assert run in imagerec("runs", "runs", cwd=folder).stdout


def test_runs_of_nothing(tmp_path):
    assert json.loads(imagerec("runs", "--json", cwd=tmp_path).stdout) == []
    assert "No runs" in imagerec("runs", cwd=tmp_path).stdout
    assert not (tmp_path / "runs").exists()


def test_ten_epochs_of_digits_reach_97_percent(tmp_path):
    done = imagerec("train", "--data", "digits", "--model", "cnn", "--epochs", 10, "--seed", 1,
                    "--run-dir", "here", "--json", cwd=tmp_path)
    result = json.loads(done.stdout)
    assert (tmp_path / result["run"]).resolve() == (tmp_path / "here").resolve()
    assert result["test"]["accuracy"] >= 0.97


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_ctrl_c_stops_cleanly(tmp_path):
    process = start("train", "--epochs", 10_000, "--json", cwd=tmp_path)
    run = wait_until(lambda: saved_model(tmp_path / "runs"), "a model is saved", process=process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    *told, last = err.splitlines()
    assert last.startswith("imagerec: Stopped in epoch") and run.name in last
    assert all(line.startswith(("epoch ", "Interrupted at step ")) for line in told)
    assert json.loads((run / "status.json").read_text())["state"] == "stopped"
    assert imagerec("evaluate", run, "--json", cwd=tmp_path).returncode == 0


def test_lab_starts_jupyterlab(tmp_path):
    pytest.importorskip("jupyterlab", reason="imagerec lab needs the extra [lab]")
    homes = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    process = start("lab", "--json", "--no-browser", "--allow-root", "--port", 0, cwd=tmp_path,
                    **homes)
    try:
        told = json.loads(process.stdout.readline())
        assert Path(told["folder"]).resolve() == tmp_path.resolve() and told["pid"] == process.pid
        with urllib.request.urlopen(told["url"].replace("/lab?", "/api/status?"),
                                    timeout=30) as answer:
            assert "kernels" in json.load(answer)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_what_a_folder_is_loaded_with_can_be_said(tmp_path):
    """Size, fit, channels, shares and what can't be read, as `ir.load` takes them."""
    random = np.random.default_rng(0)
    for number in range(40):
        path = tmp_path / "birds" / "ab"[number % 2] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.integers(0, 256, (20, 30, 3), "uint8")).save(path)
    (tmp_path / "birds" / "a" / "torn.png").write_bytes(b"\x89PNG")
    asked = ("train", "--data", "birds", "--model", "cnn_tiny", "--epochs", 1, "--json")
    done = imagerec(*asked, cwd=tmp_path)
    assert done.returncode == 2 and "torn.png" in done.stderr
    done = imagerec(*asked, "--broken", "skip", "--size", "12,10", "--fit", "crop", "--channels", 1,
                    "--valid", 0.25, "--test", 0.25, cwd=tmp_path)
    told = json.loads(done.stdout)
    assert (told["valid"]["n"], told["test"]["n"]) == (10, 10)
    form = json.loads((tmp_path / told["run"] / "recipe.json").read_text())["data"]
    assert form["shape"] == [12, 10, 1] and form["source"]["fit"] == "crop"


def test_a_note_is_told_once(tmp_path):
    """The same pictures in train and test, of which training and judging tell in one line each."""
    random = np.random.default_rng(0)
    for number in range(20):
        pixels = random.integers(0, 256, (8, 8, 3), "uint8")
        for split in ("train", "test"):
            path = tmp_path / "birds" / split / "ab"[number % 2] / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels).save(path)
    done = imagerec("train", "--data", "birds", "--model", "cnn_tiny", "--epochs", 1,
                    "--run-dir", "run", cwd=tmp_path)
    assert done.stderr.count("pictures were trained on: the figures are too good") == 1
    done = imagerec("evaluate", "run", cwd=tmp_path)
    assert (done.stdout + done.stderr).count("the figures are too good.") == 1


# Arguments that a command neither takes nor hands on: of what is an object of Python.
NOT_OF_COMMANDS = set("axis characters count energy heads high keep loss low monitor name number "
                      "one open prune_channels resampling times".split())


def texts_of(path: Path):
    """The texts of a module's errors, with 7 for what is put in."""
    source = path.read_text(encoding="utf-8")
    advises = "Error(" in source and re.search(r'"[^"\n]*(\bir\.|[a-z_]=)', source)
    for node in ast.walk(ast.parse(source)) if advises else ():
        is_error = isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("Error")
        for part in ast.walk(node) if is_error else ():
            if isinstance(part, ast.JoinedStr):
                yield "".join(value.value if isinstance(value, ast.Constant) else "7"
                              for value in part.values)
            elif isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def test_what_an_error_advises_can_be_typed():
    """Every error of the package, as each command would say it."""
    texts = {text for room in ("data", "models", "runs", "training", "insight", "deploy")
             for path in (REPOSITORY / "imagerec" / room).rglob("*.py") for text in texts_of(path)
             if re.search(r"\b(ir\.|[a-z_]+=)", text)}
    assert len(texts) > 80
    command = _command()
    for verb in ("train", "predict", "evaluate", "serve"):
        with speaking(_speaker(command, [verb])):
            for text in map(as_typed, texts):
                left = re.sub(r"--(set|option) [a-z_]+=\S*|\S*\(.*\) \(in Python\)|"
                              r"\b[a-z_]+=(\S*|\([^()]*\)) \(in Python\)|\?\S+=", "", text)
                named = set(re.findall(r"(?<![\w./-])([a-z_]+)=", left))
                assert named <= NOT_OF_COMMANDS and "ir.export" not in left, (verb, text)


@pytest.mark.parametrize("arguments, advised", [
    (["train", "--valid", "0.9", "--test", "0.9"], "as --valid 0.1, --test 0.2 do"),
    (["train", "--data", "torn"], "load with --broken skip"),
    (["train", "--data", "torn", "--broken", "skip", "--size", "99999"], "--size 99999,99999 must"),
    (["train", "--data", "flat"], "with labels=False (in Python)"),
    (["train", "--set", "patience=0"], "patience=0."),
    (["models", "nnc"], "`imagerec models 'pretrained/*'` lists"),
    (["serve", "flat"], "`imagerec export` makes one"),
])
def test_a_command_advises_options(arguments, advised, tmp_path, monkeypatch, capsys):
    for at in range(4):
        for folder in ("torn/" + "ab"[at % 2], "flat"):
            path = tmp_path / folder / f"{at}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.new("L", (8, 8), 50 * at).save(path)
    (tmp_path / "torn" / "a" / "torn.png").write_bytes(b"\x89PNG")
    monkeypatch.chdir(tmp_path)
    assert run_command(arguments) == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1 and advised in line
