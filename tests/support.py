"""Where the repository is, a clean copy of it, and the one way to wait for something."""

import asyncio
import shutil
import subprocess
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parent.parent


def copy_sources(target: Path) -> Path:
    """The files that git knows or would add, and nothing that was built."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=REPOSITORY, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        source = REPOSITORY / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target


def wait_until(condition: Callable[[], Any], what: str, seconds: float = 180,
               process: subprocess.Popen | None = None, log: Path | None = None) -> Any:
    """What `condition` returns once that is true. Fails if time or `process` ends first.

    A server that doesn't listen yet, and a file that isn't there, are waited for like the rest.
    """
    deadline, reason = time.monotonic() + seconds, ""
    while time.monotonic() < deadline:
        try:
            if found := condition():
                return found
        except OSError as error:
            reason = str(error)
        if process is not None and process.poll() is not None:
            raise AssertionError(f"The process ended before {what}. {_told(process, log)}")
        time.sleep(0.05)
    if process is not None:
        process.kill()
    raise AssertionError(f"{seconds} seconds, and not yet {what}. {reason} {_told(process, log)}")


def _told(process: subprocess.Popen | None, log: Path | None) -> str:
    """The end of what the process wrote."""
    text = log.read_text(errors="replace") if log else ""
    if process is not None and process.stderr:
        text += process.stderr.read()
    return text[-4000:]


def run_apart(coroutine: Coroutine) -> Any:
    """What it returns, run in a thread: a browser's tests leave a loop behind in their own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
