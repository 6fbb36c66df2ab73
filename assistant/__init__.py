"""Citera's public API: ask a store of articles, and get an answer with its evidence.

>>> from assistant import Assistant
>>> answer = Assistant().ask("Why did Haftar reject the ceasefire?")
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import (
        Answer,
        AnswerEvent,
        AnswerSentence,
        Citation,
        CitedPassage,
        DroppedSentence,
        FinalEvent,
        PassagesEvent,
        SentenceEvent,
        TokenEvent,
    )
    from assistant.assistant import Assistant
    from assistant.conversation import Conversation
    from assistant.query.turns import Turn
    from assistant.settings import Settings
    from vectorstore.errors import CiteraError
    from vectorstore.filters import Filters

_HOMES = {
    "Answer": "assistant.answer",
    "AnswerEvent": "assistant.answer",
    "AnswerSentence": "assistant.answer",
    "Assistant": "assistant.assistant",
    "Citation": "assistant.answer",
    "CitedPassage": "assistant.answer",
    "CiteraError": "vectorstore.errors",
    "Conversation": "assistant.conversation",
    "DroppedSentence": "assistant.answer",
    "Filters": "vectorstore.filters",
    "FinalEvent": "assistant.answer",
    "PassagesEvent": "assistant.answer",
    "SentenceEvent": "assistant.answer",
    "Settings": "assistant.settings",
    "TokenEvent": "assistant.answer",
    "Turn": "assistant.query.turns",
}

__all__ = [
    "Answer",
    "AnswerEvent",
    "AnswerSentence",
    "Assistant",
    "Citation",
    "CitedPassage",
    "CiteraError",
    "Conversation",
    "DroppedSentence",
    "Filters",
    "FinalEvent",
    "PassagesEvent",
    "SentenceEvent",
    "Settings",
    "TokenEvent",
    "Turn",
]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: `citera --help` needs none of what stands behind these.
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
