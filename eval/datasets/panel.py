"""Panel of retrieval sets: texts of many kinds and languages, and questions about them.

The texts are from XQuAD, and from a folder of gzipped JSON Lines with `id`, `lang`, `context`,
`question` and `answers`. What is taken here must be kept out of the training of a reader.
"""

import gzip
import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from eval.datasets.squad_file import read_squad
from ingest.chunking.text_size import text_size

_SEED = 19
_TENTH = 26
"""Contexts whose hash begins with a lower byte are held out, where a tenth of a file is."""
_WINDOW = 40
"""Number of characters that texts are compared by."""
_OVERLAP = 0.2
"""Largest share of a text's windows that stand in other texts of its store."""
_PER_TEXT = 3
"""Largest number of questions about one text, so that many texts are asked about."""


@dataclass(frozen=True)
class Source:
    """File of the panel: the languages of its stores, the first of which is whole."""

    name: str
    languages: tuple[str, ...]
    is_tenth: bool = False
    """Whether only a tenth of the contexts, by their hash, is held out of training."""


SOURCES = (
    Source("policyqa", ("en",)),
    Source("covidqa", ("en",)),
    Source("friendsqa", ("en",)),
    Source("fairytaleqa", ("en",)),
    Source("squadshifts-reddit", ("en",)),
    Source("piaf", ("fr",), is_tenth=True),
    Source("cmrc2018", ("zh",), is_tenth=True),
    Source("iapp-wiki-qa-th", ("th",)),
    Source("enelpi-tr", ("tr",)),
    Source("kazqad", ("kk",)),
    Source("amqa", ("am",)),
    Source("faquad", ("pt",)),
    Source("pira", ("en",)),
    Source("integreat-omosqa", ("de", "en", "fr", "ar", "uk")),
)
XQUAD = Source("xquad", ("en", "es", "de"))


class PanelQuestion(NamedTuple):
    """A question, its language (ISO 639-1), and the names of the texts that answer it."""

    text: str
    language: str
    answered_by: frozenset[str]


@dataclass(frozen=True)
class PanelStore:
    """Texts of one language that are searched together, and the questions asked of them."""

    name: str
    language: str
    texts: Mapping[str, str]
    """By name."""
    questions: tuple[PanelQuestion, ...]


@dataclass(frozen=True)
class Sizes:
    """Limits of a store: its texts, their total `text_size`, its questions in one language."""

    texts: int = 300
    size: int = 150_000
    questions: int = 250


class _Entry(NamedTuple):
    """A question and the text that answers it, in the languages in which they are there."""

    questions: dict[str, str]
    texts: dict[str, str]


def panel_stores(data: Path, xquad: Path | None, sizes: Sizes) -> Iterator[PanelStore]:
    """All stores of the panel, from the folder of questions and that of XQuAD."""
    for source in SOURCES:
        yield from _stores(source, _read(data / f"{source.name}.jsonl.gz", source), sizes)
    if xquad:
        yield from _stores(XQUAD, _read_xquad(xquad), sizes)


def _read(path: Path, source: Source) -> list[_Entry]:
    """Answerable questions of a file; those that differ in the language of their id are one."""
    entries: dict[tuple[str, int], _Entry] = defaultdict(lambda: _Entry({}, {}))
    count: Counter[tuple[str, str]] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["answers"] and not (source.is_tenth and not _is_held_out(row["context"])):
                parts = row["id"].split("-")
                own = "-".join(part for part in parts if part != row["lang"])
                count[own, row["lang"]] += 1  # some ids are given twice
                entry = entries[own, count[own, row["lang"]]]
                entry.questions[row["lang"]] = row["question"]
                entry.texts[row["lang"]] = row["context"]
    return list(entries.values())


def _read_xquad(folder: Path) -> list[_Entry]:
    entries: dict[str, _Entry] = defaultdict(lambda: _Entry({}, {}))
    for language in XQUAD.languages:
        for paragraph in read_squad(folder / f"xquad.{language}.json").paragraphs():
            for asked in paragraph.asked:
                entries[asked.id].questions[language] = asked.question
                entries[asked.id].texts[language] = paragraph.context
    return list(entries.values())


def _is_held_out(context: str) -> bool:
    return hashlib.sha256(context.encode()).digest()[0] < _TENTH


def _stores(source: Source, entries: Sequence[_Entry], sizes: Sizes) -> Iterator[PanelStore]:
    """A store for each language, of the same texts, asked the same questions in all languages."""
    first = source.languages[0]
    there = [entry for entry in entries if first in entry.texts]
    names = {text: str(number) for number, text in enumerate(_sample(there, first, sizes))}
    kept = [entry for entry in there if entry.texts[first] in names]
    for language in source.languages:
        texts = {
            names[entry.texts[first]]: entry.texts[language]
            for entry in kept
            if language in entry.texts
        }
        pairs = [(entry, names[entry.texts[first]]) for entry in kept]
        asked = _questions([pair for pair in pairs if pair[1] in texts], sizes.questions)
        name = source.name if len(source.languages) == 1 else f"{source.name}.{language}"
        yield PanelStore(name, language, texts, tuple(asked))


def _sample(entries: Iterable[_Entry], language: str, sizes: Sizes) -> list[str]:
    """Distinct texts, drawn at random, which have little in common."""
    texts = sorted({entry.texts[language] for entry in entries})
    random.Random(_SEED).shuffle(texts)
    chosen: list[str] = []
    seen: set[str] = set()
    left = sizes.size
    for text in texts:
        windows = _windows(text)
        if len(chosen) == sizes.texts or text_size(text) > left:
            continue
        if len(windows & seen) <= _OVERLAP * len(windows):
            chosen.append(text)
            seen |= windows
            left -= text_size(text)
    return chosen


def _windows(text: str) -> set[str]:
    letters = "".join(filter(str.isalnum, text.casefold()))
    return {letters[at : at + _WINDOW] for at in range(max(1, len(letters) - _WINDOW + 1))}


def _questions(pairs: Sequence[tuple[_Entry, str]], most: int) -> Iterator[PanelQuestion]:
    """Questions in all languages. One that is asked of several texts is answered by each."""
    answered_by: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry, name in pairs:
        for language, question in entry.questions.items():
            answered_by[language, question].add(name)
    asked = sorted(answered_by)
    random.Random(_SEED).shuffle(asked)
    about: Counter[tuple[str, str]] = Counter()
    total: Counter[str] = Counter()
    for language, question in asked:
        names = answered_by[language, question]
        if total[language] < most and all(about[language, name] < _PER_TEXT for name in names):
            total[language] += 1
            about.update((language, name) for name in names)
            yield PanelQuestion(question, language, frozenset(names))
