"""Bilingual word lists for code-switching, induced from the encoder itself.

The most frequent words of each language are embedded, and two words translate each other where
each is the other's nearest neighbour by CSLS (Conneau et al. 2018, "Word translation without
parallel data"). No parallel text is needed. Question words, which matter most and are found least
reliably in this way, are written down.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.embedder import Embedder

SOURCES = ("en", "fr")
TARGETS = ("de", "es", "fr", "it", "pt", "ru", "nl", "ar", "tr", "en")
_QUESTION_WORDS = {
    "en": "who, what, when, where, why, how, which, whose, many, much",
    "fr": "qui, que, quand, où, pourquoi, comment, quel, dont, combien, combien",
    "de": "wer, was, wann, wo, warum, wie, welche, wessen, viele, viel",
    "es": "quién, qué, cuándo, dónde, por qué, cómo, cuál, cuyo, cuántos, cuánto",
    "it": "chi, cosa, quando, dove, perché, come, quale, cui, quanti, quanto",
    "pt": "quem, que, quando, onde, por que, como, qual, cujo, quantos, quanto",
    "ru": "кто, что, когда, где, почему, как, какой, чей, сколько, сколько",
    "nl": "wie, wat, wanneer, waar, waarom, hoe, welke, wiens, veel, veel",
    "ar": "من, ماذا, متى, أين, لماذا, كيف, أي, لمن, كم, كم",
    "tr": "kim, ne, ne zaman, nerede, neden, nasıl, hangi, kimin, kaç, kadar",
}
"""The same words in each language."""
_WORDS = 6000
_NEIGHBOURS = 10
_FOREIGN = 0.7
"""How much more frequent, on the Zipf scale, a word is in English where it is taken for English."""

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
        | _question_words(source, target)
        for source in SOURCES
        for target in TARGETS
        if source != target
    }
    path.write_text(json.dumps(lexicon, ensure_ascii=False), "utf-8")
    return lexicon


def _question_words(source: str, target: str) -> dict[str, str]:
    pair = (_QUESTION_WORDS[language].split(", ") for language in (source, target))
    return dict(zip(*pair, strict=True))


def _frequent(language: str) -> list[str]:
    """The most frequent words of a language, without those that it has from English texts."""
    from wordfreq import top_n_list, zipf_frequency

    return [
        word
        for word in top_n_list(language, _WORDS)
        if not any(map(str.isdigit, word))
        and (
            language == "en"
            or zipf_frequency(word, "en") < zipf_frequency(word, language) + _FOREIGN
        )
    ]


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
