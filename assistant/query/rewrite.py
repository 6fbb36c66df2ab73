"""Query rewriting: gives a follow-up question what it takes from its conversation."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from assistant.llm.failures import ModelFailed
from assistant.llm.load import HostedModel
from assistant.llm.prompts import condense_prompt
from assistant.llm.usage import ModelUse
from assistant.query.ellipsis import completed
from assistant.query.query import Query
from assistant.query.turns import Turn, recent
from assistant.text.names import is_named, name_runs, names, without_nouns
from assistant.text.numbers import numbers

_MARKS = re.compile(r"\s*(?:\[\d+\])+")
_LONG = 48
"""Length from which a question is taken to say by itself what it is about."""
_BARE = 12
"""Length up to which a question is no more than a question word, as "And when?" is."""
_MOST_NAMES = 3
"""Names of an answer that a follow-up may be about."""
_SIGN, _UNCASED = 3, 2
"""Latin letters that a Chinese, Japanese or Korean sign says as much as, and one of Arabic, say."""


@dataclass(frozen=True, slots=True)
class TopicRewriter:
    """Rewriting without a model: a follow-up that names no topic is searched for with the last.

    An elliptical one is completed from the question before it.
    """

    history_tokens: int

    def rewrite(self, query: Query, turns: Sequence[Turn]) -> Query:
        """The query with what it takes from `turns`, oldest first, before it."""
        asked: list[str] = []
        told = recent(turns, self.history_tokens)
        for turn in told:
            asked.append(_whole(turn.question, asked, query.language))
        text = _whole(query.text, asked, query.language)
        topic = topic_before(text, asked, query.language)
        query = replace(query, text=text, is_follow_up=bool(topic) or text != query.text)
        if _length(text) <= _BARE:  # it has no verb either
            return replace(query, text=f"{topic} {text}".strip())
        answered = tuple(_names_told(told[-1])) if topic else ()
        return replace(query, topic=topic, answered=answered)


@dataclass(frozen=True, slots=True)
class ModelRewriter:
    """Rewriting by a hosted model; if it fails, the last topic is put before the follow-up."""

    use: ModelUse[HostedModel]
    history_tokens: int

    def rewrite(self, query: Query, turns: Sequence[Turn]) -> Query:
        """The query as it would be asked without `turns`, oldest first, before it."""
        told = recent(turns, self.history_tokens)
        try:
            if told and not self.use.given_up:
                said = [(turn.question, _MARKS.sub("", turn.answer)) for turn in told]
                reply = "".join(self.use.model.reply(condense_prompt(said, query.text)))
                return replace(query, text=" ".join(reply.split()) or query.text)
        except ModelFailed as error:
            self.use.fail(error)
        topic = topic_before(query.text, [turn.question for turn in told], query.language)
        return replace(query, text=f"{topic} {query.text}".strip())


def topic_before(question: str, asked: Sequence[str], language: str) -> str:
    """Of the questions `asked` before, the last one with a topic of its own.

    Where none has, as far as can be told without capitals, the last one that is not very short.
    Empty where the question has a topic itself. `language` is its ISO 639-1 code.
    """
    if _names_its_topic(question, language):
        return ""
    before = asked[::-1]
    naming = (each for each in before if _names_its_topic(each, language))
    longer = (each for each in before if _length(each) >= _LONG / 2)
    return next(chain(naming, longer, before), "")


def _whole(question: str, asked: Sequence[str], language: str) -> str:
    """A question, completed from the last of those `asked` before where it is elliptical."""
    return (completed(question, asked[-1], language) if asked else None) or question


def _names_told(turn: Turn) -> list[str]:
    """The first names in an answer that the question has not."""
    first = _MARKS.split(turn.answer, maxsplit=1)[0]
    new = (run for run in name_runs(f"x {first}") if not is_named(run, turn.question))
    return list(islice(new, _MOST_NAMES))


def _names_its_topic(question: str, language: str) -> bool:
    named = names(without_nouns(question, language))
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
