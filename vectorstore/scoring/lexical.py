"""Lexical search: BM25 over character 5-grams of words, in an index of the database.

Grams within words stand in for stems and compounds in any language, and let names match in other
spellings (McNamee and Mayfield 2004, Character N-Gram Tokenization for European Language Text
Retrieval). The index is kept by the database, so that it is written in the same transaction as the
passages, stays on disk and is never built at start.
"""

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, islice

import regex

from vectorstore.calibration import SEARCH
from vectorstore.growth_cache import GrowthCache
from vectorstore.tables import open_passages
from vectorstore.tables.connection import Connection

_GRAM = 5
_POSTINGS = 20_000
"""Greatest total length of the posting lists that a search reads, rarest grams first. Bounds the
time of a search in a large store; common grams distinguish passages least."""
_MOST_GRAMS = 400
"""Greatest number of grams that are looked up: SQLite accepts up to 500 terms in a UNION."""
_INDEXED_AT_ONCE = 256  # passages

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(rf"[{_UNSPACED}]+|[[\p{{L}}\p{{N}}\p{{M}}]--[{_UNSPACED}]]+", regex.V1)
_UNSPACED_WORD = regex.compile(rf"[{_UNSPACED}]")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Words of `text` without case and accents, each between underscores: `_the_rhine_`.

    `y` and `i` count as one letter, as names are often spelt with either (Libya, Lybie).
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    for mark in filter(unicodedata.combining, set(letters)):
        letters = letters.replace(mark, "")
    return "_".join(["", *_WORD.findall(letters.replace("y", "i")), ""])


def grams(folded: str) -> list[str]:
    """Grams of a folded text, with repetitions: 5 characters, or 2 in scripts without spaces."""
    found = []
    for word in filter(None, folded.split("_")):
        size = 2 if _UNSPACED_WORD.match(word) else _GRAM
        padded = word if size == 2 else f"_{word}_"
        found += [padded[at : at + size] for at in range(max(1, len(padded) - size + 1))]
    return found


def add(db: Connection, texts: Mapping[int, str]) -> None:
    """Index passages, by id."""
    for some in _grams_by_id(texts):
        db.words.add(some)


def remove(db: Connection, texts: Mapping[int, str]) -> None:
    """Take passages out of the index, which keeps no texts: they must be those that it indexed."""
    for some in _grams_by_id(texts):
        db.words.remove(some)


def _grams_by_id(texts: Mapping[int, str]) -> Iterator[dict[int, list[str]]]:
    """Grams of passages, not of all at once: those of a text take fifty times its memory."""
    left = iter(texts.items())
    while some := list(islice(left, _INDEXED_AT_ONCE)):
        yield {passage_id: grams(fold(text)) for passage_id, text in some}


class Lexicon:
    """Caches in how many passages of a store a gram occurs, those of `closed` collections left out.

    With these counted, the scores of who may not read them would tell which words they hold.
    """

    def __init__(self, closed: Sequence[str] = ()) -> None:
        self._closed = closed
        self._known = GrowthCache[tuple[int, dict[str, int]]]()

    def weigh(self, db: Connection, text: str) -> "LexicalQuery":
        """The grams of a query, with their document frequencies in the store."""
        size, known = self._known.get(db, self._size_and_no_counts)
        asked = dict.fromkeys(grams(fold(text)))
        if new := [gram for gram in asked if gram not in known]:
            known.update(self._counts(db, new))
        return LexicalQuery({gram: known[gram] for gram in asked}, size)

    def _counts(self, db: Connection, asked: Sequence[str]) -> dict[str, int]:
        every = dict.fromkeys(asked, 0) | db.words.frequencies(asked)
        if not self._closed:
            return every
        left_out = db.words.frequencies_in(self._closed, [gram for gram in asked if every[gram]])
        return {gram: count - left_out.get(gram, 0) for gram, count in every.items()}

    def _size_and_no_counts(self, db: Connection) -> tuple[int, dict[str, int]]:
        return open_passages.count(db, self._closed), {}


class LexicalQuery:
    """The distinct grams of a query, with document frequencies in a store of `size` passages."""

    def __init__(self, counts: dict[str, int], size: int) -> None:
        self._counts = counts
        self._weights = {
            gram: math.log(1 + max(size - count + 0.5, 0) / (count + 0.5))
            for gram, count in counts.items()
        }

    def candidates(self, db: Connection, count: int) -> list[int]:
        """Ids of up to `count` passages with the most rare grams of the query, best first."""
        rare = self._rare()
        if not rare:
            return []
        return db.words.best({gram: self._weights[gram] for gram in rare}, count)

    def scores(self, texts: Sequence[str]) -> list[float]:
        """BM25 of each text, divided by the total weight of the query's grams.

        The division makes scores comparable across languages: a query whose words do not occur in
        the store gets almost no lexical score from the few grams that match by accident, and is
        then ranked by its vectors, while a name that matches still counts.
        """
        total = sum(self._weights.values())
        folded = [fold(text) for text in texts]
        if not folded or not total:
            return [0.0] * len(folded)
        mean = sum(map(len, folded)) / len(folded)
        return [self._score(text, len(text) / mean) / total for text in folded]

    def _rare(self) -> list[str]:
        """The rarest grams, rarest first, as many as can be looked up quickly."""
        known = sorted(filter(self._counts.get, self._counts), key=self._counts.__getitem__)
        totals = accumulate(self._counts[gram] for gram in known)
        within = sum(total <= _POSTINGS for total in totals)
        return known[: min(max(within, 1), _MOST_GRAMS)]

    def _score(self, folded: str, length: float) -> float:
        # BM25's saturation and length normalisation (Robertson and Zaragoza 2009).
        k1, b = SEARCH.bm25_k1, SEARCH.bm25_b
        saturation = k1 * (1 - b + b * length)
        counts = ((weight, folded.count(gram)) for gram, weight in self._weights.items())
        return sum(weight * n * (k1 + 1) / (n + saturation) for weight, n in counts if n)
