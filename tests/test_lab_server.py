"""The Jupyter server extension, in a real Jupyter server and through HTTP."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from support import run_apart, wait_until

requests = pytest.importorskip("requests")

# One worker has the server, for all tests of this file.
pytestmark = pytest.mark.xdist_group("lab_server")

TOKEN = "for-tests-only"


def write_run(folder: Path, state: str = "finished", name: str = "digits", **status) -> Path:
    """A run folder as a trainer leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {"schema": 1, "recipe": {"epochs": 2}, "data": {"name": name, "fingerprint": "0",
                                                            "source": {},
             "classes": ["0", "1"], "shape": [8, 8, 1]}, "model": {"name": "cnn"}}
    (folder / "recipe.json.new").write_text(json.dumps(about))
    (folder / "recipe.json.new").replace(folder / "recipe.json")
    status = {"schema": 1, "state": state, "epoch": 1, "epochs": 2, "progress": 0.5, **status}
    (folder / "status.json.new").write_text(json.dumps(status))
    (folder / "status.json.new").replace(folder / "status.json")
    return folder


class Server:
    def __init__(self, home: Path):
        self.home, self.root = home, home / "work"
        self.root.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/imagerec"
        own = {name: str(home / name) for name in
               ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IMAGEREC_HOME",
                "XDG_DATA_HOME")}
        self.log = open(home / "log", "w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--allow-root", "--ip=127.0.0.1",
             f"--port={self.port}", f"--IdentityProvider.token={TOKEN}",
             "--ServerApp.port_retries=0",
             "--no-browser", "--ServerApp.jpserver_extensions=imagerec.lab=True"],
            cwd=self.root, env={**os.environ, **own}, stdout=self.log, stderr=self.log)
        self.wait()

    def wait(self) -> None:
        wait_until(lambda: requests.get(f"http://127.0.0.1:{self.port}/api", timeout=5).ok,
                   "the server answers", process=self.process, log=self.home / "log")

    def get(self, path: str):
        return requests.get(f"{self.url}/{path}", headers={"Authorization": f"token {TOKEN}"},
                            timeout=10)

    def post(self, path: str, body):
        return requests.post(f"{self.url}/{path}", data=body, timeout=10,
                             headers={"Authorization": f"token {TOKEN}"})

    def delete(self, path: str):
        return requests.delete(f"{self.url}/{path}", timeout=10,
                               headers={"Authorization": f"token {TOKEN}"})

    def send(self, method: str, path: str, body: str | None = None):
        """The path goes out as it stands, dots and all."""
        headers = {"Authorization": f"token {TOKEN}"}
        request = requests.Request(method, self.url, headers=headers, data=body).prepare()
        request.url = f"{self.url}/{path}"
        with requests.Session() as session:
            return session.send(request, timeout=10, allow_redirects=False)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.close()


@pytest.fixture(scope="module")
def logged_in(server):
    """A browser's session: a cookie, no token."""
    session = requests.Session()
    login = f"http://127.0.0.1:{server.port}/login"
    session.get(login, timeout=10)
    session.post(login, data={"password": TOKEN, "_xsrf": session.cookies["_xsrf"]}, timeout=10)
    return session


@pytest.mark.parametrize("path", ["runs", "runs/runs/one", "history/runs/one", "curves", "course",
                                  "devices", "services", "events"])
def test_nobody_reads_without_logging_in(server, path):
    answer = requests.get(f"{server.url}/{path}", allow_redirects=False, timeout=10)
    assert answer.status_code == 403


def test_nobody_posts_without_logging_in(server):
    run = write_run(server.root / "runs" / "guarded")
    for path in ("course/open", "steer/runs/guarded", "stop-kernel/one", "services"):
        answer = requests.post(f"{server.url}/{path}", data="{}", allow_redirects=False, timeout=10)
        assert answer.status_code == 403
    answer = requests.delete(f"{server.url}/runs/runs/guarded", allow_redirects=False, timeout=10)
    assert answer.status_code == 403 and run.exists()
    assert not (server.root / "imagerec-course").exists()
    shutil.rmtree(run)


def test_a_post_from_another_page_is_refused_for_want_of_the_xsrf_token(server, logged_in):
    assert logged_in.get(f"{server.url}/runs", timeout=10).status_code == 200
    answer = logged_in.post(f"{server.url}/course/open", data='{"lesson": "none"}', timeout=10)
    assert answer.status_code == 403 and "_xsrf" in answer.text
    answer = logged_in.post(f"{server.url}/services", data='{"stop": "1"}', timeout=10)
    assert answer.status_code == 403 and "_xsrf" in answer.text
    answer = logged_in.delete(f"{server.url}/runs/runs/any", timeout=10)
    assert answer.status_code == 403 and "_xsrf" in answer.text
    headers = {"X-XSRFToken": logged_in.cookies["_xsrf"]}
    answer = logged_in.post(f"{server.url}/course/open", data="[]", headers=headers, timeout=10)
    assert answer.status_code == 400 and "must be JSON like" in answer.json()["message"]


def test_runs_below_the_root_are_listed(server):
    write_run(server.root / "runs" / "20261120-100000-cnn-digits")
    write_run(server.root / "deep" / "er" / "20261121-100000-cnn-digits", name="<img src=x>")
    rows = server.get("runs").json()["runs"]
    assert [row["run"] for row in rows] == ["deep/er/20261121-100000-cnn-digits",
                                            "runs/20261120-100000-cnn-digits"]
    assert rows[0]["data"] == "<img src=x>" and rows[0]["state"] == "finished"
    assert server.get("runs/runs/20261120-100000-cnn-digits").json()["about"]["recipe"] == {
        "epochs": 2
    }


def test_a_run_of_the_trainer_is_listed(server, run_python):
    code = ("import imagerec as ir; data = ir.load('digits'); model = ir.build('cnn_tiny', data); "
            "ir.Trainer(model, data, ir.Recipe(epochs=1), "
            f"runs={str(server.root / 'real')!r}).fit()")
    run_python("-c", code)
    [row] = [row for row in server.get("runs").json()["runs"] if row["run"].startswith("real/")]
    assert (row["model"], row["data"], row["state"]) == ("cnn_tiny", "digits", "finished")
    assert 0.3 < row["valid"]["accuracy"] <= 1 and row["progress"] == 1


WAYS_OUT = [
    "../../etc/passwd", "..%2F..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "/etc",
    "%2e%2e/%2e%2e/outside",
    "runs%2F..%2F..%2Foutside", "link", "link/inner", "linked-file", "short-cut", "circle/one",
    "inside%00",
    "inside%2F%00", "%00", ".", "%2E", "inside/..", pytest.param("x" * 300, id="too-long"),
    "C:%5CWindows", "%FF%FE"]


@pytest.fixture(scope="module")
def outside(server):
    """A run beside the root, and links that lead to it."""
    outside = write_run(server.home / "outside")
    write_run(outside / "inner")
    (server.root / "link").symlink_to(outside)
    (server.root / "linked-file").mkdir()
    for name in ("recipe.json", "status.json"):
        (server.root / "linked-file" / name).symlink_to(outside / name)
    (server.root / "short-cut").symlink_to(write_run(server.root / "inside"))
    (server.root / "circle").symlink_to(server.root / "circle")
    write_run(server.root / "by-history")
    (server.root / "by-history" / "history.jsonl").symlink_to(outside / "recipe.json")
    yield outside
    for name in ("link", "short-cut", "circle"):
        (server.root / name).unlink()
    for name in ("linked-file", "inside", "by-history"):
        shutil.rmtree(server.root / name)


@pytest.mark.parametrize("path", WAYS_OUT)
def test_no_path_leads_out_of_the_root(server, outside, path):
    for method, verb, body in [("GET", "runs", None), ("DELETE", "runs", None),
                               ("GET", "history", None),
                               ("POST", "steer", '{"command": "stop"}')]:
        answer = server.send(method, f"{verb}/{path}", body)
        assert answer.status_code in (400, 404, 405), (method, verb, answer.text)
        assert (
            "root:" not in answer.text
            and '"about"' not in answer.text
            and "Traceback" not in answer.text
        )
    answer = server.send("GET", f"curves?run={path}")
    assert answer.json() == {} if answer.status_code == 200 else answer.status_code == 400
    assert not list(server.home.rglob("control.json"))
    assert (outside / "inner" / "recipe.json").exists() and (server.root / "inside").exists()


def test_a_link_in_a_run_folder_is_refused(server, outside):
    listed = {row["run"]: row for row in server.get("runs").json()["runs"]}
    assert not {"link", "short-cut", "circle"} & listed.keys()
    assert listed["linked-file"]["data"] is None and "leads out" in listed["linked-file"]["error"]
    assert "leads out" in server.get("history/by-history").json()["message"]
    assert server.get("curves?run=by-history").json() == {}


@pytest.mark.parametrize("file", ["recipe.json", "status.json", "report.json", "history.jsonl",
                                  "checkpoint"])
def test_a_link_to_itself_in_a_run_folder_spoils_that_run_alone(server, file):
    run = write_run(server.root / "runs" / "looped")
    other = write_run(server.root / "runs" / "sound")
    (run / file).unlink(missing_ok=True)
    (run / file).symlink_to(file)

    async def watch():
        connection = await connect(server)
        first = {row["run"]: row for row in (await next_message(connection, "runs"))["runs"]}
        write_run(other, "stopped")
        [row] = (await next_message(connection, "change"))["changed"]
        await hang_up(connection)
        return first["runs/looped"], row

    looped, changed = run_apart(watch())
    assert looped["state"] == ("failed" if file in ("recipe.json", "status.json") else "finished")
    assert bool(looped.get("error")) == (looped["state"] == "failed")
    assert (changed["run"], changed["state"]) == ("runs/sound", "stopped")
    for path in ("runs/runs/looped", "history/runs/looped", "curves?run=runs/looped"):
        assert server.get(path).status_code in (200, 400)
    for folder in (run, other):
        shutil.rmtree(folder)


def test_a_run_that_does_not_exist(server):
    answer = server.get("runs/runs/none")
    assert answer.status_code == 400 and "no run folder" in answer.json()["message"]


def test_a_run_is_told_in_full_and_its_history_bit_by_bit(server):
    run = write_run(server.root / "runs" / "full", steps=20)
    (run / "environment.json").write_text('{"python": "3.11"}')
    rows = [{"kind": "step", "step": 5, "epoch": 1, "loss": 1.5, "accuracy": 0.25,
             "learning_rate": 0.1},
            {"kind": "epoch", "step": 10, "epoch": 1, "loss": 1.2, "valid_accuracy": 0.5}]
    (run / "history.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    page = server.get("runs/runs/full").json()
    assert page["environment"] == {"python": "3.11"} and page["reports"] == []
    assert {file["path"] for file in page["files"]} == {path.name for path in run.iterdir()}
    first = server.get("history/runs/full?start=0").json()
    assert first["steps"] == [[0.5, 1.5, 0.25, 0.1, None]] and first["epochs"] == [
        [1, 1.2, None, None, 0.5]
    ]
    nothing = server.get(f"history/runs/full?start={first['next']}").json()
    assert nothing["steps"] == [] and nothing["next"] == first["next"]
    for start in ("-1", "1.5", "٣", "none", "9" * 23):
        assert server.get(f"history/runs/full?start={start}").status_code == 400
    assert server.get(f"history/runs/full?start={'9' * 15}").json() == {**first, "again": True}
    assert server.get("curves?run=runs/full&run=gone").json() == {"runs/full": [0.5]}
    shutil.rmtree(run)


@pytest.mark.parametrize("file", ["recipe.json", "status.json", "history.jsonl", "report.json",
                                  "environment.json"])
def test_a_pipe_in_a_run_folder_is_not_waited_for(server, file):
    run = write_run(server.root / "runs" / "piped")
    (run / file).unlink(missing_ok=True)
    os.mkfifo(run / file)
    [row] = [row for row in server.get("runs").json()["runs"] if row["run"] == "runs/piped"]
    assert row["state"] == ("failed" if file in ("recipe.json", "status.json") else "finished")
    answers = [server.get("runs/runs/piped"), server.get("history/runs/piped"),
               server.get("curves?run=runs/piped")]
    assert [answer.status_code in (200, 400) for answer in answers] == [True] * 3
    if file != "history.jsonl":
        assert f"{file} is no regular file" in answers[0].text
        assert "not valid JSON" not in answers[0].text
    else:
        assert (
            answers[1].status_code == 400 and "is no regular file" in answers[1].json()["message"]
        )
        assert answers[2].json() == {}
    shutil.rmtree(run)


@pytest.mark.parametrize("line", [
    '{"kind": "step", "step": "x"}', '{"kind": "step", "step": [1]}',
    '{"kind": "step", "step": null}', '{"kind": "change", "step": "x"}',
    pytest.param('{"kind": "step", "step": 1' + 400 * "0" + "}", id="huge"),
    '{"kind": "classes", "epoch": 1, "n": 1, "confusion": 5}',
    pytest.param(100_000 * "[", id="nested"),
    pytest.param('{"kind": "epoch", "x": ' + 100_000 * "[", id="nested-epoch")])
def test_a_damaged_history_is_told_of_in_words(server, line):
    run = write_run(server.root / "runs" / "spoilt")
    (run / "history.jsonl").write_text(line + "\n")
    answer = server.get("history/runs/spoilt")
    assert answer.status_code == 400 and "history.jsonl is damaged: " in answer.json()["message"]
    assert server.get("curves?run=runs/spoilt").json() == {"runs/spoilt": []}
    shutil.rmtree(run)


def strictly(answer):
    """The answer as a browser's JSON.parse takes it: NaN and Infinity are errors."""
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")
    return json.loads(answer.text, parse_constant=refuse)


def test_what_is_no_number_is_sent_as_null(server):
    score = {"accuracy": 0.5, "interval": [0, 1], "n": 9, "more": float("nan")}
    run = write_run(server.root / "runs" / "nan", valid=score, more=float("inf"), steps=20)
    about = json.loads((run / "recipe.json").read_text())
    (run / "recipe.json").write_text(
        json.dumps(about | {"recipe": {"learning_rate": float("nan")}})
    )
    report = {"split": "test", "accuracy": 0.5, "interval": [0, 1], "n": 9, "loss": float("inf")}
    (run / "report.json").write_text(json.dumps(report))
    (run / "environment.json").write_text('{"python": "3.11", "cores": -Infinity}')
    rows = [{"kind": "step", "step": 5, "epoch": 1, "loss": float("nan")},
            {"kind": "change", "step": 5, "epoch": 1, "learning_rate": float("inf")}]
    (run / "history.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    page, told = (strictly(server.get(f"{what}/runs/nan")) for what in ("runs", "history"))
    assert page["about"]["recipe"] == {"learning_rate": None}
    assert page["environment"] == {"python": "3.11"}
    assert [(one["accuracy"], one["loss"]) for one in page["reports"]] == [(0.5, None)]
    assert told["steps"] == [[0.5, None, None, None,
                              None]] and told["changes"][0]["values"] == {"learning_rate": None}
    [row] = [row for row in strictly(server.get("runs"))["runs"] if row["run"] == "runs/nan"]
    assert row["valid"] == {"accuracy": 0.5, "interval": [0, 1], "n": 9}
    shutil.rmtree(run)


def test_a_recipe_that_is_nested_too_deeply_is_refused_and_the_list_goes_on(server):
    run = write_run(server.root / "runs" / "nested")
    about = json.loads((run / "recipe.json").read_text())
    for depth in (400, 900, 980, 100_000):
        deep = json.dumps(about | {"more": 0}).replace('"more": 0',
                                                       f'"more": {depth * "["}NaN{depth * "]"}')
        (run / "recipe.json").write_text(deep)
        assert server.get("runs/runs/nested").status_code in (200, 400)
        assert "runs/nested" in [row["run"] for row in server.get("runs").json()["runs"]]
    assert "not valid JSON" in server.get("runs/runs/nested").json()["message"]
    shutil.rmtree(run)


def test_a_damaged_report_is_left_out_and_told_of(server):
    run = write_run(server.root / "runs" / "odd")
    (run / "report.json").write_text(
        '{"accuracy": "x", "confusion": 5, "per_class": 7, "classes": 3}'
    )
    page = server.get("runs/runs/odd").json()
    assert (
        list(page["reports"][0]) == ["error"]
        and "report.json is damaged: accuracy can't be 'x'" in page["reports"][0]["error"]
    )
    assert page["about"]["data"]["name"] == "digits"
    shutil.rmtree(run)


@pytest.mark.parametrize("file", ["recipe.json", "status.json", "report.json", "environment.json"])
def test_a_file_that_is_too_large_is_refused(server, file):
    run = write_run(server.root / "runs" / "large")
    with open(run / file, "a") as large:
        large.write(" " * 5_000_000 + "{}")
    page = server.get("runs/runs/large")
    assert (
        f"{file} is too large: it has 5.0 MB and may have 5 MB" in page.text
        and len(page.content) < 10_000
    )
    assert "runs/large" in [row["run"] for row in server.get("runs").json()["runs"]]
    shutil.rmtree(run)


def test_a_refusal_does_not_tell_where_the_server_keeps_its_files(server):
    run = write_run(server.root / "runs" / "strange")
    (run / "history.jsonl").mkdir()
    answers = [server.get("history/runs/strange"), server.get(f"runs/{'x/' * 3000}x"),
               server.get("runs/runs/none"),
               server.get(f"history/{'x/' * 3000}x"), server.delete(f"runs/{'x/' * 3000}x"),
               server.post(f"steer/{'x/' * 3000}x", '{"command": "stop"}')]
    assert [answer.status_code for answer in answers] == [400] * 6
    assert answers[0].json()["message"] == "runs/strange/history.jsonl is no regular file."
    assert "File name too long" in answers[1].json()["message"]
    assert not any(str(server.root) in answer.text for answer in answers)
    assert server.get(f"curves?run=runs/strange&run={'x/' * 3000}x").json() == {}
    shutil.rmtree(run)


def test_a_training_is_steered_by_its_folder(server):
    run = write_run(server.root / "runs" / "going", "running", heartbeat=time.time())
    assert server.post("steer/runs/going", '{"command": "pause"}').status_code == 200
    first = json.loads((run / "control.json").read_text())
    server.post("steer/runs/going", '{"command": "stop"}')
    second = json.loads((run / "control.json").read_text())
    assert (first["command"],
            second["command"]) == ("pause", "stop") and first["number"] != second["number"]
    for body in ('{"command": "explode"}', "{}", "[", '{"command": 1}', 100_000 * "["):
        answer = server.post("steer/runs/going", body)
        assert answer.status_code == 400 and "\n" not in answer.json()["message"]
    write_run(run, "finished")
    assert "is finished" in server.post("steer/runs/going", '{"command": "stop"}').json()["message"]
    assert server.post("stop-kernel/none", "{}").status_code == 404
    shutil.rmtree(run)


def test_the_trainings_of_a_kernel_are_stopped_by_its_process(server):
    headers = {"Authorization": f"token {TOKEN}"}
    kernels = f"http://127.0.0.1:{server.port}/api/kernels"
    kernel = requests.post(kernels, headers=headers, timeout=20).json()["id"]
    [process] = [child for child in psutil.Process(server.process.pid).children()
                 if kernel in " ".join(child.cmdline())]
    here = {"host": socket.gethostname(), "heartbeat": time.time()}
    mine = write_run(server.root / "runs" / "mine", "running", pid=process.pid, **here)
    other = write_run(server.root / "runs" / "other", "running", pid=os.getpid(), **here)
    assert server.post(f"stop-kernel/{kernel}", "{}").json() == {"stopped": ["runs/mine"]}
    assert (mine / "control.json").exists() and not (other / "control.json").exists()
    requests.delete(f"{kernels}/{kernel}", headers=headers, timeout=20)
    for run in (mine, other):
        shutil.rmtree(run)


def test_a_run_goes_to_the_wastebasket_but_not_while_it_trains(server):
    run = write_run(server.root / "runs" / "old", "running", heartbeat=time.time())
    assert "Stop it first" in server.delete("runs/runs/old").json()["message"] and run.exists()
    write_run(run, "stopped")
    assert server.delete("runs/runs/old").status_code == 200 and not run.exists()
    assert list(server.home.rglob("files/old/recipe.json"))
    assert not any(row["run"] == "runs/old" for row in server.get("runs").json()["runs"])
    (server.root / "notes").mkdir()
    assert server.delete("runs/notes").status_code == 400 and (server.root / "notes").exists()


@pytest.mark.parametrize("body", [
    "[]", "{", '{"lesson": 2}', b"\xff\xfe", '{"lesson": "../../etc"}',
    pytest.param(100_000 * "[", id="nested")])
def test_a_lesson_that_does_not_exist_is_refused_in_one_line(server, body):
    answer = server.post("course/open", body)
    assert answer.status_code == 400
    assert "\n" not in answer.json()["message"] and "Traceback" not in answer.text


def test_lessons_are_copied_once_and_never_overwritten(server):
    lessons = server.get("course").json()["lessons"]
    if not lessons:
        pytest.skip("there are no lessons yet")
    path = server.post("course/open", '{"lesson": "01"}').json()["path"]
    assert path.startswith("imagerec-course/01_")
    (server.root / path).write_text("mine")
    assert server.post("course/open", '{"lesson": "01"}').json()["path"] == path
    assert (server.root / path).read_text() == "mine"


async def hang_up(connection) -> None:
    """Close it, and wait until the server has closed it too; else its socket stays open when the
    loop ends."""
    connection.close()
    while await connection.read_message() is not None:
        pass


async def next_message(connection, kind: str, seconds: float = 5) -> dict:
    while True:
        message = json.loads(await asyncio.wait_for(connection.read_message(), seconds))
        if message["kind"] == kind:
            return message


def connect(server):
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    address = server.url.replace("http:", "ws:") + "/events"
    return websocket_connect(HTTPRequest(address, headers={"Authorization": f"token {TOKEN}"}))


def test_changes_arrive_within_two_seconds(server):
    run = write_run(server.root / "live" / "20261122-100000-cnn-digits", "running", pid=os.getpid(),
                    host=socket.gethostname(), heartbeat=time.time())

    async def watch():
        connection = await connect(server)
        first = await next_message(connection, "runs")
        assert any(row["run"].startswith("live/") and row["state"] == "running"
                   for row in first["runs"])
        assert "lessons" in await next_message(connection, "course")

        began = time.monotonic()
        write_run(run, "finished", valid={"accuracy": 0.97, "interval": [0.95, 0.98], "n": 320})
        [row] = (await next_message(connection, "change"))["changed"]
        assert row["state"] == "finished" and row["valid"]["accuracy"] == 0.97
        assert time.monotonic() - began < 2.5

        write_run(server.root / "new" / "place" / "20261123-100000-cnn-digits", "paused",
                  heartbeat=time.time())
        [row] = (await next_message(connection, "change"))["changed"]
        assert row["run"] == "new/place/20261123-100000-cnn-digits"

        await connection.write_message("[]")
        await connection.write_message('{"devices": true}')
        devices = await next_message(connection, "devices")
        assert (
            len(devices["cores"]) == os.cpu_count()
            and devices["memory"]["used"] < devices["memory"]["total"]
        )

        for file in run.iterdir():
            file.unlink()
        run.rmdir()
        assert (await next_message(connection, "change"))["removed"] == ["live/" + run.name]
        await hang_up(connection)

    run_apart(watch())


def test_a_run_beside_a_data_set_of_many_classes_is_found(server):
    for number in range(6000):
        (server.root / "aside" / "data" / f"{number:04d}").mkdir(parents=True)
    write_run(server.root / "aside" / "outcomes" / "20261120-100000-cnn-digits")
    answer = server.get("runs").json()
    assert "aside/outcomes/20261120-100000-cnn-digits" in [row["run"] for row in answer["runs"]]
    assert answer["left_out"] == ["aside/data"]
    shutil.rmtree(server.root / "aside")
    assert server.get("runs").json()["left_out"] == []


def test_a_report_that_comes_after_the_end_is_told_of(server):
    run = write_run(server.root / "runs" / "judged")

    async def watch():
        connection = await connect(server)
        await next_message(connection, "course")
        (run / "report.json").write_text(
            '{"split": "test", "accuracy": 0.5, "interval": [0, 1], "n": 9}')
        [row] = (await next_message(connection, "change"))["changed"]
        await hang_up(connection)
        return row

    assert run_apart(watch())["run"] == "runs/judged"
    assert server.get("runs/runs/judged").json()["reports"][0]["accuracy"] == 0.5
    shutil.rmtree(run)


@pytest.mark.parametrize("text", ["[]", "5", '{"exercises": []}',
                                  '{"exercises": {"01-1": 5}}', "{"])
def test_a_broken_progress_file_is_told_of_and_the_runs_go_on(server, text):
    home = server.home / "IMAGEREC_HOME"
    home.mkdir(exist_ok=True)
    (home / "progress.json").write_text(text)
    run = write_run(server.root / "runs" / "meanwhile")

    async def watch():
        connection = await connect(server)
        assert "progress.json" in (await next_message(connection, "course"))["error"]
        write_run(run, "stopped")
        [row] = (await next_message(connection, "change"))["changed"]
        await hang_up(connection)
        return row

    assert run_apart(watch())["state"] == "stopped"
    answer = server.get("course")
    assert answer.status_code == 400 and "progress.json" in answer.json()["message"]
    (home / "progress.json").unlink()
    shutil.rmtree(run)


def test_a_solved_exercise_arrives(server):
    if not server.get("course").json()["lessons"]:
        pytest.skip("there are no lessons yet")

    def lesson_of(course):
        return next(lesson for lesson in course["lessons"] if lesson["lesson"] == "01")

    async def watch():
        connection = await connect(server)
        before = await next_message(connection, "course")
        assert lesson_of(before)["solved"] == 0
        home = server.home / "IMAGEREC_HOME"
        home.mkdir(exist_ok=True)
        (home / "progress.json.new").write_text(
            json.dumps({"schema": 1, "exercises": {"01-1": {"solved": True, "attempts": 1}}}))
        (home / "progress.json.new").replace(home / "progress.json")
        after = await next_message(connection, "course")
        assert lesson_of(after)["solved"] == 1
        await hang_up(connection)

    run_apart(watch())


def test_a_wish_that_is_no_json_closes_the_web_socket(server):
    async def watch(wish):
        connection = await connect(server)
        await connection.write_message(wish)
        while await asyncio.wait_for(connection.read_message(), 5) is not None:
            pass
        assert (connection.close_code, connection.close_reason) == (1003, "A wish must be JSON.")
        connection.close()  # Tornado's client wants to be told, too

    for wish in ("{", 100_000 * "["):
        run_apart(watch(wish))


def test_a_web_socket_needs_a_login(server):
    from tornado.httpclient import HTTPClientError
    from tornado.websocket import websocket_connect

    async def watch():
        with pytest.raises(HTTPClientError, match="403"):
            await websocket_connect(server.url.replace("http:", "ws:") + "/events")

    run_apart(watch())


def test_the_server_does_not_load_keras(cold_python, tmp_path):
    write_run(tmp_path / "run", "running", heartbeat=time.time())
    code = ("import sys, imagerec.lab.handlers as lab; from pathlib import Path; root = "
            "Path.cwd(); "
            "lab.one_run('run', root); lab.history('run', root); lab.steer('run', 'stop', root); "
            "print([name for name in ('keras', 'tensorflow', 'matplotlib') if name in "
            "sys.modules])")
    assert cold_python("-c", code, cwd=tmp_path,
                       PYTHONPATH=os.pathsep.join(filter(None, sys.path))).stdout.strip() == "[]"
