"""A training in stages that is killed in the middle of one, and goes on, ends with the same weights
to the last bit, also where what the frozen layers give is computed once. Until it is, that is said.
"""

import json

import pytest

TRAINED = """
import json, shutil, sys
from pathlib import Path
import imagerec as ir
import keras
from keras import layers

digits = ir.load("digits")
data = ir.load((digits.train.images[:96], digits.train.labels[:96]))
FOUR = -(-len(data.train)//4) # pictures in a batch, so that an epoch has four steps

def small():
    keras.utils.set_random_seed(1)
    return keras.Sequential([
        layers.Input((8, 8, 1)), layers.Rescaling(1/16), layers.Conv2D(4, 3, name="conv_1"),
        layers.BatchNormalization(name="norm_1"), layers.ReLU(), layers.Conv2D(4, 3, name="conv_2"),
        layers.Flatten(), layers.Dropout(0.2, seed=3), layers.Dense(10, activation="softmax")])

def outcome(run, model):
    rows = [(row.kind, row.step, row.epoch, sorted(row.values)) for row in run.rows()]
    return rows, [weight.tobytes() for one in (model, run.load_model())
                  for weight in one.get_weights()]

def killed(step):
    "The run's folder as a kill in this step leaves it, with the checkpoint of the one before."
    folder = Path(f"killed-{step}")
    shutil.copytree("run", folder)
    status = json.loads((folder/"status.json").read_text())
    (folder/"status.json").write_text(json.dumps(status | {"pid": 2**30})) # a process that is gone
    return folder

stages = [{"open": "head", "epochs": 2},
          {"open": "all", "epochs": 2, "rate": 0.1, "first_rate": 0.3}]
recipe = ir.Recipe(batch_size=FOUR, checkpoint_steps=1, stages=stages, learning_rate=0.05,
                   **json.loads(sys.argv[1]))
trainer = ir.Trainer(small(), data, recipe, run_dir="run")
left, fitted, told = [], {}, []

def hear(event):
    if event.kind == "state": told.append(event.features and (event.features.to_dict(), json.loads(
        Path("run/status.json").read_text())["features"]))
    if event.kind != "step": return
    fitted[event.step] = trainer._loop.fitted is trainer.model
    if event.step in json.loads(sys.argv[2]): left.append(killed(event.step))

trainer.listen(hear)
expected = outcome(trainer.fit(), trainer.model)
same = {}
for folder in left:
    again = ir.Trainer.from_run(folder, data=data)
    same[folder.name] = outcome(again.fit(), again.model) == expected
print(json.dumps({"backend": keras.backend.backend(), "same": same, "told": told,
                  "whole": [fitted[2], fitted[10]],
                  "stages": [row.step for row in trainer.run.rows("change")]}))
"""


@pytest.mark.parametrize(("backend", "recipe", "steps"), [
    ("tensorflow", {"schedule": "one_cycle", "optimizer": "adamw"}, [3, 11]),
    ("tensorflow", {"augmentation": "digits", "ema": 0.9}, [3]),
    ("jax", {"schedule": "one_cycle", "optimizer": "adamw"}, [3])])
def test_a_kill_in_the_middle_of_a_stage_changes_nothing(run_python, tmp_path, backend, recipe,
                                                         steps):
    done = run_python("-c", TRAINED, json.dumps(recipe), json.dumps(steps), cwd=tmp_path,
                      timeout=900, KERAS_BACKEND=backend)
    found = json.loads(done.stdout.splitlines()[-1])
    on_features = "augmentation" not in recipe
    assert found["backend"] == backend and found["stages"] == [0, 8]
    assert found["whole"] == [not on_features, True], "what was trained on features isn't meant"
    assert found["same"] == {f"killed-{step}": True for step in steps}
    said = [one for one in found["told"] if one]
    assert bool(said) == on_features and all(event == written for event, written in said)
