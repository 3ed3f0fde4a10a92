"""Models to serve and a server in a process of its own, for the tests and benchmarks of serving.

The same models can be given to another server: `python serving.py FOLDER` in tests/ writes them and
FOLDER/models.config. Start `tensorflow_model_server --port=8500 --rest_api_port=8501
--allow_version_labels_for_unavailable_models --model_config_file=FOLDER/models.config`, and name it
to the tests by TFS_URL=http://localhost:8501 (and TFS_GRPC, if it isn't that host's port 8500).
"""

import http.client
import json
import os
import subprocess
import sys
import urllib.parse
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import psutil

from support import REPOSITORY
from warm import run_warm

# A bundle of ours in two versions, which are alike; and two models that have nothing to do with us.
WRITING = '''
import io, shutil
import imagerec as ir
import numpy as np
import tensorflow as tf
from PIL import Image

data = ir.load("digits")
model = ir.build("cnn_tiny", data)
kernel, bias = model.layers[-1].get_weights()
model.layers[-1].set_weights([30*kernel, bias])
usual = np.log(ir.predict(model, data.test).probabilities + 1e-30).mean(0)
model.layers[-1].set_weights([30*kernel, bias - usual]) # it isn't trained, but tells pictures apart
ir.export(model, "models/digits", data=data, format=["savedmodel", "onnx"])
shutil.copytree("models/digits/1", "models/digits/2")
names = [row.name for row in ir.predict(model, data.test)]
images = data.test.images[[names.index(name) for name in sorted(set(names))][:4] + [0]]
found = ir.predict(model, images)
files = []
for image in images:
    file = io.BytesIO()
    Image.fromarray(image[..., 0]).save(file, "PNG")
    files.append(file.getvalue())
np.savez("said.npz", images=images, probabilities=found.probabilities, classes=found.classes,
         names=[row.name for row in found], files=np.array(files, object))

class Affine(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32, "x")])
    def predict(self, x): return {"y": x/2 + 2}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, "inputs")])
    def regress(self, inputs):
        feature = {"x": tf.io.FixedLenFeature([1], tf.float32)}
        return {"outputs": tf.io.parse_example(inputs, feature)["x"]/2 + 2}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, "inputs")])
    def classify(self, inputs):
        x = tf.io.parse_example(inputs, {"x": tf.io.FixedLenFeature([1], tf.float32)})["x"]
        names = tf.tile(tf.constant([["low", "high"]]), [tf.shape(x)[0], 1])
        return {"scores": tf.concat([1 - x, x], 1), "classes": names}

affine = Affine()
tf.saved_model.save(affine, "models/affine/00000123", {
    "serving_default": affine.predict, "regress": affine.regress, "classify": affine.classify})
# Only this method makes a signature one for Classify or Regress.
from tensorflow.core.protobuf import saved_model_pb2
file = "models/affine/00000123/saved_model.pb"
saved = saved_model_pb2.SavedModel.FromString(open(file, "rb").read())
for name in ("regress", "classify"):
    saved.meta_graphs[0].signature_def[name].method_name = f"tensorflow/serving/{name}"
open(file, "wb").write(saved.SerializeToString())

KINDS = {name: getattr(tf, name) for name in (
    "float32 float64 float16 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool "
    "string").split()}
class Echo(tf.Module):
    @tf.function(input_signature=[{name: tf.TensorSpec(None, kind, name)
                                   for name, kind in KINDS.items()}])
    def same(self, given): return {f"{name}_back": tf.identity(one) for name, one in given.items()}
    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, "text")])
    def binary(self, text): return {"text_bytes": text}
echo = Echo()
tf.saved_model.save(echo, "models/echo/1", {"serving_default": echo.same, "binary": echo.binary})
'''
CONFIG = """model_config_list {{
  config {{
    name: "digits" base_path: "{0}/digits" model_platform: "tensorflow"
    model_version_policy {{ all {{}} }}
    version_labels {{ key: "stable" value: 1 }}
    version_labels {{ key: "new" value: 2 }}
  }}
  config {{ name: "affine" base_path: "{0}/affine" model_platform: "tensorflow" }}
  config {{ name: "echo" base_path: "{0}/echo" model_platform: "tensorflow" }}
}}
"""


class Said(NamedTuple):
    """What the network says of five pictures without any server."""

    images: np.ndarray  # (5, 8, 8, 1) uint8
    files: list[bytes]  # the same as PNG
    probabilities: np.ndarray  # (5, 10) float32
    names: list[str]  # of the most probable classes
    classes: list[str]  # of all


class Models(NamedTuple):
    """Where they lie, and what is known of them."""

    folder: Path
    config: Path
    said: Said


def write_models(folder: Path) -> Models:
    """Takes some seconds: networks are written by TensorFlow."""
    run_warm("-c", WRITING, cwd=folder)
    config = folder / "models.config"
    config.write_text(CONFIG.format(folder / "models"))
    told = np.load(folder / "said.npz", allow_pickle=True)
    said = Said(told["images"], told["files"].tolist(), told["probabilities"],
                told["names"].tolist(), told["classes"].tolist())
    return Models(folder / "models", config, said)


STARTING = """
import json, sys
import imagerec as ir
given = json.loads(sys.argv[1])
with ir.serve(grpc_port=0, rest_port=0, **given) as service:
    print(json.dumps([service.grpc_port, service.rest_port]), flush=True)
    sys.stdin.read()
"""


class Answer(NamedTuple):
    """What came back by HTTP."""

    status: int
    headers: dict[str, str]  # with small letters
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The text; all errors are JSON with this one key."""
        assert self.headers["content-type"].startswith("application/json"), self
        assert list(self.json) == ["error"], self
        return self.json["error"]


class Address(NamedTuple):
    """Where a server listens."""

    host: str
    grpc_port: int
    rest_port: int

    @property
    def grpc(self) -> str:
        return f"{self.host}:{self.grpc_port}"

    @property
    def rest(self) -> str:
        return f"http://{self.host}:{self.rest_port}"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """The path goes out as it stands. A body that isn't bytes is written as JSON."""
        if body is not None and not isinstance(body, bytes):
            body = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        wire = http.client.HTTPConnection(self.host, self.rest_port, timeout=30)
        try:
            wire.request(method, path, body, {name.replace("_", "-"): value
                                              for name, value in headers.items()})
            answer = wire.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value
                                          in answer.getheaders()}, answer.read())
        finally:
            wire.close()


class Server:
    """Ours, in a process of its own; `given` is what `ir.serve` takes."""

    def __init__(self, log: Path, **given: Any):
        self.log = open(log, "w")
        wish = {name: str(value) if isinstance(value, Path) else value
                for name, value in given.items()}
        self.process = subprocess.Popen(
            [sys.executable, "-c", STARTING, json.dumps(wish)], stdin=subprocess.PIPE, text=True,
            stdout=subprocess.PIPE, stderr=self.log, cwd=log.parent,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
        line = self.process.stdout.readline()
        assert line, self.told()
        self.at = Address("127.0.0.1", *json.loads(line))

    def told(self) -> str:
        """The end of what it wrote."""
        return Path(self.log.name).read_text(errors="replace")[-4000:]

    @property
    def megabytes(self) -> float:
        """Of memory that it has to itself."""
        return psutil.Process(self.process.pid).memory_full_info().uss/1e6

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    def close(self) -> int:
        """Ends it as a person would, and returns the exit status."""
        self.process.stdin.close()
        status = self.process.wait(30)
        self.process.stdout.close()
        self.log.close()
        return status


def other_server() -> Address | None:
    """The one that TFS_URL names."""
    if "TFS_URL" not in os.environ:
        return None
    url = urllib.parse.urlsplit(os.environ["TFS_URL"])
    port = os.environ.get("TFS_GRPC", f"{url.hostname}:8500").rpartition(":")[2]
    return Address(url.hostname, int(port), url.port)


if __name__ == "__main__":
    target = Path(sys.argv[1]).absolute()
    target.mkdir(parents=True, exist_ok=True)
    print(write_models(target).config)
