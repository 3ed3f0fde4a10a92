"""Run folders that were written before November 2026 open, are judged, go on, and branch.

`old_runs/2026-11-29.zip` was made by the version of that day, with the schema of then: `moments`
and `changes` in recipe.json, `moment-*.json` beside the checkpoint, one `report.json`, and no
kind of an error.
"""

import zipfile
from pathlib import Path

OLD = Path(__file__).parent / "old_runs" / "2026-11-29.zip"

OPENED = """
import sys, warnings
from pathlib import Path
import imagerec as ir

warnings.simplefilter("ignore") # the callback that stopped it is not given again, and that is said
runs = {run.name: run for run in ir.list_runs(sys.argv[1])}
states = {name: run.status.state for name, run in runs.items()}
assert states == {"finished": "finished", "stopped": "stopped", "branched": "finished",
                  "diverged": "failed"}, states

finished, stopped, branched, diverged = (
    runs[name] for name in ("finished", "stopped", "branched", "diverged"))
assert len(finished.history["valid_accuracy"]) == 3
assert [row.values for row in finished.rows("change")] == [{"learning_rate": 0.01}]
assert finished.rows("layers")[-1].layers[-1].name == "dense"
assert sum(map(sum, finished.rows("classes")[-1].confusion)) == finished.rows("classes")[-1].n
assert finished.about.planned == [{"step": 6, "learning_rate": 0.01}]
assert finished.about.snapshots == 3
assert [one.step for one in finished.snapshots] == [0, 10, 15]
assert (branched.parent.run, branched.parent.step) == ("finished", 10)
assert (diverged.status.error_kind, diverged.status.error_step) == ("diverged", 4), diverged.status
assert ir.diagnose(diverged)[0].kind == "learning_rate_high"
assert finished.report("valid") is None

for run in (finished, stopped, branched): assert ir.evaluate(run, split="valid").n == 180
assert finished.report("test").accuracy == ir.evaluate(finished).accuracy
assert "planned=[" in finished.script() and "learning_rate" in branched.script()

resumed = ir.Trainer.from_run(stopped).fit()
assert (resumed.status.state, resumed.history["epoch"]) == ("finished", [1, 2, 3, 4])
for run in (finished, branched, resumed):
    again = run.branch(run.snapshots[-2], epochs=5, learning_rate=0.005).fit()
    assert again.status.state == "finished" and again.parent.run == run.name
    assert again.history["epoch"][-1] == 5
print("all of them")
"""


def test_run_folders_of_before_open_are_judged_go_on_and_branch(run_python, tmp_path):
    zipfile.ZipFile(OLD).extractall(tmp_path / "runs")
    done = run_python("-c", OPENED, str(tmp_path / "runs"), cwd=tmp_path)
    assert done.stdout.strip().endswith("all of them")
