"""Hard negatives: passages that share words with a question and do not answer it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.readers.span.train.mix import Row

_UNSPACED = {"zh", "ja", "th"}
_MOST_CONTEXTS = 0.02
"""A word in more than this share of the contexts does not tell them apart."""
_CHUNK = 512


class HardNegatives:
    """Ranks the contexts of one source by TF-IDF against a question."""

    def __init__(self, rows: Sequence[Row]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._contexts = list(dict.fromkeys(row["context"] for row in rows))
        characters = rows[0]["lang"] in _UNSPACED
        self._vectorizer = TfidfVectorizer(
            analyzer="char" if characters else "word",
            ngram_range=(2, 2) if characters else (1, 1),
            max_df=_MOST_CONTEXTS,
            dtype=np.float32,
        )
        self._matrix: Any = self._vectorizer.fit_transform(self._contexts).T.tocsr()

    def find(self, rows: Sequence[Row], most: int = 6) -> list[list[str]]:
        """For each question, up to `most` contexts without any of its answers, best first."""
        found: list[list[str]] = []
        for at in range(0, len(rows), _CHUNK):
            chunk = rows[at : at + _CHUNK]
            scores = self._vectorizer.transform([row["question"] for row in chunk]) @ self._matrix
            found.extend(self._best(row, scores[i], most) for i, row in enumerate(chunk))
        return found

    def _best(self, row: Row, scores: Any, most: int) -> list[str]:
        order = np.argsort(-scores.data)[: 3 * most]
        ranked = [self._contexts[at] for at in scores.indices[order]]
        return [text for text in ranked if not _answers(row, text)][:most]


def _answers(row: Row, text: str) -> bool:
    folded = text.casefold()
    return text == row["context"] or any(
        answer["text"].casefold() in folded for answer in row["answers"]
    )
