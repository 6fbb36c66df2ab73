"""Parses the reply of a hosted model into sentences, each with the numbers that it cites."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKER = re.compile(
    r"\s*[\[【［]\s*\^?(?P<numbers>\d+(?:\s*[-–,،、;]\s*\d+)*)\s*(?:†[^\]】］]*)?[\]】］]"
)
"""A citation as models write it: `[1]`, `[1, 2]`, `[1-3]`, `[^1]`, `【1】`, `【1†source】`."""
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_LIST_MARK = re.compile(r"^\s*(?:[-*•–]|#+|\d{1,2}\))\s+")
_LIST_NUMBER = re.compile(r"^\s*(\d{1,2})\.\s+")
_EMPHASIS = re.compile(r"\*\*|__|`")
_LONGEST_RANGE = 20


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence without its markers, and the numbers that it cites, each once, in their order."""

    text: str
    numbers: tuple[int, ...]


def cited_sentences(text: str, language: str) -> list[CitedSentence]:
    """The sentences of a reply, with what each cites; none of the numbers may exist.

    A marker belongs to the sentence that it stands in or right behind, and one at the beginning
    of a line to the sentence that follows. `language` is an ISO 639-1 code.
    """
    return [
        sentence
        for line in _without_list_marks(text.splitlines())
        for sentence in _line_sentences(_EMPHASIS.sub("", line), language)
    ]


def _without_list_marks(lines: list[str]) -> list[str]:
    """Lines without what makes them a list; a number alone may be a day, as in `1. Mai`."""
    numbers = [int(match[1]) for match in map(_LIST_NUMBER.match, lines) if match]
    if len(numbers) > 1 and numbers == [*range(1, len(numbers) + 1)]:
        lines = [_LIST_NUMBER.sub("", line) for line in lines]
    return [_LIST_MARK.sub("", line) for line in lines]


def _line_sentences(line: str, language: str) -> Iterator[CitedSentence]:
    plain, marks = _take_markers(line)
    start = 0
    for end in _sentence_ends(plain, language):
        sentence = plain[start:end].strip()
        numbers = [n for at, n in marks if start < at <= end or at == start == 0]
        start = end
        if sentence:
            yield CitedSentence(sentence, tuple(dict.fromkeys(numbers)))


def _take_markers(line: str) -> tuple[str, list[tuple[int, int]]]:
    """A line without its markers, and each number cited with its place in that line."""
    plain, marks, at = "", [], 0
    for match in _MARKER.finditer(line):
        plain += line[at : match.start()]
        at = match.end()
        marks += [(len(plain), number) for number in _numbers(match["numbers"])]
    return plain + line[at:], marks


def _numbers(cited: str) -> Iterator[int]:
    for part in re.split(r"[,،、;]", cited):
        if span := _RANGE.search(part):
            first, last = int(span[1]), int(span[2])
            yield from range(first, min(last, first + _LONGEST_RANGE) + 1)
        else:
            yield int(part)


def _sentence_ends(text: str, language: str) -> list[int]:
    """Where the sentences of a line end: behind the last letter or sign, before white space."""
    import sentencex

    starts = [each["start_index"] for each in sentencex.get_sentence_boundaries(language, text)]
    cuts = sorted({*starts[1:], len(text)})
    return [len(text[:cut].rstrip()) for cut in cuts]
