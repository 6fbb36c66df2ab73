"""Span metrics: exact match and F1 in many languages, and AUC of telling what is answerable.

The normalisation is that of MLQA (Lewis et al. 2020), which extends that of SQuAD (Rajpurkar et al.
2016): no case, no punctuation and no articles. Text in scripts without spaces is compared by
character.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import regex

_ARTICLES = {
    language: frozenset(words.split())
    for language, words in {
        "ca": "el la els les l un una uns unes",
        "da": "den det de en et",
        "de": "der die das den dem des ein eine einen einem eines einer",
        "el": "ο η το οι τα του της των τον την τους τις ένας μια μία ένα",
        "en": "a an the",
        "es": "el la los las lo un una unos unas",
        "fr": "le la les l un une des",
        "hu": "a az egy",
        "it": "il lo la i gli le l un uno una",
        "nb": "den det de en ei et",
        "nl": "de het een",
        "pt": "o a os as um uma uns umas",
        "ro": "un o niște",
        "sv": "den det de en ett",
    }.items()
}
_ARTICLES["no"] = _ARTICLES["nn"] = _ARTICLES["nb"]
_ELIDING = frozenset({"ca", "fr", "it"})
"""Languages in which an apostrophe ends a word: l'eau."""
_ARABIC_ARTICLE = "ال"
_APOSTROPHES = regex.compile("['’]")
_PUNCTUATION = regex.compile(r"[\p{P}$+<=>^`|~]")
"""Unicode's punctuation, and what ASCII has besides, as in MLQA."""
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_TOKEN = regex.compile(rf"[{_UNSPACED}]\p{{M}}*|[\S--[{_UNSPACED}]]+", regex.V1)


class SpanPrediction(NamedTuple):
    """Most likely span of a context that answers a question."""

    text: str
    start: int
    """Offset in the context, in code points."""
    score: float
    """Score of the span, comparable across contexts; higher is better."""
    p_null: float
    """Probability, 0 to 1, that the context does not answer."""


class SpanPredictor(Protocol):
    """A reader of one context."""

    def predict(self, question: str, context: str) -> SpanPrediction:
        """Most likely span of `context`, whether or not the context seems to answer."""
        ...


class SpanGold(NamedTuple):
    """Gold answers, none if the context does not answer, in an ISO 639-1 language."""

    language: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class SpanScores:
    """Means over questions of one language, all from 0 to 1."""

    answerable: int
    """Number of answerable questions, over which `exact_match` and `f1` are means."""
    unanswerable: int
    exact_match: float | None
    """None without answerable questions, as is `f1`."""
    f1: float | None
    auc: float | None
    """Area under the ROC curve of `p_null`: the probability that it is higher for an unanswerable
    question than for an answerable one. None unless there are both."""


def score_spans(
    predictions: Sequence[SpanPrediction], golds: Sequence[SpanGold]
) -> dict[str, SpanScores]:
    """Scores by language, in alphabetical order; a prediction for each gold, in the same order.

    The best span of an answerable question counts whatever its `p_null`, so that exact match and F1
    do not depend on a limit to it; `auc` measures `p_null` alone.
    """
    pairs = defaultdict(list)
    for prediction, gold in zip(predictions, golds, strict=True):
        pairs[gold.language].append((prediction, gold))
    return {language: _scores(pairs[language]) for language in sorted(pairs)}


def _scores(pairs: Sequence[tuple[SpanPrediction, SpanGold]]) -> SpanScores:
    answerable = [pair for pair in pairs if pair[1].answers]
    unanswerable = [prediction.p_null for prediction, gold in pairs if not gold.answers]
    exact, f1 = (
        [measure(each.text, gold) for each, gold in answerable]
        for measure in (span_exact_match, span_f1)
    )
    return SpanScores(
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        exact_match=float(np.mean(exact)) if exact else None,
        f1=float(np.mean(f1)) if f1 else None,
        auc=area_under_roc(unanswerable, [prediction.p_null for prediction, _ in answerable]),
    )


def span_exact_match(text: str, gold: SpanGold) -> float:
    """Exact match: 1 if a span equals a gold answer after normalisation, else 0."""
    own = normalise_span(text, gold.language)
    return float(any(own == normalise_span(each, gold.language) for each in gold.answers))


def span_f1(text: str, gold: SpanGold) -> float:
    """F1 of the tokens of a span and of the gold answer that gives the highest, 0 to 1."""
    own = normalise_span(text, gold.language)
    return max(_f1(own, normalise_span(each, gold.language)) for each in gold.answers)


def normalise_span(text: str, language: str) -> tuple[str, ...]:
    """Words of a text in a language (ISO 639-1), and characters of scripts without spaces.

    Without case, punctuation and the articles of the language.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    if language in _ELIDING:
        text = _APOSTROPHES.sub(" ", text)
    tokens: list[str] = _TOKEN.findall(_PUNCTUATION.sub("", text))
    if language == "ar":
        tokens = [token.removeprefix(_ARABIC_ARTICLE) for token in tokens]
    articles = _ARTICLES.get(language, frozenset())
    return tuple(token for token in tokens if token and token not in articles)


def area_under_roc(higher: Sequence[float], lower: Sequence[float]) -> float | None:
    """Probability that a value of `higher` is above one of `lower`, ties counting half.

    Mann and Whitney's (1947) U as a share of all pairs; None if there are no pairs.
    """
    if not higher or not lower:
        return None
    ranked = np.sort(np.asarray(lower, dtype=float))
    above = np.searchsorted(ranked, higher, side="left") + np.searchsorted(
        ranked, higher, side="right"
    )
    return float(above.mean() / (2 * len(ranked)))


def _f1(own: Sequence[str], gold: Sequence[str]) -> float:
    if not own or not gold:  # such as an article alone
        return float(own == gold)
    common = sum((Counter(own) & Counter(gold)).values())
    return 2 * common / (len(own) + len(gold))
