"""The command line: `imagerec train`, `evaluate`, `runs` … the same verbs as in Python."""

from imagerec.cli.program import main, run_command

__all__ = ["main", "run_command"]
