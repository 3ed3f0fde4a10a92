"""Exported names that nobody else uses: `python -m house.names [ROOM]` in tests/. They are
private.

A name is used where another module, another notebook's cells, `imagerec` itself, a lesson, a test,
a benchmark or the front end takes it from its module. What a decorator hands over (a command, a
network, an exercise) is used by whom it is handed to; so are errors, and types in a public
function's signature.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
PACKAGE = REPOSITORY / "imagerec"
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def module_name(path: Path) -> str:
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def notebook_code(path: Path) -> str:
    """All its cells of code, without what only IPython understands."""
    cells = json.loads(path.read_text())["cells"]
    sources = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return "\n".join(re.sub(r"^[%!].*$", "pass", source, flags=re.M) for source in sources)


def sources() -> Iterator[tuple[str, str]]:
    """Each file that may use a name: its module (a notebook's is what it exports) and its code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name != "_modidx.py":
            yield module_name(path), path.read_text()
    for path in sorted((REPOSITORY / "nbs").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            code = notebook_code(path)
            exported = re.search(r"^#\|\s*default_exp (\S+)", code, re.M)
            yield f"imagerec.{exported[1]}" if exported else str(path), code
    for folder in ("tests", "benchmarks"):
        for path in sorted((REPOSITORY / folder).rglob("*.py")):
            yield str(path), path.read_text()


def taken(module: str, tree: ast.Module, modules: set[str]) -> Iterator[tuple[str, str]]:
    """(module, name) for each name of the package that this code takes from another module."""
    aliases = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            aliases |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                above = module.split(".")[:-node.level]
                origin = ".".join([*above, *filter(None, [node.module])])
            for alias in node.names:
                if f"{origin}.{alias.name}" in modules:
                    aliases[alias.asname or alias.name] = f"{origin}.{alias.name}"
                yield origin, alias.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            origin = aliases.get(ast.unparse(node.value))
            if origin:
                yield origin, node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from in_text(node.value)


def in_text(text: str) -> Iterator[tuple[str, str]]:
    """Names in programs that are written as text, and in dotted paths for a test to change."""
    for origin, name in re.findall(r"(imagerec(?:\.\w+)+)\.(\w+)", text):
        yield origin, name
    for origin, names in re.findall(r"from (imagerec(?:\.\w+)*) import ([\w, ]+)", text):
        for name in names.split(","):
            yield origin, name.split(" as ")[0].strip()


def in_front_end() -> Iterator[tuple[str, str]]:
    """Names in the expressions that JupyterLab runs in a kernel."""
    for path in (REPOSITORY / "widgets" / "src").rglob("*.ts"):
        yield from re.findall(r'__import__\("(imagerec[\w.]*)".*?\)\.(\w+)', path.read_text())


def defined(tree: ast.Module) -> dict[str, ast.stmt]:
    """What a module defines for others: name to statement."""
    found = {}
    for node in tree.body:
        targets = ([node] if isinstance(node, (*FUNCTION, ast.ClassDef)) else
                   node.targets if isinstance(node, ast.Assign) else
                   [node.target] if isinstance(node, ast.AnnAssign) else [])
        for target in targets:
            name = getattr(target, "name", None) or getattr(target, "id", "_")
            if not name.startswith("_"):
                found[name] = node
    return found


HARMLESS = {"dataclass", "cache", "lru_cache", "contextmanager", "total_ordering", "patch"}


def is_handed_over(node: ast.stmt) -> bool:
    """By a decorator that registers it, or as an error that may be caught."""
    decorators = [ast.unparse(one).split("(")[0].split(".")[-1]
                  for one in getattr(node, "decorator_list", [])]
    bases = [ast.unparse(base) for base in getattr(node, "bases", [])]
    return bool(set(decorators) - HARMLESS) or any(base.endswith("Error") for base in bases)


def signature_names(node: ast.stmt) -> set[str]:
    """The types in a function's signature, or in those of a class's methods and in its fields."""
    inner = node.body if isinstance(node, ast.ClassDef) else [node]
    hints = [base for base in getattr(node, "bases", [])]
    for part in inner:
        if isinstance(part, ast.AnnAssign):
            hints.append(part.annotation)
        elif isinstance(part, FUNCTION) and (part.name[0] != "_" or part.name == "__init__"):
            arguments = [*part.args.posonlyargs, *part.args.args, *part.args.kwonlyargs]
            hints += [argument.annotation for argument in arguments if argument.annotation]
            hints += [part.returns] if part.returns else []
    return set(re.findall(r"\w+", " ".join(ast.unparse(hint) for hint in hints)))


def public_names(names: dict[str, ast.stmt], used: set[str]) -> set[str]:
    """Those of a module's names that others use, with the types that these stand on."""
    public = {name for name, node in names.items() if name in used or is_handed_over(node)}
    waiting = set(public)
    while waiting:
        types = {kind for name in waiting for kind in signature_names(names[name])}
        waiting = types & set(names) - public
        public |= waiting
    return public


def unused() -> dict[str, list[str]]:
    """Module to its exported names that nobody else uses."""
    files = [(module, ast.parse(code)) for module, code in sources()]
    modules = {module_name(path) for path in PACKAGE.rglob("*.py")}
    used = {(origin, name) for module, tree in files
            for origin, name in taken(module, tree, modules) if origin != module}
    used.update(in_front_end())
    found = {}
    for path in sorted(PACKAGE.rglob("[!_]*.py")):
        if path.parent.name == "layers":
            continue
        module, names = module_name(path), defined(ast.parse(path.read_text()))
        public = public_names(names, {name for origin, name in used if origin == module})
        if left := sorted(set(names) - public):
            found[module] = left
    return found


def main(only: str | None = None) -> None:
    found = unused()
    total = sum(map(len, found.values()))
    for module, names in found.items():
        if only is None or module.split(".")[1] == only:
            print(f"{module}: {', '.join(names)}")
    print(f"{total} exported names are used by nobody else")


if __name__ == "__main__":
    main(*sys.argv[1:])
