"""Texts and files that attack nothing, for counting false alarms."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

from eval.datasets.sets import load_set
from eval.datasets.squad_file import read_squad
from ingest.articles import read_articles

_SEED = 5
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text, and the name of the file that it is from."""

    text: str
    source: str


def normal_texts(folders: Iterable[Path], each: int) -> Iterator[NormalText]:
    """The packaged articles, and up to `each` distinct texts of every data set in the folders."""
    for path in load_set("several").articles:
        yield from (NormalText(article.text, path.name) for article in read_articles(path))
    for path in _files(folders):
        if _is_data_set(path):
            texts = sorted(set(filter(None, map(str.strip, _texts(path)))))
            yield from (NormalText(text, path.name) for text in _sample(texts, each))


def normal_files(folders: Iterable[Path], each: int) -> Iterator[Path]:
    """Up to `each` files with every ending in the folders; data sets are none of them."""
    by_ending: defaultdict[str, list[Path]] = defaultdict(list)
    for path in _files(folders):
        if not _is_data_set(path):
            by_ending[path.suffix.lower()].append(path)
    for paths in by_ending.values():
        yield from _sample(paths, each)


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _is_data_set(path: Path) -> bool:
    return path.name.endswith((".json", ".jsonl", ".jsonl.gz"))


def _texts(path: Path) -> Iterator[str]:
    """The paragraphs of a SQuAD file; of JSON Lines, the contexts or premises."""
    if path.suffix == ".json":
        yield from (paragraph.context for paragraph in read_squad(path).paragraphs())
        return
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row.get("context") or row.get("premise") or ""


def _sample(items: Sequence[_Item], count: int) -> list[_Item]:
    return Random(_SEED).sample(items, min(count, len(items)))
