"""Bundles when the machine lets one down, and in the hands of those who don't have imagerec."""

import json
from pathlib import Path

import numpy as np
import pytest

from support import REPOSITORY
from test_bad_input import refused
from test_cli import imagerec
from warm import run_warm

pytestmark = pytest.mark.xdist_group("export")  # one process trains and exports, for all

MAKING = """
import numpy as np, imagerec as ir
data = ir.load("digits")
model = ir.build("attention_pool", data)
run = ir.Trainer(model, data, ir.Recipe(epochs=1), run_dir="run").fit()
ir.export(run, "digits", format=["savedmodel", "onnx"])
images = data.test.images[:9].astype("float32")
found = ir.predict(run, images)
np.savez("said.npz", images=images, probabilities=found.probabilities,
         names=[row.name for row in found])
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with a run, its bundle of version 1, and what the run says of nine pictures."""
    folder = tmp_path_factory.mktemp("export")
    run_warm("-c", MAKING, cwd=folder)
    return folder


def test_kills_leave_whole_versions_only(run_python, tmp_path):
    done = run_python(str(REPOSITORY / "benchmarks" / "export_crash.py"), "--kills", "5",
                      "--format", "keras", cwd=tmp_path)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["kills"] == 5 and found["two at once"] and found["left behind"] == []
    assert found["struck while writing"] >= 1, "no kill struck an export: the test shows nothing"


WITHOUT_IMAGEREC = """
import sys
sys.modules["imagerec"] = None # whoever imports it fails
import numpy as np, tensorflow as tf
said = np.load("said.npz")
model = tf.saved_model.load("digits/1")
answer = model.signatures["serving_default"](images=tf.constant(said["images"]))
assert np.abs(answer["probabilities"].numpy() - said["probabilities"]).max() < 1e-5
assert [name.decode() for name in answer["classes"].numpy()] == said["names"].tolist()
import onnxruntime
session = onnxruntime.InferenceSession("digits/1/model.onnx")
[alike] = session.run(["probabilities"], {"images": said["images"]})
assert np.abs(alike - said["probabilities"]).max() < 1e-5
"""


def test_others_need_no_imagerec(made, run_python):
    """A network with a layer of our own: the file holds what it computes."""
    run_python("-c", WITHOUT_IMAGEREC, cwd=made)


FULL = """
import resource, sys
import imagerec as ir
from imagerec.core import start_keras
start_keras()
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY)) # bytes of a file
for name in ("savedmodel", "onnx", "openvino", "keras"):
    try: ir.export("run", "full", format=name)
    except ir.ImagerecError as error: print(error)
"""


def test_a_full_disk(made, run_python):
    """Each format's writer fails in its own way; all are told in one line, and nothing stays."""
    told = run_python("-c", FULL, cwd=made).stdout.splitlines()
    assert len(told) == 4
    assert all(line.startswith(f"Cannot write to {made / 'full'}: File too large.")
               for line in told), told
    assert list((made / "full").iterdir()) == []


@pytest.mark.parametrize("arguments, expected", [
    (["export", "run", "/proc/no"], ["Cannot write to /proc/no"]),
], ids=["unwritable"])
def test_what_fails(made, arguments, expected):
    refused(imagerec(*arguments, "--json", cwd=made), *expected, status=1)


def test_what_is_refused(made):
    (made / "young").mkdir(exist_ok=True)
    (made / "young" / "recipe.json").write_text((made / "run" / "recipe.json").read_text())
    (made / "foreign" / "1").mkdir(parents=True, exist_ok=True)
    for arguments, expected in [
            (["export", "young", "x"], "holds no model: its first epoch was not finished"),
            (["export", "run", "run/report.txt/x", "--format", "tflite"], "Did you mean 'litert'?"),
            (["export", "foreign", "x"], "not a run folder, nor a bundle"),
            (["bench", "foreign"], "not a run folder, nor a bundle"),
            (["predict", "digits"], "PICTURE"),
            (["evaluate", "digits"], "doesn't have its data")]:
        refused(imagerec(*arguments, cwd=made), expected)
    assert not (made / "x").exists()


def test_a_bundle_is_asked_as_a_run_is(made):
    from PIL import Image

    said = np.load(made / "said.npz")
    Image.fromarray(said["images"][0, ..., 0].astype(np.uint8)).save(made / "picture.png")
    rows = [json.loads(imagerec("predict", asked, "picture.png", "--json", cwd=made).stdout)
            for asked in ("digits", "run")]
    assert rows[0][0]["class"] == rows[1][0]["class"]
    assert abs(rows[0][0]["probability"] - rows[1][0]["probability"]) < 1e-5
    judged = [json.loads(imagerec("evaluate", *asked, "--json", cwd=made).stdout)
              for asked in (["digits", "--data", "digits", "--split", "test"], ["run"])]
    assert judged[0]["confusion"] == judged[1]["confusion"]
