"""Conversation history in the browser: saved after each answer, read when the page opens."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup
from pydantic import TypeAdapter, ValidationError

from ui.web.i18n.words import Words
from ui.web.state.exchange import Exchange

KEPT = 20
"""Conversations kept; the oldest are dropped. A browser allows a page about 5 MB."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The exchanges of one conversation on the page, in order."""

    id: str = ""
    exchanges: tuple[Exchange, ...] = ()
    saved: datetime | None = None

    def at_rest(self) -> "Transcript":
        """This conversation for saving: a running answer counts as stopped."""
        exchanges = tuple(map(Exchange.at_rest, self.exchanges))
        return Transcript(self.id, exchanges, self.saved)

    def grown(self, *exchanges: Exchange) -> "Transcript":
        """This conversation with other exchanges; it is given an id if it has none."""
        return Transcript(self.id or uuid.uuid4().hex[:12], exchanges, self.saved)


@dataclass(frozen=True, slots=True)
class History:
    """The saved conversations, latest first, and the id of the open one."""

    conversations: tuple[Transcript, ...] = ()
    current: str = ""

    def opened(self) -> Transcript:
        """The open conversation, or an empty one."""
        return next((c for c in self.conversations if c.id == self.current), Transcript())

    def having(self, conversation: Transcript) -> "History":
        """The history with `conversation` first and open; an empty one only closes the open one."""
        if not conversation.exchanges:
            return History(self.conversations)
        resting = conversation.at_rest()
        now = Transcript(resting.id, resting.exchanges, datetime.now(UTC))
        others = (kept for kept in self.conversations if kept.id != now.id)
        return History((now, *others)[:KEPT], now.id)

    def without(self, conversation_id: str) -> "History":
        """The history without one conversation."""
        kept = tuple(c for c in self.conversations if c.id != conversation_id)
        return History(kept, "" if self.current == conversation_id else self.current)


_HISTORY = TypeAdapter(History)


def read_history(raw: Any) -> History:
    """The history that the browser sent; an empty one if it is invalid."""
    try:
        return _HISTORY.validate_python(raw or {})
    except ValidationError:
        # Written by another version, or by hand: a page that opens matters more.
        return History()


def write_history(history: History) -> Any:
    """The history as plain values for JSON."""
    return _HISTORY.dump_python(history, mode="json")


def render_history(history: History, words: Words) -> str:
    """HTML of the list of conversations, with buttons to open and delete each."""
    if not history.conversations:
        return str(Markup('<p class="source-empty">{}</p>').format(words.history_empty))
    item = Markup(
        '<li class="{current}"><button type="button" class="entry" data-event="select"'
        ' data-id="{id}"><b dir="auto">{title}</b><time datetime="{when}">{when}</time></button>'
        '<button type="button" class="drop" data-event="delete" data-id="{id}" title="{forget}"'
        ' aria-label="{forget}: {title}">×</button></li>'
    )
    items = (
        item.format(
            current="is-current" if kept.id == history.current else "",
            id=kept.id,
            title=kept.exchanges[0].question if kept.exchanges else "",
            when=kept.saved.isoformat(timespec="seconds") if kept.saved else "",
            forget=words.forget,
        )
        for kept in history.conversations
    )
    return str(Markup('<ul class="entries">{}</ul>').format(Markup("").join(items)))
