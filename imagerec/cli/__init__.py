"""The command line: `imagerec train`, `evaluate`, `runs` … the same verbs as in Python."""

import sys

__all__ = ["main", "run_command"]


def run_command(arguments: list[str]) -> int:
    """Run what stands behind `imagerec`; the exit status."""
    from imagerec.cli.program import run_command as run
    return run(arguments)


def main() -> None:
    """The console script `imagerec`. A server starts without Typer, which it doesn't need."""
    if sys.argv[1:2] == ["serve"]:
        return _serve()
    from imagerec.cli.program import main as run
    run()


def _serve() -> None:
    from imagerec.cli.serving import serve
    try:
        serve(sys.argv[2:])
    except (Exception, KeyboardInterrupt) as error:
        from imagerec.cli.program import tell
        sys.exit(tell(error, sys.argv[1:]))
