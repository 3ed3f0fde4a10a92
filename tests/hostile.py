"""Requests that nobody should send, and what became of them: for tests and benchmarks of serving.

Each is sent to a server that is really started, by a socket of its own, so that no library puts it
in order. What may come back: an error that says something, or an end of the connection where what
was sent is no HTTP. Never a failure inside the server, never nothing.
"""

import base64
import gzip
import io
import json
import random
import re
import select
import socket
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import grpc

from imagerec.deploy.server.messages import exact
from serving import Address

PREDICT = "/tensorflow.serving.PredictionService/Predict"
SECONDS = 20  # that an answer may take
CODES = {grpc.StatusCode[name] for name in (
    "INVALID_ARGUMENT NOT_FOUND RESOURCE_EXHAUSTED UNIMPLEMENTED FAILED_PRECONDITION "
    "OUT_OF_RANGE PERMISSION_DENIED UNAUTHENTICATED").split()}


class Hostile(NamedTuple):
    """A request."""

    kind: str  # the name of what made it
    content: bytes  # all that goes to the port of REST, or a message by gRPC
    method: str | None = None  # of gRPC; None: it goes to the port of REST
    may_pass: bool = False  # may it be answered as if nothing were wrong?
    may_close: bool = False  # may the server say nothing and close the connection?


def http(path: str, body: bytes = b"", *headers: str, method: str = "POST",
         length: object = None) -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close",
             f"Content-Length: {len(body) if length is None else length}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace") + body


def of_digits(body: bytes, *headers: str) -> bytes:
    return http("/v1/models/digits:predict", body, *headers)


def b64(file: bytes) -> bytes:
    return json.dumps({"signature_name": "serving_bytes", "instances": [
        {"b64": base64.b64encode(file).decode()}]}).encode()


VALID = json.dumps({"instances": [[[[7.0]]*8]*8]}).encode()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, data: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", data), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def small_picture(kind: str) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (9, 7), "red").save(file, kind)
    return file.getvalue()


def cut(draw: random.Random) -> Hostile:
    """JSON that ends too early."""
    return Hostile("cut JSON", of_digits(VALID[:draw.randrange(len(VALID))]))


def flipped(draw: random.Random) -> Hostile:
    """JSON with some bytes that are others."""
    body = bytearray(VALID)
    for _ in range(draw.randrange(1, 6)):
        body[draw.randrange(len(body))] = draw.randrange(256)
    return Hostile("flipped JSON", of_digits(bytes(body)), may_pass=True)


def deep(draw: random.Random) -> Hostile:
    """JSON that is nested far deeper than any tensor."""
    depth = draw.choice([33, 1_000, 100_000, 1_000_000])
    inner = b"["*depth + draw.choice([b"", b"1" + b"]"*depth])
    inner = draw.choice([inner, b'{"a":'*depth + b"1" + b"}"*depth])
    return Hostile("deep JSON", of_digits(b'{"instances": ' + inner + b"}"))


NONSENSE = [None, True, 1, "x", [], {}, [None], [[]], [{}], [[], [1]], [[1], "x"], [{"b64": 1}],
            [{"b64": "!"}], {"images": None}, {"images": []}, {"images": {"b64": "x"}},
            [{"images": 1}], [1e308*10], ["\ud800"], [[[[True]*8]*8]], [[[[None]*8]*8]],
            [[[["7"]*8]*8]], [[[[7.0]]*8]*7], [[[[7.0]*3]*8]*8], [[[[7.0, 1]]*8]*8]]


def nonsense(draw: random.Random) -> Hostile:
    """JSON whose values are of other kinds and shapes than the model's."""
    value, key = draw.choice(NONSENSE), draw.choice(["instances", "inputs", "examples", "\u0000"])
    body = {key: value, "signature_name": draw.choice(["", "serving_bytes", "a"*9999, 7, None])}
    return Hostile("nonsense JSON", of_digits(json.dumps(body).encode()))


def numbers(draw: random.Random) -> Hostile:
    """Numbers that no machine holds, and texts that are no UTF-8."""
    part = draw.choice([b"9"*100_000, b"1e" + b"9"*1000, b"-", b"0x10", b"1.", b"nan", b"NaN1",
                        b'"' + b"\xff\xfe" + b'"', b'"\\ud800"', b'"\\u0000"', b"1" + b"0"*400])
    return Hostile("odd numbers", of_digits(b'{"instances": [[[[' + part + b"]]]]}"))


def picture(draw: random.Random) -> Hostile:
    """Pictures that are damaged, or small as a file and huge as pixels."""
    zeros = zlib.compress(bytes(100_000))
    jpeg = small_picture("JPEG")
    size = jpeg.index(b"\xff\xc0") + 5
    files = [png(100_000, 100_000, zeros), png(2**31 - 1, 2**31 - 1, zeros), png(0, 5, zeros),
             png(20_000, 20_000, zeros), jpeg[:size] + b"\xff"*4 + jpeg[size + 4:],
             b"BM" + struct.pack("<IIIIiiHHIIiiII", 99, 0, 54, 40, 2**30, 2**30, 1, 24, *[0]*6),
             b"GIF89a" + b"\xff"*4 + b"\xf7\0\0" + bytes(768) + b",", b"", b"x"*100,
             b"II*\0" + b"\xff"*400, b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\xff"*90]
    kind = draw.choice(["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "ICO", "PPM"])
    broken = bytearray(small_picture(kind) if kind != "ICO" else b"\0\0\1\0" + bytes(60))
    for _ in range(8):
        broken[draw.randrange(len(broken))] = draw.randrange(256)
    chosen = draw.choice([*files, bytes(broken), small_picture("PNG")[:draw.randrange(40)]])
    return Hostile("bad picture", of_digits(b64(chosen)), may_pass=chosen == bytes(broken))


BOMB = gzip.compress(bytes(2**27), 9)  # 128 MB in 130 kB


def packed(draw: random.Random) -> Hostile:
    """Bodies that are packed into what they aren't, or unpack to a thousand times their size."""
    whole = gzip.compress(VALID)
    body, how = draw.choice([
        (BOMB, "gzip"), (whole[:-20], "gzip"), (whole[:20], "gzip"), (VALID, "gzip"),
        (gzip.compress(whole), "gzip"), (zlib.compress(bytes(2**27)), "deflate"), (VALID, "br"),
        (VALID, "deflate"), (VALID, "zstd"), (VALID, "gzip, gzip"), (b"", "gzip"),
        (whole + b"behind", "gzip")])
    return Hostile("packed", of_digits(body, f"Content-Encoding: {how}"), may_pass=how != "gzip"
                   or body.endswith(b"behind"), may_close=True)


PARTS = ["..%2f..%2fetc%2fpasswd", "%00", "....//", "a"*7000, "%", "%zz", "%0d%0aX:y", "digits%00",
         "versions/-1", "versions/1e5", "versions/", "labels/%2e%2e", "labels/" + "x"*5000, "*",
         "digits/versions/1/versions/2", "%ff%fe", "digits:predict/..", "digits;x=y", "digits%2f1",
         "~", "$(id)", "'or'1", "digits/metadata/", "versions/٣", "\\..\\digits", "digits/../none"]


def path(draw: random.Random) -> Hostile:
    """Names that lead elsewhere where somebody takes them for paths."""
    place = draw.choice(["/v1/models/{}:predict", "/v1/models/{}", "/v2/models/{}/infer", "/v1/{}",
                         "/v2/models/{}", "/v1/models/digits/{}", "/{}", "/v2/models/{}/ready"])
    wanted = place.format(draw.choice(PARTS))
    method = "POST" if wanted.endswith(("predict", "infer")) else draw.choice(["GET", "GET", "PUT"])
    passes = "digits" in wanted
    return Hostile("path", http(wanted, VALID, method=method), may_pass=passes, may_close=True)


SMUGGLED = b"GET /v1/models/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
HEAD = b"POST /v1/models/digits:predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
SMUGGLING = [
    HEAD + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n%s" % (
        len(SMUGGLED) + 5, SMUGGLED),
    HEAD + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n%s" % (len(SMUGGLED), SMUGGLED),
    HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
    HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    HEAD + b"Content-Length: +5\r\n\r\nabcde" + SMUGGLED,
    HEAD + b"Content-Length: -1\r\n\r\n" + SMUGGLED,
    HEAD + b"Content-Length: 5, 6\r\n\r\nabcdef" + SMUGGLED,
    HEAD + b"Content-Length: 0x5\r\n\r\nabcde" + SMUGGLED,
    HEAD + b"Content-Length: 99999999999999999999\r\n\r\nabc",
    HEAD + b"Content-Length: 1073741824\r\n\r\nabc",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n40000000\r\nabc",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n3;" + b"x"*70_000 + b"\r\nabc\r\n0\r\n\r\n",
    HEAD + b"X: a\r\n b\r\nContent-Length: 0\r\n\r\n",
    HEAD + b"X\0: a\r\nContent-Length: 0\r\n\r\n",
    HEAD + b"X: " + b"a"*100_000 + b"\r\n\r\n",
    HEAD + b"".join(b"X%d: a\r\n" % at for at in range(5_000)) + b"\r\n",
    b"GET /v1/models/digits HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    b"GET /v1/models/none HTTP/9.9\r\nHost: localhost\r\n\r\n",
    b"GET /v1/models/none\r\n\r\n", b"\r\n\r\n\r\n", b"\0"*5000,
    b"\x16\x03\x01\x02\0\x01" + b"x"*500,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"G\x80T / HTTP/1.1\r\n\r\n", b"GET  / HTTP/1.1\r\n\r\n",
    b"GET http://evil.example/v1/models/none HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET /" + b"a"*100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /v1/models/none HTTP/1.1\nHost: localhost\nConnection: close\n\n",
    HEAD + b"Expect: 200-maybe\r\nContent-Length: 0\r\n\r\n",
    HEAD + b"Upgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 0\r\n\r\n",
]


def smuggled(draw: random.Random) -> Hostile:
    """HTTP of which one reader sees one request and another one sees two."""
    return Hostile("smuggling", draw.choice(SMUGGLING), may_close=True)


def inference(draw: random.Random) -> Hostile:
    """The Open Inference Protocol with sizes and shapes that can't be."""
    shape = draw.choice([[1, 8, 8, 1], [-1], [2**62, 4], [0], [], "x", [1.5], [2**64], [1]*40])
    tensor = {"name": draw.choice(["images", "x", 7]), "shape": shape,
              "datatype": draw.choice(["FP32", "BYTES", "FP99", None, "INT8"]),
              "parameters": draw.choice([{}, {"binary_data_size": draw.choice(
                  [4, -1, 2**40, "4", 256])}])}
    if draw.random() < 0.5:
        tensor["data"] = draw.choice([[1.0], "x", None, [[1], [2, 3]], ["a"]])
    text = json.dumps({"inputs": draw.choice([[tensor], [tensor, tensor], {}, [1], tensor]),
                       "outputs": draw.choice([[], [{"name": 3}], [{"name": "none"}]])}).encode()
    behind = draw.choice([b"", bytes(256), b"\xff"*9])
    header = draw.choice([str(len(text)), "0", "-1", "9"*30, "1", "x"])
    return Hostile("inference", http("/v2/models/digits/infer", text + behind,
                                     f"Inference-Header-Content-Length: {header}"))


def message(**given: object) -> "Message":
    """A request to Predict for digits."""
    made = exact("tensorflow.serving.PredictRequest")(model_spec={"name": "digits"})
    tensor = made.inputs["images"]
    tensor.dtype = given.get("dtype", 1)
    for side in given.get("shape", (1, 8, 8, 1)):
        tensor.tensor_shape.dim.add(size=side)
    tensor.tensor_shape.unknown_rank = given.get("unknown_rank", False)
    if "content" in given:
        tensor.tensor_content = given["content"]
    tensor.float_val.extend(given.get("floats", ()))
    tensor.string_val.extend(given.get("strings", ()))
    return made


WHOLE = message(floats=[7.0]*64).SerializeToString()


def cut_message(draw: random.Random) -> Hostile:
    """A message that ends too early."""
    return Hostile("cut message", WHOLE[:draw.randrange(len(WHOLE))], PREDICT)


def flipped_message(draw: random.Random) -> Hostile:
    """A message with some bytes that are others, to any method."""
    body = bytearray(WHOLE)
    for _ in range(draw.randrange(1, 9)):
        body[draw.randrange(len(body))] = draw.randrange(256)
    return Hostile("flipped message", bytes(body), PREDICT, may_pass=True)


METHODS = [PREDICT, *(f"/tensorflow.serving.{name}" for name in (
    "PredictionService/Classify", "PredictionService/Regress", "PredictionService/MultiInference",
    "PredictionService/GetModelMetadata", "ModelService/GetModelStatus",
    "ModelService/HandleReloadConfigRequest")), "/inference.GRPCInferenceService/ModelInfer",
    "/inference.GRPCInferenceService/ModelMetadata", "/grpc.health.v1.Health/Check",
    "/none.None/None", "/inference.GRPCInferenceService/ModelReady", "/x", "/" + "x"*2000]


def noise(draw: random.Random) -> Hostile:
    """Bytes that are no message."""
    body = draw.choice([
        draw.randbytes(draw.randrange(1, 300)), b"\xff"*20, b"\x0a\x80\x80\x80\x80\x04",
        b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f", b"\x0b"*1000,
        b"\x12\x80\x80\x80\x80\x04" + b"x"*99, b"\0", b"\x0a" + b"\xff"*9 + b"\x01"])
    return Hostile("noise", body, draw.choice(METHODS), may_pass=True)


def nested_message(draw: random.Random) -> Hostile:
    """Messages in messages in messages."""
    body = b""
    for _ in range(draw.choice([101, 2_000])):
        size = len(body)
        varint = bytearray()
        while size > 127:
            varint.append(size & 127 | 128)
            size >>= 7
        body = b"\x12" + bytes([*varint, size]) + body
    return Hostile("nested message", body, draw.choice(METHODS), may_pass=True)


HUGE = 2**62
TENSORS = [
    {"shape": (HUGE, 1), "floats": [1]}, {"shape": (-1, 8, 8, 1)}, {"shape": (HUGE,)*4},
    {"shape": (2**16, 2**16, 2**16, 2**16), "floats": [1]},
    {"shape": (2**20, 8, 8, 1), "floats": [1]},
    {"shape": (1,)*300, "floats": [1]}, {"shape": (), "floats": [1]}, {"shape": (0, 8, 8, 1)},
    {"content": b"abc"}, {"content": bytes(255)}, {"content": bytes(257)}, {"floats": [1]*63},
    {"dtype": 0}, {"dtype": 99}, {"dtype": 20}, {"dtype": 21, "content": b"x"}, {"dtype": 2},
    {"dtype": 7, "strings": [b"x"]*64}, {"dtype": 7, "content": b"xx"}, {"unknown_rank": True},
    {"shape": (HUGE, 0, HUGE)}, {"shape": (2**31, 2**31), "content": b"1234"},
    {"dtype": 7, "shape": (HUGE,), "strings": [b"x"]}, {"dtype": 19, "content": bytes(128)},
    {"floats": [float("nan")]*64, "shape": (1, 8, 8, 2)},
]


def tensor(draw: random.Random) -> Hostile:
    """Tensors whose numbers don't fill their shape, or would fill the machine."""
    given = draw.choice(TENSORS)
    made = message(**given)
    signatures = ["", "serving_default", "serving_bytes", "\0", "none"]
    made.model_spec.signature_name = draw.choice(signatures)
    made.model_spec.name = draw.choice(["digits"]*9 + ["", "../digits", "\0", "x"*9999])
    return Hostile("tensor", made.SerializeToString(), PREDICT, may_pass=given["shape"][:1] == (0,)
                   if "shape" in given else False)


def by_hand(draw: random.Random) -> Hostile:
    """What comes to gRPC's port and is no gRPC."""
    return Hostile("by hand", draw.choice([
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", draw.randbytes(200), b"\0"*2000,
        PREFACE + b"\xff"*900, PREFACE + draw.randbytes(300), frames(b"\0\x40\0\0\0" + b"x"*9),
        frames(b"\0\xff\xff\xff\xff" + b"x"), frames(b"\x01\0\0\0\x05hello"), frames(b"\0\0\0"),
        frames(b"\7\0\0\0\1x"), PREFACE + frame(4, 0, 0, b"") + frame(1, 4, 1, b"\xff"*90),
        PREFACE + frame(4, 0, 0, b"") + frame(9, 0, 1, b"x")*50,
    ]), "", may_close=True)


PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def frame(kind: int, flags: int, stream: int, content: bytes) -> bytes:
    return struct.pack(">I", len(content))[1:] + bytes([kind, flags]) + struct.pack(
        ">I", stream) + content


def frames(data: bytes) -> bytes:
    """A call of Predict by HTTP/2, with what stands where its message should."""
    def header(name: bytes, value: bytes) -> bytes:
        return b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value
    told = b"".join(header(*one) for one in [
        (b":method", b"POST"), (b":scheme", b"http"), (b":path", PREDICT.encode()),
        (b":authority", b"localhost"), (b"content-type", b"application/grpc"),
        (b"te", b"trailers")])
    return PREFACE + frame(4, 0, 0, b"") + frame(1, 4, 1, told) + frame(0, 1, 1, data)


MAKERS: list[Callable[[random.Random], Hostile]] = [
    cut, flipped, deep, nonsense, numbers, picture, picture, packed, path, path, smuggled, smuggled,
    inference, inference, cut_message, flipped_message, noise, noise, nested_message, tensor,
    tensor, by_hand]


def hostile(count: int, seed: int = 0) -> Iterator[Hostile]:
    """So many of all kinds; the first ones hold each fixed one of HTTP's once."""
    draw = random.Random(seed)
    yield from (Hostile("smuggling", content, may_close=True) for content in SMUGGLING[:count])
    for _ in range(max(0, count - len(SMUGGLING))):
        yield draw.choice(MAKERS)(draw)


def sent(at: Address, port: int, content: bytes, is_whole: bool) -> bytes | None:
    """What came back until the connection's end; None: the server didn't end it in time.

    Behind what may be no whole request the client says that nothing more comes.
    """
    got = b""
    with socket.create_connection((at.host, port), timeout=SECONDS) as wire:
        try:
            wire.sendall(content)
            if not is_whole:
                if select.select([wire], [], [], 0.2)[0]:
                    got += wire.recv(2**16)
                wire.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server has answered already, and closed
        try:
            while piece := wire.recv(2**16):
                got += piece
        except TimeoutError:
            return None
        except OSError:
            pass
    return got


def fault_of_http(asked: Hostile, got: bytes | None) -> str | None:
    """What was wrong with the answer; None for nothing."""
    if got is None:
        return f"no end within {SECONDS} s"
    statuses = [int(one) for one in re.findall(rb"^HTTP/\d\.\d (\d{3}) ", got, re.M)]
    statuses = [one for one in statuses if one != 100]
    if not statuses:
        return None if asked.may_close and not got else f"no answer: {got[:200]}"
    if b"smuggled" in got:
        return f"a request within the request was answered: {got[:500]}"
    allowed = [200]*asked.may_pass + [*range(400, 500), 501, 503, 505]
    if any(one not in allowed for one in statuses):
        return f"answered {statuses}: {got[:500]}"
    if 200 in statuses:
        return None
    try:
        told = json.loads(got.rpartition(b"\r\n\r\n")[2])
        text = "it isn't ready" if told == {"ready": False} else told["error"]
    except (ValueError, KeyError, TypeError):
        return f"the error is no JSON: {got[:500]}"
    is_clear = text and "Traceback" not in text and len(text) < 2000
    return None if is_clear else f"its text: {text!r:.300}"


def fault_of_grpc(asked: Hostile, channel: grpc.Channel) -> str | None:
    """Sends a message, and says what was wrong with the answer."""
    try:
        channel.unary_unary(asked.method)(asked.content, timeout=SECONDS)
    except grpc.RpcError as error:
        code, text = error.code(), error.details()
        if code not in CODES or not text or "Traceback" in text:
            return f"{code}: {text!r:.500}"
        return None
    return None if asked.may_pass else "it was answered as if nothing were wrong"


def faults(at: Address, requests: Iterator[Hostile]) -> list[str]:
    """All that were answered as they mustn't be."""
    found = []
    with grpc.insecure_channel(at.grpc) as channel:
        for asked in requests:
            if asked.method:
                fault = fault_of_grpc(asked, channel)
            elif asked.method is None:
                fault = fault_of_http(asked, sent(at, at.rest_port, asked.content,
                                                  not asked.may_close))
            else:
                ended = sent(at, at.grpc_port, asked.content, False) is not None
                fault = None if ended else "no end"
            if fault:
                found.append(f"{asked.kind} {asked.method or ''} {asked.content[:150]!r}: {fault}")
    return found
