"""The version stands in three files; nbdev_bump_version changes only two of them."""

import configparser
import json

from support import REPOSITORY

import imagerec


def test_all_versions_are_the_same():
    settings = configparser.ConfigParser(delimiters=["="], interpolation=None)
    settings.read(REPOSITORY / "settings.ini")
    package = json.loads((REPOSITORY / "widgets" / "package.json").read_text())
    assert package["version"] == settings["DEFAULT"]["version"] == imagerec.__version__
