"""Asks a server by the official client of TensorFlow Serving: `python serving_official.py AT.json`.

Prints {"passed": NUMBER, "failed": [TEXT …]} as its last line. It is a program of its own since the
official stubs need TensorFlow, which test_serving.py has loaded in another process.
"""

import json
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import grpc
import numpy as np
import tensorflow as tf
from tensorflow.core.framework.tensor_pb2 import TensorProto
from tensorflow_serving.apis import (
    classification_pb2, get_model_metadata_pb2, get_model_status_pb2, inference_pb2,
    model_management_pb2, model_service_pb2_grpc, predict_pb2, prediction_service_pb2_grpc,
    regression_pb2)
from google.protobuf import text_format

GIVEN = json.loads(Path(sys.argv[1]).read_text())
FOLDER = Path(GIVEN["folder"])
CHANNEL = grpc.insecure_channel(GIVEN["target"])
PREDICTION = prediction_service_pb2_grpc.PredictionServiceStub(CHANNEL)
MODELS = model_service_pb2_grpc.ModelServiceStub(CHANNEL)
SAID = np.load(FOLDER / "said.npz", allow_pickle=True)
TENSOR = tf.make_tensor_proto


def spec(request, name: str, signature: str = "", version: int | None = None, label: str = ""):
    """The request, with the model that it is for."""
    request.model_spec.name = name
    request.model_spec.signature_name = signature
    if version is not None:
        request.model_spec.version.value = version
    if label:
        request.model_spec.version_label = label
    return request


def predict(name: str, inputs: dict, *wanted: str, **which):
    request = spec(predict_pb2.PredictRequest(output_filter=wanted), name, **which)
    for key, value in inputs.items():
        request.inputs[key].CopyFrom(value)
    return PREDICTION.Predict(request, timeout=20)


def refused(code: str, words: str, ask: Callable, *given, **which) -> None:
    """It must be refused so."""
    try:
        answer = ask(*given, **which)
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode[code], (error.code(), error.details())
        assert words in error.details() and error.details(), error.details()
    else:
        raise AssertionError(f"It was answered: {answer}")


def floats(*values: float) -> TensorProto:
    """A tensor with its numbers in the list."""
    message = TensorProto(dtype=1, float_val=values)
    message.tensor_shape.dim.add(size=len(values))
    return message


def check_affine() -> Iterator[None]:
    """Numbers in the list, in memory's form, one for all; all outputs or those that are wanted."""
    one_for_all = floats(1)
    one_for_all.tensor_shape.dim[0].size = 3
    for given, expected in [(floats(1, 2), [2.5, 3]), (TENSOR([1.0, 2.0], tf.float32), [2.5, 3]),
                            (one_for_all, [2.5]*3), (TENSOR([np.nan, np.inf]), [np.nan, np.inf]),
                            (TENSOR(np.zeros(0, np.float32)), [])]:
        answer = predict("affine", {"x": given})
        found = tf.make_ndarray(answer.outputs["y"])
        assert np.array_equal(found, expected, equal_nan=True), answer
        assert (answer.model_spec.name, answer.model_spec.version.value) == ("affine", 123)
        assert answer.model_spec.signature_name == "serving_default"
        yield
    assert list(predict("affine", {"x": floats(1)}, "y").outputs) == ["y"]
    yield


def check_digits() -> Iterator[None]:
    images = TENSOR(SAID["images"].astype(np.float32))
    files = TENSOR(SAID["files"].tolist(), tf.string)
    for inputs, which, version in [
            ({"images": images}, {}, 2), ({"images": images}, {"version": 1}, 1),
            ({"images": images}, {"label": "stable"}, 1), ({"images": images}, {"label": "new"}, 2),
            ({"image_bytes": files}, {"signature": "serving_bytes"}, 2)]:
        answer = predict("digits", inputs, **which)
        found = tf.make_ndarray(answer.outputs["probabilities"])
        assert np.abs(found - SAID["probabilities"]).max() < 1e-5
        names = [name.decode() for name in tf.make_ndarray(answer.outputs["classes"])]
        assert names == SAID["names"].tolist()
        assert answer.model_spec.version.value == version
        yield


def check_kinds() -> Iterator[None]:
    """Each kind of number, in the list and in memory's form."""
    request = spec(get_model_metadata_pb2.GetModelMetadataRequest(
        metadata_field=["signature_def"]), "echo")
    signatures = get_model_metadata_pb2.SignatureDefMap()
    answer = PREDICTION.GetModelMetadata(request, timeout=20)
    assert answer.metadata["signature_def"].Unpack(signatures), answer
    inputs = signatures.signature_def["serving_default"].inputs
    given = {name: np.array([["a", "é"]] if one.dtype == 7 else [[0, 1]],
                            object if one.dtype == 7 else tf.as_dtype(one.dtype).as_numpy_dtype)
             for name, one in inputs.items()}
    for shorten in (True, False):
        tensors = {name: TENSOR(one, inputs[name].dtype) for name, one in given.items()}
        for name, one in tensors.items():
            kind = tf.as_dtype(inputs[name].dtype)
            if shorten or not one.tensor_content:
                continue
            one.ClearField("tensor_content")
            field = {"float32": "float_val", "float64": "double_val", "int64": "int64_val",
                     "float16": "half_val", "bool": "bool_val", "uint32": "uint32_val",
                     "uint64": "uint64_val"}.get(kind.name, "int_val")
            flat = given[name].ravel()
            numbers = flat.view(np.uint16) if kind == tf.float16 else flat
            getattr(one, field).extend(numbers.tolist())
        outputs = predict("echo", tensors).outputs
        for name, one in given.items():
            found = tf.make_ndarray(outputs[f"{name}_back"])
            expected = np.array([[b"a", "é".encode()]], object) if one.dtype == object else one
            assert found.dtype == expected.dtype and np.array_equal(found, expected), name
            yield


def example(**features: float) -> tf.train.Example:
    return tf.train.Example(features=tf.train.Features(feature={
        name: tf.train.Feature(float_list=tf.train.FloatList(value=[value]))
        for name, value in features.items()}))


def check_examples() -> Iterator[None]:
    request = spec(classification_pb2.ClassificationRequest(), "affine", "classify")
    request.input.example_list.examples.extend([example(x=0.25), example(x=1)])
    found = PREDICTION.Classify(request, timeout=20).result.classifications
    told = [[(one.label, one.score) for one in row.classes] for row in found]
    assert told == [[("low", 0.75), ("high", 0.25)], [("low", 0.0), ("high", 1.0)]], told
    yield
    request = spec(regression_pb2.RegressionRequest(), "affine", "regress")
    request.input.example_list_with_context.context.CopyFrom(example(x=4))
    request.input.example_list_with_context.examples.extend([example(x=1), example()])
    found = PREDICTION.Regress(request, timeout=20).result.regressions
    assert [one.value for one in found] == [2.5, 4.0] # an example's own value counts
    yield
    request = inference_pb2.MultiInferenceRequest()
    request.input.example_list.examples.append(example(x=1))
    for name in ("classify", "regress"):
        task = request.tasks.add(method_name=f"tensorflow/serving/{name}")
        task.model_spec.name, task.model_spec.signature_name = "affine", name
    results = PREDICTION.MultiInference(request, timeout=20).results
    assert results[1].regression_result.regressions[0].value == 2.5
    assert results[0].classification_result.classifications[0].classes[1].score == 1
    yield


def check_status() -> Iterator[None]:
    for name, which, expected in [("digits", {}, {1, 2}), ("digits", {"version": 1}, {1}),
                                  ("digits", {"label": "new"}, {2}), ("affine", {}, {123})]:
        request = spec(get_model_status_pb2.GetModelStatusRequest(), name, **which)
        found = MODELS.GetModelStatus(request, timeout=20).model_version_status
        assert {one.version for one in found} == expected
        assert {(one.state, one.status.error_code) for one in found} == {(30, 0)}
        yield


def status(name: str, **which):
    return MODELS.GetModelStatus(spec(get_model_status_pb2.GetModelStatusRequest(), name, **which),
                                 timeout=20)


def metadata(name: str, *fields: str, **which):
    return PREDICTION.GetModelMetadata(spec(get_model_metadata_pb2.GetModelMetadataRequest(
        metadata_field=fields), name, **which), timeout=20)


def classify(name: str, signature: str, *examples):
    request = spec(classification_pb2.ClassificationRequest(), name, signature)
    request.input.example_list.examples.extend(examples)
    return PREDICTION.Classify(request, timeout=20)


def check_refusals() -> Iterator[None]:
    x = {"x": floats(1)}
    unknown = "Servable not found for request: "
    wide = TENSOR(np.zeros((1, 2), np.float32))
    rows = [
        ("NOT_FOUND", unknown + "Latest(none)", predict, "none", x),
        ("NOT_FOUND", unknown + "Specific(affine, 7)", predict, "affine", x, {"version": 7}),
        ("NOT_FOUND", "", status, "none"),
        ("NOT_FOUND", "", status, "affine", {"version": 7}),
        ("NOT_FOUND", unknown, metadata, "none", "signature_def"),
        ("INVALID_ARGUMENT", "ModelSpec has no name specified.", predict, "", x),
        ("INVALID_ARGUMENT", "Unrecognized servable version label: old", predict, "digits", x,
         {"label": "old"}),
        ("INVALID_ARGUMENT", "", predict, "affine", {}),
        ("INVALID_ARGUMENT", "", predict, "affine", {"y": floats(1)}),
        ("INVALID_ARGUMENT", "", predict, "affine", x | {"y": floats(1)}),
        ("INVALID_ARGUMENT", "", predict, "affine", {"x": TENSOR([1])}),
        ("INVALID_ARGUMENT", "", predict, "affine", {"x": TENSOR(["1"])}),
        ("INVALID_ARGUMENT", "", predict, "digits", {"images": wide}),
        ("INVALID_ARGUMENT", "", metadata, "affine"),
        ("INVALID_ARGUMENT", "", metadata, "affine", "other"),
        ("INVALID_ARGUMENT", "", classify, "affine", "classify"),
        ("INVALID_ARGUMENT", "", classify, "affine", "regress", example(x=1)),
    ]
    for code, words, ask, *given in rows:
        last = given[-1]
        which = given.pop() if isinstance(last, dict) and {"version", "label"} & set(last) else {}
        try:
            refused(code, words, ask, *given, **which)
        except AssertionError as error:
            raise AssertionError(f"{ask.__name__} {given} {which}: {error}") from None
        yield
    try:
        predict("affine", x, signature="none")
    except grpc.RpcError as error:
        assert error.code().name in ("FAILED_PRECONDITION", "INVALID_ARGUMENT"), error
        assert "none" in error.details()
        yield
    else:
        raise AssertionError("A signature that isn't there was answered.")


def check_reload() -> Iterator[None]:
    """Another configuration, by the request that TensorFlow Serving has for it; and back."""
    text = (FOLDER / "models.config").read_text()
    for wanted, code in [(text.replace('"affine"', '"renamed"', 1), 0), (text, 0)]:
        request = model_management_pb2.ReloadConfigRequest()
        text_format.Parse(wanted, request.config)
        assert MODELS.HandleReloadConfigRequest(request, timeout=60).status.error_code == code
        name, gone = ("renamed", "affine") if wanted is not text else ("affine", "renamed")
        assert list(predict(name, {"x": floats(1)}).outputs["y"].float_val) == [2.5]
        refused("NOT_FOUND", "", predict, gone, {"x": floats(1)})
        yield


def main() -> dict:
    passed, failed = 0, []
    for check in (check_affine, check_digits, check_kinds, check_examples, check_status,
                  check_refusals, check_reload):
        try:
            passed += sum(1 for _ in check())
        except Exception:
            failed.append(traceback.format_exc()[-2500:])
    return {"passed": passed, "failed": failed}


print(json.dumps(main()))
