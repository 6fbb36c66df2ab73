"""Verification of a phrased sentence: whether it says the words that answer."""

from assistant.evidence import Evidence
from assistant.stages import Query, Reading, Support, Verdict
from assistant.text.fold import WORD, fold, has_like
from assistant.text.names import is_named, name_runs, names
from assistant.text.numbers import numbers
from assistant.verify.grounding import GroundingVerifier
from vectorstore.passage import Span

_SAME_WORD = 80.0
"""Least likeness, 0 to 100, of two forms of a word."""
_LEAST_SAID = 0.6
"""Share of a span's content words that a sentence in the same language must have."""
_CONTENT_LETTERS = 4


class SpanSaidVerifier:
    """Verifies by numbers, and by the span that the reader found.

    A small model often answers with another name or number of the sentence than the one that
    answers. So it must say those of the span; where the span has none, most of its words. In
    another language those cannot be compared, and the sentence is not relied on.
    """

    def __init__(self) -> None:
        self._grounding = GroundingVerifier()

    def verify(self, query: Query, reading: Reading) -> Verdict:
        """Unsupported where the grounding is, or where the span is not said."""
        verdict = self._grounding.verify(query, reading)
        said = all(
            says(reading.text, item, span, query)
            for item, span in zip(reading.evidence, reading.spans, strict=False)
        )
        if verdict.support is Support.VERIFIED and reading.spans and said:
            return verdict
        return Verdict(Support.UNSUPPORTED)


def is_comparable(item: Evidence, span: Span, query: Query) -> bool:
    """Whether `says` can tell of any sentence in the query's language that it says a span."""
    words = item.hit.article.text[span.start : span.end]
    if numbers(words, item.hit.article.language) or _named(words):
        return True
    return item.hit.article.language == query.language and bool(_telling(words))


def says(sentence: str, item: Evidence, span: Span, query: Query) -> bool:
    """Whether a sentence says the words of a span of its evidence."""
    words = item.hit.article.text[span.start : span.end]
    figures, named = numbers(words, item.hit.article.language), _named(words)
    if not figures <= numbers(sentence, query.language, lenient=True):
        return False
    if not all(is_named(run, sentence) for run in named):
        return False
    if figures or named:
        return True
    if not is_comparable(item, span, query):
        return False
    telling, own = _telling(words), fold(WORD.findall(sentence))
    return sum(has_like(word, own, _SAME_WORD) for word in telling) >= _LEAST_SAID * len(telling)


def _named(words: str) -> list[str]:
    """The names in a span; its first word may be one too."""
    return name_runs(words, names(f"x {words}"))


def _telling(words: str) -> list[str]:
    """The content words of a span."""
    return [word for word in fold(WORD.findall(words)) if len(word) >= _CONTENT_LETTERS]
