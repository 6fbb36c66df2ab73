"""Permanent links: answers stored by the hash of their content."""

import hashlib
import re

from pydantic import ValidationError

from assistant.answer import Answer
from ui.persistence.records import Links

_ID = re.compile(r"[0-9a-f]{16}")


def link_id(answer: Answer) -> str:
    """The id of an answer: 16 hex digits, a hash of its content."""
    return hashlib.sha256(answer.model_dump_json().encode()).hexdigest()[:16]


def keep_linked(links: Links, answer: Answer) -> None:
    """Store an answer, so that its link can be opened later by anyone.

    Raises:
        CiteraError: if it cannot be written; nothing of it is left.
    """
    links.put(link_id(answer), answer.model_dump_json())


def read_linked(links: Links, name: str) -> Answer | None:
    """The answer with this id; None if it is not stored, is damaged, or the id is invalid.

    Raises:
        CiteraError: if it cannot be read.
    """
    kept = links.get(name) if _ID.fullmatch(name) else None
    if kept is None:
        return None
    try:
        return Answer.model_validate_json(kept)
    except ValidationError:
        return None
