"""How well the text read from a document agrees with the expected text."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from eval.datasets.documents import ExpectedDocument
from ingest import split_passages
from vectorstore import Article

# Chinese and Japanese are counted by the character, as no spaces part their words.
_WORD = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}]|(?:(?![\p{Han}\p{Hiragana}\p{Katakana}])[\p{L}\p{M}\p{N}])+"
)


@dataclass(frozen=True, slots=True)
class ReadingScore:
    """Counts for one document or, added up, for several."""

    expected: int = 0
    """Expected sentences, headings and rows of tables."""
    whole: int = 0
    """Those that stand whole in one stored sentence."""
    characters: int = 0
    """Letters and digits of the expected texts that are complete."""
    lost: int = 0
    """Letters and digits of expected words that were not read."""
    invented: int = 0
    """Letters and digits of words that were read and are not expected."""
    missed: tuple[str, ...] = ()
    """What does not stand whole."""

    def __add__(self, other: "ReadingScore") -> "ReadingScore":
        return ReadingScore(
            self.expected + other.expected,
            self.whole + other.whole,
            self.characters + other.characters,
            self.lost + other.lost,
            self.invented + other.invented,
            self.missed + other.missed,
        )


def score(expected: ExpectedDocument, articles: Sequence[Article]) -> ReadingScore:
    """Compare the articles read from a document with its expected text.

    A sentence is compared by all its characters, white space made equal; a row of a table by its
    words and figures. Of a document that is expected only in part, no characters are counted.
    """
    stored = [sentence for article in articles for sentence in stored_sentences(article)]
    missed = tuple(each for each in expected.expected if not _stands_whole(each, stored))
    count = len(expected.expected)
    if not expected.whole:
        return ReadingScore(count, count - len(missed), missed=missed)
    wanted, read = _words(expected.expected), _words(article.text for article in articles)
    return ReadingScore(
        count,
        count - len(missed),
        _letters(wanted),
        _letters(wanted - read),
        _letters(read - wanted),
        missed,
    )


def stored_sentences(article: Article) -> list[str]:
    """The sentences of an article as an ingest stores them."""
    return [
        article.text[sentence.start : sentence.end]
        for passage in split_passages(article)
        for sentence in passage.sentences
    ]


def _stands_whole(expected: str, stored: Iterable[str]) -> bool:
    form = _row_form if " | " in expected else _sentence_form
    wanted = form(expected)
    return any(wanted in form(sentence) for sentence in stored)


def _sentence_form(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _row_form(text: str) -> str:
    return f" {' '.join(_WORD.findall(text))} "


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(
        word for text in texts for word in _WORD.findall(unicodedata.normalize("NFKC", text))
    )


def _letters(words: Counter[str]) -> int:
    return sum(len(word) * count for word, count in words.items())
