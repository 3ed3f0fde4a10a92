"""Out of memory: the backend's own error, from an allocation of a terabyte for batches above
eight."""

PROGRAM = """
import sys, tempfile, keras, imagerec as ir
from keras import ops

@keras.saving.register_keras_serializable("tests")
class Greedy(keras.layers.Layer):
    def call(self, x, training=False):
        if not training: return x
        many = ops.cast(ops.shape(x)[0] > 8, "int32")*2**19 + 1
        return x + 1e-9*ops.mean(ops.cos(ops.ones((many, many))*x[0, 0]))

data = ir.load("digits")
model = keras.Sequential([keras.Input(data.shape), keras.layers.Rescaling(1/16),
                          keras.layers.Flatten(), Greedy(), keras.layers.Dense(10, "softmax")])
size = sys.argv[1] if sys.argv[1] == "auto" else int(sys.argv[1])
recipe = ir.Recipe(epochs=2, batch_size=size)
try: run = ir.Trainer(model, data, recipe, runs=tempfile.mkdtemp()).fit()
except ir.ImagerecError as error: print(error)
else: print(run.status.state, run.rows("change")[0].get("batch_size"), run.history["epoch"])
"""


def test_the_error_says_what_to_try(run_python, tmp_path):
    told = run_python("-c", PROGRAM, "64", cwd=tmp_path).stdout
    assert told.startswith("The memory is not enough for a batch of 64 pictures. Try batch_size=32")


def test_auto_halves_the_batch_and_goes_on(run_python, tmp_path):
    assert run_python("-c", PROGRAM, "auto", cwd=tmp_path).stdout.strip() == "finished 8 [1, 2]"
