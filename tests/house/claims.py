"""What the lessons say of figures, and what the cells beside it assert.

A figure is a number with a unit: "95 %", "ten points", "six times as many". It is backed if an
assertion of the same section compares with this number, or keeps a value between two that are near
and on either side of it. What isn't backed needs a reason in `REASONS`: a definition, a setting, an
example, or a figure from elsewhere with its source. What is said without a figure ("far ahead") is
not looked at: whoever writes it has to think of the assertion.
"""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TUTORIALS = Path(__file__).parent.parent.parent / "nbs" / "tutorials"
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
WORDS = {word: value for value, word in enumerate(_SMALL)} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
    "hundred": 100, "thousand": 1000}
FIGURE = re.compile(
    r"(?<![\w.$^_{])(\d[\d,]*(?:\.\d+)?|" + "|".join(WORDS) + r")[\s-]?"
    r"(%|×(?!\d)|points?\b|times (?:faster|slower|as|more|larger|smaller|fewer|the)|ms\b|"
    r"(?:milli)?seconds?\b|minutes?\b|[MkG]B\b|bytes\b)", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.?!:])\s+(?=[A-Z*`\"“$\d])")
# Lesson: the beginning of each sentence whose figures nothing asserts, and why that is right.
DEFINED, SETTING = "a definition", "a setting of the experiment, which is in the code"
EXAMPLE, COMPUTED = "an example that nobody measured", "follows from the numbers in the sentence"
REASONS = {
    "03": {"98.4 %": EXAMPLE, "- `trained_on.bin` knows": DEFINED},
    "04": {"The error falls with the root": COMPUTED, "The picture shows all three": SETTING,
           "Whoever asks a hundred voters": "1.96·√(¼ : 100)"},
    "05": {"- **Along a way, multiply.**": COMPUTED},
    "06": {"The scale ends at": SETTING, "As a rule of thumb, we call": DEFINED,
           "Four times as many pictures bring": SETTING},
    "07": {"Build a network of at most": SETTING, "Their 95 % interval must reach": SETTING,
           "Return three numbers": DEFINED, "Suppose that all twenty": SETTING,
           "Of twenty comparisons between equals": DEFINED, "We give it eight times": SETTING,
           "97.1 %": EXAMPLE, "96.4 %": EXAMPLE, "Then it follows the batch": EXAMPLE,
           "With four times the epochs": SETTING, "Four times the rate is": SETTING,
           "For Adam the root": "a rule of thumb"},
    "08": {"With ten intervals of 95 %": COMPUTED, "So we share the 5 %": COMPUTED,
           "Give ViT four times the steps": SETTING},
    "09": {"With `\"full\"`, forty times": SETTING},
    "10": {"By what factor does the spread": "a question"},
    "11": {"These are sixty points": SETTING},
    "12": {"Twice the side costs": COMPUTED, "If 90 of 100 pictures": COMPUTED,
           "90 %.\" With other twenty": EXAMPLE, "With $p$ the share": DEFINED,
           "Two models, one right in 85 %": SETTING,
           "The repository's `benchmarks/synthetic.py`": "measured there, and dated",
           "On cluttered pictures it goes": "measured there, and dated"},
    "13": {"The bars are 95 %": DEFINED},
    "14": {"A float32 has 4 bytes": DEFINED, "Nor is it smaller: beside": DEFINED,
           "The server needs 10 ms": SETTING},
    "15": {"A hundred clients that send": EXAMPLE,
           "A server that answers 1,000": COMPUTED, "And one request of fifty": SETTING,
           "**Guess first:** a call takes": SETTING},
    "16": {"Whoever says \"eight times": EXAMPLE},
    "data_pipeline": {"We take a disk": SETTING},
    "questions": {"Twice the side costs": COMPUTED,
                  "**How long will users wait?**": "asserted in lesson 15"},
}


@dataclass
class Section:
    """From one heading of the first or second level to the next."""

    sentences: list[str] = field(default_factory=list)
    numbers: set[float] = field(default_factory=set)  # that stand in assertions
    ranges: list[list[float]] = field(default_factory=list)  # that values are kept in

    def backs(self, number: float, unit: str) -> bool:
        forms = [number]
        if unit in ("%", "point", "points"): forms += [number / 100, 1 - number / 100]
        if number: forms += [number / 1000, 1 / number]
        return any(form in self.numbers or any(low <= form <= high for low, high in self.ranges)
                   for form in (round(form, 9) for form in forms))

    def add_code(self, source: str) -> None:
        tree = ast.parse(re.sub(r"^[%!].*$", "pass", source, flags=re.MULTILINE))
        asserted = [node.test for node in ast.walk(tree) if isinstance(node, ast.Assert)]
        for node in (node for test in asserted for node in ast.walk(test)):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float):
                self.numbers.add(round(float(node.value), 9))
            elif isinstance(node, ast.Compare):
                limits = [value for one in [node.left, *node.comparators]
                          if (value := _constant(one)) is not None]
                if len(limits) > 1 and 0 < max(limits) <= 3 * min(limits):
                    self.ranges.append([min(limits), max(limits)])


def _constant(node: ast.expr) -> float | None:
    """What `9 * 0.002` comes to; None where a name or a call takes part."""
    allowed = (ast.Constant, ast.BinOp, ast.operator, ast.UnaryOp, ast.unaryop)
    if not all(isinstance(part, allowed) for part in ast.walk(node)): return None
    value = eval(compile(ast.Expression(node), "", "eval"))
    return float(value) if isinstance(value, (int, float)) else None


def _cells(path: Path) -> list[tuple[str, str]]:
    return [(cell["cell_type"], "".join(cell["source"]))
            for cell in json.loads(path.read_text())["cells"]]


def _paragraphs(prose: str) -> Iterator[str]:
    """Without formulas, code, folded answers, links, headings and tables, each in one line."""
    for hidden in (r"\$\$.*?\$\$", r"```.*?```", r"<details>.*?</details>", r"\[[^]]*\]\([^)]*\)"):
        prose = re.sub(hidden, "", prose, flags=re.DOTALL)
    for paragraph in re.split(r"\n\s*\n|\n(?=[-|#])", prose):
        if paragraph.strip() and not paragraph.lstrip().startswith(("#", "|")):
            yield " ".join(paragraph.split())


def sections(path: Path) -> list[Section]:
    found = [Section()]
    for kind, source in _cells(path):
        if kind == "code":
            found[-1].add_code(source)
            continue
        for part in re.split(r"(?m)^(?=#{1,2} )", source):
            if re.match("#{1,2} ", part): found.append(Section())
            for paragraph in _paragraphs(part): found[-1].sentences += SENTENCE.split(paragraph)
    return found


def _value(written: str) -> float:
    return float(WORDS[written.lower()] if written.lower() in WORDS else written.replace(",", ""))


def key(path: Path) -> str:
    """What `REASONS` calls a lesson, or a page."""
    return path.stem[:2] if path.stem[:2].isdigit() else path.stem


def unbacked(path: Path) -> list[str]:
    """Sentences with a figure that no assertion of their section compares with."""
    return [sentence for section in sections(path) for sentence in section.sentences
            if any(not section.backs(_value(number), unit.lower())
                   for number, unit in FIGURE.findall(re.sub(r"`[^`]*`", "", sentence)))
            and not re.match(r"(- )?\*\*Time:", sentence)]
