"""What a server of TensorFlow Serving's interfaces owes its clients, on one that is really started.

The tables are the contract. The same tests run against another server if TFS_URL names it: see
serving.py, which writes the models that both serve.
"""

import asyncio
import base64
import gzip
import json
import math
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import serving
from serving import Address, Models, Said, Server
from test_bad_input import refused
from test_cli import imagerec
from warm import run_warm

import imagerec as ir
from imagerec.deploy.server.errors import Code, ServingError

pytestmark = pytest.mark.xdist_group("serving")  # one process has the server, for all
TOKEN = "for-tests-only"


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> Models:
    return serving.write_models(tmp_path_factory.mktemp("serving"))


@pytest.fixture(scope="module")
def ours(models):
    server = Server(models.folder.parent / "log", config=models.config)
    yield server
    assert server.close() == 0, server.told()


@pytest.fixture(scope="module")
def at(request) -> Address:
    """The server that the contract's tests ask."""
    return serving.other_server() or request.getfixturevalue("ours").at


@pytest.fixture(scope="module")
def said(models) -> Said:
    return models.said


def b64(file: bytes) -> dict[str, str]:
    return {"b64": base64.b64encode(file).decode()}


def said_of_digits(told: list[dict], said: Said, places: list[int]) -> None:
    """Are these rows what the network says of the pictures at these places?"""
    assert [row["classes"] for row in told] == [said.names[place] for place in places]
    found = np.array([row["probabilities"] for row in told])
    assert np.abs(found - said.probabilities[places]).max() < 1e-5


class Asked(NamedTuple):
    """A request by REST and what it must be answered."""

    path: str  # behind /v1/models
    body: Any  # None for GET
    answer: Any  # the JSON; or a status and a part of the error's text


IMAGE = [[[0.0]] * 8] * 8
AFFINE = [
    Asked("/affine:predict", {"instances": [1.0, 2.0, 5.0]}, {"predictions": [2.5, 3.0, 4.5]}),
    Asked("/affine:predict", {"instances": [{"x": 1.0}, {"x": 2}]}, {"predictions": [2.5, 3.0]}),
    Asked("/affine:predict", {"inputs": [1, 2, 5]}, {"outputs": [2.5, 3.0, 4.5]}),
    Asked("/affine:predict", {"inputs": {"x": [4]}}, {"outputs": [4.0]}),
    Asked("/affine:predict", {"signature_name": "serving_default", "instances": [0]},
          {"predictions": [2.0]}),
    Asked("/affine/versions/123:predict", {"instances": [0]}, {"predictions": [2.0]}),
    Asked("/affine/versions/0000123:predict", {"instances": [0]}, {"predictions": [2.0]}),
    Asked("/%61ffine:predict", {"instances": [0]}, {"predictions": [2.0]}),
    Asked("/affine:PREDICT", {"instances": [0]}, {"predictions": [2.0]}),
    Asked("/affine:predict", '{"instances": [NaN, Infinity, -Infinity, 1e400, 1e-400, -0.0]}',
          {"predictions": [math.nan, math.inf, -math.inf, math.inf, 2.0, 2.0]}),
    Asked("/affine:predict", ' {"instances" : [ 1 ] , "other": {"deep": [1, "2"]} } \n',
          {"predictions": [2.5]}),
    Asked("/affine:regress", {"signature_name": "regress", "examples": [{"x": 1.0}, {"x": [2.0]}]},
          {"results": [2.5, 3.0]}),
    Asked("/affine:regress", {"signature_name": "regress", "context": {"x": 4.0}, "examples": [{}]},
          {"results": [4.0]}),
    Asked("/affine:classify", {"signature_name": "classify", "examples": [{"x": 0.25}, {"x": 1.0}]},
          {"results": [[["low", 0.75], ["high", 0.25]], [["low", 0.0], ["high", 1.0]]]}),
    Asked("/echo:predict", {"signature_name": "binary", "instances": [b64(b"\xff\0"), "text"]},
          {"predictions": [b64(b"\xff\0"), b64(b"text")]}),
]
REFUSED = [
    Asked("/none:predict", {"instances": [1]},
          (404, "Servable not found for request: Latest(none)")),
    Asked("/none", None, (404, "")),
    Asked("/affine/versions/7:predict", {"instances": [1]},
          (404, "Servable not found for request: Specific(affine, 7)")),
    Asked("/affine/versions/7/metadata", None,
          (404, "Servable not found for request: Specific(affine, 7)")),
    Asked("/digits/labels/old:predict", {"instances": [IMAGE]},
          (400, "Unrecognized servable version label: old")),
    Asked("/affine/versions/99999999999999999999:predict", {"instances": [1]},
          (400, "Failed to convert version: 99999999999999999999 to numeric.")),
    Asked("/affine/versions/x:predict", {"instances": [1]}, (400, "Malformed request: POST ")),
    Asked("", None, (400, "Missing model name in request.")),
    Asked("/affine:explode", {"instances": [1]}, (400, "Malformed request: POST ")),
    Asked("/affine:predict", None, (400, "Malformed request: GET ")),
    Asked("/affine", {"instances": [1]}, (400, "Malformed request: POST ")),
    Asked("/affine/x/y:predict", {"instances": [1]}, (400, "Malformed request: POST ")),
    Asked("/affine:predict", "", (400, "")),
    Asked("/affine:predict", "{", (400, "")),
    Asked("/affine:predict", "[1]", (400, "")),
    Asked("/affine:predict", {}, (400, "instances")),
    Asked("/affine:predict", {"instances": []}, (400, "")),
    Asked("/affine:predict", {"instances": [1], "inputs": [1]}, (400, "")),
    Asked("/affine:predict", {"instances": 1}, (400, "")),
    Asked("/affine:predict", {"instances": ["one"]}, (400, "")),
    Asked("/affine:predict", {"instances": [[1], [2]]}, (400, "")),
    Asked("/affine:predict", {"instances": [{"x": 1}, {"y": 1}]}, (400, "")),
    Asked("/affine:predict", {"instances": [{"x": 1}, 2]}, (400, "")),
    Asked("/affine:predict", {"inputs": {"y": [1]}}, (400, "")),
    Asked("/affine:predict", {"instances": [1], "signature_name": 3}, (400, "signature_name")),
    Asked("/affine:predict", {"instances": [1], "signature_name": "none"}, (400, "none")),
    Asked("/affine:classify", {"signature_name": "regress", "examples": [{"x": 1.0}]}, (400, "")),
    Asked("/affine:regress", {"signature_name": "regress", "examples": []}, (400, "")),
    Asked("/affine:regress", {"signature_name": "regress", "examples": [{}]}, (400, "")),
    Asked("/digits:predict", {"instances": [[[1, 2], [3]]]}, (400, "")),
    Asked("/digits:predict", {"instances": [[[1, 2], [3, 4]]]}, (400, "")),
    Asked("/digits:predict", {"instances": [b64(b"x")]}, (400, "")),
    Asked("/digits:predict", {"signature_name": "serving_bytes", "instances": [IMAGE]}, (400, "")),
    Asked("/digits:predict", {"signature_name": "serving_bytes", "instances": [{"b64": "%"}]},
          (400, "")),
    Asked("/digits:predict", {"signature_name": "serving_bytes", "instances": [b64(b"no picture")]},
          (400, "")),
]


def same_json(found: Any, expected: Any) -> bool:
    """Alike, where NaN is like NaN."""
    return json.dumps(found, sort_keys=True) == json.dumps(expected, sort_keys=True)


@pytest.mark.parametrize("asked", AFFINE, ids=lambda asked: f"{asked.path} {str(asked.body)[:40]}")
def test_rest_answers(at, asked):
    answer = at.ask("POST", f"/v1/models{asked.path}", asked.body)
    assert answer.status == 200, answer
    assert answer.headers["content-type"].startswith("application/json")
    assert same_json(answer.json, asked.answer), answer


@pytest.mark.parametrize("asked", REFUSED, ids=lambda asked: f"{asked.path} {str(asked.body)[:40]}")
def test_rest_refuses(at, asked):
    method = "GET" if asked.body is None else "POST"
    answer = at.ask(method, f"/v1/models{asked.path}", asked.body)
    status, part = asked.answer
    assert (answer.status, part in answer.error) == (status, True), answer
    assert answer.error


@pytest.mark.parametrize("method, path, status", [
    ("GET", "/index.html", 404), ("GET", "/favicon.ico", 404), ("POST", "/v3/models", 404),
    ("PUT", "/v1/models/affine:predict", 400), ("DELETE", "/v1/models/affine", 400),
    ("GET", "/v1/", 400), ("GET", "/v1/other", 400), ("GET", "/v1/models/affine/", 400),
    ("GET", "/v1/models/../models/affine", 400),
])
def test_rest_knows_no_other_path(at, method, path, status):
    assert at.ask(method, path).status == status


PREDICTIONS = [  # of digits: the path's end, the body without pictures, as files?, in columns?
    ("", {}, False, False), ("/versions/1", {}, False, True), ("/labels/stable", {}, False, False),
    ("/labels/new", {"signature_name": "serving_bytes"}, True, False),
    ("", {"signature_name": "serving_bytes"}, True, True),
]


@pytest.mark.parametrize("which, body, as_files, in_columns", PREDICTIONS)
@pytest.mark.parametrize("named", [True, False])
def test_rest_predicts(at, said, which, body, as_files, in_columns, named):
    places = [0, 3, 2]
    rows = [b64(said.files[place]) if as_files else said.images[place].tolist() for place in places]
    name = "image_bytes" if as_files else "images"
    if in_columns:
        body = body | {"inputs": {name: rows} if named else rows}
    else:
        body = body | {"instances": [{name: row} for row in rows] if named else rows}
    answer = at.ask("POST", f"/v1/models/digits{which}:predict", body)
    assert answer.status == 200, answer
    if in_columns:
        columns = answer.json["outputs"]
        told = [dict(zip(columns, row)) for row in zip(*columns.values())]
    else:
        told = answer.json["predictions"]
    said_of_digits(told, said, places)


AVAILABLE = {"state": "AVAILABLE", "status": {"error_code": "OK", "error_message": ""}}


@pytest.mark.parametrize("path, versions", [
    ("/digits", "12"), ("/digits/versions/1", "1"), ("/digits/labels/new", "2"),
    ("/affine", ["123"]),
])
def test_rest_status(at, path, versions):
    told = at.ask("GET", f"/v1/models{path}").json["model_version_status"]
    assert sorted(told, key=str) == [{"version": number, **AVAILABLE} for number in versions]


@pytest.mark.parametrize("path, version", [
    ("/digits", "2"), ("/digits/versions/1", "1"), ("/digits/labels/stable", "1"),
])
def test_rest_metadata(at, path, version):
    told = at.ask("GET", f"/v1/models{path}/metadata").json
    assert told["model_spec"] == {"name": "digits", "signature_name": "", "version": version}
    signatures = told["metadata"]["signature_def"]["signature_def"]
    assert {"serving_default", "serving_bytes"} <= set(signatures)
    found = signatures["serving_default"]
    assert found["method_name"] == "tensorflow/serving/predict"
    assert set(found["inputs"]) == {"images"}
    assert set(found["outputs"]) == {"probabilities", "classes"}
    images = found["inputs"]["images"]
    assert (images["dtype"], [side["size"] for side in images["tensor_shape"]["dim"]]) == (
        "DT_FLOAT", ["-1", "8", "8", "1"])


def test_rest_reads_gzip(at):
    import gzip

    body = gzip.compress(b'{"instances": [1.0]}')
    answer = at.ask("POST", "/v1/models/affine:predict", body, Content_Encoding="gzip")
    assert answer.json == {"predictions": [2.5]}


def test_all_kinds_of_numbers(at):
    told = at.ask("GET", "/v1/models/echo/metadata").json
    inputs = told["metadata"]["signature_def"]["signature_def"]["serving_default"]["inputs"]
    values = {"bool": True, "string": "é", "float16": 0.5, "float32": 0.1, "float64": 0.1}
    row = {name: values.get(name, 7) for name in inputs}
    row |= {"int64": -2**63, "uint64": 2**64 - 1, "int8": -128, "uint32": 2**32 - 1}
    answer = at.ask("POST", "/v1/models/echo:predict", {"inputs": row})
    assert answer.status == 200, answer
    assert answer.json["outputs"] == {f"{name}_back": value for name, value in row.items()}
    for name, wrong in [("int8", 128), ("int32", 0.5), ("uint8", -1), ("bool", "x"), ("string", 1)]:
        answer = at.ask("POST", "/v1/models/echo:predict", {"inputs": row | {name: wrong}})
        assert answer.status == 400 and answer.error, (name, answer)


def test_curl(at):
    if shutil.which("curl") is None:
        pytest.skip("there is no curl")
    done = subprocess.run(["curl", "-s", "-d", '{"instances": [1.0, 2.0, 5.0]}', "-X", "POST",
                           f"{at.rest}/v1/models/affine:predict"], capture_output=True, text=True)
    assert json.loads(done.stdout) == {"predictions": [2.5, 3.0, 4.5]}


def test_prometheus(ours):
    ours.at.ask("POST", "/v1/models/affine:predict", {"instances": [1]})
    answer = ours.at.ask("GET", "/monitoring/prometheus/metrics")
    counted = [line for line in answer.body.decode().splitlines()
               if line.startswith(":tensorflow:serving:request_count{") and '"affine"' in line]
    assert counted and all(float(line.split()[-1]) >= 1 for line in counted), answer


# In a process that has TensorFlow loaded, which the official stubs need.
def test_the_official_client_of_tensorflow_serving(at, models, tmp_path):
    (tmp_path / "at.json").write_text(json.dumps(
        {"target": at.grpc, "folder": str(models.folder.parent)}))
    program = Path(__file__).with_name("serving_official.py")
    done = run_warm(str(program), str(tmp_path / "at.json"), cwd=tmp_path, check=False)
    assert done.stdout.strip(), done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["passed"] > 20 and not found["failed"], "\n\n".join(found["failed"])


def test_reflection_is_enough(ours, said):
    """What a client needs that has no stubs, as grpcurl: the services, and a message."""
    import grpc
    from google.protobuf import message_factory
    from google.protobuf.descriptor_pool import DescriptorPool
    from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
        ProtoReflectionDescriptorDatabase)

    with grpc.insecure_channel(ours.at.grpc) as channel:
        database = ProtoReflectionDescriptorDatabase(channel)
        services = set(database.get_services())
        assert {"tensorflow.serving.PredictionService", "tensorflow.serving.ModelService",
                "inference.GRPCInferenceService", "grpc.health.v1.Health"} <= services
        pool = DescriptorPool(database)
        service = pool.FindServiceByName("tensorflow.serving.PredictionService")
        method = service.methods_by_name["Predict"]
        request = message_factory.GetMessageClass(method.input_type)()
        request.model_spec.name = "affine"
        request.inputs["x"].dtype = 1
        request.inputs["x"].tensor_shape.dim.add(size=2)
        request.inputs["x"].float_val.extend([1, 2])
        ask = channel.unary_unary("/tensorflow.serving.PredictionService/Predict",
                                  type(request).SerializeToString,
                                  message_factory.GetMessageClass(method.output_type).FromString)
        assert list(ask(request, timeout=10).outputs["y"].float_val) == [2.5, 3.0]


TRITON_KINDS = ["http", "grpc"]


def triton(kind: str, at: Address):
    module = pytest.importorskip(f"tritonclient.{kind}")
    return module, module.InferenceServerClient(at.grpc if kind == "grpc" else at.rest[7:])


@pytest.mark.parametrize("kind", TRITON_KINDS)
def test_the_client_of_triton(ours, said, kind):
    module, client = triton(kind, ours.at)
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready("digits")
    assert not client.is_model_ready("none")
    as_json = {"as_json": True} if kind == "grpc" else {}
    told = client.get_model_metadata("digits", "2", **as_json)
    found = (told["name"], told["versions"], told["inputs"][0]["name"])
    assert found == ("digits", ["2"], "images")
    config = client.get_model_config("digits", **as_json)
    config = config["config"] if kind == "grpc" else config
    told = [(one["name"], one["data_type"], [*map(int, one["dims"])]) for one in config["input"]]
    assert told == [("images", "TYPE_FP32", [-1, 8, 8, 1])]
    known = client.get_model_repository_index(**as_json)
    known = known["models"] if kind == "grpc" else known
    assert {(one["name"], one["version"], one["state"]) for one in known} >= {
        ("digits", "1", "READY"), ("digits", "2", "READY"), ("affine", "123", "READY")}
    images = said.images.astype(np.float32)
    given = module.InferInput("images", list(images.shape), "FP32")
    given.set_data_from_numpy(images)
    found = client.infer("digits", [given], model_version="1", request_id="7")
    assert np.abs(found.as_numpy("probabilities") - said.probabilities).max() < 1e-5
    assert [name.decode() for name in found.as_numpy("classes")] == said.names
    client.close()


@pytest.mark.parametrize("kind", TRITON_KINDS)
@pytest.mark.parametrize("model, version, name, expected", [
    ("none", "", "x", "none"), ("affine", "9", "x", "affine, 9"), ("affine", "", "y", "x"),
])
def test_triton_is_refused(ours, kind, model, version, name, expected):
    from tritonclient.utils import InferenceServerException

    module, client = triton(kind, ours.at)
    given = module.InferInput(name, [1], "FP32")
    given.set_data_from_numpy(np.ones(1, np.float32))
    with pytest.raises(InferenceServerException) as caught:
        client.infer(model, [given], model_version=version)
    assert expected in str(caught.value)
    client.close()


@pytest.fixture(scope="module")
def guarded(models):
    """Ours with a file of tokens."""
    file = models.folder.parent / "tokens"
    file.write_text(f"# of the tests\n\n{TOKEN}\nanother\n")
    server = Server(models.folder.parent / "guarded.log", models=models.folder, token_file=file)
    yield server
    assert server.close() == 0, server.told()


PATHS = """GET /v1/models
GET /v1/models/digits
GET /v1/models/digits/metadata
GET /v1/models/none
POST /v1/models/digits:predict
POST /v1/models/digits/versions/1:predict
POST /v1/models/digits:classify
POST /v1/nothing
GET /v2
GET /v2/health/live
GET /v2/health/ready
GET /v2/models/digits
GET /v2/models/digits/ready
POST /v2/models/digits/infer
POST /v2/repository/index
GET /monitoring/prometheus/metrics
GET /openapi.json
GET /docs
GET /none
OPTIONS /v1/models/digits:predict
PUT /v1/models/digits
TRACE /v1/models
GET /imagerec/state
POST /imagerec/explain""".splitlines()


def test_the_page_alone_is_open_and_says_nothing(guarded, models):
    page = guarded.at.ask("GET", "/")
    assert page.status == 200
    for told in ("digits", "affine", str(models.folder)):  # models, and where they lie
        assert told.encode() not in page.body


@pytest.mark.parametrize("line", PATHS)
def test_no_path_without_the_token(guarded, line):
    method, path = line.split()
    for wrong in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"},
                  {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": TOKEN},
                  {"Cookie": f"token={TOKEN}"}):
        answer = guarded.at.ask(method, f"{path}?token={TOKEN}", **wrong)
        assert answer.status == 401, (wrong, answer)
        assert answer.headers["www-authenticate"] == "Bearer" and answer.error
    for token in (TOKEN, "another"):
        answer = guarded.at.ask(method, path, Authorization=f"Bearer {token}")
        assert answer.status not in (401, 403, 500), answer


def all_methods(server: Server) -> list[tuple[str, bool]]:
    """Every method that the port of gRPC knows, by reflection; and does it stream?"""
    import grpc
    from google.protobuf.descriptor_pool import DescriptorPool
    from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
        ProtoReflectionDescriptorDatabase)

    with grpc.insecure_channel(server.at.grpc) as channel:
        database = ProtoReflectionDescriptorDatabase(channel)
        pool = DescriptorPool(database)
        return [(f"/{name}/{method.name}", method.client_streaming, method.server_streaming)
                for name in database.get_services()
                for method in pool.FindServiceByName(name).methods]


def test_no_method_without_the_token(ours, guarded):
    import grpc

    methods = [*all_methods(ours), ("/none.Service/None", False, False)]
    assert len(methods) > 12
    with grpc.insecure_channel(guarded.at.grpc) as channel:
        def code(method, sends_many, gets_many, headers):
            kind = {(False, False): "unary_unary", (False, True): "unary_stream",
                    (True, True): "stream_stream"}[sends_many, gets_many]
            call = getattr(channel, kind)(method)
            try:
                found = call(iter([b""]) if sends_many else b"", timeout=3, metadata=headers)
                if gets_many:
                    next(found)
                    found.cancel()
            except StopIteration:
                pass
            except grpc.RpcError as error:
                return error.code()
            return grpc.StatusCode.OK

        for method in methods:
            for wrong in ((), (("authorization", "Bearer wrong"),), (("authorization", TOKEN),)):
                assert code(*method, wrong) == grpc.StatusCode.UNAUTHENTICATED, (method, wrong)
            right = code(*method, (("authorization", f"Bearer {TOKEN}"),))
            assert right.name not in ("UNAUTHENTICATED", "UNAVAILABLE", "INTERNAL"), method


@pytest.mark.parametrize("headers", [
    {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"},
    {"Origin": "http://localhost:1"},
], ids=str)
@pytest.mark.parametrize("line", [
    "GET /v1/models/digits", "POST /v1/models/digits:predict", "GET /monitoring/prometheus/metrics",
    "POST /v2/models/digits/infer"])
def test_no_page_of_another_origin(ours, guarded, line, headers):
    """Neither a page in the user's browser, nor a name that was bent to this machine."""
    method, path = line.split()
    for server in (ours, guarded):
        answer = server.at.ask(method, path, **headers)
        assert answer.status in (401, 403), answer
        assert "access-control-allow-origin" not in answer.headers
    answer = guarded.at.ask(method, path, Authorization=f"Bearer {TOKEN}", **headers)
    assert "access-control-allow-origin" not in answer.headers


# The client, by both ways.
WAYS = ["grpc", "rest"]


def client(at: Address, way: str, **given: Any) -> ir.Client:
    return ir.Client(getattr(at, way), **given)


def predicted(found: "ir.Predictions", said: Said, places: list[int]) -> None:
    assert [row.name for row in found] == [said.names[place] for place in places]
    assert np.abs(found.probabilities - said.probabilities[places]).max() < 1e-5


@pytest.mark.parametrize("way", WAYS)
def test_client_predicts(at, said, tmp_path, way):
    for place, file in enumerate(said.files):
        (tmp_path / f"{place}.png").write_bytes(file)
    (tmp_path / "5.png").write_bytes(b"")
    (tmp_path / "6.png").write_bytes(b"no picture")
    with client(at, way, model="digits", classes=said.classes) as asked:
        for given in (said.images, said.images.astype(np.float32), said.images/255,
                      said.images[..., 0], said.files, list(said.images)):
            predicted(asked.predict(given, batch_size=2), said, range(5))
        predicted(asked.predict(said.images[3]), said, [3])
        predicted(asked.predict(said.files[1]), said, [1])
        found = asked.predict(tmp_path, batch_size=4)
    assert found.images == [str(tmp_path / f"{place}.png") for place in range(7)]
    assert sorted(found.errors) == [5, 6] and found.errors[5] == "it is empty" and found.errors[6]
    assert [row.name for row in found][:5] == said.names
    assert (found.model, found.classes) == ("digits/2", said.classes)


@pytest.mark.parametrize("way", WAYS)
def test_client_knows_the_classes_of_our_server(ours, said, way):
    with client(ours.at, way, model="digits", label="stable") as asked:
        found = asked.predict(said.images[:2])
        assert (found.classes, found.model, found.notes) == (said.classes, "digits/1", ())
        assert {(one.name, one.version, one.state) for one in asked.models()} >= {
            ("digits", "2", "READY"), ("echo", "1", "READY")}


@pytest.mark.parametrize("way", WAYS)
def test_client_asks_about_models(at, way):
    with client(at, way, model="affine") as asked:
        [status] = asked.status()
        assert (status.version, status.state, status.error_code) == (123, "AVAILABLE", 0)
        signatures = asked.metadata()
        assert set(signatures) == {"serving_default", "regress", "classify"}
        assert signatures["serving_default"].inputs["x"].dtype == "float32"
        assert signatures["serving_default"].inputs["x"].shape == (None,)
        assert asked.infer([1, 2.0])["y"].tolist() == [2.5, 3.0]
        found = asked.infer({"x": [math.nan, math.inf, 1]}, outputs=["y"])["y"]
        assert str(found) == "[nan inf 2.5]"


@pytest.mark.parametrize("way", WAYS)
def test_client_sends_and_gets_all_kinds(at, way):
    with client(at, way, model="echo") as asked:
        inputs = asked.metadata()["serving_default"].inputs
        given = {name: np.array([[b"text", b""]], object) if spec.dtype == "bytes"
                 else np.array([[0, 1]], spec.dtype) for name, spec in inputs.items()}
        given |= {"int64": np.array(-2**63), "float32": np.float32([0.1, np.nan, -np.inf]),
                  "float64": np.array([0.1, 1e300]), "int8": np.zeros((0,), np.int8)}
        found = asked.infer(given)
        for name, array in given.items():
            back, with_nan = found[f"{name}_back"], array.dtype.kind == "f"
            assert back.dtype == array.dtype, name
            assert np.array_equal(back, array, equal_nan=with_nan), name
    with client(at, way, model="echo", signature="binary") as asked:
        assert asked.infer([b"\xff\0", "é"])["text_bytes"].tolist() == [b"\xff\0", "é".encode()]


@pytest.mark.parametrize("way", WAYS)
def test_client_async(at, said, way):
    async def many() -> None:
        with client(at, way, model="digits", classes=said.classes) as asked:
            found = await asyncio.gather(*(asked.aio.predict(said.images[:1 + place])
                                           for place in range(5)), asked.aio.status())
            for place, one in enumerate(found[:5]):
                predicted(one, said, range(1 + place))
            assert len(found[5]) == 2

    asyncio.run(many())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("given, ask, code, words", [
    ({"model": "none"}, "status", Code.NOT_FOUND, "none"),
    ({"model": "none"}, "predict", Code.NOT_FOUND, "Servable not found for request: Latest(none)"),
    ({"model": "digits", "version": 7}, "predict", Code.NOT_FOUND, "Specific(digits, 7)"),
    ({"model": "digits", "label": "old"}, "predict", Code.INVALID_ARGUMENT,
     "Unrecognized servable version label: old"),
])
def test_client_is_refused(at, said, way, given, ask, code, words):
    with client(at, way, **given) as asked, pytest.raises(ServingError) as caught:
        asked.predict(said.images) if ask == "predict" else asked.status()
    assert caught.value.code == code and words in str(caught.value), caught.value


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("given, pictures, words", [
    ({"model": "affine"}, np.zeros((1, 8, 8)), "takes x and gives y"),
    ({"model": "affine"}, [b"x"], "no signature 'serving_bytes'"),
    ({"model": "digits"}, np.zeros((1, 9, 8)), "takes pictures of 8×8×1; these are 9×8×1"),
    ({"model": "digits", "signature": "none"}, np.zeros((1, 8, 8)), "no signature 'none'"),
    ({"model": "digits", "classes": ["a"]}, np.zeros((1, 8, 8)), "10 classes apart, and 1"),
    ({}, np.zeros((1, 8, 8)), "model=NAME"),
])
def test_client_says_what_cant_be(at, way, given, pictures, words):
    with client(at, way, **given) as asked, pytest.raises(ir.InputError, match=words):
        asked.predict(pictures)


@pytest.mark.parametrize("way", WAYS)
def test_client_with_a_token(guarded, said, way):
    with client(guarded.at, way, token=TOKEN, model="digits") as asked:
        predicted(asked.predict(said.files), said, range(5))
    for token in (None, "wrong"):
        with client(guarded.at, way, token=token, model="digits") as asked:
            for ask in (asked.status, asked.models, lambda: asked.predict(said.images)):
                with pytest.raises(ServingError) as caught:
                    ask()
                assert caught.value.code == Code.UNAUTHENTICATED


@pytest.mark.parametrize("way", WAYS)
def test_client_where_nobody_listens(at, said, way, free_port):
    asked = client(Address("127.0.0.1", free_port, free_port), way, model="digits", retries=1)
    with asked, pytest.raises(ServingError, match="can't be reached") as caught:
        asked.predict(said.images)
    assert caught.value.code == Code.UNAVAILABLE


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Moody(BaseHTTPRequestHandler):
    """A server of REST that is full, then slow, then itself again."""

    moods: list[str] = []
    protocol_version = "HTTP/1.1"

    def log_message(self, *told): pass

    def do_GET(self):
        mood = self.moods.pop(0) if self.moods else "well"
        if mood == "lost":
            self.close_connection = True
            return
        status = {"full": 429, "starting": 503, "broken": 500}.get(mood, 200)
        body = b'{"error": "%s"}' % mood.encode() if status != 200 else \
            b"<html>" if mood == "foreign" else \
            gzip.compress(bytes(2**27), 1) if mood == "huge" else \
            b'{"model_version_status": [{"version": "3"}]}'
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if mood == "full":
            self.send_header("Retry-After", "0")
        if mood == "huge":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def moody():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Moody)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("moods, expected", [
    (["full", "starting", "lost"], None), (["broken"], "broken"), (["foreign"], "is no answer of"),
    (["full"]*5, "full"), (["huge"], "more than 64 MiB"),
], ids=str)
def test_client_asks_again_where_it_helps(moody, moods, expected):
    Moody.moods = list(moods)
    with ir.Client(moody, model="m", retries=4) as asked:
        if expected is None:
            assert [one.version for one in asked.status()] == [3]
        else:
            with pytest.raises(ServingError, match=expected):
                asked.status()
    assert Moody.moods == []


def test_client_from_the_command_line(ours, guarded, said, tmp_path):
    for place, file in enumerate(said.files):
        (tmp_path / f"{place}.png").write_bytes(file)
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    asked = imagerec("predict", ours.at.grpc, tmp_path / "1.png", tmp_path / "3.png", "--model",
                     "digits/1", "--json", cwd=tmp_path)
    assert asked.returncode == 0, asked.stderr
    rows = json.loads(asked.stdout)
    assert [row["class"] for row in rows] == [said.names[1], said.names[3]]
    assert list(rows[0]["probabilities"]) == said.classes
    asked = imagerec("predict", guarded.at.rest, "1.png", "--model", "digits", "--token-file",
                     "token", "--out", "t.csv", cwd=tmp_path)
    assert asked.returncode == 0, asked.stderr
    assert said.names[1] in (tmp_path / "t.csv").read_text()
    refused(imagerec("predict", guarded.at.rest, "1.png", "--model", "digits", "--json",
                     cwd=tmp_path), "A token is needed", status=1)
    refused(imagerec("predict", ours.at.rest, "1.png", "--size", "9", cwd=tmp_path), "--size")
    refused(imagerec("predict", ours.at.rest, "1.png", cwd=tmp_path), "affine, digits, echo")
