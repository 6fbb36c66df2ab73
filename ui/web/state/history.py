"""Conversations, and how the browser keeps them: each under a key of its own (`history.js`)."""

import json
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ui.web.state.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Transcript:
    """The exchanges of one conversation on the page, in order."""

    id: str = ""
    exchanges: tuple[Exchange, ...] = ()
    saved: datetime | None = None
    """When the version that was read from the browser was saved; None for a new conversation."""

    def at_rest(self) -> "Transcript":
        """This conversation for saving: a running answer counts as stopped."""
        return replace(self, exchanges=tuple(map(Exchange.at_rest, self.exchanges)))

    def grown(self, *exchanges: Exchange) -> "Transcript":
        """This conversation with other exchanges; it is given an id if it has none."""
        return Transcript(self.id or uuid.uuid4().hex[:12], exchanges, self.saved)


@dataclass(frozen=True, slots=True)
class Entry:
    """A conversation in the list of the history."""

    id: str
    title: str = ""
    saved: datetime | None = None
    current: bool = False


class _Clock:
    """The time, never earlier than it was: the browser takes what was saved earlier for older."""

    _STEP = timedelta(milliseconds=1)  # what JavaScript tells apart

    def __init__(self) -> None:
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            self._latest = max(datetime.now(UTC), self._latest + self._STEP)
            return self._latest


_CLOCK = _Clock()
_TRANSCRIPT = TypeAdapter(Transcript)
_ENTRIES = TypeAdapter(tuple[Entry, ...])
NO_OLD = {"conversations": [], "current": ""}
"""The history as versions before 0.2.0 kept it, under one key, without any conversation."""


def read_transcript(kept: Any) -> Transcript:
    """The conversation that the browser sent, as JSON; an empty one if it is invalid."""
    try:
        return _TRANSCRIPT.validate_json(kept or "{}")
    except ValidationError:
        # Written by another version, or by hand: a page that opens matters more.
        return Transcript()


def read_old(kept: Any) -> tuple[list[Transcript], Transcript]:
    """The conversations that a version before 0.2.0 kept, oldest first, and the open one."""
    try:
        talks = [_TRANSCRIPT.validate_python(each) for each in kept["conversations"]]
        opened = next((talk for talk in talks if talk.id == kept["current"]), Transcript())
    except (ValidationError, TypeError, KeyError):
        return [], Transcript()
    return talks[::-1], opened


def read_entries(listed: Any) -> tuple[Entry, ...]:
    """The list of conversations that the browser sent; an empty one if it is invalid."""
    try:
        return _ENTRIES.validate_python(listed or ())
    except ValidationError:
        return ()


def to_keep(*conversations: Transcript, opened: Transcript, old: Sequence[Transcript] = ()) -> str:
    """What the browser is to keep, as JSON for `history.js`; an empty conversation is left out.

    Args:
        conversations: saved as of now, with a running answer as stopped.
        opened: the open conversation, in the version that the browser had.
        old: conversations that an older version saved, as of then.
    """
    now = _CLOCK.now()
    new = [
        replace(talk.at_rest(), saved=max(now, talk.saved or now))
        for talk in conversations
        if talk.exchanges
    ]
    kept = [_dumped(talk) for talk in (*old, *new)]
    return json.dumps({"keep": kept, "open": opened.id, "had": _dumped(opened)["saved"]})


def _dumped(conversation: Transcript) -> Any:
    return _TRANSCRIPT.dump_python(conversation, mode="json")
