"""`Corpus`: made-up articles of one passage each, with vectors that lie as those of texts do."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from vectorstore import Article, Passage, Span
from vectorstore.coding import components

Array = NDArray[np.float32]
Items = list[tuple[Article, list[Passage]]]
"""Articles with their passages."""
Kind = Literal["clustered", "random"]
"""Vectors as of real texts, or in random directions, of which none are near a question."""
KINDS: tuple[Kind, ...] = get_args(Kind)

DIMENSIONS = 384
SENTENCES = 3
BATCH = 240
"""Passages that are stored together: an ingest takes about 60 articles of four at a time."""
_WORDS_EACH = 40  # of a sentence
_VOCABULARY = 200_000
_ASKED_WORDS, _ASKED_FROM = 9, 20_000
_OF_A_TOPIC = 100  # passages

_COMMON, _TOPIC, _PASSAGE, _OWN = 0.745, 0.08, 0.06, 0.115
"""Shares of a vector's squared length: of what all texts have in common, of its topic, of its
passage, and of the text's own. Two texts have the sum of what they share as cosine similarity. With
the packaged model, 96 paragraphs of XQuAD in English had 0.747 with those of other articles, and
0.828 within an article."""
_ASKED_PASSAGE = 0.04
"""The share of its passage in a question's vector, which gives the two a similarity of 0.874, as 48
questions and their paragraphs of XQuAD had."""
_DECAY = 0.36
"""Exponent with which the spread of vectors falls from one principal direction of the packaged
model to the next, as that of 240 paragraphs of XQuAD in English did."""
_INDEXED = 0.52
"""The share of this spread, by squared length, in the directions that the index keeps: it was 0.49
for these paragraphs and 0.57 for their sentences. With the decay, similarities of unrelated texts
have a standard deviation of 0.023, as those of XQuAD had."""
_TEXTS, _VECTORS, _TOPICS, _QUESTIONS = range(4)
"""Streams of random numbers."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """`size` articles whose sources are the numbers from 0; the same whenever they are made."""

    size: int
    kind: Kind

    def batch(self, first: int) -> tuple[Items, dict[str, Array]]:
        """Articles of a batch with their passages, and vectors (dimensions,) of all texts by text.

        `first` is the number of its first article.
        """
        items = [(article, [_passage(article)]) for article in self._articles(first)]
        vectors = self.vectors(first).reshape(-1, DIMENSIONS)
        texts = (text for _, (passage,) in items for text in _texts(passage))
        return items, dict(zip(texts, vectors, strict=True))

    def vectors(self, first: int) -> Array:
        """Vectors of a batch's passages, each its own and then its sentences': (n, 1 + m, d)."""
        count = min(BATCH, self.size - first)
        chance = np.random.default_rng((_VECTORS, first))
        own = _spread(chance, (count, 1 + SENTENCES, DIMENSIONS), self.kind)
        if self.kind == "random":
            return own
        topics, shared = self._shared(np.arange(first, first + count))
        parts = np.sqrt(_TOPIC) * topics + np.sqrt(_PASSAGE) * shared
        return _as_texts(np.sqrt(_COMMON) * _common() + parts[:, None] + np.sqrt(_OWN) * own)

    def questions(self, count: int) -> dict[str, Array]:
        """Questions with their vectors: each about a passage, if vectors are as of real texts."""
        chance = np.random.default_rng((_QUESTIONS, self.size))
        words = _vocabulary()[:_ASKED_FROM]
        texts = [" ".join(chance.choice(words, _ASKED_WORDS)) for _ in range(count)]
        own = _spread(chance, (count, DIMENSIONS), self.kind)
        if self.kind == "random":
            return dict(zip(texts, own, strict=True))
        topics, shared = self._shared(chance.integers(0, self.size, count))
        rest = 1 - _COMMON - _TOPIC - _ASKED_PASSAGE
        parts = np.sqrt(_TOPIC) * topics + np.sqrt(_ASKED_PASSAGE) * shared
        asked = _as_texts(np.sqrt(_COMMON) * _common() + parts + np.sqrt(rest) * own)
        return dict(zip(texts, asked, strict=True))

    def _articles(self, first: int) -> Iterator[Article]:
        count = min(BATCH, self.size - first)
        chance = np.random.default_rng((_TEXTS, first))
        likely = _likelihoods()
        drawn = np.searchsorted(likely, chance.random((count, SENTENCES, _WORDS_EACH)) * likely[-1])
        for number, sentences in enumerate(_vocabulary()[drawn], first):
            text = " ".join(f"{' '.join(words)}." for words in sentences)
            yield Article(text, str(number), str(number))

    def _shared(self, numbers: NDArray[np.int64]) -> tuple[Array, Array]:
        """What passages share with their topic, and what a passage's texts share: (n, d) each."""
        topics = numbers % max(1, self.size // _OF_A_TOPIC)
        return _directions(topics, "topics"), _directions(numbers, "passages")


def _directions(numbers: NDArray[np.int64], of: Literal["topics", "passages"]) -> Array:
    stream = ("topics", "passages").index(of)
    one_each = (np.random.default_rng((_TOPICS, stream, int(number))) for number in numbers)
    return np.stack([_spread(chance, (DIMENSIONS,), "clustered") for chance in one_each])


def _spread(chance: np.random.Generator, shape: tuple[int, ...], kind: Kind) -> Array:
    """Vectors of length one: random ones in all directions alike, others more in some."""
    drawn: Array = chance.standard_normal(shape, np.float32)
    return _unit(drawn * _spectrum() if kind == "clustered" else drawn)


def _as_texts(parts: Array) -> Array:
    """Vectors of length one from sums (…, d) of parts along the model's principal directions."""
    turned: Array = _unit(parts) @ _directions_of_model().T
    return turned


def _unit(vectors: Array) -> Array:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Array = (vectors / lengths).astype(np.float32)
    return unit


@cache
def _spectrum() -> Array:
    """Spread along each principal direction; none along the first, which texts have in common."""
    kept = components.of_vectors().shape[1]
    spectrum: Array = np.zeros(DIMENSIONS, np.float32)
    spectrum[1:] = np.arange(1, DIMENSIONS) ** -_DECAY
    for part, share in ((spectrum[:kept], _INDEXED), (spectrum[kept:], 1 - _INDEXED)):
        part *= np.sqrt(share / (part**2).sum())
    return spectrum


@cache
def _directions_of_model() -> Array:
    """Orthonormal directions (d, d): first those of the packaged model's index, then any others."""
    chance = np.random.default_rng(0)
    known = components.of_vectors()
    others = chance.standard_normal((DIMENSIONS, DIMENSIONS - known.shape[1]), np.float32)
    directions: Array = np.linalg.qr(np.hstack([known, others]))[0]
    return directions


@cache
def _common() -> Array:
    common: Array = np.eye(1, DIMENSIONS, dtype=np.float32)[0]
    return common


@cache
def _vocabulary() -> NDArray[np.str_]:
    chance = np.random.default_rng(0)
    sizes = chance.integers(2, 12, _VOCABULARY)
    letters = "".join(chance.choice(list("etaoinshrdlucmfwypvbgk"), int(sizes.sum())))
    ends = np.cumsum(sizes).tolist()
    return np.array([letters[end - size : end] for end, size in zip(ends, sizes, strict=True)])


@cache
def _likelihoods() -> NDArray[np.float64]:
    """Cumulative frequencies of the words, which follow Zipf's law."""
    summed: NDArray[np.float64] = np.cumsum(1 / np.arange(1, _VOCABULARY + 1))
    return summed


def _passage(article: Article) -> Passage:
    ends = [at + 1 for at, letter in enumerate(article.text) if letter == "."]
    starts = [0, *(end + 1 for end in ends[:-1])]
    spans = tuple(Span(*pair) for pair in zip(starts, ends, strict=True))
    return Passage(article.id, 0, len(article.text), article.text, spans)


def _texts(passage: Passage) -> list[str]:
    return [passage.text, *(passage.text[span.start : span.end] for span in passage.sentences)]
