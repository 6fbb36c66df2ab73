"""Whether evidence names everyone and every place that a question asks about."""

from collections.abc import Sequence, Set

from assistant.evidence import Evidence
from assistant.text.fold import folded_words
from assistant.text.names import CAPITALISE_NOUNS, unnamed
from assistant.text.places import name_place
from vectorstore.passage import ScoredPassage


def names_all(question: str, language: str, items: Sequence[Evidence]) -> bool:
    """Whether sentences, under their titles, name everyone and every place that is asked about.

    What a sentence about somebody else says may look like an answer; nothing but a name tells it.
    In another language than the question's, a name may be another word, unless it is a place's
    that is known in all.
    """
    words = " ".join(f"{item.hit.article.title} {item.text}" for item in items)
    return _all_named(question, language, words, {item.hit.article.language for item in items})


def passage_names_all(question: str, language: str, hit: ScoredPassage) -> bool:
    """Whether a passage, under its title, names everyone and every place that is asked about."""
    words = f"{hit.article.title} {hit.passage.text}"
    return _all_named(question, language, words, {hit.article.language})


def _all_named(question: str, language: str, words: str, spoken: Set[str | None]) -> bool:
    if language in CAPITALISE_NOUNS:
        return True
    return not any(
        spoken == {language} or name_place(folded_words([run])) for run in unnamed(question, words)
    )
