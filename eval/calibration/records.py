"""`SearchRecord`: the features of the passages found for one question, as numbers without text."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

RECORDS = Path(__file__).parents[1] / "data" / "readings" / "search.jsonl.gz"


class SentenceRecord(NamedTuple):
    """One sentence of a candidate passage."""

    similarity: float
    """Cosine similarity of its vector and the question's."""
    tokens: float
    """Late interaction (MaxSim) of its tokens and the question's."""
    is_gold: bool
    """Whether it holds evidence of the answer."""


class Candidate(NamedTuple):
    """One passage found for a question."""

    article: int
    """Number of its article in the store."""
    passage: float
    """Cosine similarity of its vector and the question's."""
    sentence: float
    """The same of its most similar sentence."""
    tokens: float
    """Late interaction (MaxSim) of its tokens and the question's."""
    lexical: float
    """BM25 as a share of the question's weight."""
    is_foreign: bool
    """Whether its language is another than the question's, where the store has both."""
    is_gold: bool
    """Whether it holds evidence of the answer."""
    sentences: tuple[SentenceRecord, ...]
    """Its sentences, in order; recorded for the best candidates only."""


class SearchRecord(NamedTuple):
    """One question and its candidates, best first by the weights in use."""

    corpus: str
    """What was searched: `xquad.de`, `xquad.mixed`, `several` and so on."""
    asked: str
    """ISO 639-1 code of the question's language."""
    group: str
    """Questions of one group are about the same text, and stay in one fold."""
    is_answerable: bool
    candidates: tuple[Candidate, ...]


def write_records(records: Iterable[SearchRecord], path: Path) -> int:
    """Write records as gzipped JSON Lines, the same bytes for the same records; how many."""
    lines = [json.dumps(record, separators=(",", ":")) for record in records]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    return len(lines)


def read_records(path: Path = RECORDS) -> list[SearchRecord]:
    """The records of a file, in order."""
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    return [_record(*json.loads(line)) for line in lines]


def _record(
    corpus: str, asked: str, group: str, is_answerable: bool, rows: list[list[object]]
) -> SearchRecord:
    candidates = tuple(_candidate(row) for row in rows)
    return SearchRecord(corpus, asked, group, is_answerable, candidates)


def _candidate(row: list[object]) -> Candidate:
    found = Candidate._make(row)
    return found._replace(sentences=tuple(map(SentenceRecord._make, found.sentences)))
