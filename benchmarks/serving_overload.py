"""Five times what the server can answer, for a minute: who is answered how fast, who is refused.

    python benchmarks/serving_overload.py [--seconds 60] [--times 5]

The load comes from h2load: many connections, each of which sends at its own pace and waits for an
answer. The rate is kept as long as refusals come fast enough; the rate that was reached is
told. (So many requests, instead of so long, would never end where it refuses slowly.)
Normal is what 32 clients see who ask as fast as they are answered, and what they see at half that
rate. Writes serving_overload.json beside itself.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from serving import PREDICT, Cnn, serving

HERE = Path(__file__).parent
CONNECTIONS = 500


def flood(address: str, body: Path, rate: float, seconds: float,
          grpc: bool) -> dict[str, np.ndarray]:
    """Milliseconds of each request, by what became of it: "200", or another status of HTTP."""
    protocol = ["-H", "content-type: application/grpc", "-H", "te: trailers"] if grpc else \
        ["--h1", "-H", "content-type: application/json"]
    with tempfile.NamedTemporaryFile("r", suffix=".log") as log:
        subprocess.run(["h2load", "-D", f"{seconds:g}", "-c", str(CONNECTIONS), "-m", "1", "-d",
                        str(body), "--log-file", log.name,
                        f"--rps={max(1, round(rate / CONNECTIONS))}", *protocol, address],
                       check=True, capture_output=True, timeout=seconds + 60)
        rows = [line.split("\t") for line in log.read().splitlines()]
    found: dict[str, list[float]] = {}
    for _, status, microseconds in rows:
        found.setdefault(status, []).append(int(microseconds) / 1000)
    return {status: np.array(took) for status, took in found.items()}


def figures(took: np.ndarray) -> dict:
    """How many, and how long."""
    share = {f"p{100 * at:g}": float(np.quantile(took, at)) for at in (0.5, 0.99, 0.999)}
    return {"requests": len(took), **share, "most": float(took.max()),
            "within_50_ms": float((took <= 50).mean())}


def overload(cnn: Cnn, port: str, times: float, seconds: float) -> dict:
    """Normal load, then too much."""
    way = cnn.by_grpc if port == "grpc" else cnn.by_rest
    with serving(cnn.models) as served:
        way(served, 200)
        full = way(served, max(200, int(5 * way(served, 200).per_second)))
        calm = way(served, int(full.per_second / 2 * 5), rate=full.per_second / 2)
        memory, ended = [served.memory()], threading.Event()

        def watch() -> None:
            while not ended.wait(0.5):
                memory.append(served.memory())

        watcher = threading.Thread(target=watch)
        watcher.start()
        before = served.answered()
        took = flood(f"http://127.0.0.1:{served.grpc}{PREDICT}" if port == "grpc" else
                     f"http://127.0.0.1:{served.rest}/v1/models/cnn:predict",
                     cnn.grpc if port == "grpc" else cnn.rest, times * full.per_second, seconds,
                     port == "grpc")
        ended.set()
        watcher.join()
        counts = {status: count - before.get(status, 0)
                  for status, count in served.answered().items()}
        time.sleep(1.5)  # it is full until nobody has been refused for a second
        after = way(served, 200)
    return {"port": port, "capacity_per_second": full.per_second,
            "normal_p99": {"32 clients": full.quantile(0.99), "half the rate": calm.quantile(0.99)},
            "asked_per_second": sum(map(len, took.values())) / seconds,
            "by_status": {status: figures(one) for status, one in sorted(took.items())},
            "counted": counts, "per_second_afterwards": after.per_second,
            "memory_mb": {"before": memory[0], "most": max(memory), "after": memory[-1]}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--times", type=float, default=5)
    parser.add_argument("--ports", nargs="*", default=["rest", "grpc"], choices=["rest", "grpc"])
    parser.add_argument("--networks", nargs="*", default=["cnn", "resnet"],
                        help="a small one, and one that takes long")
    given = parser.parse_args()
    file = HERE / "serving_overload.json"
    found = json.loads(file.read_text()) if file.exists() else {}
    found["machine"] = f"{os.cpu_count()} hyperthreads, {platform.machine()}"
    for network in given.networks:
        with tempfile.TemporaryDirectory() as folder:
            cnn = Cnn(Path(folder), network)
            for port in given.ports:
                seen = overload(cnn, port, given.times, given.seconds)
                found[f"{network}, {port}"] = seen | {"load_average": os.getloadavg()}
                print(network, json.dumps(seen, indent=1))
                file.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
