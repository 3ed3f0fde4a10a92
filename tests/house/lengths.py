"""How long functions, modules and lines are."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
LONGEST_MODULE, LONGEST_FUNCTION, WIDEST_LINE = 400, 40, 100
CODE = ("imagerec", "tests", "benchmarks", "nbs", "hatch_build.py")


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((REPOSITORY / folder).rglob("*.py")):
            if path.name != "_modidx.py":
                yield path


def long_modules() -> list[str]:
    """Those of the package."""
    lengths = {path: len(path.read_text().splitlines()) for path in modules("imagerec")}
    return [f"{path.relative_to(REPOSITORY)}: {length} lines" for path, length in lengths.items()
            if length > LONGEST_MODULE]


def long_functions() -> list[str]:
    """Those of the package and the benchmarks, without their docstrings."""
    found = []
    for path in modules("imagerec", "benchmarks"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                text = ast.get_docstring(node, clean=False) or ""
                length = node.end_lineno - node.lineno + 1 - text.count("\n")
                if length > LONGEST_FUNCTION:
                    found.append(f"{path.relative_to(REPOSITORY)}: {node.name}: {length} lines")
    return found


def ruffs_findings() -> list[str]:
    """Lines that are too wide, and what is imported or assigned without being used."""
    done = subprocess.run([sys.executable, "-m", "ruff", "check", "--no-cache",
                           "--per-file-ignores", "imagerec/__init__.py:F401",
                           "--output-format", "json", *CODE],
                          cwd=REPOSITORY, text=True, capture_output=True)
    found = [finding for finding in json.loads(done.stdout) if not written_by_nbdev(finding)]
    return [f"{Path(finding['filename']).relative_to(REPOSITORY)}:{finding['location']['row']}: "
            f"{finding['code']} {finding['message']}" for finding in found]


def written_by_nbdev(finding: dict) -> bool:
    """Is it a line of the list of names that nbdev writes into each module?"""
    text = Path(finding["filename"]).read_text()
    names = re.search(r"^# %% auto #0\n__all__ = \[.*?\]$", text, re.M | re.S)
    row = finding["location"]["row"]
    return bool(names) and (text[:names.start()].count("\n") < row
                            <= text[:names.end()].count("\n") + 1)


def wide_lines_of_typescript() -> list[str]:
    found = []
    for folder in ("src", "test"):
        for path in sorted((REPOSITORY / "widgets" / folder).rglob("*.ts*")):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if len(line) > WIDEST_LINE:
                    found.append(f"{path.relative_to(REPOSITORY)}:{number}: {len(line)} columns")
    return found
