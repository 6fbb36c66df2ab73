"""Query rewriting: turns a follow-up question into one that stands alone."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from langchain_core.messages import BaseMessage

from assistant.llm.failures import ModelFailed
from assistant.llm.prompts import condense_prompt
from assistant.llm.usage import ModelUse
from assistant.query.turns import Turn, recent
from assistant.text.names import names
from assistant.text.numbers import numbers

_MARKS = re.compile(r"\s*(\[\d+\])+")
_LONG = 48
"""Length from which a question is taken to say by itself what it is about."""
_SIGN, _UNCASED = 3, 2
"""Latin letters that a Chinese, Japanese or Korean sign says as much as, and one of Arabic, say."""
_NOUN_ASKED_FOR = re.compile(r"\b(welche[mnrs]?|wie ?vielen?) \w+", re.IGNORECASE)
"""In German, what a question asks for: it has a capital, and is no topic."""


@dataclass(frozen=True, slots=True)
class ModelRewriter:
    """Rewriting by a chat model; if it fails, the last topic is put before the follow-up."""

    use: ModelUse[Any]
    reply: Callable[[list[BaseMessage]], str]
    """The chat model's reply to a prompt; raises `ModelFailed`."""
    history_tokens: int

    def stand_alone(self, question: str, turns: Sequence[Turn]) -> str:
        """`question` as it would be asked without the turns before it."""
        told = recent(turns, self.history_tokens)
        if not told:
            return question
        try:
            if not self.use.given_up:
                said = [(turn.question, _MARKS.sub("", turn.answer)) for turn in told]
                return " ".join(self.reply(condense_prompt(said, question)).split()) or question
        except ModelFailed as error:
            self.use.fail(error)
        return with_last_topic(question, told)


@dataclass(frozen=True, slots=True)
class TopicRewriter:
    """Rewriting without a model: the last topic is put before a follow-up that names none."""

    history_tokens: int

    def stand_alone(self, question: str, turns: Sequence[Turn]) -> str:
        """`question` as it would be asked without the turns before it."""
        told = recent(turns, self.history_tokens)
        return with_last_topic(question, told) if told else question


def with_last_topic(question: str, turns: Sequence[Turn]) -> str:
    """A short question without a topic of its own, after the last question that had one.

    Any other question is returned unchanged.

    Where none did, as far as can be told without capitals, it goes behind the last one that is
    not very short.
    """
    if _names_its_topic(question):
        return question
    asked = [turn.question for turn in reversed(turns)]
    longer = (each for each in asked if _length(each) >= _LONG / 2)
    topic = next(chain(filter(_names_its_topic, asked), longer, asked), "")
    return f"{topic} {question}".strip()


def _names_its_topic(question: str) -> bool:
    named = names(_NOUN_ASKED_FOR.sub(r"\1", question))
    return bool(named or numbers(question)) or _length(question) >= _LONG


def _length(text: str) -> int:
    """How much a text says, in Latin letters, whatever its script."""
    return sum(_weight(char) for char in text)


def _weight(char: str) -> int:
    if unicodedata.category(char).startswith("M"):  # a vowel sign, in Hindi as in Thai
        return 0
    if unicodedata.east_asian_width(char) in "FW":
        return _SIGN
    return _UNCASED if unicodedata.category(char) == "Lo" else 1
