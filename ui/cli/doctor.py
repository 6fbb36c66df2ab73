"""Diagnosis of an installation, part by part; each finding names the cause and the cure."""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from ui.cli.checks import contents, machine, models
from ui.file_errors import explained
from ui.session import load_settings, notice_of
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from assistant import Settings

_PACKAGES = ("citera", "torch", "sentence-transformers", "chromadb", "gradio", "xllamacpp")


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of examining one part; `sound` is False where it does not work."""

    subject: str
    text: str
    sound: bool = True


def examine() -> list[Finding]:
    """Examine all parts; only the versions and the settings where these are invalid."""
    findings = [Finding("Versions", _versions())]
    try:
        settings = load_settings()
    except CiteraError as error:
        return [*findings, Finding("Settings", str(error), sound=False)]
    checks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("Settings", _changed),
        ("Open files", machine.open_files),
        ("Room", machine.room),
        ("Writing", machine.writing),
        ("Clock", machine.clock),
        ("Articles", contents.articles),
        ("Files read", contents.files_read),
        ("Model files", models.model_files),
        ("Models", models.models),
    )
    return findings + [examine_part(subject, check, settings) for subject, check in checks]


def examine_part(subject: str, check: "Callable[[Settings], str]", settings: "Settings") -> Finding:
    """What a check finds, or the cause and the cure that it raises."""
    try:
        with explained("it cannot be examined"):
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
    notice = notice_of(settings)
    changed = (
        f"CITERA_{name.upper()}={getattr(settings, name)}"
        for name in sorted(settings.model_fields_set)
    )
    told = ", ".join(changed) or "all as they are by default"
    return f"{told}. {notice}" if notice else told
