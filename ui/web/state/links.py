"""Permanent links: answers stored in a folder by the hash of their content."""

import hashlib
import re
import uuid
from pathlib import Path

from pydantic import ValidationError

from assistant.answer import Answer

_ID = re.compile(r"[0-9a-f]{16}")


def link_id(answer: Answer) -> str:
    """The id of an answer: 16 hex digits, a hash of its content."""
    return hashlib.sha256(answer.model_dump_json().encode()).hexdigest()[:16]


def keep_linked(folder: Path, answer: Answer) -> None:
    """Store an answer, so that its link can be opened later by anyone."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{link_id(answer)}.json"
    # A name of its own, as the same answer may be stored twice at once.
    part = folder / f"{file.stem}.{uuid.uuid4().hex}.part"
    part.write_text(answer.model_dump_json(), encoding="utf-8")
    part.replace(file)


def read_linked(folder: Path, name: str) -> Answer | None:
    """The answer with this id; None if it is not stored or the id is invalid."""
    if not _ID.fullmatch(name):
        return None
    try:
        return Answer.model_validate_json((folder / f"{name}.json").read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
