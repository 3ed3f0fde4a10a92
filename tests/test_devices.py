"""Two devices, which XLA makes of one processor, train what one trains."""

import json

PROGRAM = """
import json, sys, tempfile, imagerec as ir
devices = ir.use_devices(int(sys.argv[1]))
data = ir.load("digits")
recipe = ir.Recipe(epochs=2, batch_size=32, learning_rate=0.005, schedule="one_cycle",
                   augmentation="digits")
model = ir.build("cnn_tiny", data, width=0.5)
run = ir.Trainer(model, data, recipe, runs=tempfile.mkdtemp()).fit()
print(json.dumps({"devices": len(devices), "loss": run.history["loss"],
                  "accuracy": ir.evaluate(run).accuracy,
                  "spread": len(model.trainable_variables[0].value.sharding.device_set)}))
"""


def test_two_devices_train_what_one_trains(run_python, tmp_path):
    def train(count: int) -> dict:
        done = run_python("-c", PROGRAM, str(count), cwd=tmp_path, KERAS_BACKEND="jax",
                          XLA_FLAGS="--xla_force_host_platform_device_count=2")
        return json.loads(done.stdout.splitlines()[-1])

    one, two = train(1), train(2)
    assert (one["devices"], two["devices"]) == (1, 2)
    assert (one["spread"], two["spread"]) == (1, 2)
    # 1,258 training pictures divide by two; what differs is the order in which gradients are added.
    for alone, together in zip(one["loss"], two["loss"]):
        assert abs(alone - together) < 0.01
    assert abs(one["accuracy"] - two["accuracy"]) < 0.02 and two["accuracy"] > 0.8


def test_more_devices_than_there_are(run_python, tmp_path):
    program = (
        "import imagerec as ir\ntry: ir.use_devices(3)\nexcept ir.InputError as error: print(error)"
    )
    told = run_python("-c", program, cwd=tmp_path, KERAS_BACKEND="jax",
                      XLA_FLAGS="--xla_force_host_platform_device_count=2").stdout
    assert told.startswith("Only cpu:0, cpu:1 can be had here")
