"""Sends 10,000 hostile requests to a server: `python hostile_requests.py`.

Cut and damaged JSON and protobufs, lengths of a gigabyte, pictures that unpack to the machine's
memory, paths that lead elsewhere, smuggled requests. Prints one JSON object: faults, the server's
memory at each tenth, seconds.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))  # its `serving`, not the one beside this file

import hostile  # noqa: E402
import serving  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        models = serving.write_models(Path(home))
        shutil.copytree(models.folder / "digits" / "1", Path(home, "only", "digits", "1"),
                        ignore=shutil.ignore_patterns("saved_model.pb", "variables"))
        server = serving.Server(Path(home, "log"), models=Path(home, "only"))
        begun, found, memory = time.monotonic(), [], []
        for tenth in range(10):
            found += hostile.faults(server.at, hostile.hostile(given.requests//10,
                                                               given.seed + tenth))
            memory.append(round(server.megabytes, 1))
        seconds, runs = time.monotonic() - begun, server.runs
        print(json.dumps({"requests": given.requests, "faults": found, "runs": runs,
                          "megabytes": memory, "seconds": round(seconds, 1),
                          "log": server.told() if found else ""}))
        server.close()
    sys.exit(bool(found) or not runs)


if __name__ == "__main__":
    main()
