"""Trains `cnn_fast` by the recipe of the fast row in plain PyTorch, as one would write it, and
prints JSON.

    PYTHON benchmarks/pytorch.py SEED [--bfloat16]

PYTHON is one that has PyTorch (`pip install torch==2.13.0`, the build for the CPU) and NumPy;
imagerec is not needed. `benchmarks/models.py pytorch --torch PYTHON` runs it in turns with the
package. Same data, batches, network, first weights' distribution, optimizer, schedule and loss;
the time is that of the training, from arrays in memory.
"""

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

COUNT, BATCH, RATE, WARM, START = 55_000, 256, 0.025, 0.25, 0.05


def network() -> nn.Sequential:
    """Conv 12·6×6 in steps of 2; Conv 24, pool; Conv 64; Dense 128; normalised on the way;
    scores."""
    model = nn.Sequential(
        nn.Conv2d(1, 12, 6, stride=2), nn.ReLU(),
        nn.Conv2d(12, 24, 3, bias=False), nn.MaxPool2d(2), nn.BatchNorm2d(24, eps=1e-3), nn.ReLU(),
        nn.Conv2d(24, 64, 3, bias=False), nn.BatchNorm2d(64, eps=1e-3), nn.ReLU(),
        nn.Flatten(), nn.Linear(576, 128, bias=False), nn.BatchNorm1d(128, eps=1e-3), nn.ReLU(),
        nn.Linear(128, 10))
    for layer in model:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.xavier_uniform_(layer.weight)
            if layer.bias is not None: nn.init.zeros_(layer.bias)
        elif isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d)):
            layer.weight.requires_grad_(False)
    return model.to(memory_format=torch.channels_last)


def share(done: float) -> float:
    """One cycle, as in `training.schedules`."""
    return START + (1 - START) * done / WARM if done < WARM else (1 - done) / (1 - WARM)


def train(images: torch.Tensor, labels: torch.Tensor, bfloat16: bool) -> nn.Module:
    """One epoch."""
    model, steps = network(), -(-len(images) // BATCH)
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], eps=1e-7)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.1)
    for step, rows in enumerate(torch.randperm(len(images)).split(BATCH)):
        optimizer.param_groups[0]["lr"] = RATE * share((step + 0.5) / steps)
        batch = (images[rows].float() / 255).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            loss = loss_of(model(batch), labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=int)
    parser.add_argument("--bfloat16", action="store_true")
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    with np.load(Path(os.environ["IMAGEREC_DATA"]) / "mnist.npz") as file:
        images, labels, test, truth = (torch.from_numpy(file[name])
                                       for name in ("x_train", "y_train", "x_test", "y_test"))
    began = time.perf_counter()
    model = train(images[:COUNT, None], labels[:COUNT].long(), given.bfloat16)
    seconds = time.perf_counter() - began
    model.eval()
    with torch.no_grad(): said = model(test[:, None].float() / 255).argmax(1)
    print(json.dumps({"seconds": seconds, "accuracy": (said == truth).float().mean().item(),
                      "n": len(truth),
                      "parameters": sum(p.numel() for p in model.parameters()),
                      "torch": torch.__version__}))


if __name__ == "__main__":
    main()
