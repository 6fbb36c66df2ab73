"""What the reader is trained on: how much of each source, and what is held out."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

Row = dict[str, Any]
"""A question of a source: id, lang, context, question, answers of text and start."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of questions, and how its questions are used in one pass."""

    name: str
    repeats: float = 1.0
    """How often each question is used; below 1, the share that is used."""
    held_out: float = 0.03
    """Share of the contexts that is kept for validation, told by their hash."""
    without: str = "\0"
    """Questions whose id has this in it are left out."""


WRITTEN = Path(__file__).parent / "written"
"""Sources that were written for this project, and are part of it."""

MIX = (
    Source("squad2bt-aligned", 0.4),
    Source("squad2bt-linked"),
    Source("squad2-train-10articles"),
    Source("squad1-train-emptycity"),
    Source("squad-en-es", 0.8),
    Source("squadshifts-new-wiki"),
    Source("squadshifts-amazon-reviews", 0.05),
    Source("tydiqa-goldp", 0.8),
    Source("afriqa-en", 0.6),
    Source("qamr", 0.05),
    Source("piaf", 1.2, held_out=0.1),
    Source("piaf-es", held_out=0.1),
    Source("piaf-es-pt", 0.5),
    Source("piaf-es-it", 0.5),
    Source("jaquad", 0.12),
    Source("cmrc2018", 0.35, held_out=0.1),
    Source("pquad", 0.3),
    Source("idk-mrc", 0.5),
    Source("arcd"),
    Source("relx-template", 0.5),
    Source("squad-es-dist", 2),
    Source("squad-de-chunk", 3),
    Source("timeqa-human", 0.6),
    Source("fairytaleqa", 0.4, held_out=0.1),
    Source("covidqa", 0.4, held_out=0.1),
    Source("integreat-omosqa", 0.8, held_out=0.1),
    Source("policyqa", 0.1, held_out=0.1),
    Source("multispanqa-valid", 0.6),
    # Left out of it is what is made from a source without a licence.
    Source("synth-unanswerable", 0.3, without="tquad"),
    Source("squad2bt-unanswerable", 0.6),
    Source("written", 2, held_out=0.1),
)
"""Sources with a licence that goes with this project's; French, German and Spanish, of which there
is little, more often. Whatever else is in the folder is for validation and retrieval panels."""

PREMISES = {
    "nli-written": 1,
    "nli-mnli-dev-en": 0.1,
    "nli-cad-snli-en": 0.1,
    "nli-snli-dev-en": 0.05,
    "nli-indonli-id": 0.05,
    "nli-jsick-ja": 0.05,
    "nli-klue-nli-dev-ko": 0.2,
    "nli-wice-en": 0.5,
    "nli-rte3-fr": 0.5,
    "nli-fever-symmetric-en": 0.5,
    "nli-gqnli-fr": 0.5,
}
"""Sources of premises and hypotheses, and how often each pair is used in one pass."""

HELD_OUT_PREMISES = 0.03
"""Share of the premises that is kept for validation."""

UNSEEN = ("faquad", "iapp-wiki-qa-th", "enelpi-tr", "kazqad", "amqa")
"""Sources that are only validated on: languages and kinds of text that are not trained on."""


def read_source(folder: Path, name: str) -> list[Row]:
    """All questions of a source, from the folder unless it is part of the project."""
    own = WRITTEN / f"{name}.jsonl.gz"
    path = own if own.exists() else folder / own.name
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_source(folder: Path, name: str, rows: Iterable[Row]) -> None:
    """Write the questions of a source into the folder."""
    with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def is_held_out(context: str, share: float) -> bool:
    """Whether a context is among the share that is kept for validation."""
    return hashlib.sha256(context.encode()).digest()[0] < 256 * share


def training_rows(folder: Path, source: Source, random: Random) -> Iterator[Row]:
    """The questions of a source as often as the mix says, those held out left out."""
    rows = [
        row
        for row in read_source(folder, source.name)
        if source.without not in row["id"] and not is_held_out(row["context"], source.held_out)
    ]
    for row in rows:
        whole, part = divmod(source.repeats, 1)
        for _ in range(int(whole) + (random.random() < part)):
            yield row


def validation_rows(folder: Path, random: Random, most: int) -> dict[str, list[Row]]:
    """By source and language, at most `most` questions with an answer that are not trained on."""
    found: dict[str, list[Row]] = {}
    for name, share in [(s.name, s.held_out) for s in MIX] + [(name, 1.0) for name in UNSEEN]:
        rows = [r for r in read_source(folder, name) if r["answers"]]
        random.shuffle(rows)
        for row in rows:
            kept = found.setdefault(f"{name}:{row['lang']}", [])
            if len(kept) < most and is_held_out(row["context"], share):
                kept.append(row)
    return {name: rows for name, rows in found.items() if len(rows) >= most // 3}


def validation_claims(folder: Path, random: Random, most: int) -> dict[str, list[Row]]:
    """By source, at most twice `most` premises and hypotheses that are not trained on."""
    found = {}
    for name in PREMISES:
        rows = [
            r for r in read_source(folder, name) if is_held_out(r["premise"], HELD_OUT_PREMISES)
        ]
        random.shuffle(rows)
        if len(rows) >= most // 3:
            found[name] = rows[: 2 * most]
    return found
