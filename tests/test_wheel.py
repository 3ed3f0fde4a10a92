"""The wheel: built from clean sources without Node.js on the path, installed into an empty
environment, and used there."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from support import REPOSITORY, copy_sources

# One worker builds the wheel and the environment, for all tests of this file.
pytestmark = pytest.mark.xdist_group("wheel")

EXTENSION = "imagerec-{version}.data/data/share/jupyter/labextensions/imagerec"
SERVER_CONFIG = "imagerec-{version}.data/data/etc/jupyter/jupyter_server_config.d/imagerec.json"
STALE = ("imagerec/static/stale.js", "imagerec/labextension/static/stale.js")


def run(*command, timeout: float = 600, **options) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          timeout=timeout, **options)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def build(copy: Path, *options: str, path: str) -> None:
    run(sys.executable, "-m", "build", *options, copy, env={**os.environ, "PATH": path})


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """Sources with an sdist in dist/ and a wheel made from it. Node.js comes from PyPI."""
    copy = copy_sources(tmp_path_factory.mktemp("wheel") / "imagerec")
    for name in STALE:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text("from an earlier build")
    nothing = tmp_path_factory.mktemp("nothing")
    build(copy, path=str(nothing))
    return copy


@pytest.fixture(scope="module")
def wheel(copy) -> Path:
    [wheel] = (copy / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def version(wheel) -> str:
    return wheel.name.split("-")[1]


@pytest.fixture(scope="module")
def names(wheel) -> list[str]:
    return zipfile.ZipFile(wheel).namelist()


def test_the_wheel_holds_all_modules_and_front_ends(names, version):
    modules = {str(path.relative_to(REPOSITORY)) for path in (REPOSITORY
                                                              / "imagerec").rglob("*.py")}
    front_ends = {f"imagerec/static/{name}" for name in (
        "dashboard.js", "dashboard.css", "serve_console.js", "server_page.html", "server_page.js",
        "server_page.css")}
    extension = EXTENSION.format(version=version)
    shared = {f"{extension}/package.json", f"{extension}/install.json",
              SERVER_CONFIG.format(version=version)}
    assert modules | front_ends | shared <= set(names)
    assert any(name.startswith(f"{extension}/static/remoteEntry.") for name in names)


def test_the_wheel_holds_the_lessons(names):
    lessons = {f"imagerec/tutorials/{path.name}" for path in (REPOSITORY / "nbs"
                                                              / "tutorials").glob("*.ipynb")}
    lessons.add("imagerec/tutorials/results.json")
    assert lessons == {name for name in names if name.startswith("imagerec/tutorials/")}


def test_the_wheel_holds_nothing_else(names):
    assert not [name for name in names if "stale" in name or name.endswith((".map", ".ts", ".pyc"))]
    assert not [name for name in names if name.startswith(("imagerec/labextension", "tests",
                                                           "widgets"))]


def test_the_sdist_holds_the_sources_and_the_front_end(copy):
    [archive] = (copy / "dist").glob("*.tar.gz")
    inside = {name.partition("/")[2] for name in tarfile.open(archive).getnames()}
    assert {"settings.ini", "hatch_build.py", "widgets/yarn.lock", "imagerec/static/dashboard.js",
            "imagerec/labextension/package.json"} <= inside
    assert not [name for name in inside if "node_modules" in name or "stale" in name]


def test_the_metadata_is_that_of_settings_ini(wheel, version):
    text = zipfile.ZipFile(wheel).read(f"imagerec-{version}.dist-info/METADATA").decode()
    metadata = Parser().parsestr(text)
    assert metadata["Requires-Python"] == ">=3.10"
    extras = {"gpu", "pretrained", "heic", "export", "jax", "lab", "serve", "ray", "dev"}
    assert set(metadata.get_all("Provides-Extra")) == extras
    assert "nbdev" not in " ".join(one for one in metadata.get_all("Requires-Dist")
                                   if "extra" not in one)
    assert metadata.get_payload().strip() == (REPOSITORY / "README.md").read_text().strip()


def test_a_wheel_straight_from_the_sources_is_the_same(copy, names, tmp_path):
    for name in STALE:
        (copy / name).write_text("from an earlier build")
    build(copy, "--wheel", "--no-isolation", "--outdir", str(tmp_path), path=os.environ["PATH"])
    [other] = tmp_path.glob("*.whl")
    assert sorted(zipfile.ZipFile(other).namelist()) == sorted(names)


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The folder of the programs of an environment with the wheel, which sees this one's packages.

    That the requirements are enough is what `make test` shows, which begins by installing them all.
    """
    home = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", home)
    run(home / "bin" / "pip", "install", "--quiet", "--no-compile", "--no-deps", wheel)
    [own] = home.glob("lib/python*/site-packages")
    # A path that is added so brings no editable installations along.
    (own / "seen.pth").write_text("\n".join({sysconfig.get_path("purelib"),
                                             sysconfig.get_path("platlib")}))
    return home / "bin"


def outside(tmp_path: Path) -> dict[str, str]:
    """An environment in which nothing of the repository or the user can be found."""
    own = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IMAGEREC_HOME", "IMAGEREC_DATA")
    kept = {name: value for name, value in os.environ.items()
            if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return kept | {name: str(tmp_path / name) for name in own}


def test_it_trains_where_it_is_installed(installed, tmp_path):
    code = "import imagerec; print(imagerec.__file__)"
    found = run(installed / "python", "-c", code, cwd=tmp_path, env=outside(tmp_path))
    assert installed.parent in Path(found).parents
    out = run(installed / "imagerec", "train", "--data", "digits", "--model", "cnn_tiny",
              "--epochs", "1", "--json", cwd=tmp_path, env=outside(tmp_path))
    result = json.loads(out)
    assert result["epochs"] == 1 and 0.3 < result["test"]["accuracy"] <= 1
    assert (tmp_path / result["run"] / "model.keras").exists()


def test_jupyterlab_finds_the_extension(installed, tmp_path):
    for module in ("jupyterlab.labextensions", "jupyter_server.extension.serverextension"):
        done = subprocess.run([installed / "python", "-m", module, "list"], cwd=tmp_path,
                              text=True, env=outside(tmp_path), timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        lines = [re.sub(r"\x1b\[\d*m", "", line) for line in done.stdout.splitlines()
                 if "imagerec" in line]
        assert any("enabled" in line for line in lines) and any("OK" in line for line in lines), (
            lines
        )


def test_the_lessons_are_copied_out_of_the_package(installed, tmp_path):
    code = ("from pathlib import Path; from imagerec.lab.course import open_lesson, source_folder; "
            "root = Path('.'); print(open_lesson(None, source_folder(root), root))")
    path = run(installed / "python", "-c", code, cwd=tmp_path, env=outside(tmp_path)).strip()
    assert path.startswith("imagerec-course/01_") and (tmp_path / path).exists()
