"""Permanent links: answers stored in a folder by the hash of their content."""

import hashlib
import re
from pathlib import Path

from filelock import FileLock
from pydantic import ValidationError

from assistant.answer import Answer
from ui.file_errors import explained
from vectorstore.atomic_build import whole

_ID = re.compile(r"[0-9a-f]{16}")


def link_id(answer: Answer) -> str:
    """The id of an answer: 16 hex digits, a hash of its content."""
    return hashlib.sha256(answer.model_dump_json().encode()).hexdigest()[:16]


def keep_linked(folder: Path, answer: Answer) -> None:
    """Store an answer, so that its link can be opened later by anyone.

    Raises:
        CiteraError: if it cannot be written; no file of it is left.
    """
    file = folder / f"{link_id(answer)}.json"
    with explained("The link could not be written to CITERA_LINKS", names_file=False):
        folder.mkdir(parents=True, exist_ok=True)
        # The same answer may be stored twice at once.
        with FileLock(f"{folder}.lock"), whole(file) as partial:
            partial.write_text(answer.model_dump_json(), encoding="utf-8")


def read_linked(folder: Path, name: str) -> Answer | None:
    """The answer with this id; None if it is not stored or the id is invalid.

    Raises:
        CiteraError: if its file cannot be read.
    """
    if not _ID.fullmatch(name):
        return None
    try:
        with explained("The link could not be read from CITERA_LINKS", names_file=False):
            return _read(folder / f"{name}.json")
    except ValidationError:
        return None


def _read(file: Path) -> Answer | None:
    try:
        return Answer.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
