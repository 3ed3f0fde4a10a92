"""A cluster of two workers, one of which is killed while it predicts, serves, trains or searches.

With RAY_ADDRESS set, the cluster there is used; with RAY_TESTS set, one is started for all of these
tests, which takes almost three minutes on two idle cores. Beside other tests on the same two
cores Ray's own processes come too late, so without either only what needs no cluster is tried.
"""

import csv
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from support import wait_until

import imagerec as ir
from imagerec.training.distributed import fit_on

ray = pytest.importorskip("ray")
pytestmark = [pytest.mark.xdist_group("ray"),
              pytest.mark.filterwarnings("ignore")]  # Ray's own are many, and change with it
BROKEN = 7  # the number of the picture that can't be read


def start() -> None:
    own = {"address": "local", "num_cpus": 4, "include_dashboard": False,
           "object_store_memory": 2**28}
    given = os.environ.get("RAY_ADDRESS")
    ray.init(log_to_driver=False, logging_level="ERROR",
             **({"address": given} if given else own))


@pytest.fixture(scope="module")
def cluster():
    """Its address; other processes find the token where this one has put it."""
    if not {"RAY_ADDRESS", "RAY_TESTS"} & os.environ.keys():
        pytest.skip("Set RAY_TESTS=1 to start a cluster, on a machine that does nothing else")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAX_PLATFORMS", "cpu")
        for part in ("gcs_server_port", "raylet_start"):  # the machine may be busy
            patch.setenv(f"RAY_{part}_wait_time_s", "90")
        start()
        yield ray.get_runtime_context().gcs_address
        ray.shutdown()


@pytest.fixture(scope="module")
def data() -> ir.ImageData:
    return ir.load("digits")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory, data) -> ir.Bundle:
    """That ONNX Runtime answers for."""
    home = tmp_path_factory.mktemp("ray")
    return ir.export(ir.build("cnn_tiny", data), home / "models" / "digits", data=data,
                     format="onnx")


def processes(title: str) -> list[psutil.Process]:
    """Those of Ray that have this word in their title."""
    return [process for process in psutil.process_iter(["cmdline"])
            if " ".join(process.info["cmdline"] or []).startswith("ray::")
            and title in " ".join(process.info["cmdline"])]


def lines(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.exists() else 0


def when(condition, act) -> threading.Thread:
    """Do it from a thread, once it is time."""
    def work():
        wait_until(condition, "it was time", 120)
        act()
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


PREDICT = """
import sys, imagerec as ir
ir.predict(sys.argv[1], sys.argv[2], batch_size=2, out=sys.argv[3], on=sys.argv[4])
"""


def test_no_picture_is_lost_or_doubled(cluster, bundle, data, tmp_path, monkeypatch):
    """First the process that asks is killed, then, in the same call again, one that answers."""
    (tmp_path / "pictures").mkdir()
    for number, image in enumerate(data.train.images[:400]):
        Image.fromarray(image.squeeze()).save(tmp_path / "pictures" / f"{number}.png")
    (tmp_path / "pictures" / f"{BROKEN}.png").write_bytes(b"")
    monkeypatch.chdir(tmp_path)  # the workers stand elsewhere
    here, part = ir.predict(bundle, "pictures"), Path("table.csv.part")
    asking = subprocess.Popen([sys.executable, "-c", PREDICT, str(bundle.path), "pictures",
                               "table.csv", cluster], stderr=subprocess.PIPE, text=True)
    wait_until(lambda: lines(part) > 10, "some rows are written", process=asking)
    os.kill(asking.pid, signal.SIGKILL)
    asking.wait()
    asking.stderr.close()
    before = lines(part)
    assert 10 < before < 400
    killing = when(lambda: lines(part) > before + 10, lambda: processes("MapWorker")[0].kill())
    there = ir.predict(bundle, "pictures", batch_size=2, out="table.csv", on=cluster)
    killing.join()
    assert there.images == here.images and there.errors == here.errors == {BROKEN: "it is empty"}
    assert np.nanmax(abs(there.probabilities - here.probabilities)) < 1e-6
    with open("table.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["image"] for row in rows] == here.images and not part.exists()
    assert rows[BROKEN]["error"] == "it is empty"


def test_an_item_that_kills_each_process_is_left_out(cluster):
    """Those beside it are done, and nothing is tried for ever."""
    from imagerec.cluster import spread

    def prepare():
        def work(items):
            if b"poison" in items:
                os.kill(os.getpid(), signal.SIGKILL)
            return [len(item) for item in items]
        return work
    items = [b"a", b"bc", b"poison", b"def", b"ghij"]
    found = [one for places, said in spread(items, prepare, 4, "it kills")
             for one in zip(places, said)]
    assert sorted(found) == [(0, 1), (1, 2), (2, "it kills"), (3, 3), (4, 4)]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def test_a_killed_replica_fails_no_request(cluster, bundle, data):
    """Both protocols, and the clients try again."""
    from imagerec.deploy.scale.serving import serving_on
    from imagerec.deploy.server.service import Settings
    images, ended = data.test.images[:4], threading.Event()
    settings = Settings(bundle.path.parent.parent, insecure=True, grpc_port=free_port(),
                        rest_port=free_port())
    with serving_on(settings, cluster) as ports, ThreadPoolExecutor(4) as pool:
        def ask(address):
            answers = []
            with ir.Client(address, retries=10) as client:
                while not ended.is_set():
                    answers.append(client.predict(images).probabilities)
            return answers
        targets = [f"localhost:{ports.grpc_port}", f"http://localhost:{ports.rest_port}"]*2
        asking = [pool.submit(ask, target) for target in targets]
        try:
            time.sleep(1)  # requests are under way
            dead = processes("ServeReplica:imagerec")[0]
            dead.kill()
            wait_until(lambda: len(processes("ServeReplica:imagerec")) > 1, "there is another")
        finally:
            ended.set()
        answers = [answer for one in asking for answer in one.result()]
    expected = ir.predict(bundle, images).probabilities
    assert len(answers) > 20 and max(abs(answer - expected).max() for answer in answers) < 1e-5


def test_two_workers_train_as_one_although_the_first_is_killed(cluster, data, tmp_path):
    recipe = ir.Recipe(epochs=3, batch_size=64, optimizer="sgd", learning_rate=0.05,
                       checkpoint_steps=5)
    def trainer(**where):
        return ir.Trainer(ir.build("cnn_tiny", data, seed=3), data, recipe, **where)
    alone = trainer(runs=tmp_path).fit()
    folder, killed = tmp_path / "together", []
    def kill():
        killed.append(ir.Run(folder).status.pid)
        os.kill(killed[0], signal.SIGKILL)
    def is_time():
        return lines(folder / "history.jsonl") and ir.Run(folder).status.step > 22
    killing = when(is_time, kill)
    together = fit_on(trainer(), run_dir=folder, on=cluster, workers=2)
    killing.join()
    assert together.status.state == "finished" and together.status.pid not in killed
    assert np.allclose(together.history["loss"], alone.history["loss"], atol=1e-5)
    pairs = zip(together.load_model().get_weights(), alone.load_model().get_weights())
    assert all(np.allclose(one, other, atol=1e-5) for one, other in pairs)


def test_a_search_goes_on_when_a_worker_is_killed(cluster, data, tmp_path):
    killing = when(lambda: processes("_train"), lambda: processes("_train")[0].kill())
    found = ir.tune(data, {"learning_rate": [0.01, 0.02]}, trials=3, workers=2, model="cnn_tiny",
                    recipe=ir.Recipe(epochs=1, batch_size=256), folder=tmp_path / "search",
                    on=cluster)
    killing.join()
    assert [trial.state for trial in found.trials] == ["finished"]*3
    numbers = {trial.number for trial in found.trials}
    assert max(numbers) > 2  # one more was drawn


def test_what_cannot_be(monkeypatch, bundle, data):
    with pytest.raises(ir.InputError, match="can't be reached"):
        ir.predict(bundle, __file__, on=f"127.0.0.1:{free_port()}")
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ir.InputError, match=r"pip install 'imagerec\[ray\]'"):
        ir.predict(bundle, __file__, on="ray")
