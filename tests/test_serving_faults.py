"""The server in the hands of those who mean it harm, and of those who just go away.

`python hostile_requests.py` in benchmarks/ sends 10,000 of these requests.
"""

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import grpc
import numpy as np
import psutil
import pytest

import hostile
import serving
from serving import Server
from support import REPOSITORY

import imagerec as ir

pytestmark = pytest.mark.xdist_group("serving")
REQUESTS = 300
MOST_MEGABYTES = 50  # that the server may have grown


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> serving.Models:
    return serving.write_models(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def server(models):
    """A server of one network, which needs no TensorFlow."""
    folder = models.folder.parent / "only"
    shutil.copytree(models.folder / "digits" / "1", folder / "digits" / "1",
                    ignore=shutil.ignore_patterns("saved_model.pb", "variables"))
    server = Server(models.folder.parent / "log", models=folder)
    yield server
    assert server.close() == 0, server.told()


def answers_well(server: Server, said: serving.Said) -> None:
    """Both ports are asked, and within seconds."""
    for target in (server.at.grpc, server.at.rest):
        with ir.Client(target, model="digits", timeout=10, retries=0) as client:
            found = client.predict(said.files)
            assert np.abs(found.probabilities - said.probabilities).max() < 1e-5


def test_hostile_requests(server, models):
    answers_well(server, models.said)
    assert not hostile.faults(server.at, hostile.hostile(100, seed=1))
    before = server.megabytes
    faults = hostile.faults(server.at, hostile.hostile(REQUESTS, seed=2))
    assert not faults, "\n".join(faults)
    assert server.runs and server.megabytes < before + MOST_MEGABYTES, (before, server.megabytes)
    answers_well(server, models.said)
    assert "Traceback" not in server.told(), server.told()


def send_too_much(server: Server) -> None:
    """By gRPC, and by HTTP with and without a length."""
    with grpc.insecure_channel(server.at.grpc, [("grpc.max_send_message_length", -1)]) as channel:
        with pytest.raises(grpc.RpcError) as caught:
            channel.unary_unary(hostile.PREDICT)(bytes(70_000_000), timeout=30)
    assert caught.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    for length in ("Content-Length: 70000000", "Transfer-Encoding: chunked"):
        with socket.create_connection((server.at.host, server.at.rest_port), timeout=30) as wire:
            wire.sendall(hostile.HEAD + length.encode() + b"\r\n\r\n")
            piece = b"100000\r\n" + b" "*2**20 + b"\r\n" if "chunked" in length else b" "*2**20
            try:
                for _ in range(70):
                    wire.sendall(piece)
            except OSError:
                pass  # it has closed
            assert b" 413 " in wire.recv(1000)


def test_messages_beyond_the_limit(server, models):
    """They are refused, and what they took is given back."""
    send_too_much(server)
    before = server.megabytes
    send_too_much(server)
    send_too_much(server)
    assert server.megabytes < before + MOST_MEGABYTES
    answers_well(server, models.said)


def test_slow_senders_keep_nobody_waiting(server, models):
    """Each has begun a request, of HTTP or of HTTP/2, and sends nothing more."""
    beginnings = [b"", b"POST /v1/mo", hostile.HEAD, hostile.HEAD + b"Content-Length: 999\r\n\r\n{",
                  hostile.PREFACE, hostile.frames(b"\0\0\0\xff\xff")[:-9]]
    slow = []
    try:
        for at in range(120):
            port = server.at.grpc_port if at % 6 > 3 else server.at.rest_port
            slow.append(socket.create_connection((server.at.host, port), timeout=10))
            slow[-1].sendall(beginnings[at % 6])
        begun = time.monotonic()
        answers_well(server, models.said)
        assert time.monotonic() - begun < 5
    finally:
        for one in slow:
            one.close()


def test_clients_that_go_away(server, models):
    """Before their request is whole, and before its answer is there."""
    body = json.dumps({"instances": models.said.images.tolist()*20}).encode()
    whole = hostile.http("/v1/models/digits:predict", body)
    for part in (len(whole)//2, len(whole)):
        for _ in range(20):
            with socket.create_connection((server.at.host, server.at.rest_port)) as wire:
                wire.sendall(whole[:part])
    message = hostile.message(shape=(200, 8, 8, 1), content=bytes(200*256)).SerializeToString()
    with grpc.insecure_channel(server.at.grpc) as channel:
        for at in range(40):
            seconds = 0.001 if at % 2 else 9
            call = channel.unary_unary(hostile.PREDICT).future(message, timeout=seconds)
            call.cancel()
    answers_well(server, models.said)
    assert "Traceback" not in server.told(), server.told()


def test_many_at_once(server, models):
    """Each gets its own answer, whoever else asks."""
    said = models.said
    wrong = []

    def ask(at: int) -> None:
        target = server.at.grpc if at % 2 else server.at.rest
        with ir.Client(target, model="digits") as client:
            for turn in range(5):
                place = (at + turn) % 5
                found = client.predict(said.images[place])
                if np.abs(found.probabilities[0] - said.probabilities[place]).max() > 1e-5:
                    wrong.append((at, turn))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(ask, range(16)))
    assert not wrong


@pytest.mark.parametrize("is_closed", [False, True])
def test_nobody_reads_the_lines_of_requests(server, models, is_closed):
    """A full pipe, or a closed one, keeps neither answers back nor the end."""
    command = [sys.executable, "-m", "imagerec", "serve", models.folder.parent / "only",
               "--grpc-port", "0", "--rest-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONPATH": str(REPOSITORY)}) as process:
        at = serving.Address("127.0.0.1", *json.loads(process.stdout.readline()).values())
        if is_closed:
            process.stdout.close()
        with contextlib.closing(http.client.HTTPConnection(at.host, at.rest_port,
                                                                 timeout=10)) as wire:
            try:
                for _ in range(5 if is_closed else 800):
                    wire.request("GET", "/v2/health/live")
                    answer = wire.getresponse()
                    assert (answer.status, answer.read()) == (200, b'{"live":true}')
                process.terminate()
                assert process.wait(20) == 0
            finally:
                process.kill()
        assert process.stderr.read().count("no longer logged") == is_closed


@pytest.fixture
def workers(models, server):
    """The process that watches over two of them, and where they answer what `server` does too."""
    command = [sys.executable, "-m", "imagerec", "serve", models.folder.parent / "only",
               "--grpc-port", "0", "--rest-port", "0", "--workers", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONPATH": str(REPOSITORY)}) as process:
        try:
            at = serving.Address("127.0.0.1", *json.loads(process.stdout.readline()).values())
            yield process, at
        finally:
            process.terminate()


def counted(at: serving.Address) -> list[int]:
    """Answered requests and workers, as Prometheus reads them; it tries again as clients do."""
    for _ in range(3):
        try:
            lines = at.ask("GET", "/monitoring/prometheus/metrics").body.decode().splitlines()
        except ConnectionError:  # it came to the one that was just being killed
            continue
        told = dict(line.rsplit(" ", 1) for line in lines)
        name = ':tensorflow:serving:request_count{model_name="digits",status="OK"}'
        return [int(told.get(name, 0)), int(told[":imagerec:workers"])]
    raise AssertionError("No worker says anything.")


def test_a_worker_is_killed(workers, models):
    """Clients with retries lose nothing, no counter falls, and another worker takes its place."""
    process, at = workers
    said, ended, asked, wrong, counts = models.said, threading.Event(), [], [], []

    def ask(target: str) -> None:
        with ir.Client(target, model="digits") as client:
            while not ended.is_set():
                asked.append(target)
                try:
                    found = client.predict(said.images).probabilities
                except Exception as error:
                    wrong.append(error)
                else:
                    if np.abs(found - said.probabilities).max() > 1e-5:
                        wrong.append(found)

    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(ask, target) for target in (at.grpc, at.rest)*2]
        for victim in psutil.Process(process.pid).children():
            while counted(at)[0] < 10:
                time.sleep(0.05)
            victim.kill()
            victim.wait(20)
            counts.append(counted(at))
            until = time.monotonic() + 20
            while counts[-1][1] < 2:
                assert time.monotonic() < until, counts
                counts.append(counted(at))
        ended.set()
        for one in done:
            one.result()
    counts.append(counted(at))
    assert not wrong and len(asked) > 20, wrong
    assert counts == sorted(counts, key=lambda one: one[0]) and {one[1] for one in counts} == {1, 2}
    process.terminate()
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0 and err.count("was ended by SIGKILL. It is started again") == 2
    assert all(json.loads(line)["port"] for line in out.splitlines())  # whole lines of two workers
