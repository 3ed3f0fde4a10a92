"""How fast the server answers, beside the fastest runtime in a bare loop and beside other servers.

    python benchmarks/serving.py [speed latency jpeg others cold reload overload]

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
