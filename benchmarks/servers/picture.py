"""What each of the other servers does with a request: the same decoding, the same runtime."""

import base64
import io
import os

import numpy as np
import onnxruntime
from PIL import Image


def open_model() -> onnxruntime.InferenceSession:
    """The model that MODEL names, on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(os.environ["MODEL"], options,
                                        providers=["CPUExecutionProvider"])


def pixels(request: dict) -> np.ndarray:
    """From {"instances": [{"b64": …}]} to one picture, (height, width, 1) float32."""
    file = base64.b64decode(request["instances"][0]["b64"])
    return np.asarray(Image.open(io.BytesIO(file)).convert("L"), np.float32)[..., None]


def answers(model: onnxruntime.InferenceSession, pictures: list[np.ndarray]) -> list[list[float]]:
    """The probabilities of each picture's classes, asked as one batch."""
    return model.run(["probabilities"], {"images": np.stack(pictures)})[0].tolist()
