"""Write the TypeScript interfaces of the records that the server sends: `python nbs/typescript.py`.

The files of a run are records in Python; the front end reads the same. With `--check` nothing is
written, and the exit status is 1 where the file would change.
"""

import inspect
import re
import sys
import textwrap
from pathlib import Path

import msgspec
from msgspec.inspect import type_info

from imagerec.lab.watcher import RunRow
from imagerec.runs.files import About, Environment, Report, State, Status
from imagerec.runs.history import ClassesRow

GOAL = Path(__file__).parent.parent / "widgets" / "src" / "shared" / "records.ts"
ROOTS = (RunRow, Status, About, Environment, Report, ClassesRow)
ALIASES = {"State": State}
HEAD = """// The records of a run's files and of the server's answers. Written by nbs/typescript.py
// from imagerec.runs and imagerec.lab: change them there, and call it.
"""
PLAIN = {"IntType": "number", "FloatType": "number", "StrType": "string", "BoolType": "boolean",
         "NoneType": "null", "AnyType": "unknown"}


def choice(values: tuple[str, ...]) -> str:
    """The type of one of these texts."""
    return " | ".join(f'"{value}"' for value in values)


def kind_of(info: object) -> str:
    """The TypeScript type that a value of this type has as JSON."""
    name = type(info).__name__
    if name in PLAIN:
        return PLAIN[name]
    if name == "LiteralType":
        same = (alias for alias, kind in ALIASES.items() if set(kind.__args__) == set(info.values))
        return next(same, choice(info.values))
    if name == "StructType":
        return info.cls.__name__
    if name == "UnionType":
        return " | ".join(kind_of(one) for one in info.types)
    if name == "TupleType":
        return f"[{', '.join(kind_of(one) for one in info.item_types)}]"
    if name == "DictType":
        return f"Record<string, {kind_of(info.value_type)}>"
    if name == "ListType":
        item = kind_of(info.item_type)
        return f"({item})[]" if " | " in item else f"{item}[]"
    raise TypeError(f"{GOAL.name} has no type for {info}.")


def comments(record: type) -> dict[str, str]:
    """What the source says of each field, those of the bases too."""
    bases = [base for base in reversed(record.__mro__)
             if issubclass(base, msgspec.Struct) and base is not msgspec.Struct]
    text = "\n".join(inspect.getsource(base) for base in bases)
    return dict(re.findall(r"^    (\w+): ?[^#\n]*# (.+)$", text, flags=re.MULTILINE))


def comment(text: str, margin: str = "") -> str:
    """A comment of one line, or of several where one would be too long."""
    line = f"{margin}/** {text} */"
    if len(line) <= 100:
        return line
    inside = textwrap.wrap(text, 97 - len(margin))
    return "\n".join([f"{margin}/**", *(f"{margin} * {part}" for part in inside), f"{margin} */"])


def interface(record: type) -> str:
    """The interface of one record. What Python leaves out where it is the default is optional."""
    told, omits = comments(record), record.__struct_config__.omit_defaults
    lines = [comment(inspect.getdoc(record)), f"export interface {record.__name__} {{"]
    for field in type_info(record).fields:
        if field.name in told:
            lines.append(comment(told[field.name], "  "))
        optional = "?" if omits and not field.required else ""
        lines.append(f"  {field.encode_name}{optional}: {kind_of(field.type)};")
    return "\n".join([*lines, "}", ""])


def inside(info: object) -> list[type]:
    """The records that a type is made of, what they need first."""
    if type(info).__name__ == "StructType":
        return [one for field in info.fields for one in inside(field.type)] + [info.cls]
    parts = [*getattr(info, "types", []), *getattr(info, "item_types", []),
             getattr(info, "item_type", None), getattr(info, "value_type", None)]
    return [one for part in parts if part is not None for one in inside(part)]


def written() -> str:
    """All of the file."""
    records = dict.fromkeys(one for root in ROOTS for one in inside(type_info(root)))
    aliases = [f"export type {name} = {choice(kind.__args__)};\n" for name, kind in ALIASES.items()]
    return "\n".join([HEAD, *aliases, *map(interface, records)])


if __name__ == "__main__":
    text = written()
    if "--check" in sys.argv:
        sys.exit(GOAL.read_text("utf-8") != text)
    GOAL.write_text(text, "utf-8")
