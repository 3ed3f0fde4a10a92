"""Where the repository is, and a clean copy of it."""

import shutil
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent


def copy_sources(target: Path) -> Path:
    """The files that git knows or would add, and nothing that was built."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=REPOSITORY, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        source = REPOSITORY / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target
