"""Bilingual word lists for code-switching, induced from the encoder itself.

The most frequent words of each language are embedded, and two words translate each other where
each is the other's nearest neighbour by CSLS (Conneau et al. 2018, "Word translation without
parallel data"). No parallel text is needed.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.embedder import Embedder

SOURCES = ("en", "fr")
TARGETS = ("de", "es", "fr", "it", "pt", "ru", "nl", "ar", "tr", "en")
_WORDS = 6000
_NEIGHBOURS = 10

Lexicon = dict[str, dict[str, str]]
"""By `source-target` (ISO 639-1 codes), from a word in lower case to its translation."""


def induce_lexicon(embedder: Embedder, path: Path) -> Lexicon:
    """The word lists of all pairs of languages; read from `path`, or made and written there."""
    if path.exists():
        stored: Lexicon = json.loads(path.read_text("utf-8"))
        return stored
    words = {language: _frequent(language) for language in sorted({*SOURCES, *TARGETS})}
    vectors = {language: embedder.encode_queries(words[language]) for language in words}
    lexicon = {
        f"{source}-{target}": dict(
            _translations(words[source], vectors[source], words[target], vectors[target])
        )
        for source in SOURCES
        for target in TARGETS
        if source != target
    }
    path.write_text(json.dumps(lexicon, ensure_ascii=False), "utf-8")
    return lexicon


def _frequent(language: str) -> list[str]:
    from wordfreq import top_n_list

    return [word for word in top_n_list(language, _WORDS) if not any(map(str.isdigit, word))]


def _translations(
    words: Sequence[str],
    vectors: NDArray[np.float32],
    others: Sequence[str],
    other_vectors: NDArray[np.float32],
) -> Iterator[tuple[str, str]]:
    """Pairs of words that are mutual nearest neighbours by CSLS."""
    cosine = vectors @ other_vectors.T
    hubness = np.sort(cosine, axis=1)[:, -_NEIGHBOURS:].mean(axis=1, keepdims=True)
    other_hubness = np.sort(cosine, axis=0)[-_NEIGHBOURS:].mean(axis=0, keepdims=True)
    scores = 2 * cosine - hubness - other_hubness
    best = scores.argmax(axis=1)
    back = scores.argmax(axis=0)
    for at, word in enumerate(words):
        if back[best[at]] == at and others[best[at]] != word:
            yield word, others[best[at]]
