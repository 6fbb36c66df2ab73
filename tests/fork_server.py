"""What the server of forked processes imports before it forks the first (see `tests/forks.py`)."""

import os
from importlib import import_module

_HEAVY = (
    "vectorstore.ann.chroma",
    "vectorstore.embedding.e5_model",
    "sentence_transformers",
    "gradio",
    "numpy",
    "pytest",
    "ingest",
    "assistant.assembly",
    "assistant.readers.span.weights",
    "eval.run.command",
    "ui.cli.main",
    "ui.web.serve",
)

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # as `ui.web.application` sets it
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # otherwise, numpy starts threads when it is imported
import_module("vectorstore.threads").wait_briefly()
for name in _HEAVY:
    import_module(name)

_threads = "/proc/self/task"
if os.path.isdir(_threads) and len(os.listdir(_threads)) > 1:
    raise AssertionError("a library starts threads when it is imported, which no fork would have")
