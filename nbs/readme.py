"""Writes README.md from index.ipynb: `python nbs/readme.py [FILE]`.

nbdev's own nbdev_readme needs Quarto; nbconvert comes with Jupyter. A link in the notebook is
relative to nbs/, in the README to the folder above.
"""

import re
import sys
from pathlib import Path

from nbconvert import MarkdownExporter

nbs = Path(__file__).parent


def readme() -> str:
    text, _ = MarkdownExporter().from_filename(str(nbs / "index.ipynb"))
    text = re.sub(r"```\n(#\|.*\n)+", "```python\n", text, count=1)  # the one code cell
    linked = re.sub(r"(\]\(|src=\")(?!https?:|#|/|\.\./)", r"\1nbs/", text).replace("](../", "](")
    note = "<!-- Written from nbs/index.ipynb by `make export`. Change it there. -->\n\n"
    return note + linked.strip() + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else nbs.parent / "README.md"
    target.write_text(readme(), encoding="utf-8")
