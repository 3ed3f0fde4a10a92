"""Write the TypeScript interfaces of what Python sends: `python nbs/typescript.py`.

The files of a run are records in Python; the front end reads the same. What the parts of the
dashboard put on the screen are typed dictionaries. With `--check` nothing is written, and the exit
status is 1 where a file would change.
"""

import inspect
import re
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import get_type_hints

import msgspec
from msgspec.inspect import type_info
from typing_extensions import get_original_bases, is_typeddict

from imagerec.deploy.compression.measuring import Row
from imagerec.lab.services import ServiceRow
from imagerec.lab.watcher import RunRow
from imagerec.runs.files import About, Environment, Report, State, Status
from imagerec.runs.history import ClassesRow
from imagerec.runs.service_state import Explained, ServiceState
from imagerec.widgets.dashboard import (
    branching, cards, chosen_data, comparing, estimate, faults, gallery, inspection, live_log,
    overlays, replay, requests, run_family, statistics, status_line, steering, system, trials)

FRONT_END = Path(__file__).parent.parent / "widgets" / "src"
RECORDS = FRONT_END / "shared" / "records.ts"
MESSAGES = FRONT_END / "dashboard" / "messages.ts"
ROOTS = (RunRow, Status, About, Environment, Report, ClassesRow, Row, ServiceState, ServiceRow,
         Explained)
PARTS = (status_line, requests, cards, chosen_data, faults, trials, estimate, live_log, overlays,
         system, steering, run_family, branching, statistics, inspection, gallery, comparing,
         replay)
ALIASES = {"State": State}
HEAD = """// The records of a run's files and of the server's answers. Written by nbs/typescript.py
// from imagerec.runs and imagerec.lab: change them there, and call it.
"""
MESSAGES_HEAD = """// What the dashboard's parts put on the screen. Written by nbs/typescript.py
// from imagerec.widgets.dashboard: change it there, and call it.
import type {{ {} }} from "../shared/records";
"""
RECORD_TYPES = ("StructType", "TypedDictType")
PLAIN = {"IntType": "number", "FloatType": "number", "StrType": "string", "BoolType": "boolean",
         "NoneType": "null", "AnyType": "unknown", "BytesType": "DataView"}


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
    if name in RECORD_TYPES:
        return name_of(info.cls)
    if name == "UnionType":
        return " | ".join(kind_of(one) for one in info.types)
    if name == "TupleType":
        return f"[{', '.join(kind_of(one) for one in info.item_types)}]"
    if name == "DictType":
        return f"Record<string, {kind_of(info.value_type)}>"
    if name == "ListType":
        item = kind_of(info.item_type)
        if info.min_length == info.max_length == 2:
            return f"[{item}, {item}]"
        return f"({item})[]" if " | " in item else f"{item}[]"
    raise TypeError(f"There is no TypeScript for {info}.")


def name_of(record: type) -> str:
    """What is private in Python has no mark of it in TypeScript."""
    return record.__name__.removeprefix("_")


def lineage(record: type) -> list[type]:
    """The record and what it stands on, the first one first."""
    if is_typeddict(record):
        above = [base for base in get_original_bases(record) if is_typeddict(base)]
        return [one for base in above for one in lineage(base)] + [record]
    return [base for base in reversed(record.__mro__)
            if issubclass(base, msgspec.Struct) and base is not msgspec.Struct]


def comments(record: type) -> dict[str, str]:
    """What the source says of each field, those of the bases too."""
    text = "\n".join(inspect.getsource(base) for base in lineage(record))
    return dict(re.findall(r"^    (\w+): ?[^#\n]*# (.+)$", text, flags=re.MULTILINE))


def comment(text: str, margin: str = "") -> str:
    """A comment of one line, or of several where one would be too long."""
    text = re.sub(r"\bNone\b", "null", text)
    line = f"{margin}/** {text} */"
    if len(line) <= 100:
        return line
    inside = textwrap.wrap(text, 97 - len(margin))
    return "\n".join([f"{margin}/**", *(f"{margin} * {part}" for part in inside), f"{margin} */"])


def interface(record: type) -> str:
    """The interface of one record. What Python leaves out where it is the default is optional."""
    told, omits = comments(record), is_typeddict(record) or record.__struct_config__.omit_defaults
    lines = [comment(inspect.getdoc(record)), f"export interface {name_of(record)} {{"]
    order = list(get_type_hints(record)) # msgspec has those of a dictionary by the alphabet
    for field in sorted(type_info(record).fields, key=lambda field: order.index(field.name)):
        if field.name in told:
            lines.append(comment(told[field.name], "  "))
        optional = "?" if omits and not field.required else ""
        lines.append(f"  {field.encode_name}{optional}: {kind_of(field.type)};")
    return "\n".join([*lines, "}", ""])


def inside(info: object) -> list[type]:
    """The records that a type is made of, what they need first."""
    if type(info).__name__ in RECORD_TYPES:
        return [one for field in info.fields for one in inside(field.type)] + [info.cls]
    parts = [*getattr(info, "types", []), *getattr(info, "item_types", []),
             getattr(info, "item_type", None), getattr(info, "value_type", None)]
    return [one for part in parts if part is not None for one in inside(part)]


def records_of(roots: Iterable[type]) -> list[type]:
    """These, and what they are made of."""
    return list(dict.fromkeys(one for root in roots for one in inside(type_info(root))))


def records() -> str:
    """All of records.ts."""
    aliases = [f"export type {name} = {choice(kind.__args__)};\n" for name, kind in ALIASES.items()]
    return "\n".join([HEAD, *aliases, *map(interface, records_of(ROOTS))])


def messages() -> str:
    """All of messages.ts: every typed dictionary that a part of the dashboard defines."""
    own = [kind for part in PARTS for kind in vars(part).values()
           if is_typeddict(kind) and kind.__module__ == part.__name__]
    found = [one for one in records_of(own) if is_typeddict(one)]
    borrowed = sorted(name_of(one) for one in records_of(own) if not is_typeddict(one))
    return "\n".join([MESSAGES_HEAD.format(", ".join(borrowed)), *map(interface, found)])


if __name__ == "__main__":
    files = {RECORDS: records(), MESSAGES: messages()}
    if "--check" in sys.argv:
        stale = [path.name for path, text in files.items() if path.read_text("utf-8") != text]
        sys.exit(f"{', '.join(stale)}: call python nbs/typescript.py." if stale else 0)
    for path, text in files.items():
        path.write_text(text, "utf-8")
