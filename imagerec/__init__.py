"""imagerec: image recognition, learned and done in Jupyter.

Names are imported from their modules when they are first used, so that `import imagerec` stays
light: JupyterLab's server and the command line's `--help` need no TensorFlow.
"""

__version__ = "0.1.0"

import importlib
import os
from typing import TYPE_CHECKING

# TensorFlow reports its build options on standard error at every start; errors still appear.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

_HOME_OF = {
    "ImagerecError": "core",
    "InputError": "core",
    "start_keras": "core",
    "ImageData": "data.images",
    "Split": "data.images",
    "list_datasets": "data.datasets",
    "load": "data.datasets",
    "build": "models.registry",
    "list_models": "models.registry",
    "register": "models.registry",
    "Recipe": "runs.recipe",
    "Run": "runs.run",
    "list_runs": "runs.run",
    "Trainer": "training.trainer",
    "Teacher": "training.loop.teaching",
    "use_devices": "training.devices",
    "lr_find": "training.finders",
    "batch_find": "training.finders",
    "suggest": "training.finders",
    "Augmentation": "data.augmentation",
    "tune": "training.tuning",
    "add_classes": "training.more_classes",
    "Range": "training.search_space",
    "Tuning": "training.tuning",
    "Report": "runs.files",
    "Evaluation": "insight.evaluation",
    "evaluate": "insight.evaluation",
    "predict": "insight.prediction",
    "Predictions": "insight.predictions",
    "diagnose": "insight.diagnosis",
    "Finding": "insight.signs",
    "Explanation": "insight.explanation",
    "explain": "insight.explanation",
    "nearest": "insight.neighbours",
    "Neighbours": "insight.neighbours",
    "Comparison": "insight.comparison",
    "compare": "insight.comparison",
    "split": "deploy.splitting",
    "Splitting": "deploy.splitting",
    "export": "deploy.export",
    "bench": "deploy.bench",
    "Speeds": "deploy.bench",
    "Client": "deploy.client.client",
    "ServingError": "deploy.server.errors",
    "Bundle": "runs.bundle",
    "serve": "deploy.server.service",
    "compress": "deploy.compression.compress",
    "Compression": "deploy.compression.compress",
    "dashboard": "widgets.dashboard.board",
    "ConvolutionExplorer": "widgets.convolution_explorer",
    "TryIt": "widgets.try_it",
    "CompressionExplorer": "widgets.compression_explorer",
    "ExportForm": "widgets.export_form",
    "ServeConsole": "widgets.serve_console",
    "SketchPad": "widgets.sketch_pad",
    "DecisionPlayground": "widgets.decision_playground",
    "NetworkView": "widgets.network_view",
    "AttentionView": "widgets.attention_view",
    "AugmentationPlayground": "widgets.augmentation_playground",
    "check": "course.checks",
    "hint": "course.checks",
    "guess": "course.guesses",
    "mine": "course.own_code",
}

# These import it at once.
_ON_KERAS = ("insight.explanation", "training.devices", "training.finders",
             "training.loop.teaching", "training.more_classes", "training.trainer",
             "widgets.attention_view", "widgets.convolution_explorer", "widgets.sketch_pad")

__all__ = ["__version__", *_HOME_OF]

if TYPE_CHECKING:  # so that editors complete the names without importing them
    from imagerec.core import ImagerecError, InputError, start_keras
    from imagerec.course.checks import check, hint
    from imagerec.course.guesses import guess
    from imagerec.course.own_code import mine
    from imagerec.data.augmentation import Augmentation
    from imagerec.data.datasets import list_datasets, load
    from imagerec.data.images import ImageData, Split
    from imagerec.deploy.bench import Speeds, bench
    from imagerec.deploy.client.client import Client
    from imagerec.deploy.server.errors import ServingError
    from imagerec.deploy.splitting import Splitting, split
    from imagerec.deploy.compression.compress import Compression, compress
    from imagerec.deploy.export import export
    from imagerec.deploy.server.service import serve
    from imagerec.insight.comparison import Comparison, compare
    from imagerec.insight.diagnosis import diagnose
    from imagerec.insight.evaluation import Evaluation, evaluate
    from imagerec.insight.explanation import Explanation, explain
    from imagerec.insight.neighbours import Neighbours, nearest
    from imagerec.insight.prediction import predict
    from imagerec.insight.predictions import Predictions
    from imagerec.insight.signs import Finding
    from imagerec.models.registry import build, list_models, register
    from imagerec.training.devices import use_devices
    from imagerec.training.finders import batch_find, lr_find, suggest
    from imagerec.training.more_classes import add_classes
    from imagerec.runs.bundle import Bundle
    from imagerec.runs.files import Report
    from imagerec.runs.recipe import Recipe
    from imagerec.runs.run import Run, list_runs
    from imagerec.training.loop.teaching import Teacher
    from imagerec.training.trainer import Trainer
    from imagerec.training.search_space import Range
    from imagerec.training.tuning import Tuning, tune
    from imagerec.widgets.compression_explorer import CompressionExplorer
    from imagerec.widgets.convolution_explorer import ConvolutionExplorer
    from imagerec.widgets.dashboard.board import dashboard
    from imagerec.widgets.export_form import ExportForm
    from imagerec.widgets.serve_console import ServeConsole
    from imagerec.widgets.try_it import TryIt
    from imagerec.widgets.sketch_pad import SketchPad
    from imagerec.widgets.decision_playground import DecisionPlayground
    from imagerec.widgets.network_view import NetworkView
    from imagerec.widgets.attention_view import AttentionView
    from imagerec.widgets.augmentation_playground import AugmentationPlayground


def __getattr__(name: str):
    if name not in _HOME_OF:
        raise AttributeError(f"module 'imagerec' has no attribute {name!r}")
    if _HOME_OF[name] in _ON_KERAS:
        # without the backend's start-up lines
        importlib.import_module("imagerec.core").start_keras()
    value = getattr(importlib.import_module(f"imagerec.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
