"""Verification of a phrased sentence: whether it says the words that answer."""

from assistant.evidence import Evidence
from assistant.query.query import Query
from assistant.stages import Reading, Support, Verdict
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
    return any(_to_be_said(item, span, query))


def says(sentence: str, item: Evidence, span: Span, query: Query) -> bool:
    """Whether a sentence says the words of a span of its evidence."""
    figures, named, content = _to_be_said(item, span, query)
    if figures or named:
        return figures <= numbers(sentence, query.language, lenient=True) and all(
            is_named(run, sentence) for run in named
        )
    own = fold(WORD.findall(sentence))
    said = sum(has_like(word, own, _SAME_WORD) for word in content)
    return bool(content) and said >= _LEAST_SAID * len(content)


def _to_be_said(item: Evidence, span: Span, query: Query) -> tuple[set[str], list[str], list[str]]:
    """Numbers and names of a span; where it has neither, its content words.

    All are empty where there is nothing to compare: content words of another language.
    """
    article = item.hit.article
    words = article.text[span.start : span.end]
    figures = numbers(words, article.language)
    named = name_runs(words, names(f"x {words}"))  # so that the first word may be a name too
    if figures or named or article.language != query.language:
        return figures, named, []
    content = [word for word in fold(WORD.findall(words)) if len(word) >= _CONTENT_LETTERS]
    return figures, named, content
