"""The llama.cpp engine, run in this process and spoken to over a loopback port."""

import os
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vectorstore.errors import ModelUnavailable

CONTEXT_TOKENS = 4096
"""Room for one prompt and its answer, in tokens, of each slot."""

SLOTS = 2
"""Prompts kept side by side: the engine keeps the beginning that each had in common with the
next one, so a slot each for reading and for checking saves reading their examples again."""


@dataclass(frozen=True)
class Engine:
    """A running engine: where it listens and the key that it asks for."""

    base_url: str
    api_key: str
    _server: Any


_engines: dict[tuple[Path, int], Engine] = {}
_starting = threading.Lock()


def start_engine(model_path: Path, threads: int | None = None) -> Engine:
    """Load a GGUF file, or return the engine that already serves it in this process.

    Raises `ModelUnavailable` where llama.cpp is not installed or cannot load the file.
    """
    threads = threads or os.cpu_count() or 1
    key = (model_path.resolve(), threads)
    with _starting:
        if key not in _engines:
            _engines[key] = _load(key[0], threads)
        return _engines[key]


def _load(model_path: Path, threads: int) -> Engine:
    if not model_path.is_file():
        raise ModelUnavailable(f"There is no model file {model_path}. Check CITERA_MODEL.")
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelUnavailable(
            "llama.cpp is not installed, so a local chat model cannot run. Install it with"
            ' `pip install "citera[local]"`, or set CITERA_MODEL to `extractive`.'
        ) from error

    api_key = secrets.token_hex(16)
    params = xllamacpp.CommonParams()
    params.model.path = str(model_path)
    params.n_ctx = CONTEXT_TOKENS * SLOTS
    params.n_parallel = SLOTS
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.api_keys = [api_key]  # other people of this machine can reach the port too
    params.ui = False
    params.endpoint_slots = False
    params.cache_ram_mib = 0
    params.verbosity = -1
    try:
        server = xllamacpp.Server(params)
    except Exception as error:  # whatever the engine throws, the cure is the same
        raise ModelUnavailable(
            f"The model file {model_path} cannot be loaded ({error}). It may be damaged or of a"
            " kind that this llama.cpp does not know: remove it and run `citera setup`, or set"
            " CITERA_MODEL to another."
        ) from error
    return Engine(f"{server.listening_address}/v1", api_key, server)
