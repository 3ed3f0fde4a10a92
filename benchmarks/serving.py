"""How fast the server answers, beside the fastest runtime in a bare loop and beside other servers.

    python benchmarks/serving.py [speed latency others cold reload]

The load comes from h2load (apt-get install nghttp2-client), which needs little of the processor
that it shares with the server. Speeds are taken in turns, and their medians compared. Writes
serving.json beside itself. `others` wants the servers' own interpreter in OTHERS, with litserve,
mosec, bentoml, ray[serve], onnxruntime and pillow installed.
"""

import argparse
import base64
import contextlib
import io
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

HERE = Path(__file__).parent
PROGRAM = [sys.executable, "-m", "imagerec"]
PREDICT = "/tensorflow.serving.PredictionService/Predict"
CLIENTS = 32


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@dataclass
class Served:
    """A server of ours: its process, and where it listens."""

    process: subprocess.Popen
    grpc: int
    rest: int

    def answered(self) -> dict[str, float]:
        """How many requests it counts by their status, so that no refusal passes for an answer."""
        address = f"http://127.0.0.1:{self.rest}/monitoring/prometheus/metrics"
        with urllib.request.urlopen(address) as page:
            lines = page.read().decode().splitlines()
        counts: dict[str, float] = {}
        for line in lines:
            if line.startswith(":tensorflow:serving:request_count{"):
                status = line.partition('status="')[2].partition('"')[0]
                counts[status] = counts.get(status, 0) + float(line.rsplit(" ", 1)[1])
        return counts

    def memory(self) -> float:
        """Of the process and all that it started, in MB."""
        whole = psutil.Process(self.process.pid)
        family = [whole, *whole.children(recursive=True)]
        return sum(one.memory_full_info().uss for one in family) / 1e6


@contextlib.contextmanager
def serving(folder: Path, *options: str) -> Iterator[Served]:
    """A server of the models in this folder, in a process of its own, that answers."""
    grpc, rest = free_port(), free_port()
    process = subprocess.Popen([*PROGRAM, "serve", str(folder), "--grpc-port", str(grpc),
                                "--rest-port", str(rest), *options],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{rest}/v1/models/{models_in(folder)[0]}", process)
        yield Served(process, grpc, rest)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def models_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.is_dir())


def wait_for(address: str, process: subprocess.Popen) -> None:
    while process.poll() is None:
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(address) as answer:
                if b"AVAILABLE" in answer.read():
                    return
        time.sleep(0.01)
    raise SystemExit("The server ended before it answered.")


@dataclass
class Load:
    """What h2load saw."""

    per_second: float
    failed: int
    milliseconds: list[float]

    def quantile(self, share: float) -> float:
        return float(np.quantile(self.milliseconds, share))


def load(address: str, body: Path, requests: int, *, clients: int = CLIENTS, rate: float = 0,
         grpc: bool = False) -> Load:
    """Send so many requests, each client its next one when it has its answer, or at this rate."""
    protocol = ["-H", "content-type: application/grpc", "-H", "te: trailers"] if grpc else \
        ["--h1", "-H", "content-type: application/json"]
    paced = [f"--rps={max(1, round(rate / clients))}"] if rate else []
    with tempfile.NamedTemporaryFile("r", suffix=".log") as log:
        subprocess.run(["h2load", "-n", str(requests), "-c", str(clients), "-m", "1", "-d",
                        str(body), "--log-file", log.name, *paced, *protocol, address],
                       check=True, capture_output=True)
        rows = [line.split("\t") for line in log.read().splitlines()]
    began = [int(row[0]) for row in rows]
    took = [int(row[2]) for row in rows]
    ended = max(start + each for start, each in zip(began, took))
    failed = sum(row[1] != "200" for row in rows)
    return Load(len(rows) / (ended - min(began)) * 1e6, failed, [each / 1000 for each in took])




def bare_loop(bundle: Path, engine: str, seconds: float) -> float:
    """Pictures a second of the runtime alone, one picture a call, on one thread."""
    code = ("import sys, time, numpy as np, imagerec as ir\n"
            "from imagerec.models.engines import open_engine\n"
            "bundle, engine, seconds = ir.Bundle(sys.argv[1]), sys.argv[2], float(sys.argv[3])\n"
            "ask = open_engine(engine, bundle.files, 1)\n"
            "picture = np.random.default_rng(0).integers(\n"
            "    0, 256, (1, *bundle.about.shape)).astype(np.float32)\n"
            "[ask(picture) for _ in range(200)]\n"
            "count, began = 0, time.perf_counter()\n"
            "while time.perf_counter() - began < seconds:\n"
            "    ask(picture)\n"
            "    count += 1\n"
            "print(count / (time.perf_counter() - began))\n")
    done = subprocess.run([sys.executable, "-c", code, str(bundle), engine, str(seconds)],
                          check=True, capture_output=True, text=True)
    return float(done.stdout)


def requests_of(folder: Path, picture: np.ndarray) -> tuple[Path, Path]:
    """A request by gRPC with the pixels of one picture, and one by HTTP with its file."""
    from PIL import Image

    from imagerec.deploy.server.messages import exact

    request = exact("tensorflow.serving.PredictRequest")()
    request.model_spec.name = "cnn"
    tensor = request.inputs["images"]
    tensor.dtype = 1  # float32
    for side in (1, *picture.shape):
        tensor.tensor_shape.dim.add(size=side)
    tensor.tensor_content = picture.astype("<f4").tobytes()
    body = request.SerializeToString()
    (folder / "grpc").write_bytes(b"\0" + struct.pack(">I", len(body)) + body)
    file = io.BytesIO()
    Image.fromarray(picture.squeeze(-1)).save(file, "PNG")
    encoded = base64.b64encode(file.getvalue()).decode()
    (folder / "rest").write_text(json.dumps(
        {"signature_name": "serving_bytes", "instances": [{"b64": encoded}]}))
    return folder / "grpc", folder / "rest"


class Cnn:
    """The network `cnn` for MNIST as an ONNX bundle, or another one under its name, and a request
    of each kind."""

    def __init__(self, folder: Path, network: str = "cnn"):
        import imagerec as ir

        data = ir.load("mnist")
        self.models = folder / "models"
        self.bundle = ir.export(ir.build(network, data), self.models / "cnn", data=data,
                                format="onnx").path
        self.grpc, self.rest = requests_of(folder, data.test.images[0])

    def by_grpc(self, served: Served, requests: int, **how) -> Load:
        """All answered, or the figure counts for nothing."""
        return self._checked(served, requests, f"http://127.0.0.1:{served.grpc}{PREDICT}",
                             self.grpc, grpc=True, **how)

    def by_rest(self, served: Served, requests: int, **how) -> Load:
        return self._checked(served, requests,
                             f"http://127.0.0.1:{served.rest}/v1/models/cnn:predict", self.rest,
                             **how)

    def _checked(self, served: Served, requests: int, address: str, body: Path, **how) -> Load:
        before = served.answered().get("OK", 0)
        seen = load(address, body, requests, **how)
        answered = served.answered().get("OK", 0) - before
        if answered != requests:
            raise SystemExit(f"{answered} of {requests} requests were answered: {address}")
        return seen


def speed(cnn: Cnn, rounds: int = 5) -> dict:
    """Loop, gRPC and REST in turns."""
    rows = []
    with serving(cnn.models) as served:
        for way in (cnn.by_grpc, cnn.by_rest):
            way(served, 2000)
        for _ in range(rounds):
            rows.append([bare_loop(cnn.bundle, "onnxruntime", 2),
                         cnn.by_grpc(served, 4000).per_second,
                         cnn.by_rest(served, 4000).per_second])
    loop, grpc, rest = map(statistics.median, zip(*rows))
    return {"rounds": rows, "loop": loop, "grpc": grpc, "rest": rest,
            "grpc_of_loop": statistics.median(row[1] / row[0] for row in rows),
            "rest_of_loop": statistics.median(row[2] / row[0] for row in rows)}


def latency(cnn: Cnn) -> dict:
    """The 99th percentile at half of what the server can do."""
    with serving(cnn.models) as served:
        found = {}
        for name, way in (("grpc", cnn.by_grpc), ("rest", cnn.by_rest)):
            most = way(served, 4000).per_second
            calm = way(served, int(most / 2 * 8), rate=most / 2)
            found[name] = {"per_second": calm.per_second, "p50": calm.quantile(0.5),
                           "p99": calm.quantile(0.99)}
    return found


def cold(cnn: Cnn, rounds: int = 7) -> dict:
    """From the start of the process to the first answer, and the memory then."""
    rows = []
    for _ in range(rounds):
        began = time.perf_counter()
        with serving(cnn.models) as served:
            load(f"http://127.0.0.1:{served.grpc}{PREDICT}", cnn.grpc, 1, clients=1, grpc=True)
            rows.append([time.perf_counter() - began, served.memory()])
            assert served.answered().get("OK") == 1
    seconds, memory = map(statistics.median, zip(*rows))
    return {"rounds": rows, "seconds": seconds, "memory_mb": memory}


OTHERS = {"LitServe": ("/predict", ["python", "with_litserve.py", "{port}"]),
          "mosec": ("/inference", ["python", "with_mosec.py", "--port", "{port}"]),
          "BentoML": ("/predict", ["bentoml", "serve", "with_bentoml:Pictures", "--port",
                                   "{port}"]),
          "Ray Serve": ("/predict", ["python", "with_ray.py", "{port}"])}


@contextlib.contextmanager
def other(name: str, bundle: Path, body: Path) -> Iterator[str]:
    """One of the other servers, in a group of processes of its own, and its address."""
    path, command = OTHERS[name]
    port, programs = str(free_port()), Path(os.environ["OTHERS"])
    environment = {**os.environ, "MODEL": str(bundle / "model.onnx"), "PYTHONPATH": "",
                   "PATH": f"{programs}:{os.environ['PATH']}"}
    process = subprocess.Popen([part.replace("{port}", port) for part in command],
                               cwd=HERE / "servers", env=environment, start_new_session=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}{path}"
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                asked = urllib.request.Request(address, body.read_bytes(),
                                               {"content-type": "application/json"})
                with urllib.request.urlopen(asked) as answer:
                    assert b"predictions" in answer.read()
                    break
            time.sleep(0.1)
        yield address
    finally:
        family = psutil.Process(process.pid).children(recursive=True)
        os.killpg(process.pid, signal.SIGTERM)
        for one in psutil.wait_procs(family, 10)[1]:
            one.kill()


def others(cnn: Cnn, rounds: int = 3) -> dict:
    """Each beside ours, in turns: the same body by HTTP from 32 clients."""
    found = {}
    for name in OTHERS:
        rows = []
        for _ in range(rounds):
            with serving(cnn.models) as served:
                cnn.by_rest(served, 1000)
                ours = cnn.by_rest(served, 3000).per_second
            with other(name, cnn.bundle, cnn.rest) as address:
                load(address, cnn.rest, 300)
                theirs = load(address, cnn.rest, 1500)
            assert not theirs.failed, name
            rows.append([ours, theirs.per_second])
        found[name] = {"rounds": rows, "times": statistics.median(row[0] / row[1] for row in rows)}
    return found


def version_states(served: Served) -> dict[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{served.rest}/v1/models/cnn") as page:
        told = json.loads(page.read())["model_version_status"]
    return {int(one["version"]): one["state"] for one in told}


def renew(cnn: Cnn, served: Served, number: int) -> float:
    """A new version in the place of the one before; the seconds until the old one has gone."""
    folder, began = cnn.bundle.parent, time.perf_counter()
    shutil.copytree(folder / str(number - 1), folder / ".new")
    (folder / ".new").rename(folder / str(number))
    while version_states(served).get(number) != "AVAILABLE":
        time.sleep(0.02)
    shutil.rmtree(folder / str(number - 1))
    while version_states(served).get(number - 1) not in (None, "END"):
        time.sleep(0.02)
    return time.perf_counter() - began


def reload(cnn: Cnn, times: int = 50) -> dict:
    """New versions under full load, and the memory before and after."""
    first = int(cnn.bundle.name)
    with serving(cnn.models) as served:
        cnn.by_rest(served, 4000)
        before, ended = served.memory(), threading.Event()
        loads: list[Load] = []

        def ask() -> None:
            while not ended.is_set():
                loads.append(cnn.by_rest(served, 2000))

        asking = threading.Thread(target=ask)
        asking.start()
        seconds = [renew(cnn, served, first + one + 1) for one in range(times)]
        ended.set()
        asking.join()
        found = {"versions": times, "seconds": statistics.median(seconds),
                 "answered": 2000 * len(loads), "failed": sum(one.failed for one in loads),
                 "memory_mb": [before, served.memory()]}
    shutil.move(cnn.bundle.parent / str(first + times), cnn.bundle)
    return found


MEASURES = {"reload": reload, "speed": speed, "latency": latency, "cold": cold, "others": others}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measures", nargs="*", default=list(MEASURES), choices=list(MEASURES))
    chosen = parser.parse_args().measures
    file = HERE / "serving.json"
    found = json.loads(file.read_text()) if file.exists() else {}
    found["machine"] = f"{os.cpu_count()} cores, {platform.machine()}"
    with tempfile.TemporaryDirectory() as folder:
        cnn = Cnn(Path(folder))
        for name in chosen:
            found[name] = MEASURES[name](cnn)
            print(name, json.dumps(found[name], indent=1))
            file.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
