"""Weights that cannot be downloaded: the error says which file, and where to put it."""

PROGRAM = """
import imagerec as ir
try: ir.build("pretrained/MobileNetV2", ir.load("digits"))
except ir.ImagerecError as error: print(error)
"""


def test_weights_that_cannot_be_downloaded(cold_python, tmp_path):
    nowhere = "http://127.0.0.1:9"  # nobody listens there
    done = cold_python("-c", PROGRAM, cwd=tmp_path, KERAS_HOME=str(tmp_path / "home"),
                      https_proxy=nowhere,
                      HTTPS_PROXY=nowhere)
    line, = done.stdout.splitlines()
    assert "weights of MobileNetV2 could not be downloaded" in line
    assert "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_96_no_top.h5" in line
    assert str(tmp_path / "home" / "models") in line
    assert "Take pretrained/EfficientNetLite0" in line
    assert "Downloading" not in done.stderr and "UserWarning" not in done.stderr
