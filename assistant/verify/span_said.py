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


def says(sentence: str, item: Evidence, span: Span, query: Query) -> bool:
    """Whether a sentence says the words of a span of its evidence."""
    article = item.hit.article
    words = article.text[span.start : span.end]
    spoken = article.language
    figures = numbers(words, spoken)
    named = list(name_runs(words, names(f"x {words}")))
    if not figures <= numbers(sentence, query.language, lenient=True):
        return False
    if not all(is_named(run, sentence) for run in named):
        return False
    if figures or named:
        return True
    telling = [word for word in fold(WORD.findall(words)) if len(word) >= _CONTENT_LETTERS]
    if spoken != query.language or not telling:
        return False
    own = fold(WORD.findall(sentence))
    return sum(has_like(word, own, _SAME_WORD) for word in telling) >= _LEAST_SAID * len(telling)
