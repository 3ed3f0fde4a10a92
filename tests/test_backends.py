"""The package trains and judges on TensorFlow and on JAX, and there without TensorFlow."""

import json

import pytest

# Keras looks whether TensorFlow is there and imports it if it is. So it is made not to be there.
WITHOUT_TENSORFLOW = """
import sys
class NotInstalled:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "tensorflow": raise ModuleNotFoundError(name)
sys.meta_path.insert(0, NotInstalled())
"""

PROGRAM = """
import json, tempfile
import imagerec as ir
data = ir.load("digits")
runs = tempfile.mkdtemp()
def train(statistics):
    recipe = ir.Recipe(epochs=2, seed=1, learning_rate=0.01)
    model = ir.build("cnn_tiny", data, seed=1)
    return ir.Trainer(model, data, recipe, runs=runs, statistics=statistics).fit()
def losses(run):
    return [row.get("loss") for row in run.rows("step")]
run, again = train(statistics=False), train(statistics=True)
report = ir.evaluate(run)
print(json.dumps({"same": losses(run) == losses(again),
                  "state": run.status.state, "accuracy": report.accuracy,
                  "looks": [len(again.rows(kind)) for kind in ("layers", "classes", "note")],
                  "backend": run.environment.backend}))
"""


@pytest.mark.parametrize("backend", ["tensorflow", "jax"])
def test_trains_the_same_twice(run_python, cold_python, backend, tmp_path):
    if backend == "tensorflow":
        done = run_python("-c", PROGRAM, cwd=tmp_path)
    else:
        done = cold_python("-c", WITHOUT_TENSORFLOW + PROGRAM, cwd=tmp_path, KERAS_BACKEND=backend)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["backend"] == backend and found["state"] == "finished"
    assert found["same"], "the same recipe and seed gave another history"
    assert found["accuracy"] > 0.85
    layers, classes, notes = found["looks"]
    assert layers >= 3 and classes == 2 and not notes, (
        "before and soon after the first step, and at the end"
    )


def test_import_is_light(cold_python):
    done = cold_python("-c", "import sys, imagerec; print(*sorted(sys.modules))")
    heavy = {"tensorflow", "keras", "matplotlib", "sklearn", "numpy", "PIL", "IPython"}
    assert not heavy & set(done.stdout.split())


def test_every_public_name_can_be_had(cold_python):
    cold_python("-c", "import imagerec; [getattr(imagerec, name) for name in imagerec.__all__]")


def test_a_name_that_needs_keras_comes_without_start_up_lines(cold_python, tmp_path):
    done = cold_python("-c", "import imagerec as ir; ir.lr_find", cwd=tmp_path)
    assert done.stdout + done.stderr == ""


def test_an_old_run_is_shown_without_the_backend_s_lines(run_python, cold_python, tmp_path):
    run_python("-m", "imagerec", "train", "--model", "cnn_tiny", "--epochs", "1",
               "--run-dir", "run", cwd=tmp_path)
    done = cold_python("-c", "import imagerec as ir; ir.dashboard(ir.Run('run'))", cwd=tmp_path)
    assert done.stderr == ""
