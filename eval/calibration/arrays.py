"""Records as padded arrays, on which a fit tries thousands of values in seconds."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.calibration.records import SearchRecord
from vectorstore.calibration import SEARCH

FOLDS = 5
FEATURES = ("passage", "sentence", "tokens", "lexical", "is_foreign")
WEIGHTS = (
    "passage_weight",
    "sentence_weight",
    "token_weight",
    "lexical_weight",
    "language_bonus",
)
"""Fields of `SearchCalibration` that weigh `FEATURES`, in the same order."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Values = dict[str, float]
"""Values by the names of their fields."""


@dataclass(frozen=True)
class Passages:
    """n questions with up to m candidates each; there is no candidate where `there` is False."""

    features: Floats
    """(n, m, 5), in the order of `FEATURES`."""
    gold: Flags
    """(n, m)"""
    there: Flags
    """(n, m)"""
    folds: NDArray[np.int64]
    """(n,): fold of each question, 0 to 4, the same for all of a group."""

    @classmethod
    def of(cls, records: Sequence[SearchRecord]) -> "Passages":
        """The candidates of some records."""
        most = max(len(record.candidates) for record in records)
        features = np.zeros((len(records), most, len(FEATURES)))
        gold, there = np.zeros((2, len(records), most), bool)
        for at, record in enumerate(records):
            for rank, each in enumerate(record.candidates):
                features[at, rank] = [getattr(each, name) for name in FEATURES]
                gold[at, rank], there[at, rank] = each.is_gold, True
        return cls(features, gold, there, fold_of(records))

    def without_gold(self, hidden: Flags) -> "Passages":
        """The same without the gold candidates of the questions that are `hidden`, (n,)."""
        there = self.there & ~(self.gold & hidden[:, None])
        return Passages(self.features, self.gold & there, there, self.folds)

    def scores(self, values: Values) -> Floats:
        """(n, m): scores by these weights, else by those in use; minus infinity where none is."""
        weights = [values.get(name, getattr(SEARCH, name)) for name in WEIGHTS]
        return np.where(self.there, self.features @ np.array(weights), -np.inf)


@dataclass(frozen=True)
class Sentences:
    """n questions with up to m sentences of their best candidates; absent where not `there`."""

    passage: Floats
    """(n, m): score of the sentence's passage by the weights in use."""
    foreign: Flags
    article: NDArray[np.int64]
    similarity: Floats
    tokens: Floats
    gold: Flags
    there: Flags
    folds: NDArray[np.int64]
    """(n,)"""

    @classmethod
    def of(cls, records: Sequence[SearchRecord]) -> "Sentences":
        """The recorded sentences of some records."""
        scores = Passages.of(records).scores({})
        rows = [
            [
                (score, each.is_foreign, each.article, *sentence, True)
                for score, each in zip(scores[at].tolist(), record.candidates, strict=False)
                for sentence in each.sentences
            ]
            for at, record in enumerate(records)
        ]
        table = np.zeros((7, len(rows), max(map(len, rows))))
        for at, row in enumerate(rows):
            table[:, at, : len(row)] = np.array(row, float).T
        passage, foreign, article, similarity, tokens, gold, there = table
        return cls(
            passage,
            foreign > 0,
            article.astype(int),
            similarity,
            tokens,
            gold > 0,
            there > 0,
            fold_of(records),
        )


def fold_of(records: Sequence[SearchRecord]) -> NDArray[np.int64]:
    """Fold of each record, 0 to 4, by its group."""
    return np.array([zlib.crc32(record.group.encode()) % FOLDS for record in records])
