"""A training that is killed goes on, and ends as if nothing had happened: at random moments, and
at each of them."""

import json

import pytest

from support import REPOSITORY


def test_two_kills_change_nothing(run_python, tmp_path):
    done = run_python(str(REPOSITORY / "benchmarks" / "crash.py"), "--kills", "2", "--epochs", "1",
                      cwd=tmp_path)
    found = json.loads(done.stdout)
    assert found["kills"] == 2 and found["same weights"]


# Whenever a file of the run is renamed, removed or appended to, the folder is copied: what lies
# there is what a kill at that instant leaves. Each copy then goes on.
EVERY_INSTANT = """
import json, os, shutil, sys, threading
from pathlib import Path
import imagerec as ir
from imagerec.training.loop.checkpoints import read_checkpoint
from imagerec.models.files import load_model
from imagerec.runs.run import Run

run, copies, watching = Path("run").resolve(), [], False

def watch(event, given):
    if not watching or threading.current_thread() is not threading.main_thread(): return
    appends = event == "open" and given[1] == "a"
    if not (appends or event in ("os.rename", "os.remove")): return
    if run not in Path(given[0]).parents: return
    copies.append(Path(f"copy-{len(copies)}").resolve())
    shutil.copytree(run, copies[-1], ignore=lambda *_: [".status"])

class Watch:
    "Looks on from the end of the second epoch's steps to the beginning of the third's."
    def __call__(self, event):
        global watching
        if event.kind == "step": watching = event.step == 8

def outcome(folder):
    run = Run(folder)
    rows = [json.loads(line) for line in (folder/"history.jsonl").read_text().splitlines()]
    for row in rows:
        for name in ("time", "seconds", "images_per_second"): row.pop(name, None)
        # means over two parts of an epoch, of which Keras rounded one
        for name in ("loss", "accuracy"):
            if name in row: row[name] = round(row[name], 5)
    names = ("state", "epoch", "step", "progress", "valid")
    status = {name: getattr(run.status, name) for name in names}
    models = load_model(read_checkpoint(folder).path), run.load_model()
    return rows, status, [weight.tobytes() for model in models for weight in model.get_weights()]

def build():
    return ir.build("cnn_tiny", data, dropout=0.2, width=0.25, seed=1)

digits = ir.load("digits")
data = ir.load((digits.train.images[:96], digits.train.labels[:96]))
size = -(-len(data.train)//4)
given = json.loads(sys.argv[1])
recipe = ir.Recipe(epochs=3, batch_size=size, learning_rate=0.02, **given)
snapshots = int(sys.argv[2])
trainer = ir.Trainer(build(), data, recipe, run_dir=run, snapshots=snapshots, keep_optimizer=True)
trainer.listen(Watch())
sys.addaudithook(watch)
trainer.fit()
expected = outcome(run)
assert expected[1]["state"] == "finished" and len(copies) > 5, copies
history = trainer.run.history
ranks = list(zip(history["valid_accuracy"], [-loss for loss in history["valid_loss"]]))
assert ranks[1] > ranks[0], "the second epoch must be better, or the test shows nothing"
for copy in copies:
    status = json.loads((copy/"status.json").read_text())
    (copy/"status.json").write_text(json.dumps(status | {"pid": 2**30})) # a process that is gone
    for snapshot in Run(copy).snapshots:
        ir.Trainer.branch(copy, snapshot.step, data=data, epochs=4)
    again = ir.Trainer.from_run(copy, data=data)
    again.fit()
    for one, other in zip(outcome(copy), expected, strict=True): assert one == other, copy
    for one, other in zip(again.model.get_weights(), trainer.model.get_weights(), strict=True):
        assert (one == other).all(), copy
    kept = [path for path in (copy/"checkpoint").iterdir()
            if path.name.partition("-")[0] not in ("snapshot", "model")]
    assert not list(copy.rglob(".*")) and len(kept) == 2, copy
    steps = [snapshot.step for snapshot in again.run.snapshots]
    if snapshots: assert (steps[0], steps[-1]) == (0, 12) and len(steps) <= snapshots + 1, steps
    else: assert steps == [12], steps
print(len(copies))
"""


@pytest.mark.parametrize(("recipe", "snapshots"), [
    ({}, 3), ({"ema": 0.9, "checkpoint_steps": 1, "accumulate": 2}, 0)])
def test_a_kill_at_each_instant_of_an_epochs_end_changes_nothing(run_python, tmp_path, recipe,
                                                                 snapshots):
    done = run_python("-c", EVERY_INSTANT, json.dumps(recipe), str(snapshots), cwd=tmp_path,
                      timeout=900)
    assert int(done.stdout) > 5


CHANGES_ITS_FOLDER = """
import os
import imagerec as ir

data = ir.load("digits")
def trained():
    return ir.Trainer(ir.build("cnn_tiny", data), data, ir.Recipe(epochs=2))

trainer = trained()
def leave(event):
    if event.kind == "epoch" and event.epoch == 1: os.chdir("elsewhere")
trainer.listen(leave)
run = trainer.fit()
assert run.status.state == "finished" and run.history["epoch"] == [1, 2], run
assert run.load_model().count_params() == trainer.model.count_params()
"""


def test_a_process_that_changes_its_folder_keeps_its_run(run_python, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    run_python("-c", CHANGES_ITS_FOLDER, cwd=tmp_path)
    assert len(list(tmp_path.rglob("recipe.json"))) == 1
