"""Bad input to `load`: one line that says what is wrong and what to do, and nothing written."""

import io
import itertools
import os
import shutil
import struct
import tarfile
import tempfile
import time
import warnings
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imagerec as ir
from imagerec.data.decode import decode
from imagerec.data.form import Form
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
            draw(tmp_path / "pets" / kind / f"{number}.png", number + 100*(kind == "dog"))
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
    assert data.notes == ("Files without a picture's ending were ignored: 1 (.me 1).",
                          "Pictures outside of the class folders were ignored: 1 (outermost "
                          "folder 1).")


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
            picture.putpixel((0, 0), shade + number)
            picture.save(tmp_path / "turned" / kind / f"{number}.jpg", exif=exif, quality=95)
    data = ir.load(tmp_path / "turned")
    assert data.shape == (40, 20, 1)
    assert data.train.images[:, :18].mean() > 45 > 10 > data.train.images[:, 22:].mean()


def test_photographs_of_a_telephone_stand_upright_too(tmp_path):
    heif = pytest.importorskip("pillow_heif", reason="imagerec[heic] isn't installed")
    heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind, shade in (("a", 200), ("b", 50)):
        (tmp_path / "phone" / kind).mkdir(parents=True)
        for number in range(4):
            picture = Image.new("RGB", (64, 32))
            picture.paste((shade + 9*number, 0, 0), (0, 0, 32, 32))
            picture.info["exif"] = exif.tobytes()  # from here the turn is written, not from exif=
            picture.save(tmp_path / "phone" / kind / f"{number}.HEIC", "HEIF", quality=95)
    data = ir.load(tmp_path / "phone")
    assert data.shape == (64, 32, 3)
    assert data.train.images[:, :30, :, 0].mean() > 45 > 10 > data.train.images[:, 34:].mean()


def test_what_reads_a_telephone_s_photographs_is_named(pets, monkeypatch):
    monkeypatch.setattr("imagerec.data.decode._formats", lambda: ("PNG", "JPEG"))
    (pets / "cat" / "new.heic").write_bytes(b"\0\0\0\x1cftypheic\0\0\0\0mif1heicmiaf" + bytes(40))
    refused(pets, "cat/new.heic (it is a HEIC picture; `pip install 'imagerec[heic]'` brings")
    assert "imagerec[heic]" in ir.load(pets, broken="skip").broken["cat/new.heic"]


def test_mixed_sizes_get_one_size_and_a_note(pets):
    draw(pets / "cat" / "large.png", 255, (300, 200), "RGB")
    data = ir.load(pets)
    assert data.shape == (224, 224, 3) and "6×4 to 300×200 pixels were squeezed" in data.notes[0]
    assert ir.load(pets, size=(10, 20)).shape == (10, 20, 3)


def test_real_photographs(real_data):
    data = ir.load("hymenoptera")
    assert data.classes == ["ants", "bees"] and data.shape == (224, 224, 3)
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


# Two hundred odd and hostile files ---------------------------------------------------------------


def encoded(kind: str, size=(48, 40)) -> bytes:
    pixels = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind)
    return file.getvalue()


def png(width: int, height: int, depth: int, kind: int, *chunks: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts)


def hostile() -> dict[str, bytes]:
    """Files by their name, all of them spoilt or odd in some way."""
    kinds = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "BMP": "bmp", "WEBP": "webp",
             "TIFF": "tif", "PPM": "ppm", "JPEG2000": "jp2", "TGA": "tga"}
    whole = {ending: encoded(kind) for kind, ending in kinds.items()}
    files = {f"cut {share} {ending}.{ending}": data[:len(data)*share//100]
             for ending, data in whole.items() for share in range(0, 100, 5)}
    files |= {f"magic {ending}.{ending}": b"\0\xff\0\xff" + data[4:]
              for ending, data in whole.items()}
    files |= {f"named wrongly {ending}.png": data for ending, data in whole.items()}
    zeros = zlib.compress(bytes(12_001 * 12_000), 1)
    jpeg = bytearray(encoded("JPEG"))
    at = jpeg.index(b"\xff\xc0") + 5
    jpeg[at:at + 4] = b"\xff\xdc\xff\xdc"
    return files | {
        "huge.jpg": bytes(jpeg),
        "huge.png": png(2**31 - 1, 2**31 - 1, 8, 2, (b"IDAT", zlib.compress(b"0"))),
        "huge.ppm": b"P6 60000 60000 255\n", "huge.bmp": encoded("BMP")[:18] + b"\xff\xff\0\0"*2,
        "huge.gif": b"GIF89a\xff\xff\xff\xff\x80\0\0", "no pixels.png": png(0, 0, 8, 2),
        "bomb.png": png(12_000, 12_000, 8, 0, (b"IDAT", zeros)),
        "text bomb.png": png(4, 4, 8, 0, (b"zTXt", b"x\0\0" + zlib.compress(bytes(10**8), 1))),
        "n"*251 + ".png": b"", "line\nbreak\x07.png": b"x", "right\u202egnp.png": b"x",
        "<img src=x onerror=alert(1)>.png".replace("/", ""): b"<svg onload=alert(1)>",
        "..png": b"x", "percent%2e%2e.png": b"x", "'; drop table.png": b"x",
    }


def test_no_hostile_file_brings_the_reading_down(tmp_path):
    files = hostile()
    assert len(files) >= 200
    for kind in ("a", "b"):
        for number in range(5):
            draw(tmp_path / "all" / kind / f"{number}.png", number + 100*(kind == "b"))
    for name, data in files.items():
        (tmp_path / "all" / "a" / name).write_bytes(data)
        started = time.process_time()
        try: decode(io.BytesIO(data), Form((16, 16), 3))
        except ir.InputError as error: assert str(error) and "\n" not in str(error), name
        assert time.process_time() - started < 2, name
    data = ir.load(tmp_path / "all", size=16, broken="skip")
    read = {Path(path).name for split in data.splits.values() for path in split.paths}
    assert read | {Path(path).name for path in data.broken} >= set(files) - {"..png"}
    assert {"huge.png", "huge.ppm", "cut 50 png.png", "n"*251 + ".png"} <= {
        Path(path).name for path in data.broken}
    assert all(why and "\n" not in why for why in data.broken.values())
    assert "onerror=alert(1)>" not in data._repr_html_()


def test_an_archive_with_tricks_in_its_paths(pets, tmp_path):
    tricks = ["../up.png", "/etc/x.png", "C:\\x.png", "pets/cat/../../../x.png", "pets/cat/\0.png",
              "pets/cat/" + "n"*255 + ".png", "pets/cat/\u202egnp.png", "con.png"]
    before = {path for path in tmp_path.rglob("*")}
    path = archive_of(pets, **dict.fromkeys(tricks, encoded("PNG")))
    data = ir.load(path, size=8, broken="skip")
    assert sum(map(len, data.splits.values())) >= 20
    assert set(tmp_path.rglob("*")) - before == {path}


# What others reported of readers of folders ------------------------------------------------------


def laid(folder: Path, *paths: str) -> Path:
    """Six different pictures in each folder that is named, or the one picture."""
    shades = itertools.count()
    for path in paths:
        each = [path] if path.endswith(".png") else [f"{path}/{number}.png" for number in range(6)]
        for one in each:
            draw(folder / one, next(shades))
    return folder


@pytest.mark.parametrize("paths, classes, note", [
    (["cat", "dog", "cat/photo of a train.png", "dog/test tubes.png"], ["cat", "dog"], ""),
    (["cat", "dog", ".ipynb_checkpoints", "cat/.ipynb_checkpoints"], ["cat", "dog"], ""),
    (["train/ok", "train/nok", "test"], ["nok", "ok"], "outside of the class folders were ignored"),
    (["cat", "dog", "cat/0_mask.png", "cat/1_mask.png"], ["cat", "dog"], "masks of others were"),
    (["fold1/cat", "fold1/dog", "fold2/cat"], ["fold1", "fold2"], "move them up by one level"),
])
def test_folders_that_others_stumbled_over(tmp_path, paths, classes, note):
    data = ir.load(laid(tmp_path / "set", *paths))
    assert data.classes == classes
    assert note in " ".join(data.notes) and bool(note) == bool(data.notes), data.notes


@pytest.mark.parametrize("paths, told", [
    (["train/cat", "train/dog", "valid/cat", "sample/train/cat"], "holds the folder 'sample' besi"),
    (["train/1.png", "test/2.png"], "no class folders around them"),
    (["data", "9.png"], "holds only the class 'data'"),
    (["train/Cat", "train/dog", "test/cat"], "but of 'Cat'; give both one name"),
])
def test_folders_that_cannot_be_meant_so(tmp_path, paths, told):
    refused(laid(tmp_path / "set", *paths), told)


def test_an_archive_in_a_folder_is_named(pets, tmp_path):
    (tmp_path / "download").mkdir()
    archive_of(pets).rename(tmp_path / "download" / "pets.zip")
    refused(tmp_path / "download", "but the archive pets.zip; give that itself")


@posix_only
def test_folders_that_are_links(pets, tmp_path):
    (pets / "kitty").symlink_to(pets / "cat")
    data = ir.load(pets)
    assert data.classes == ["cat", "dog"] and "no classes: kitty" in " ".join(data.notes)
    (pets / "kitty").unlink()
    for split in ("train", "valid"):
        (tmp_path / "linked" / split).mkdir(parents=True)
        for kind in ("cat", "dog"):
            (tmp_path / "linked" / split / kind).symlink_to(pets / kind)
    data = ir.load(tmp_path / "linked")
    assert len(data.valid) == 20 and "stand in several splits: 20" in " ".join(data.notes)


# Splits that stay --------------------------------------------------------------------------------


def test_a_picture_that_is_added_makes_no_training_picture_a_test_picture(tmp_path):
    random = np.random.default_rng(0)
    for number in range(300):
        place = tmp_path / "grown" / "ab"[number % 2]
        place.mkdir(parents=True, exist_ok=True)
        pixels = random.integers(0, 256, (4, 4), np.uint8)
        Image.fromarray(pixels).save(place / f"{number}.png")
    before = ir.load(tmp_path / "grown")
    draw(tmp_path / "grown" / "a" / "new.png", 7)
    shutil.copy(tmp_path / "grown" / "a" / "0.png", tmp_path / "grown" / "a" / "copy.png")
    after = ir.load(tmp_path / "grown")
    assert not set(before.train.paths) & set(after.test.paths)
    split = {Path(path).name: name for name, part in after.splits.items() for path in part.paths}
    assert split["0.png"] == split["copy.png"]


def test_the_patients_of_a_table_stay_together(tmp_path):
    lines = []
    for number in range(60):
        draw(tmp_path / "scans" / f"{number}.png", number)
        lines.append(f"scans/{number};{'ill' if number % 2 else 'well'};P{number // 4}")
    (tmp_path / "scans.csv").write_text("\n".join(["image;diagnosis;patient", *lines]))
    data = ir.load(tmp_path / "scans.csv")
    seen = [{int(Path(path).stem) // 4 for path in part.paths} for part in data.splits.values()]
    assert all(seen) and sum(map(len, seen)) == len(set.union(*seen))


def test_a_table_whose_files_are_missing_names_them_all(tmp_path):
    lines = []
    for number in range(24):
        if number % 8:
            draw(tmp_path / f"{number}.png", number)
        lines.append(f"{number}.png,{'ab'[number % 2]}")
    table = tmp_path / "birds.csv"
    table.write_text("\n".join(["path,label", *lines]))
    refused(table, "3 of 24 pictures", "16.png (line 18: No such file or directory)")
    data = ir.load(table, broken="skip")
    assert sorted(data.broken) == ["0.png", "16.png", "8.png"]
    assert sum(map(len, data.splits.values())) == 21


def test_a_file_that_changes_before_it_is_decoded_is_told(tmp_path):
    for number in range(24):
        draw(tmp_path / "birds" / "ab"[number % 2] / f"{number}.png", number)
    data = ir.load(tmp_path / "birds", cache="1KB")
    kept = data.train.images[:1]
    draw(Path(data.train.paths[0]), 99)
    assert (data.train.images[:1] == kept).all()  # in memory already
    draw(Path(data.train.paths[-1]), 99)
    with pytest.raises(ir.InputError, match="has changed since the data were loaded"):
        data.train.images[len(data.train) - 1:]


def test_the_same_picture_of_two_patients_stays_in_one_split(tmp_path):
    lines = []
    for number in range(60):
        draw(tmp_path / f"{number}.png", number // 2)  # each picture twice
        lines.append(f"{number}.png;{'ill' if number // 2 % 2 else 'well'};P{number}")
    (tmp_path / "scans.csv").write_text("\n".join(["image;diagnosis;patient", *lines]))
    data = ir.load(tmp_path / "scans.csv")
    seen = [{int(Path(path).stem) // 2 for path in part.paths} for part in data.splits.values()]
    assert all(seen) and sum(map(len, seen)) == len(set.union(*seen)) == 30
