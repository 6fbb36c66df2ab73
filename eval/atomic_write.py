"""Atomic file writes: a file is written completely or not at all."""

from contextlib import suppress
from pathlib import Path

from vectorstore.errors import CiteraError


def write_atomically(path: Path, text: str) -> None:
    """Write or replace a text file in UTF-8. Raises `CiteraError` if it cannot be written."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        cause = error.strerror or error
        raise CiteraError(f"{path} cannot be written: {cause}. Name another file.") from error
