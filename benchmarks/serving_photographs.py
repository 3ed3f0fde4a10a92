"""Photographs to EfficientNet-Lite0 as JPEG files, beside decoding and asking it in a bare loop.

    IMAGEREC_DATA=DATA python benchmarks/serving_photographs.py [onnx|openvino]

16 clients send files of hymenoptera.zip by gRPC; the load comes from h2load, as in serving.py. The
loop reads the same file with the same decoder and asks the same engine, on one thread and on as
many as the server has. All are taken in turns. Where others use the machine, speeds scatter; the
seconds that the processor spends on a picture hardly do. Writes serving_photographs.json.
"""

import json
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import psutil
from serving import HERE, PREDICT, Served, load, serving

CLIENTS, REQUESTS, ROUNDS = 16, 96, 3
LOOP = """import io, sys, threading, time, imagerec as ir
from imagerec.data.decode import decode
from imagerec.data.form import form_of
from imagerec.models.engines import engines_for, open_engine
bundle, data, count = ir.Bundle(sys.argv[1]), open(sys.argv[2], "rb").read(), int(sys.argv[4])
form = form_of({"form": bundle.about.form}, bundle.about.shape)
asks = [open_engine(engines_for(bundle.files)[0], bundle.files, 1) for _ in range(int(sys.argv[3]))]
def loop(ask, times):
    for _ in range(times): ask(decode(io.BytesIO(data), form)[None].astype("float32"))
for ask in asks: loop(ask, 3)
threads = [threading.Thread(target=loop, args=(ask, count // len(asks))) for ask in asks]
began, worked = time.perf_counter(), time.process_time()
for one in threads: one.start()
for one in threads: one.join()
print(count / (time.perf_counter() - began), (time.process_time() - worked) / count)
"""


def photographs(folder: Path) -> list[Path]:
    """Three of them: of the sizes that the half, a quarter and three quarters don't reach."""
    with zipfile.ZipFile(Path(os.environ["IMAGEREC_DATA"]) / "hymenoptera.zip") as archive:
        files = sorted((one for one in archive.infolist() if one.filename.endswith(".jpg")),
                       key=lambda one: one.file_size)
        chosen = [files[len(files) * quarter // 4] for quarter in (2, 1, 3)]
        for number, one in enumerate(chosen):
            (folder / f"{number}.jpg").write_bytes(archive.read(one))
    return [folder / f"{number}.jpg" for number in range(3)]


def request_of(photograph: Path) -> Path:
    """A `PredictRequest` with this file, as it lies on the wire."""
    from imagerec.deploy.server.messages import exact

    request = exact("tensorflow.serving.PredictRequest")()
    request.model_spec.name = "lite0"
    request.model_spec.signature_name = "serving_bytes"
    tensor = request.inputs["image_bytes"]
    tensor.dtype = 7  # a string
    tensor.tensor_shape.dim.add(size=1)
    tensor.string_val.append(photograph.read_bytes())
    body = request.SerializeToString()
    file = photograph.with_suffix(".grpc")
    file.write_bytes(b"\0" + struct.pack(">I", len(body)) + body)
    return file


def bare_loop(bundle: Path, photograph: Path, threads: int) -> list[float]:
    """Pictures a second, and seconds of the processor for each."""
    done = subprocess.run([sys.executable, "-c", LOOP, str(bundle), str(photograph), str(threads),
                           str(REQUESTS // 2)], check=True, capture_output=True, text=True)
    return [*map(float, done.stdout.split())]


def worked(served: Served) -> float:
    """Seconds that the processor spent on the server."""
    whole = psutil.Process(served.process.pid)
    times = [one.cpu_times() for one in (whole, *whole.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def measure(models: Path, bundle: Path, photograph: Path) -> dict:
    """The loop on one thread and on all, and the server, in turns."""
    body, threads, rows = request_of(photograph), len(os.sched_getaffinity(0)), []
    with serving(models) as served:
        address = f"http://127.0.0.1:{served.grpc}{PREDICT}"
        load(address, body, 2 * CLIENTS, clients=CLIENTS, grpc=True)
        for _ in range(ROUNDS):
            before, spent = served.answered().get("OK", 0), worked(served)
            seen = load(address, body, REQUESTS, clients=CLIENTS, grpc=True)
            spent = (worked(served) - spent) / REQUESTS
            assert served.answered()["OK"] - before == REQUESTS
            rows.append([bare_loop(bundle, photograph, 1), bare_loop(bundle, photograph, threads),
                         [seen.per_second, spent]])
    return {"bytes": photograph.stat().st_size, "threads": threads,
            "others_on_the_machine": os.getloadavg()[0], "rounds": rows,
            "of_one_thread": statistics.median(row[2][0] / row[0][0] for row in rows),
            "of_all_threads": statistics.median(row[2][0] / row[1][0] for row in rows),
            "by_processor_time": statistics.median(row[0][1] / row[2][1] for row in rows)}


def main() -> None:
    import imagerec as ir

    format, file = sys.argv[1] if len(sys.argv) > 1 else "onnx", HERE / "serving_photographs.json"
    found = json.loads(file.read_text()) if file.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        data = ir.load(Path(os.environ["IMAGEREC_DATA"]) / "hymenoptera.zip", size=224)
        model = ir.build("pretrained/EfficientNetLite0", data)
        bundle = ir.export(model, place / "models" / "lite0", data=data, format=format).path
        rows = found[format] = []
        for one in photographs(place):
            rows.append(measure(place / "models", bundle, one))
            file.write_text(json.dumps(found, indent=1) + "\n")
            print(json.dumps(rows[-1], indent=1), flush=True)


if __name__ == "__main__":
    main()
