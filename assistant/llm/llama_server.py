"""The llama.cpp server, which runs in this process and listens on a loopback port."""

import atexit
import os
import secrets
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from assistant.llm.fair_lock import FairLock
from vectorstore.errors import ModelUnavailable
from vectorstore.threads import wait_briefly

CONTEXT_TOKENS = 4096
"""Room for one prompt and its answer, in tokens."""

SAVED_PROMPTS = "prompts"
"""Folder beside the model's file in which the engine's state after a prompt's examples is kept."""

_UNUSED_SECONDS = 30 * 24 * 3600


class Slot(Enum):
    """A place for one prompt in the engine.

    A slot keeps what it read last, and reads only what differs from it in the next prompt. One for
    prompts that begin alike, then, and the examples at the beginning of each are read once.
    """

    SENTENCE = 0
    TRANSLATE = 1  # and grade, which has no examples in common with others


@dataclass(frozen=True)
class Engine:
    """A running engine: where it listens, the key that it asks for, and its folder of prompts."""

    base_url: str
    api_key: str
    saved_prompts: Path | None
    """None where there can be no such folder: then nothing is saved."""
    _server: Any
    locks: Mapping[Slot, FairLock] = field(
        default_factory=lambda: {slot: FairLock() for slot in Slot}
    )
    """One for each slot: a follow-up question is found out without waiting for the sentences of
    others."""

    def save(self, slot: Slot, name: str) -> bool:
        """Keep what a slot has read under a name; whether that worked."""
        if self.saved_prompts is None:
            return False
        _remove_unused(self.saved_prompts)
        return self._slot_action(slot, "save", name)

    def restore(self, slot: Slot, name: str) -> bool:
        """Put what was saved under a name back into a slot; whether there was such a thing."""
        if self.saved_prompts is None or not (self.saved_prompts / name).is_file():
            return False
        with suppress(OSError):
            (self.saved_prompts / name).touch()  # it is in use
        return self._slot_action(slot, "restore", name)

    def _slot_action(self, slot: Slot, action: str, name: str) -> bool:
        import httpx

        try:
            response = httpx.post(
                f"{self.base_url}/slots/{slot.value}",
                params={"action": action},
                json={"filename": name},
                headers={"Authorization": f"Bearer {self.api_key}"},
                timeout=30,
                trust_env=False,
            )
        except httpx.HTTPError:
            return False  # only speed is lost: the prompt is read again
        return response.status_code == httpx.codes.OK


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


@atexit.register
def _stop_engines() -> None:
    # Left to the interpreter's last moments, the engine's threads outlive what they use.
    _engines.clear()


def _load(model_path: Path, threads: int) -> Engine:
    if not model_path.is_file():
        raise ModelUnavailable(f"There is no model file {model_path}. Check CITERA_MODEL.")
    wait_briefly()
    try:
        import xllamacpp
    except ModuleNotFoundError as error:
        raise ModelUnavailable(
            "llama.cpp is not installed, so a local chat model cannot run. Install it with `make"
            " setup` in Citera's folder, or set CITERA_MODEL to `extractive`."
        ) from error
    except ImportError as error:
        raise ModelUnavailable(
            f"llama.cpp cannot be loaded ({error}), so a local chat model cannot run. Install what"
            " it lacks, such as Debian's package libgomp1, or set CITERA_MODEL to `extractive`."
        ) from error

    saved_prompts = _saved_prompts(model_path)
    api_key = secrets.token_hex(16)
    params = xllamacpp.CommonParams()
    params.model.path = str(model_path)
    params.n_parallel = len(Slot)
    params.n_ctx = CONTEXT_TOKENS * len(Slot)
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.api_keys = [api_key]  # other users of this machine can reach the port too
    params.ui = False
    params.endpoint_slots = True
    if saved_prompts:
        params.slot_save_path = f"{saved_prompts}{os.sep}"
    params.cache_ram_mib = 0
    params.warmup = False
    params.fit_params = False  # takes half a second to find that all of it fits
    params.verbosity = -1
    try:
        server = xllamacpp.Server(params)
    except Exception as error:  # whatever the engine throws, the cure is the same
        raise ModelUnavailable(
            f"The model file {model_path} cannot be loaded ({error}). It may be damaged or of a"
            " kind that this llama.cpp does not know: remove it and run `citera setup`, or set"
            " CITERA_MODEL to another."
        ) from error
    return Engine(server.listening_address, api_key, saved_prompts, server)


def _remove_unused(folder: Path) -> None:
    """Remove prompts that no version of Citera has read for long: each takes megabytes."""
    for file in folder.iterdir():
        with suppress(OSError):
            if file.stat().st_mtime < time.time() - _UNUSED_SECONDS:
                file.unlink()


def _saved_prompts(model_path: Path) -> Path | None:
    """The folder for saved prompts; None where the model's may not be written to."""
    folder = model_path.parent / SAVED_PROMPTS / model_path.stem
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None  # only speed is lost: each process reads the prompts again
    return folder
