"""The figures of the notebooks, and what misses their aims: `python -m house.notebooks [ROOM]`
in tests/.

A line counts if something stands in it. A definition is tested if one of the next three code cells
names it and tests something, also by a function of the notebook's own that tests. Docstrings don't
count among an exported cell's forty lines.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

API = Path(__file__).parent.parent.parent / "nbs" / "api"
MEDIAN, NINETIETH, LONGEST, TESTED = 5, 14, 40, 0.7
# Cells of a class that is longer, and at most how long they may be. Most are what people type, or
# many small methods over one state. Nothing is to be added: what has become shorter goes to a line
# above, and with forty lines it goes away.
LONG_CLASSES = {
    50: ("augmentation_playground.AugmentationPlayground batches._Batches "
         "chosen_data.ChosenData compress.Compression driver.Driver estimate.TimeNeeded "
         "folder._Reader handlers._EventsHandler opening.Opened"),
    60: ("attention_view.AttentionView cache.Cache comparison.Comparison "
         "decision_playground.DecisionPlayground evaluation.Evaluation explanation.Explanation "
         "lesson_widget.LessonWidget network_view.NetworkView planned.PlannedChanges "
         "replayer.History statistics.AfterEpochs steering.Steering view._Gallery"),
    70: ("batches.Feed feed.Feed images.ImageData live_log.LiveLog "
         "overlays.Overlays parts.Parts stages.Stages status_line.StatusLine tuning.Tuning "
         "workshop.Workshop writer.RunWriter"),
    80: ("follower.Follower layer_statistics.TrainingStatistics recipe.Recipe signs.Signs "
         "steps.Steps unfinished.Unfinished writer.Journal"),
    90: "inspection.Inspection",
    100: ("branching.Branching layer_statistics._LayerStatistics replay.Replay "
          "replayer.Replayer sketch_pad.SketchPad"),
    110: "freezing.Freezing pictures.Pictures setup.Setup trials.Trials",
    120: "run.Run",
    130: "board.TrainingDashboard",
    140: "choices.Choices run_folder.RunFolder",
    260: "trainer.Trainer",
    320: "loop.TrainingLoop",
}
MOST_OF = {name: most for most, names in LONG_CLASSES.items() for name in names.split()}
EXPORTS = re.compile(r"^#\|\s*export", re.MULTILINE)
TESTS = re.compile(r"\bassert\b|\btest_\w+\(|\braises\(|\bverify\(")
DEFINITION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Cell:
    """A cell of code, and those below it."""

    path: Path
    number: int  # from 0, among the notebook's cells of code
    source: str
    below: list[str]
    tests: re.Pattern  # what a test looks like in this notebook

    @property
    def lines(self) -> int:
        return sum(bool(line.strip()) for line in self.source.splitlines())

    @property
    def exports(self) -> bool:
        return bool(EXPORTS.search(self.source))

    @property
    def public(self) -> list[str]:
        """The functions and classes that it defines for others."""
        body = ast.parse(self.source).body if self.exports else []
        return [node.name for node in body
                if isinstance(node, DEFINITION) and not node.name.startswith("_")]

    def tested(self, name: str) -> bool:
        near = [source for source in self.below[:3] if not EXPORTS.search(source)]
        return any(self.tests.search(source) and re.search(rf"\b{name}\b", source)
                   for source in near)

    @property
    def lines_of_code(self) -> int:
        """Without the docstrings."""
        nodes = ast.walk(ast.parse(self.source)) if self.exports else ()
        texts = [ast.get_docstring(node, clean=False) for node in nodes
                 if isinstance(node, DEFINITION)]
        return self.lines - sum(sum(bool(line.strip()) for line in text.splitlines()) - 1
                                for text in texts if text)

    @property
    def classes(self) -> list[str]:
        """Those that it exports, with the notebook's name before them."""
        body = ast.parse(self.source).body if self.exports else []
        return [f"{self.path.stem}.{node.name}" for node in body if isinstance(node, ast.ClassDef)]

    @property
    def most_lines(self) -> int:
        """That it may have, without docstrings."""
        return max((MOST_OF.get(name, LONGEST) for name in self.classes), default=LONGEST)

    def __str__(self) -> str:
        return f"{self.path.relative_to(API)}, code cell {self.number + 1}"


def notebooks() -> list[Path]:
    return sorted(path for path in API.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def cells(path: Path) -> Iterator[Cell]:
    sources = ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]
               if cell["cell_type"] == "code"]
    tests = re.compile("|".join([TESTS.pattern, *(rf"\b{name}\(" for name in helpers(sources))]))
    for number, source in enumerate(sources):
        yield Cell(path, number, source, sources[number + 1:], tests)


def helpers(sources: list[str]) -> set[str]:
    """The functions of the notebook's own that test something, themselves or by one another."""
    own = {node.name: ast.unparse(node) for source in sources if not EXPORTS.search(source)
           for node in tree_of(source).body if isinstance(node, ast.FunctionDef)}
    found = {name for name, code in own.items() if TESTS.search(code)}
    return found | {name for name, code in own.items() for other in found if f"{other}(" in code}


def tree_of(source: str) -> ast.Module:
    """Without what only IPython understands."""
    return ast.parse(re.sub(r"^([ \t]*)[%!].*$", r"\1pass", source, flags=re.MULTILINE))


def room(path: Path) -> str:
    """The room's name; what lies in none is called `house`."""
    parts = path.relative_to(API).parts
    return parts[0] if len(parts) > 1 else "house"


@dataclass
class Figures:
    """What one room's cells of code, or all, come to."""

    cells: list[Cell]

    def lines(self, share: float) -> int:
        lines = sorted(cell.lines for cell in self.cells)
        return lines[int(len(lines) * share)]

    @property
    def definitions(self) -> list[tuple[Cell, str]]:
        return [(cell, name) for cell in self.cells for name in cell.public]

    @property
    def untested(self) -> list[str]:
        return [f"{cell}: {name}" for cell, name in self.definitions if not cell.tested(name)]

    @property
    def tested(self) -> float:
        return 1 - len(self.untested) / max(1, len(self.definitions))

    @property
    def long(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.exports and cell.lines_of_code > LONGEST]

    @property
    def too_long(self) -> list[str]:
        """Longer than they may be."""
        return [f"{cell}: {cell.lines_of_code} lines, at most {cell.most_lines}"
                for cell in self.long if cell.lines_of_code > cell.most_lines]

    @property
    def listed_too_high(self) -> list[str]:
        """What `LONG_CLASSES` says of classes that have become shorter, or are gone."""
        lines: dict[str, int] = {}
        for cell in self.long:
            lines |= {name: max(cell.lines_of_code, lines.get(name, 0)) for name in cell.classes}
        return [f"{name} has {lines.get(name, 'few')} lines, and is listed with {most}"
                for name, most in MOST_OF.items()
                if lines.get(name, 0) <= max(LONGEST, most - 20)]

    @property
    def crowded(self) -> list[str]:
        return [f"{cell}: {', '.join(cell.public)}" for cell in self.cells if len(cell.public) > 1]

    def row(self, name: str) -> str:
        return (f"{name:10}{len(self.cells):6}{self.lines(0.5):8}{self.lines(0.9):6}"
                f"{len(self.long):10}{len(self.crowded):10}"
                f"{len(self.definitions):9}{self.tested:8.0%}")


HEADER = "room       cells  median   90th  > 40 lines  crowded  exports  tested"


def by_room() -> dict[str, Figures]:
    """The figures of each room, and last those of `all`."""
    rooms: dict[str, Figures] = {}
    for path in notebooks():
        for name in (room(path), "all"):
            rooms.setdefault(name, Figures([])).cells.extend(cells(path))
    return dict(sorted(rooms.items(), key=lambda item: (item[0] == "all", item[0])))


def faults(rooms: dict[str, Figures]) -> list[str]:
    """Where the notebooks miss their aims, in words."""
    whole, found = rooms["all"], []
    for share, aim, what in ((0.5, MEDIAN, "median"), (0.9, NINETIETH, "90th percentile")):
        if (lines := whole.lines(share)) > aim:
            found.append(f"the {what} of all code cells is {lines} lines, at most {aim} is the aim")
    found += [f"too long: {cell}" for cell in whole.too_long]
    found += [f"LONG_CLASSES: {told}" for told in whole.listed_too_high]
    found += [f"several public definitions: {cell}" for cell in whole.crowded]
    found += [f"{name}: {figures.tested:.0%} of the exports are tested within three cells, "
              f"{TESTED:.0%} is the aim"
              for name, figures in rooms.items() if figures.tested < TESTED]
    return found


def main(only: str | None = None) -> None:
    rooms = by_room()
    print(HEADER)
    for name, figures in rooms.items():
        if only in (None, name):
            print(figures.row(name))
    if only:
        long = sorted(rooms[only].cells, key=lambda cell: -cell.lines)
        longer = [f"{cell}: {cell.lines} lines" for cell in long if cell.lines > NINETIETH]
        for title, lines in (("Several public definitions", rooms[only].crowded),
                             ("Not tested within three cells", rooms[only].untested),
                             (f"Longer than {NINETIETH} lines", longer)):
            print(f"\n{title}: {len(lines)}", *lines, sep="\n  ")
    else:
        print(*faults(rooms), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
