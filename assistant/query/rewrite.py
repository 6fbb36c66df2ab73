"""Makes a question of a conversation stand alone, so that it can be searched for and read."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import chain

from assistant.conversation import Turn, recent
from assistant.llm.load import Chat, HostedChat, LocalChat
from assistant.readers.sentence.reading import condense_question
from assistant.text.names import names
from assistant.text.numbers import numbers

_LONG = 48
"""Length from which a question is taken to say by itself what it is about."""
_SIGN, _UNCASED = 3, 2
"""Latin letters that a Chinese, Japanese or Korean sign says as much as, and one of Arabic, say."""
_NOUN_ASKED_FOR = re.compile(r"\b(welche[mnrs]?|wie ?vielen?) \w+", re.IGNORECASE)
"""In German, what a question asks for: it has a capital, and is no topic."""


def stand_alone(chat: Chat, question: str, history: Sequence[Turn], tokens: int) -> str:
    """`question` as it would be asked without the turns before it.

    At most about `tokens` of the conversation are looked at, its end.
    """
    turns = recent(history, tokens)
    if not turns:
        return question
    if isinstance(chat, LocalChat):
        model = chat.condense
        return condense_question(lambda prompt: model.invoke(prompt).text, turns, question)
    if isinstance(chat, HostedChat):
        hosted = chat
        return condense_question(lambda prompt: "".join(hosted.reply(prompt)), turns, question)
    return with_last_topic(question, turns)


def with_last_topic(question: str, turns: Sequence[Turn]) -> str:
    """A short question that names nothing, behind the last one that did; any other as it is.

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
