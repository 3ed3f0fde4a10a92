"""A search that is killed while it writes its journal, again and again: does it go on, and how
soon?

    python benchmarks/search_crash.py [--kills 40]

Each time a new process calls `ir.tune` on the folder of the one before, and ends itself by
SIGKILL in the midst of a write: with the lock taken and nothing written, with half a line
written, or with all of it written and the lock not given back. What is measured is the time from
the call of `tune` until its first write into the journal is under way, which needs the lock; more
than 30 s is a failure. Half of the searches know their folder by a relative path. At the end each
search is let to its end, and what was finished before the kills must all be there. The trials are
real ones, of a network without hidden layers on forty small pictures.
"""

import argparse
import json
import multiprocessing
import os
import platform
import signal
import tempfile
import time
from datetime import date
from pathlib import Path

LIMIT = 30.0  # seconds
INSTANTS = ("before the line", "within the line", "after the line")
TRIALS = 1000  # more than are ever done between the kills

# Processes branch off from one that has imported these and computed nothing.
WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(["keras", "optuna", "imagerec.training.trainer",
                             "imagerec.training.tuning"])


def killing(number: int, instant: str, told: Path):
    """An `append_logs` for Optuna's journal: the write of this number is the process's last."""
    from optuna.storages.journal._file import get_lock_file

    count = 0

    def append_logs(self, logs) -> None:
        nonlocal count
        count += 1
        with get_lock_file(self._lock):
            if count == 1: told.write_text(repr(time.time()))
            text = "\n".join(json.dumps(log, separators=(",", ":")) for log in logs) + "\n"
            last = count == number
            if last and instant != "after the line":
                text = text[:len(text) // 2] if "within" in instant else ""
            with open(self._file_path, "ab") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            if last: os.kill(os.getpid(), signal.SIGKILL)

    return append_logs


def search(folder: str, home: Path, trials: int, number: int, instant: str) -> None:
    """What a process does: search, and be killed at the write of this number, if it is above 0."""
    os.chdir(home)
    log = os.open(home / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1), os.dup2(log, 2)
    import numpy as np
    from optuna.storages.journal import JournalFileBackend

    import imagerec as ir

    JournalFileBackend.append_logs = killing(number, instant, home / "wrote")
    images = np.random.default_rng(0).integers(0, 256, (60, 8, 8), "uint8")
    data = ir.load((images, np.arange(60) % 2), valid=0.2, test=0.2)
    (home / "called").write_text(repr(time.time()))
    ir.tune(data, {"model.C": ir.Range(0.1, 10.0, log=True)}, trials=trials, model="logistic",
            folder=folder)


def ended(*what) -> int | None:
    """The exit code of a process that searches; None if it took too long and had to be ended."""
    process = WARM.Process(target=search, args=what)
    process.start()
    process.join(2 * LIMIT)
    code = process.exitcode
    if process.is_alive():
        process.kill()
        process.join()
    return code


def waited(home: Path) -> float | None:
    """Seconds from the call until the first write."""
    if not (home / "wrote").exists(): return None
    return float((home / "wrote").read_text()) - float((home / "called").read_text())


def finished(folder: Path) -> int:
    """Trials that the journal says have come to an end, torn lines aside."""
    count = 0
    for line in (folder / "journal.log").read_bytes().split(b"\n"):
        try: values = json.loads(line)
        except ValueError: continue
        count += values.get("op_code") == 6 and values.get("state") in (1, 2)
    return count


def killed_often(folder: str, kills: int) -> tuple[list[dict], bool]:
    """What was measured at each kill, and whether the search came to its end with all that it
    had."""
    home, rows = Path(tempfile.mkdtemp()), []
    ended(folder, home, TRIALS, 9, INSTANTS[0])
    for kill in range(kills):
        for name in ("wrote", "called"): (home / name).unlink(missing_ok=True)
        instant, before = INSTANTS[kill % 3], finished(home / folder)
        code = ended(folder, home, TRIALS, 1 + kill % 11, instant)
        seconds = waited(home)
        well = code == -signal.SIGKILL and seconds is not None and seconds <= LIMIT
        rows.append({"instant": instant, "seconds": seconds, "went_on": well
                     and finished(home / folder) >= before})
        print(folder, kill + 1, rows[-1], flush=True)
    had = finished(home / folder)
    code = ended(folder, home, had + 2, 0, "")
    return rows, code == 0 and finished(home / folder) >= had


def measure(kills: int) -> dict:
    absolute = str(Path(tempfile.mkdtemp()) / "search")
    rows, whole = [], []
    for folder in (absolute, "search"):
        found, complete = killed_often(folder, kills // 2)
        rows += found
        whole.append(complete)
    seconds = [row["seconds"] for row in rows if row["seconds"] is not None]
    return {"kills": len(rows), "went_on": sum(row["went_on"] for row in rows),
            "came_to_the_end": all(whole),
            "median_seconds": sorted(seconds)[len(seconds) // 2], "longest_seconds": max(seconds),
            "date": f"{date.today()}", "machine": f"{os.cpu_count()} cores, {platform.machine()}"}


def table(found: dict) -> str:
    return "\n".join(
        [
            f"Measured on {found['date']}: {found['machine']}. `search_crash.py` says how.",
            "",
            "| kills in a write | went on within 30 s | came to the end whole | median (longest) "
            "seconds to the first write |",
            "| --- | --- | --- | --- |",
            f"| {found['kills']} | {found['went_on']} | "
            f"{'yes' if found['came_to_the_end'] else 'no'} | "
            f"{found['median_seconds']:.2f} ({found['longest_seconds']:.2f}) |",
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--only-print", action="store_true", help="write no results")
    given = parser.parse_args()
    found = measure(given.kills)
    print(table(found))
    if given.only_print: return
    path = Path(__file__).with_name("search_crash.json")
    path.write_text(json.dumps(found, indent=1) + "\n")
    path.with_suffix(".md").write_text(table(found))


if __name__ == "__main__":
    main()
