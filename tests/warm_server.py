"""A process that has loaded what takes seconds, and branches off a process for each program.

It reads one JSON object a line on standard input: `arguments` as Python takes them (`-c CODE …`,
`-m MODULE …` or `FILE …`), `folder`, `environment`, and two `files` to write into.
For each it answers with two lines: the new process's number, then its exit status and the
processor's seconds.
It has computed nothing when it branches off: no backend has begun, so no thread is lost.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import sys
import threading
import traceback
import types


def run_code(code: str) -> None:
    """As `python -c` does: in a fresh `__main__`."""
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__dict__["__builtins__"] = __builtins__
    exec(compile(code, "<string>", "exec"), main.__dict__)


def run_arguments(arguments: list[str]) -> None:
    first, *rest = arguments
    if first == "-c":
        sys.argv = ["-c", *rest[1:]]
        sys.path.insert(0, "")
        run_code(rest[0])
    elif first == "-m":
        sys.argv = rest
        sys.path.insert(0, os.getcwd())
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = arguments
        sys.path.insert(0, os.path.dirname(first))
        runpy.run_path(first, run_name="__main__")


def exit_status(program, *arguments) -> int:
    """What Python would end with, and on standard error what it would print."""
    try:
        program(*arguments)
    except SystemExit as stop:
        if stop.code is not None and not isinstance(stop.code, int):
            print(stop.code, file=sys.stderr)
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException as error:
        traceback.print_exception(type(error), error, own_frames(error.__traceback__))
        return 1
    return 0


def own_frames(frames: types.TracebackType | None) -> types.TracebackType | None:
    """Those of the program, below this file's and runpy's."""
    while frames and frames.tb_frame.f_code.co_filename.endswith(("warm_server.py", "runpy>")):
        frames = frames.tb_next
    return frames


def write_into(files: list[str]) -> None:
    """Standard output and standard error go there."""
    for name, descriptor in zip(files, (1, 2)):
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, descriptor)
        os.close(file)


def become(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """In the new process: run the program in its folder and with its environment, and end."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(environment)
    paths = environment.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:0] = [path for path in paths if path and path not in sys.path]
    os.chdir(folder)
    status = exit_status(run_arguments, arguments)
    threading._shutdown()  # waits for threads, as at the end of any Python
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status & 0xFF)


def serve(answers) -> None:
    for line in iter(sys.stdin.buffer.readline, b""):
        process = os.fork()
        if not process:
            wish = json.loads(line)
            write_into(wish["files"])
            become(wish["arguments"], wish["folder"], wish["environment"])
        print(process, file=answers, flush=True)
        _, status, used = os.wait4(process, 0)
        print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, file=answers,
              flush=True)


def load(modules: list[str]) -> None:
    sys.path.pop(0)  # the folder of tests; a program brings its own
    for name in modules:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # nobody looks through all this again, nor copies it by that


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    load(sys.argv[1:])
    serve(answers)
