"""Whether evidence names everyone and every place that a question asks about."""

from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.text.fold import folded_words
from assistant.text.names import CAPITALISE_NOUNS, unnamed
from assistant.text.places import name_place


def names_all(question: str, language: str, items: Sequence[Evidence]) -> bool:
    """Whether sentences, under their titles, name everyone and every place that is asked about.

    What a sentence about somebody else says may look like an answer; nothing but a name tells it.
    In another language than the question's, a name may be another word, unless it is a place's
    that is known in all.
    """
    if language in CAPITALISE_NOUNS:
        return True
    words = " ".join(f"{item.hit.article.title} {item.text}" for item in items)
    spoken = {item.hit.article.language for item in items}
    return not any(
        spoken == {language} or name_place(folded_words([run])) for run in unnamed(question, words)
    )
