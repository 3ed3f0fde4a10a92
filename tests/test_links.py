"""Links between the lessons, the pages beside them, README and index lead to what stands there."""

import json
import re
from functools import lru_cache
from pathlib import Path

import pytest

from support import REPOSITORY

TUTORIALS = REPOSITORY / "nbs" / "tutorials"
INDEX = REPOSITORY / "nbs" / "index.ipynb"
TEXTS = [REPOSITORY / "README.md", INDEX, *sorted(TUTORIALS.glob("*.ipynb"))]
LESSONS = sorted(TUTORIALS.glob("[0-9][0-9]_*.ipynb"))
GLOSSARY = TUTORIALS / "glossary.ipynb"
# A target may hold a pair of parentheses: a heading may.
LINK = re.compile(r"\]\(((?:[^()\s]|\([^()\s]*\))+)\)")
HEADING = re.compile(r"^(#+) +(.+?) *$", re.MULTILINE)


@lru_cache(maxsize=None)
def prose(path: Path) -> str:
    """All that isn't code. What a fence holds is code, too."""
    text = path.read_text()
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells
                           if cell["cell_type"] == "markdown")
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def anchor(heading: str) -> str:
    """As JupyterLab makes it: the text that one sees, `-` for a space, and the case as it is."""
    return re.sub(r"[`*]", "", heading).replace(" ", "-")


def section(path: Path, name: str) -> str:
    """The heading with this anchor and what stands below, up to one that is as high; or nothing."""
    text = prose(path)
    for found in HEADING.finditer(text):
        if anchor(found[2]) == name:
            following = re.search(rf"^#{{1,{len(found[1])}}} ", text[found.end():], re.MULTILINE)
            return text[found.start():found.end() + following.start() if following else None]
    return ""


def faults_of(path: Path) -> list[str]:
    found = []
    for link in LINK.findall(prose(path)):
        if "://" in link or link.startswith("mailto:"): continue
        file, _, name = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        if not target.exists(): found.append(f"{link}: there is no such file")
        elif name and not section(target, name): found.append(f"{link}: there is no such heading")
        elif re.search(r"""[^!-~]|["<>`=]""", name):
            found.append(f"{link}: browsers or JupyterLab read this heading's anchor otherwise")
    return found


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file_and_to_a_heading(path):
    assert not faults_of(path)


def test_a_link_to_nowhere_is_found(tmp_path):
    """The test above can fail, for a file as for a heading."""
    (tmp_path / "there.md").write_text(
        "# A heading (of two)\n\n```\n# no heading\n```\n## \"Quoted\"\n")
    page = tmp_path / "page.md"
    page.write_text("[a](there.md#A-heading-(of-two)) [b](there.md#a-heading) [c](gone.md) "
                    "[d](there.md#no-heading) [e](https://example.org/gone) [f](#here) "
                    "[g](there.md#\"Quoted\")\n")
    assert [fault.partition(":")[0] for fault in faults_of(page)] == [
        "there.md#a-heading", "gone.md", "there.md#no-heading", "#here", "there.md#\"Quoted\""]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_a_lesson_names_the_one_before_and_the_next(path):
    """At its head and at its foot, wherever it says so; the foot names both."""
    place = LESSONS.index(path)
    wanted = {"before": LESSONS[place - 1].name if place else None,
              "next": LESSONS[place + 1].name if place + 1 < len(LESSONS) else None}
    said = re.findall(r"\b(Before|Previous|Next):?\**:? \[[^]]*\]\((\d\d_\w+\.ipynb)\)",
                      prose(path))
    named = [("next" if word == "Next" else "before", file) for word, file in said]
    assert {(way, file) for way, file in named} == {(way, file) for way, file in wanted.items()
                                                    if file}


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_a_lesson_has_a_head_and_a_foot_of_one_form(path):
    """At the head the way, what is needed, what comes of it and the time; at the foot three
    references with the year, and the way again. From 02 on, words lead to the glossary."""
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]
    head, foot = cells[0], cells[-1]
    way = re.findall(r"^\*\*(?:Before|Next):\*\* \[.*", head, re.MULTILINE)
    assert len(way) == 1 and foot.endswith(f"\n\n{way[0]}")
    assert re.findall(r"^- \*\*(You need|Afterwards you|Time)\b.*", head, re.MULTILINE) == [
        "You need", "Afterwards you", "Time"]
    _, _, references = foot.partition("\n## Read on\n")
    assert len(re.findall(r"^- [A-Z]\. .+ \((?:19|20)\d\d\)\. \*.+[.?]\*", references, re.M)) == 3
    assert len(re.findall("^- ", references, re.MULTILINE)) == 3
    if path.name > "02":
        assert "[glossary](glossary.ipynb)" in foot
        assert 3 <= prose(path).count("](glossary.ipynb#") <= 10


def test_the_lessons_stand_in_the_index_and_in_the_course_in_one_order():
    from imagerec.course.lessons import exercise_number, subject_of

    rows = re.findall(r"^\| (\d\d) \[.+?\]\(tutorials/(\w+\.ipynb)\)", prose(INDEX), re.MULTILINE)
    assert rows == [(path.name[:2], path.name) for path in LESSONS]
    for path in LESSONS:
        asked = re.findall(r'ir\.(?:check|guess)\("([\w-]+)"', path.read_text().replace('\\"', '"'))
        for name in asked:
            # A lesson may ask for what another one asked for, too: see `learners_code`.
            assert exercise_number(name), f"{path.name}: {name} belongs to no lesson"
        own = [name for name in asked if exercise_number(name).startswith(path.name[:2])]
        assert own or not asked, f"{path.name} asks for {subject_of(asked[0])} alone"


def test_each_word_of_the_glossary_stands_where_it_points():
    rows = [[part.strip() for part in row.strip("|").split(" | ")]
            for row in prose(GLOSSARY).splitlines() if row.startswith("| ")]
    rows = [row for row in rows if row[0] not in ("English", "---")]
    assert len(rows) >= 120
    words = [row[0] for row in rows]
    assert words == sorted(words, key=str.casefold) and len(words) == len(set(words))
    for english, chinese, meaning, link in rows:
        [target] = LINK.findall(link)
        file, _, name = target.partition("#")
        place = section(TUTORIALS / file, name).casefold()
        spellings = [word.strip() for word in re.sub(r"\(.*?\)", "", english).split(",")]
        assert any(spelling.casefold() in place for spelling in spellings), (english, link)
        assert chinese and meaning.endswith("."), english
