"""Photographs that are decoded when they are needed are trained on as an array of them is: the same
weights to the last bit, resumed too, and everything that takes data takes them."""

import json

import numpy as np
import pytest
from PIL import Image

TRAINED = """
import json, sys, tempfile
import numpy as np, imagerec as ir
import keras
from imagerec.data.pictures import Pictures

class Stop(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if batch == 1: self.trainer.stop()

def trainer(data, *callbacks):
    recipe = ir.Recipe(epochs=2, batch_size=8, augmentation="photos", mixup=0.2, seed=3,
                       checkpoint_steps=1)
    return ir.Trainer(ir.build("cnn_tiny", data, seed=1), data, recipe, callbacks=callbacks,
                      runs=tempfile.mkdtemp())

def weights(run): return [weight.tobytes() for weight in run.load_model().get_weights()]

array, later = (ir.load("photos", cache=cache) for cache in (None, "2kB"))
assert isinstance(array.train.images, np.ndarray) and isinstance(later.train.images, Pictures)
run = trainer(array).fit()
stop = Stop()
stop.trainer = trainer(later, stop)
cut = stop.trainer.fit()
state = cut.status.state
resumed = ir.Trainer.from_run(cut, data=later, callbacks=[]).fit()
reports = [ir.evaluate(resumed, data) for data in (array, later)]
print(json.dumps({
    "backend": keras.backend.backend(), "state": state, "same": weights(run) == weights(resumed),
    "reports": [[report.accuracy, report.trained_on, len(report.labels)] for report in reports],
    "sizes": [len(split) for split in later.splits.values()],
    "all": len(ir.evaluate(resumed, later, split="all").labels),
    "maps": ir.explain(resumed, later.test.images[:2], method="saliency").maps.shape,
    "same maps": bool((ir.explain(resumed, later.test[:2], method="saliency").maps
                       == ir.explain(resumed, array.test[:2], method="saliency").maps).all()),
    "diagnosis": str(ir.diagnose(resumed)) == str(ir.diagnose(run)),
}))
"""


@pytest.fixture
def photos(tmp_path):
    """Forty small photographs of two kinds."""
    random = np.random.default_rng(0)
    for number in range(60):
        kind = "ab"[number % 2]
        pixels = random.integers(0, 120, (20, 24, 3)) + 100 * (number % 2)
        (tmp_path / "photos" / kind).mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels.astype("uint8")).save(tmp_path / "photos" / kind / f"{number}.jpg")
    return tmp_path


def test_they_are_trained_on_and_judged_as_an_array_is(run_python, photos):
    found = json.loads(run_python("-c", TRAINED, cwd=photos).stdout.splitlines()[-1])
    assert found["state"] == "stopped", "the training was to break off in its first epoch"
    assert found["same"], "resumed with pictures that are decoded later, it ended elsewhere"
    assert found["reports"][0] == found["reports"][1]
    assert found["reports"][0][1:] == [0, found["sizes"][2]]
    assert found["all"] == sum(found["sizes"][1:]), "what was trained on is left out"
    assert found["same maps"] and found["maps"] == [2, 20, 24] and found["diagnosis"]


BATCHES = """
import json, keras, imagerec as ir
from imagerec.data.pictures import Pictures
from imagerec.training.loop.batches import Feed

def batches(data):
    model = ir.build("cnn_tiny", data)
    recipe = ir.Recipe(batch_size=8, mixup=0.2)
    given = Feed(model, data, recipe).epoch(recipe, 1, None, first=1)["x"]
    return [[keras.ops.convert_to_numpy(part).tolist() for part in given[number]]
            for number in range(len(given))]

array, later = (ir.load("photos", cache=cache) for cache in (None, "2kB"))
assert isinstance(later.train.images, Pictures)
one, other = batches(array), batches(later)
whole = len(one) == len(later.train) // 8
print(json.dumps([keras.backend.backend(), one == other, whole]))
"""


def test_their_batches_are_the_same_without_tensorflow(run_python, photos):
    done = run_python("-c", BATCHES, cwd=photos, KERAS_BACKEND="jax")
    assert json.loads(done.stdout.splitlines()[-1]) == ["jax", True, True]
