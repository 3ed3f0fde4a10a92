"""Downloads against a real server on this machine: broken connections, wrong bytes, full disks."""

import hashlib
import http.server
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest

import imagerec as ir
from imagerec.core import ImagerecError
from imagerec.data import named
from imagerec.data.download import DownloadError, RemoteFile, fetch
from support import wait_until

CONTENT = np.random.default_rng(0).bytes(1_500_000)


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves `server.files`; `server.tricks` says what goes wrong with which path."""

    def do_GET(self):
        tricks = self.server.tricks.get(self.path, {})
        asked = self.headers.get("Range")
        self.server.log.append((self.path, asked))
        body = self.server.files.get(self.path)
        if body is None:
            return self.send_error(404)
        start = int(asked[6:-1]) if asked and not tricks.get("no_range") else 0
        if start >= len(body):
            return self.send_error(416)
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        if tricks.get("chunked"):
            self.send_header("Transfer-Encoding", "chunked")
        elif not tricks.get("no_length"):
            self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        if tricks.get("chunked"):
            self.wfile.write(f"{len(body) - start:x}\r\n".encode())
        self.wfile.write(body[start:][: tricks.get("cut")])
        if tricks.get("stall"):
            self.wfile.flush()
            self.server.stalled.set()
            self.server.go_on.wait(30)

    def log_message(self, *arguments):
        pass


class Mirror(http.server.ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files, self.tricks, self.log = {}, {}, []
        self.stalled, self.go_on = threading.Event(), threading.Event()

    def url(self, name: str, body: bytes | None = CONTENT, **tricks) -> str:
        self.tricks[f"/{name}"] = tricks
        if body is not None:
            self.files[f"/{name}"] = body
        return f"http://127.0.0.1:{self.server_port}/{name}"

    def handle_error(self, request, client_address):
        """A client that goes away in the middle is what these tests are about."""


@pytest.fixture
def mirror():
    with Mirror() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.go_on.set()
        server.shutdown()
        thread.join()


def remote(*urls: str, name="set.bin", content=CONTENT) -> RemoteFile:
    return RemoteFile(name, hashlib.sha256(content).hexdigest(), urls)


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_mirrors_in_turn(mirror, tmp_path):
    file = remote(mirror.url("none", None), mirror.url("login", b"<html>Please log in"),
                  mirror.url("good"), mirror.url("never"))
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert [path for path, _ in mirror.log] == ["/none", "/login", "/good"]
    assert names(tmp_path) == ["set.bin"]


def test_present_file_is_used_unseen(mirror, tmp_path):
    (tmp_path / "set.bin").write_bytes(b"mine")
    assert fetch(remote(mirror.url("good")), tmp_path).read_bytes() == b"mine"
    assert mirror.log == []


def test_cut_connection_goes_on_where_it_broke(mirror, tmp_path):
    file = remote(mirror.url("cut", cut=600_000))
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert mirror.log == [("/cut", None), ("/cut", "bytes=600000-"), ("/cut", "bytes=1200000-")]


def test_cut_connection_without_a_length_goes_on_too(mirror, tmp_path):
    with pytest.raises(DownloadError, match="broke off"):
        fetch(remote(mirror.url("cut", cut=600_000, chunked=True, no_range=True)), tmp_path)
    assert 0 < (tmp_path / "set.bin.part").stat().st_size <= 600_000
    assert fetch(remote(mirror.url("good")), tmp_path).read_bytes() == CONTENT


def test_link_in_the_data_folder_is_used(mirror, tmp_path):
    (tmp_path / "elsewhere").write_bytes(b"mine")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "set.bin").symlink_to(tmp_path / "elsewhere")
    assert fetch(remote(mirror.url("good")), tmp_path / "data").read_bytes() == b"mine"
    assert mirror.log == []


def test_later_call_resumes(mirror, tmp_path):
    first = remote(mirror.url("cut", cut=600_000, no_range=True))
    with pytest.raises(DownloadError, match="broke off"):
        fetch(first, tmp_path)
    assert names(tmp_path) == ["set.bin.part"]
    mirror.log.clear()
    assert fetch(remote(mirror.url("good")), tmp_path).read_bytes() == CONTENT
    assert mirror.log == [("/good", "bytes=600000-")]
    assert names(tmp_path) == ["set.bin"]


def test_killed_process_leaves_no_half_file(mirror, tmp_path):
    file = remote(mirror.url("slow", cut=800_000, stall=True))
    code = ("import sys; from pathlib import Path; from imagerec.data.download import *\n"
            "fetch(RemoteFile('set.bin', sys.argv[1], (sys.argv[2],)), Path(sys.argv[3]))")
    child = subprocess.Popen([sys.executable, "-c", code, file.sha256, *file.urls, str(tmp_path)])
    assert mirror.stalled.wait(30)
    part = tmp_path / "set.bin.part"
    wait_until(lambda: part.stat().st_size, "a part has come", 20, process=child)
    child.send_signal(signal.SIGKILL)
    child.wait()
    mirror.go_on.set()
    assert names(tmp_path) == ["set.bin.part"]
    have = part.stat().st_size
    assert fetch(remote(mirror.url("good")), tmp_path).read_bytes() == CONTENT
    assert mirror.log[-1] == ("/good", f"bytes={have}-")


def test_server_without_ranges_begins_anew(mirror, tmp_path):
    (tmp_path / "set.bin.part").write_bytes(CONTENT[:1000])
    assert fetch(remote(mirror.url("old", no_range=True)), tmp_path).read_bytes() == CONTENT


@pytest.mark.parametrize("part", [CONTENT + b"too long", CONTENT, b"x" * 1000])
def test_spoilt_part_is_fetched_anew(mirror, tmp_path, part):
    (tmp_path / "set.bin.part").write_bytes(part)
    file = remote(mirror.url("good"), mirror.url("second"))
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert names(tmp_path) == ["set.bin"]


def test_wrong_bytes_everywhere(mirror, tmp_path):
    file = remote(mirror.url("a", b"other"), mirror.url("b", CONTENT[:-1] + b"!"))
    with pytest.raises(DownloadError, match="sent another file, SHA-256 "):
        fetch(file, tmp_path)
    assert names(tmp_path) == []


def test_no_length_and_cut(mirror, tmp_path):
    file = remote(mirror.url("a", no_length=True, cut=1000), mirror.url("b", no_length=True))
    assert fetch(file, tmp_path).read_bytes() == CONTENT


def test_name_cannot_lead_out(mirror, tmp_path):
    with pytest.raises(ImagerecError, match="leads out"):
        fetch(remote(mirror.url("good"), name="../escape.bin"), tmp_path / "data")
    assert mirror.log == []


def test_offline_message(run_python, tmp_path):
    """No network, through the public API in a process of its own: one line with all it takes."""
    dead = "http://127.0.0.1:9"
    code = ("import imagerec as ir\ntry: ir.load('cifar100')\n"
            "except ir.ImagerecError as error: print(error.exit_status, error)")
    done = run_python("-c", code, IMAGEREC_DATA=str(tmp_path / "data"), http_proxy=dead,
                      https_proxy=dead, no_proxy="", NO_PROXY="", HTTPS_PROXY=dead)
    line = done.stdout.strip()
    assert line.startswith("1 cifar-100-binary.tar.gz could not be downloaded (")
    assert "\n" not in line and named.CIFAR100.sha256 in line
    assert all(url in line for url in named.CIFAR100.urls)
    assert f"put it at {tmp_path / 'data' / 'cifar-100-binary.tar.gz'}" in line
    assert done.stderr == "" and names(tmp_path / "data") == []


def test_load_downloads_once(mirror, tmp_path, monkeypatch):
    labels = np.arange(120) % 10
    np.savez(tmp_path / "small.npz", x_train=np.zeros((120, 28, 28), "uint8"), y_train=labels,
             x_test=np.ones((30, 28, 28), "uint8"), y_test=labels[:30])
    content = (tmp_path / "small.npz").read_bytes()
    file = remote(mirror.url("mnist.npz", content, cut=2000), name="mnist.npz", content=content)
    monkeypatch.setattr(named, "_MNIST_ONE", file)
    monkeypatch.setenv("IMAGEREC_DATA", str(tmp_path / "data"))
    first = ir.load("mnist")
    assert [len(split) for split in first.splits.values()] == [110, 10, 30]
    asked = len(mirror.log)
    assert asked > 1 and ir.load("mnist").fingerprint == first.fingerprint
    assert len(mirror.log) == asked


def test_broken_present_file_is_named(tmp_path, monkeypatch):
    (tmp_path / "mnist.npz").write_bytes(b"PK half a download")
    monkeypatch.setenv("IMAGEREC_DATA", str(tmp_path))
    with pytest.raises(ir.InputError, match="mnist.npz can't be read: .* Delete it and call again"):
        ir.load("mnist")


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 1 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("there is no mount command to make a small disk with")
    if mounted.returncode:
        pytest.skip(f"a small disk can't be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_disk_too_small_is_noticed_before_the_first_byte(mirror, small_disk):
    with pytest.raises(DownloadError, match="set.bin can't be saved in .*: No space left.* Make"):
        fetch(remote(mirror.url("good"), mirror.url("second")), small_disk)
    assert names(small_disk) == [] and len(mirror.log) == 1


def test_disk_that_fills_up_in_the_middle(mirror, small_disk):
    (small_disk / "other").write_bytes(b"x" * 300_000)
    file = remote(mirror.url("good", no_length=True))
    with pytest.raises(DownloadError, match="No space left"):
        fetch(file, small_disk)
    assert names(small_disk) == ["other", "set.bin.part"]
    (small_disk / "other").unlink()
    subprocess.run(["mount", "-o", "remount,size=3m", str(small_disk)], check=True)
    assert fetch(file, small_disk).read_bytes() == CONTENT
    assert mirror.log[-1][1].startswith("bytes=") and names(small_disk) == ["set.bin"]
