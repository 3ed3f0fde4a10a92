"""Bad input to `load`: one line that says what is wrong and what to do, and nothing written."""

import io
import os
import shutil
import tarfile
import tempfile
import time
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imagerec as ir
from warm import run_warm

IMAGES = np.zeros((20, 6, 6), "uint8")
LABELS = np.arange(20) % 2


@pytest.fixture(autouse=True)
def empty_data_home(tmp_path, monkeypatch, request):
    """No test finds data that lies on this machine unless it asks; none leaves anything there."""
    if "real_data" in request.fixturenames:
        monkeypatch.setenv("IMAGEREC_DATA", str(request.getfixturevalue("real_data")))
        yield None
        return
    home = tmp_path / "data-home"
    home.mkdir()
    monkeypatch.setenv("IMAGEREC_DATA", str(home))
    yield home
    assert list(home.iterdir()) == []


def draw(path: Path, shade: int = 0, size=(6, 4), mode: str = "L") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, shade).save(path)
    return path


@pytest.fixture
def pets(tmp_path) -> Path:
    for kind in ("cat", "dog"):
        for number in range(10):
            draw(tmp_path / "pets" / kind / f"{number}.png", number)
    return tmp_path / "pets"


def refused(source, *parts: str, **options) -> str:
    """What `load` says, which must be one line of text that holds all `parts`."""
    with pytest.raises(ir.InputError) as caught:
        ir.load(source, **options)
    message = str(caught.value)
    assert "\n" not in message and message.endswith((".", "?"))
    for part in parts:
        assert part in message, message
    return message


# Names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name, nearest", [("digts", "digits"), ("MNIST", "mnist"),
                                           ("cifar-10", "cifar10"), ("fashion", "fashion_mnist")])
def test_unknown_name_suggests_the_nearest(name, nearest):
    refused(name, f"Unknown data set {name!r}. Did you mean {nearest!r}? Known: digits, glyphs")


def test_unknown_name_far_from_all():
    assert "Did you mean" not in refused("zzzz", "Unknown data set 'zzzz'. Known: digits")


@pytest.mark.parametrize("source", ["no/such/folder", "none.zip", Path("nowhere"), "./digits"])
def test_missing_path(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(source, str(source) if isinstance(source, str) else "nowhere")


@pytest.mark.parametrize("source", [None, 3, {}, (), (1,), (1, 2, 3, 4), np.zeros((3, 3))])
def test_no_source_at_all(source):
    refused(source, "Can't load a", "a folder")


def test_odd_names():
    refused("")
    refused("a\0b")
    refused("x" * 5000)


@pytest.mark.parametrize("options, part", [
    ({"size": 0}, "size=0 must be (height, width)"),
    ({"size": (8, -8)}, "must be (height, width)"),
    ({"size": "big"}, "size='big'"),
    ({"valid": 0}, "valid=0 and test=0.2 must both be more than 0"),
    ({"valid": 0.5, "test": 0.5}, "leave something to train on"),
    ({"test": "much"}, "test='much'"),
    ({"seed": -1}, "seed must be a whole number of 0 or more. Received: seed=-1"),
    ({"seed": 1.5}, "seed=1.5"),
    ({"noise": 3}, "'digits' takes no option 'noise'"),
])
def test_options(options, part):
    refused("digits", part, **options)


def test_options_of_drawn_sets():
    refused("glyphs", "Did you mean 'number'?", numbr=5)
    refused("glyphs", "number must be a whole number of 1 or more. Received: number=-5", number=-5)
    refused("glyphs", "number='5'", number="5")
    refused("glyphs", "'é' is no letter", characters="aé")
    refused("shapes", "16 pixels a side", size=4)
    refused("glyphs", "Too few images to split", number=1)
    refused("glyphs", "is left to train on", number=40)


# Arrays -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("images, labels, part", [
    (IMAGES, LABELS[:-1], "20 images, but 19 labels. Give one label for each image."),
    (IMAGES, 0, "20 images, but 1 labels"),
    (IMAGES, np.zeros(20), "All 20 labels are the same"),
    (IMAGES, np.eye(20), "look one-hot. Give one number for each image: labels.argmax(axis=1)"),
    (IMAGES, LABELS + 0.5, "whole numbers or words"),
    (IMAGES, np.where(LABELS, np.nan, 1.0), "whole numbers or words"),
    (IMAGES, [None] * 20, "whole numbers or words"),
    (np.where(np.arange(720).reshape(20, 6, 6) < 3, np.nan, 0.5), LABELS,
     "3 of 720 pixels are NaN or infinite. Replace them"),
    (np.full((20, 6, 6), np.inf), LABELS, "720 of 720 pixels are NaN or infinite"),
    (IMAGES - 1.0, LABELS, "Pixels run from -1 to -1, but must lie within 0…255"),
    (IMAGES.astype("uint16") + 4095, LABELS, "Pixels run from 4095 to 4095"),
    (IMAGES.astype(str), LABELS, "Pixels must be numbers"),
    (IMAGES.astype(complex), LABELS, "Pixels must be numbers"),
    (IMAGES[0], LABELS, "received (6, 6)"),
    (IMAGES[:0], LABELS[:0], "received (0, 6, 6, 1)"),
    (np.zeros((20, 3, 6, 6)), LABELS, "np.moveaxis(images, 1, -1)"),
    (np.zeros((20, 6, 6, 4)), LABELS, "1 channel (grey) or 3 (RGB)"),
    ([np.zeros((2, 2)), np.zeros((3, 3))], [0, 1], "differ in size"),
    (None, LABELS, "received ()"),
])
def test_arrays(images, labels, part):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        refused((images, labels), part)


def test_class_names_that_do_not_fit():
    refused((IMAGES, LABELS, ["only"]), "1 classes have the numbers 0 to 0")
    refused((IMAGES, LABELS, ["same", "same"]), "Two classes have the same name")
    refused((IMAGES, ["cat", "dog"] * 10, ["cat", "bee"]), "'dog' is not among the classes")


def test_too_few_images_of_a_class():
    refused((IMAGES[:3], [0, 0, 1]), "is left to train on", "three are the least")


def test_unusual_but_right_arrays():
    column = LABELS.reshape(-1, 1)
    words = np.array(["cat", "dog"] * 10, object)
    assert ir.load((IMAGES.tolist(), column)).classes == ["0", "1"]
    assert ir.load((IMAGES / 255, words)).classes == ["cat", "dog"]
    assert ir.load((IMAGES, LABELS * 7 + 3)).classes == ["3", "10"]
    assert ir.load((IMAGES, LABELS == 1, ["no", "yes"])).counts()["test"] == {"no": 2, "yes": 2}


# Folders ----------------------------------------------------------------------------------------


def test_empty_folder(tmp_path):
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", str(tmp_path / "empty"), "holds no pictures")
    (tmp_path / "empty" / "cat").mkdir()
    (tmp_path / "empty" / "cat" / "notes.txt").write_text("none")
    refused(tmp_path / "empty", "holds no pictures")


def test_one_class_only(tmp_path):
    draw(tmp_path / "one" / "cat" / "1.png")
    draw(tmp_path / "one" / "cat" / "2.png")
    refused(tmp_path / "one", "holds only the class 'cat'", "two classes or more")


def test_no_class_folders(tmp_path):
    draw(tmp_path / "flat" / "1.png")
    refused(tmp_path / "flat", "holds pictures, but no class folders")


def test_class_without_training_pictures(tmp_path):
    for path in ("train/cat/1.png", "train/dog/1.png", "test/bee/1.png"):
        draw(tmp_path / "sets" / path)
    refused(tmp_path / "sets", "no training pictures of the class 'bee'")


def test_text_file_named_jpg(pets):
    (pets / "dog" / "letter.jpg").write_text("Dear Sir or Madam")
    refused(pets, "1 of 21 pictures that can't be read",
            "dog/letter.jpg (it holds text, not a picture)", "mend or remove")


def test_many_unreadable_files_are_counted(pets):
    whole = (pets / "cat" / "1.png").read_bytes()
    (pets / "cat" / "cut.png").write_bytes(whole[:50])
    (pets / "cat" / "empty.png").write_bytes(b"")
    (pets / "cat" / "page.jpeg").write_text("<!DOCTYPE html><title>404")
    (pets / "dog" / "gone.png").symlink_to(pets / "nowhere.png")
    message = refused(pets, "4 of 24 pictures", "cat/empty.png (it is empty)", "cat/page.jpeg (it "
                      "holds a web page")
    assert message.count("(") == 3 and ", …" in message


def test_file_in_place_of_a_folder(pets):
    refused(pets / "cat" / "1.png", "1.png is neither a folder nor a .zip")


def test_what_is_ignored_is_told(pets):
    (pets / "read.me").write_text("x")
    draw(pets / ".thumbnails" / "1.png")
    draw(pets / "cat" / "._2.png")
    draw(pets / "stray.png")
    data = ir.load(pets)
    assert data.classes == ["cat", "dog"] and sum(map(len, data.splits.values())) == 20
    assert data.notes == ("Files without a picture's ending were ignored: 1.",
                          "Pictures outside of the class folders were ignored: 1.")


def test_links_in_a_circle(pets):
    (pets / "cat" / "again").symlink_to(pets)
    assert sum(map(len, ir.load(pets).splits.values())) == 20


# Rights -----------------------------------------------------------------------------------------

AS_NOBODY = """
import os, sys
import imagerec as ir
import PIL.Image, PIL.ImageOps, PIL.PngImagePlugin, imagerec.data.datasets
from pathlib import Path
from imagerec.data.download import DownloadError, RemoteFile, fetch
PIL.Image.init()  # nobody may not read what this user has installed
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try: {statement}
except ir.ImagerecError as error: print(type(error).__name__, error)
"""


@pytest.fixture
def open_folder():
    """A folder that everybody can reach: pytest's own are closed to other users."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody(statement: str, path: Path) -> str:
    """What a user without rights is told; root could read everything."""
    code = AS_NOBODY.format(statement=statement)
    return run_warm("-c", code, path, IMAGEREC_DATA=str(path.parent)).stdout.strip()


posix_only = pytest.mark.skipif(os.name != "posix", reason="rights work differently here")


@posix_only
@pytest.mark.parametrize("closed", [".", "cat"])
def test_folder_without_permission(open_folder, closed):
    for kind in ("cat", "dog"):
        draw(open_folder / "pets" / kind / "1.png")
    (open_folder / "pets" / closed).chmod(0)
    line = as_nobody("ir.load(sys.argv[1])", open_folder / "pets")
    target = (open_folder / "pets" / closed).resolve()
    assert line.startswith(f"InputError No permission to read the folder {target}. ")


@posix_only
def test_parent_folder_without_permission(open_folder):
    draw(open_folder / "closed" / "pets" / "cat" / "1.png")
    (open_folder / "closed").chmod(0)
    line = as_nobody("ir.load(sys.argv[1])", open_folder / "closed" / "pets")
    assert line.startswith("InputError No permission to look at ")


@posix_only
def test_files_without_permission(open_folder):
    for kind in ("cat", "dog"):
        draw(open_folder / "pets" / kind / "1.png").chmod(0o644)
    (open_folder / "pets" / "cat" / "1.png").chmod(0)
    line = as_nobody("ir.load(sys.argv[1])", open_folder / "pets")
    assert "1 of 2 pictures that can't be read: cat/1.png (Permission denied)" in line
    with zipfile.ZipFile(open_folder / "pets.zip", "w") as archive:
        archive.writestr("cat/1.png", b"")
    (open_folder / "pets.zip").chmod(0)
    line = as_nobody("ir.load(sys.argv[1])", open_folder / "pets.zip")
    assert line.endswith("pets.zip can't be read: Permission denied.")


@posix_only
def test_data_folder_that_may_not_be_written(open_folder):
    (open_folder / "data").mkdir()
    (open_folder / "data").chmod(0o555)
    line = as_nobody("fetch(RemoteFile('set.bin', 64*'0', ('http://127.0.0.1:9/set.bin',)), "
                     "Path(sys.argv[1]))", open_folder / "data")
    assert line == (f"DownloadError set.bin can't be saved in {open_folder / 'data'}: Permission "
                    "denied. Choose another folder with the environment variable IMAGEREC_DATA.")
    assert list((open_folder / "data").iterdir()) == []


# Archives ---------------------------------------------------------------------------------------


def archive_of(pets: Path, **extra: bytes) -> Path:
    with zipfile.ZipFile(pets.with_suffix(".zip"), "w") as archive:
        for path in sorted(pets.rglob("*.png")):
            archive.write(path, f"pets/{path.relative_to(pets)}")
        for name, data in extra.items():
            archive.writestr(name, data)
    return pets.with_suffix(".zip")


def test_broken_archives(pets):
    path = archive_of(pets)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    refused(path, "pets.zip is no whole .zip", "Get it anew")
    path.write_bytes(b"")
    refused(path, "pets.zip is no whole .zip")
    spoilt = bytearray(whole)
    spoilt[60:90] = b"#" * 30
    path.write_bytes(spoilt)
    refused(path, "1 of 20 pictures that can't be read", "pets/cat/0.png (it can't be unpacked")


def test_broken_tar(pets):
    with tarfile.open(pets.with_suffix(".tgz"), "w:gz") as archive:
        archive.add(pets, "pets")
    path = pets.with_suffix(".tgz")
    assert ir.load(path).fingerprint == ir.load(pets).fingerprint
    path.write_bytes(path.read_bytes()[:-200])
    refused(path, "can't be unpacked", "Get it anew")


def test_archive_with_paths_that_lead_out(pets, tmp_path):
    evil = {"../../escape.png": b"x", "/etc/escape.png": b"x", "__MACOSX/pets/cat/._0.png": b"x"}
    before = sorted(tmp_path.rglob("*"))
    path = archive_of(pets, **{"../../escape.png": b"x", "__MACOSX/cat/._0.png": b"x"})
    assert sum(map(len, ir.load(path).splits.values())) == 20
    refused(archive_of(pets, **evil), "can't be read")
    assert set(tmp_path.rglob("*")) - set(before) == {path}


def test_tar_with_links_and_devices(pets, tmp_path):
    path = tmp_path / "pets.tar"
    with tarfile.open(path, "w") as archive:
        archive.add(pets, "pets")
        for name, kind in [("link.png", tarfile.SYMTYPE), ("null.png", tarfile.CHRTYPE)]:
            member = tarfile.TarInfo(f"pets/cat/{name}")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    assert sum(map(len, ir.load(path).splits.values())) == 20


def test_archive_that_unpacks_to_far_too_much(pets, monkeypatch):
    monkeypatch.setattr("imagerec.data.trees.LARGEST", 10_000)
    refused(archive_of(pets, **{"pets/cat/bomb.png": b"\0" * 20_000}),
            "pets/cat/bomb.png (it unpacks to 20000 bytes)")


def test_pictures_are_not_unpickled(tmp_path, monkeypatch):
    monkeypatch.setenv("IMAGEREC_DATA", str(tmp_path))
    evil = np.array([print], object)
    np.savez(tmp_path / "mnist.npz", x_train=evil, y_train=evil, x_test=evil, y_test=evil)
    refused("mnist", "mnist.npz can't be read: Object arrays cannot be loaded")


# Names from data --------------------------------------------------------------------------------

EVIL = "<img src=x onerror=alert(1)>"
LONG = "🐝" * 60 + "\u202e&\"'$\\bad{"


def test_class_names_are_shown_as_text(tmp_path):
    for kind in (EVIL, LONG, "$x^2$"):
        for number in range(4):
            draw(tmp_path / "names" / kind / f"{number}.png", number)
    data = ir.load(tmp_path / "names", name=EVIL)
    html = data._repr_html_()
    assert data.classes == sorted([EVIL, LONG, "$x^2$"]) and "<img src=x" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") >= 2
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data.show().savefig(io.BytesIO(), format="png")
        str(data), data.summary()


def test_three_hundred_letters_and_a_hundred_classes():
    images = np.random.default_rng(0).integers(0, 256, (300, 9, 7, 3), np.uint8)
    names = [f"{number:03}" + "x" * 297 for number in range(100)]
    data = ir.load((images, np.arange(300) % 100, names), valid=0.3, test=0.3)
    html = data._repr_html_()
    assert names[42] in html and html.count("<img") == 1
    data.show("test", 5).savefig(io.BytesIO(), format="png")


def test_the_messages_of_a_folder_are_plain_text(tmp_path):
    draw(tmp_path / "x" / "a" / "1.png")
    (tmp_path / "x" / "b").mkdir()
    (tmp_path / "x" / "b" / "<b>.jpg").write_text("no")
    refused(tmp_path / "x", "b/<b>.jpg")


# Photographs as people have them ----------------------------------------------------------------


def test_turned_photograph_stands_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind, shade in (("a", 200), ("b", 50)):
        picture = Image.new("L", (40, 20))
        picture.paste(shade, (0, 0, 20, 20))
        for number in range(4):
            (tmp_path / "turned" / kind).mkdir(parents=True, exist_ok=True)
            picture.save(tmp_path / "turned" / kind / f"{number}.jpg", exif=exif, quality=95)
    data = ir.load(tmp_path / "turned")
    assert data.shape == (40, 20, 1)
    assert data.train.images[:, :18].mean() > 45 > 10 > data.train.images[:, 22:].mean()


def test_mixed_sizes_get_one_size_and_a_note(pets):
    draw(pets / "cat" / "large.png", 255, (300, 200), "RGB")
    data = ir.load(pets)
    assert data.shape == (150, 150, 3) and "6×4 to 300×200 pixels were squeezed" in data.notes[0]
    assert ir.load(pets, size=(10, 20)).shape == (10, 20, 3)


def test_real_photographs(real_data):
    data = ir.load("hymenoptera")
    assert data.classes == ["ants", "bees"] and data.shape == (150, 150, 3)
    everywhere = sum((split.paths for split in data.splits.values()), [])
    assert "train/ants/imageNotFound.gif" in everywhere and len(everywhere) == 398
    assert ir.load("orl-faces").num_classes == 40
    refused("bccd", "bccd.zip holds only the class 'JPEGImages'")


def test_mnist_loads_fast_and_stays_small(real_data):
    started = time.perf_counter()
    data = ir.load("mnist")
    assert time.perf_counter() - started < 3  # 0.3 s on an idle machine
    assert [len(split) for split in data.splits.values()] == [55_000, 5_000, 10_000]
    assert data.train.images.dtype == np.uint8 and data.source["files"] == ["mnist.npz"]


def test_a_folder_with_the_name_of_a_set_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digits").mkdir()
    assert "give './digits'" in ir.load("digits").summary()
