"""Steered, rewound and repeated: on both backends a branch and a script give the same weights as
the training itself."""

import json

import pytest

# A training with everything in it is steered by hand, then a branch of it too. The branch without
# changes must end as the run did, and the script of the changed branch, run in this very process,
# as that branch.
STEERED = """
import json, threading
import imagerec as ir

def paused(trainer, step):
    told = threading.Event()
    silence = trainer.listen(
        lambda event: told.set() if getattr(event, "state", "") == "paused" else None)
    trainer.step(step - trainer.status.step)
    assert told.wait(120)
    silence()

def weights(model):
    return [weight.tobytes() for weight in model.get_weights()]

digits = ir.load("digits")
recipe = ir.Recipe(epochs=2, batch_size=64, optimizer="adamw", learning_rate=0.01,
                   schedule="cosine", weight_decay=0.05, augmentation="digits", mixup=0.2, ema=0.9,
                   accumulate=2, frozen=["conv2d"], seed=3)
trainer = ir.Trainer(ir.build("cnn_tiny", digits, dropout=0.2, width=0.25, seed=1), digits, recipe,
                     snapshots=6)
changes = {7: {"frozen": []}, 13: {"learning_rate": 0.02, "frozen": ["dense"]},
           25: {"augmentation": None}}
for step, values in changes.items():
    paused(trainer, step)
    seen = trainer.model.get_weights() # it can be looked at while it pauses
    assert all(weight.size for weight in seen)
    trainer.change(**values)
trainer.resume()
run = trainer.wait(300)
twin = ir.Trainer.branch(run, 13)
twin.change(learning_rate=0.02, frozen=["dense"])
paused(twin, 25)
twin.change(augmentation=None)
twin.resume()
twin.wait(300)
branch = ir.Trainer.branch(run, 25, learning_rate=0.005, frozen=["conv2d"], epochs=3)
paused(branch, 45)
branch.stop()
branch.wait(300)
told = {}
exec(branch.run.script(), told)
print(json.dumps({
    "twin": weights(twin.model) == weights(trainer.model),
    "its best": weights(twin.run.load_model()) == weights(run.load_model()),
    "script": weights(told["model"]) == weights(branch.model),
    "stood": (trainer.model.get_layer("dense").get_weights()[0] == seen[-2]).all().item(),
    "free again": all(layer.trainable for layer in trainer.model.layers)}))
"""


@pytest.mark.parametrize("backend", ["tensorflow", "jax"])
def test_a_branch_and_a_script_give_the_same_weights(run_python, backend, tmp_path):
    done = run_python("-c", STEERED, cwd=tmp_path, KERAS_BACKEND=backend)
    found = json.loads(done.stdout.splitlines()[-1])
    assert all(found.values()), found
