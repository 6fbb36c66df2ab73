"""Diagnosis of an installation, part by part; each finding names the cause and the cure."""

import platform
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from ui.session import load_settings, open_assistant
from vectorstore.errors import CiteraError, ModelUnavailable, StoreDamaged

if TYPE_CHECKING:
    from assistant import Settings

_ROOM_BYTES = 2 * 2**30
"""Disk space that unpacking the models may take, in bytes."""
_PACKAGES = ("citera", "torch", "sentence-transformers", "chromadb", "gradio", "xllamacpp")


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of examining one part; `sound` is False where it does not work."""

    subject: str
    text: str
    sound: bool = True


class NoRoom(CiteraError):
    """The disk for the unpacked models has too little free space."""


def examine() -> list[Finding]:
    """Examine all parts; only the versions and the settings where these are invalid."""
    findings = [Finding("Versions", _versions())]
    try:
        settings = load_settings()
    except CiteraError as error:
        return [*findings, Finding("Settings", str(error), sound=False)]
    checks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("Settings", _changed),
        ("Room", _room),
        ("Articles", _articles),
        ("Models", _models),
    )
    return findings + [_examine(subject, check, settings) for subject, check in checks]


def _examine(subject: str, check: "Callable[[Settings], str]", settings: "Settings") -> Finding:
    try:
        return Finding(subject, check(settings))
    except CiteraError as error:
        return Finding(subject, str(error), sound=False)


def _versions() -> str:
    return ", ".join([f"Python {platform.python_version()}", *map(_version, _PACKAGES)])


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} not installed"


def _changed(settings: "Settings") -> str:
    """The settings that differ from their defaults; secrets are masked."""
    changed = (
        f"CITERA_{name.upper()}={getattr(settings, name)}"
        for name in sorted(settings.model_fields_set)
    )
    return ", ".join(changed) or "all as they are by default"


def _room(settings: "Settings") -> str:
    from assistant.llm.packaged_gguf import is_prepared

    folder = settings.cache
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < _ROOM_BYTES and not is_prepared(settings.cache):
        raise NoRoom(
            f"only {free / 2**30:.1f} GB are free at {folder}; the models may need"
            f" {_ROOM_BYTES / 2**30:.0f}. Make room, or set CITERA_CACHE to another disk."
        )
    return f"{free / 2**30:.0f} GB free at {folder}"


def _articles(settings: "Settings") -> str:
    with open_assistant(settings) as assistant:
        if damage := assistant.store.damage():
            raise StoreDamaged(" ".join(damage))
        counts = assistant.store.count()
    if not counts.articles:
        return f"none yet in {settings.store}; add some with: citera ingest PATH…"
    return f"{counts.articles}, in {counts.passages} passages, in {settings.store}"


def _models(settings: "Settings") -> str:
    from assistant.llm.packaged_gguf import NOT_INSTALLED

    began = time.monotonic()
    with open_assistant(settings) as assistant:
        assistant.warm_up()
        lacks_model = assistant.lacks_model
    seconds = time.monotonic() - began
    if lacks_model:
        raise ModelUnavailable(NOT_INSTALLED)
    names = " and ".join(filter(None, (settings.embeddings, settings.reranker, settings.model)))
    return f"{names}, loaded in {seconds:.1f} s"
