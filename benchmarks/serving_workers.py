"""What several workers bring, and what is lost when one of them is killed.

    python benchmarks/serving_workers.py [speed killed cold]

`speed`: one worker and two in turns, 32 clients of h2load, a picture a request. `killed`: a worker
is killed again and again while clients with retries ask. `cold`: the start and the memory, with the
process that watches. Writes serving_workers.json beside itself.
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import numpy as np
import psutil
from serving import Cnn, Served, cold, serving

import imagerec as ir

HERE = Path(__file__).parent
CLIENTS = 8  # that ask while workers are killed, half of them by gRPC


def workers_of(served: Served) -> int:
    """So many answer, as the server says; 0 where it says nothing just now."""
    address = f"http://127.0.0.1:{served.rest}/monitoring/prometheus/metrics"
    try:
        with urllib.request.urlopen(address, timeout=5) as page:
            lines = page.read().decode().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith(":imagerec:workers "))


def wait_for(served: Served, workers: int) -> float:
    """The seconds until so many answer."""
    began = time.perf_counter()
    while workers_of(served) != workers:
        if time.perf_counter() - began > 30:
            raise SystemExit("The workers don't come back.")
        time.sleep(0.01)
    return time.perf_counter() - began


def speed(cnn: Cnn, rounds: int = 5) -> dict:
    """Requests a second by each port, one worker and two in turns."""
    rows = []
    for _ in range(rounds):
        row = []
        for workers in (1, 2):
            with serving(cnn.models, "--workers", str(workers)) as served:
                wait_for(served, workers)
                for way in (cnn.by_grpc, cnn.by_rest):
                    way(served, 1000)
                    row.append(way(served, 4000).per_second)
        rows.append(row)
    grpc_1, rest_1, grpc_2, rest_2 = zip(*rows)
    return {"rounds": rows, "columns": ["gRPC, 1 worker", "REST, 1", "gRPC, 2", "REST, 2"],
            "medians": [statistics.median(one) for one in (grpc_1, rest_1, grpc_2, rest_2)],
            "grpc_times": statistics.median(two / one for one, two in zip(grpc_1, grpc_2)),
            "rest_times": statistics.median(two / one for one, two in zip(rest_1, rest_2))}


def asking(served: Served, number: int, ended: threading.Event, found: list) -> None:
    """A client that asks until the end; what it got, and what it has lost, go into the list."""
    pictures = np.random.default_rng(number).integers(0, 256, (1, 28, 28, 1)).astype(np.uint8)
    target = f"127.0.0.1:{served.grpc}" if number % 2 else f"http://127.0.0.1:{served.rest}"
    expected = None
    with ir.Client(target, model="cnn") as client:
        while not ended.is_set():
            began = time.perf_counter()
            try:
                said = client.predict(pictures).probabilities
            except Exception as error:
                found.append((time.perf_counter() - began, f"{target}: {error!r:.300}"))
                continue
            expected = said if expected is None else expected
            same = np.array_equal(said, expected) or np.allclose(said, expected, atol=1e-5)
            found.append((time.perf_counter() - began, None if same else "another answer"))


def killed(cnn: Cnn, workers: int, kills: int = 20) -> dict:
    """Kill one of them, again and again; clients try again as often as they do by default."""
    found: list[tuple[float, str | None]] = []
    ended, back = threading.Event(), []
    with serving(cnn.models, "--workers", str(workers)) as served:
        wait_for(served, workers)
        watching = psutil.Process(served.process.pid)
        clients = [threading.Thread(target=asking, args=(served, number, ended, found))
                   for number in range(CLIENTS)]
        for one in clients:
            one.start()
        time.sleep(2)
        before = served.answered().get("OK", 0)
        for number in range(kills):
            victim = watching.children()[number % workers]
            victim.kill()
            psutil.wait_procs([victim], 5)
            back.append(wait_for(served, workers))
            time.sleep(1.2)
        ended.set()
        for one in clients:
            one.join()
        counted = served.answered().get("OK", 0)
    lost = [words for _, words in found if words]
    return {"workers": workers, "kills": kills, "clients": CLIENTS, "requests": len(found),
            "lost": len(lost), "reasons": sorted(set(lost))[:5],
            "back_seconds": {"median": statistics.median(back), "most": max(back)},
            "slowest_answer_seconds": max(seconds for seconds, _ in found),
            "counted": [before, counted]}


MEASURES = {"cold": cold, "speed": speed,
            "killed": lambda cnn: [killed(cnn, workers) for workers in (2, 1)]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measures", nargs="*", default=list(MEASURES), choices=list(MEASURES))
    chosen = parser.parse_args().measures
    file = HERE / "serving_workers.json"
    found = json.loads(file.read_text()) if file.exists() else {}
    found["machine"] = f"{os.cpu_count()} hyperthreads, {platform.machine()}"
    with tempfile.TemporaryDirectory() as folder:
        cnn = Cnn(Path(folder))
        for name in chosen:
            found[name] = MEASURES[name](cnn)
            found[f"{name}_load"] = os.getloadavg()
            print(name, json.dumps(found[name], indent=1))
            file.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
