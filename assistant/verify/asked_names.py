"""Whether evidence names everyone and every place that a question asks about."""

import re

from assistant.evidence import Evidence
from assistant.query.query import Query
from assistant.text.fold import folded_words
from assistant.text.names import CAPITALISE_NOUNS, unnamed
from assistant.text.places import name_place
from vectorstore.passage import ScoredPassage

_SENTENCES = re.compile(r"(?<=[.!…])\s+|(?<=[?؟？])\s*")
_ASKING = ("?", "؟", "？")


def names_asked(query: Query, item: Evidence) -> bool:
    """Whether a sentence, under its title, names everyone and every place that is asked about.

    What a sentence about somebody else says may look like an answer; nothing but a name tells it.
    In another language than the question's, a name may be another word, unless it is a place's
    that is known in all.
    """
    return _any_named(query, item.text, item.hit)


def is_about(query: Query, hit: ScoredPassage) -> bool:
    """Whether a passage, under its title, names everyone and every place that is asked about."""
    return _any_named(query, hit.passage.text, hit)


def _any_named(query: Query, text: str, hit: ScoredPassage) -> bool:
    """Whether a text names all for one of the topics that the question may have."""
    if query.language in CAPITALISE_NOUNS:
        return True
    words, is_same = f"{hit.article.title} {text}", hit.article.language == query.language
    return any(
        not any(is_same or name_place(folded_words([run])) for run in unnamed(asked, words))
        for asked in map(_asking, query.readings)
    )


def _asking(question: str) -> str:
    """The sentences of a question that ask, without what is remarked beside; all if none does."""
    sentences = _SENTENCES.split(question)
    return " ".join(each for each in sentences if each.endswith(_ASKING)) or question
