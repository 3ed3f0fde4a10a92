"""Every network that the registry knows, written in every format: how far are the answers off?

    python benchmarks/formats.py [--models cnn vit …]

Each is trained for one epoch on noise, so that no weight is what it was drawn as, then exported
format by format, which compares 200 pictures in three sizes of batch. Files of photographs go
through `serving_bytes`, and through `ir.predict` on the run. Writes formats.json and formats.md.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

import imagerec as ir
from imagerec.runs.bundle import FORMATS

HERE = Path(__file__).parent
LITE = "pretrained/EfficientNetLite0"
OTHERS = ("cnn, mixed_bfloat16", "a network in a network")


def photographs(folder: Path, number: int = 120) -> Path:
    """A folder of two classes of coarse noise, each with its own mean colour."""
    random = np.random.default_rng(0)
    for at in range(number):
        name = "ab"[at % 2]
        (folder / name).mkdir(parents=True, exist_ok=True)
        coarse = random.integers(0, 200, (6, 8, 3)) + at % 2 * np.array([40, 0, 20])
        pixels = np.kron(coarse, np.ones((8, 8, 1))).astype(np.uint8)
        Image.fromarray(pixels).save(folder / name / f"{at}.png")
    return folder


def files(folder: Path) -> list[Path]:
    """As telephones and programs make them: turned by EXIF in all ways, RGBA, grey."""
    random, folder = np.random.default_rng(1), folder / "files"
    folder.mkdir()
    photo = np.kron(random.integers(0, 256, (30, 40, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    for turned in range(1, 9):
        notes = Image.Exif()
        notes[0x0112] = turned
        Image.fromarray(photo).save(folder / f"turned{turned}.jpg", exif=notes)
    clear = random.integers(0, 256, (*photo.shape[:2], 1), np.uint8)
    Image.fromarray(np.concatenate([photo, clear], 2)).save(folder / "rgba.png")
    Image.fromarray(photo[..., 0]).save(folder / "grey.png")
    return sorted(folder.iterdir())


def built(name: str, data: ir.ImageData):
    """One of the registry, or of OTHERS."""
    import keras

    if name == OTHERS[0]:
        keras.config.set_dtype_policy("mixed_bfloat16")
        try:
            return ir.build("cnn", data)
        finally:
            keras.config.set_dtype_policy("float32")
    if name == OTHERS[1]:
        inside = ir.build("cnn_fast", data)
        images = keras.Input(data.shape, name="pictures")
        outer = keras.layers.Dropout(0.5)(inside(keras.layers.Normalization(
            mean=[100, 90, 80], variance=[900, 800, 700])(images)))
        model = keras.Model(images, keras.layers.Dense(2, "softmax")(outer))
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        return model
    return ir.build(name, data)


def by_files(run: ir.Run, bundle: ir.Bundle, some: list[Path]) -> float:
    """The largest difference between `serving_bytes` and `ir.predict` on the same files."""
    import tensorflow as tf

    signature = tf.saved_model.load(str(bundle.path)).signatures["serving_bytes"]
    said = signature(image_bytes=tf.constant([file.read_bytes() for file in some]))
    return float(np.abs(said["probabilities"].numpy() - ir.predict(run, some).probabilities).max())


def exported(name: str, data: ir.ImageData, some: list[Path], folder: Path) -> dict:
    recipe = ir.Recipe(epochs=1, seed=1)
    run = ir.Trainer(built(name, data), data, recipe, run_dir=folder / "run").fit()
    found = {"model": name, "pictures": "×".join(map(str, data.shape)), "formats": {}}
    for format in FORMATS:
        try:
            bundle = ir.export(run, folder / "model", format=format)
        except ir.ImagerecError as error:
            found["formats"][format] = str(error).partition(". ")[0]
            continue
        found["formats"][format] = bundle.about.differences[format]
        if format == "savedmodel":
            found["files"] = by_files(run, bundle, some)
    return found


def table(rows: list[dict]) -> str:
    def shown(value) -> str:
        return f"{value:.1e}" if isinstance(value, float) else "refused"

    lines = [f"| network | pictures | {' | '.join(FORMATS)} | files, by `serving_bytes` |",
             "| --- " * (len(FORMATS) + 3) + "|"]
    for row in rows:
        cells = [shown(row["formats"].get(name)) for name in FORMATS]
        lines.append(f"| {row['model']} | {row['pictures']} | {' | '.join(cells)} | "
                     f"{shown(row.get('files'))} |")
    refused = [f"- {row['model']}: {said}" for row in rows for said in row["formats"].values()
               if isinstance(said, str)]
    return "\n".join([*lines, "", *refused])


def write(rows: list[dict]) -> None:
    (HERE / "formats.json").write_text(json.dumps(rows, indent=1) + "\n")
    (HERE / "formats.md").write_text(
        "# How far each format is from the network\n\nBy `python benchmarks/formats.py`. Each "
        "number is the largest difference of a probability: of all training pictures, in batches "
        "of 1, 7 and all; in the last column of ten files (a JPEG turned by EXIF in eight "
        "ways, an RGBA PNG, a grey one) through `serving_bytes` against "
        "`ir.predict`. Above 1e-5 nothing is written; a network of mixed precision is compared "
        "with its own weights in float32, but for Keras's own file, and the number shown is the "
        f"distance to the 16-bit network.\n\n{table(rows)}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [*(info.name for info in ir.list_models()), LITE, *OTHERS]
    parser.add_argument("--models", nargs="+", choices=names, default=names)
    rows = []
    with tempfile.TemporaryDirectory() as home:
        folder = photographs(Path(home) / "photographs")
        some, small = files(Path(home)), ir.load(folder, size=(32, 24), fit="crop")
        large = ir.load(folder, size=64)
        for name in parser.parse_args().models:
            with tempfile.TemporaryDirectory() as own:
                data = large if name == LITE else small
                rows.append(exported(name, data, some, Path(own)))
            print(rows[-1], flush=True)
            write(rows)


if __name__ == "__main__":
    main()
