"""Records what the span reader finds, and fits how likely a sentence, and a question, is answered.

    python -m eval.calibration.spans record xquad.de.json xquad.de.json:xquad.en.json

Each argument is a SQuAD file, or its paragraphs and the questions of a translation of it. The
packaged dev splits are recorded besides. What is written has numbers and no text.
"""

import gzip
import json
import math
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click
import numpy as np

from assistant.assembly import Assembly
from assistant.evidence import Evidence
from assistant.query.language import detect_language
from assistant.query.query import Query
from assistant.readers.span.reader import log_odds, rank
from assistant.settings import Settings
from eval.bench.ablate import CachingEmbedder
from eval.calibration.arrays import FOLDS
from eval.calibration.regression import Fit, auc, held_out, log_loss, logistic_weights
from eval.datasets.questions import TestQuestion
from eval.datasets.sets import FITTED, QuestionSet, load_set
from eval.datasets.squad import SquadFiles, load_squad
from eval.metrics.retrieval import is_relevant
from ingest import ingest_paths
from vectorstore import Embedder, Store

RECORDS = Path(__file__).parents[1] / "data" / "readings" / "spans.jsonl.gz"
HIDDEN = 0.4
"""Share of the paragraphs of a SQuAD file that are taken out."""
_PASSAGES = 10
"""Passages that are read for a question: more than are shown, to measure whether that helps."""


class SentenceRecord(NamedTuple):
    """A sentence of the passages found."""

    margin: float
    """Logit of its best span over that of "no answer here"."""
    behind: float
    """Its score less that of the best sentence found, at most 0."""
    match: float
    """Probability of its passage, 0 to 1."""
    is_foreign: bool
    """Whether its language is another than the question's."""
    is_gold: bool
    """Whether it holds evidence of the answer."""
    length: int
    """Number of characters of its span."""
    place: int
    """Place of its passage among those found, from 1."""


class SpanRecord(NamedTuple):
    """A question, and the sentences found for it."""

    corpus: str
    asked: str
    group: str
    is_answerable: bool
    sentences: tuple[SentenceRecord, ...]


def record(questions: QuestionSet, embedder: Embedder) -> Iterator[SpanRecord]:
    """Ingest the articles of a set into a store of its own, and read for each question."""
    with TemporaryDirectory() as folder, Store.open(Path(folder), embedder) as store:
        ingest_paths(store, questions.articles)
        assembly = Assembly(Settings(model="extractive", top_k=_PASSAGES), store)
        stages, scorer = assembly.stages(), assembly.span_model()
        for question in questions.questions:
            if question.history:
                continue
            query = Query(question.question, detect_language(question.question))
            ranked = rank(scorer, query, stages.retriever.retrieve(query))
            best = max((each.item.score for each in ranked), default=0.0)
            sentences = tuple(
                SentenceRecord(
                    round(each.read.margin, 4),
                    round(each.item.score - best, 5),
                    round(each.item.hit.probability, 6),
                    each.is_foreign,
                    is_gold(each.item, question),
                    each.read.span.end - each.read.span.start,
                    each.item.number,
                )
                for each in ranked
            )
            group = question.id.rpartition("-")[0] or question.id
            yield SpanRecord(
                questions.name, query.language, group, question.is_answerable, sentences
            )


def is_gold(item: Evidence, question: TestQuestion) -> bool:
    """Whether a sentence holds evidence of the answer."""
    name = Path(item.hit.article.source).name
    proofs = [proof for fact in question.facts for proof in fact.evidence]
    return is_relevant(name, item.span.start, item.span.end, proofs)


def fit_sentences(records: Sequence[SpanRecord]) -> Fit:
    """How likely a sentence answers; a sentence without gold stands for those of its question."""
    rows = [
        (*_features(each), each.is_gold, zlib.crc32(r.group.encode()) % FOLDS, number)
        for number, r in enumerate(records)
        for each in r.sentences
    ]
    table = np.array(rows, float)
    features, gold, folds, numbers = table[:, :5], table[:, 5] > 0, table[:, 6], table[:, 7]
    held = held_out(features, gold, folds)
    asked = [number for number, each in enumerate(records) if each.is_answerable]
    firsts = [
        bool(gold[of][np.argmax(held[of])]) if len(of) else False
        for of in (np.flatnonzero(numbers == number) for number in asked)
    ]
    figures = {"first sentence is gold": float(np.mean(firsts)), "log loss": log_loss(held, gold)}
    names = ("margin", "behind", "match", "foreign", "length")
    return Fit(names, logistic_weights(features, gold), figures)


def _features(record: SentenceRecord) -> tuple[float, ...]:
    """What the odds of a sentence are told from, as `sentence_odds` has it."""
    match, length = log_odds(record.match), math.log1p(record.length)
    return record.margin, record.behind, match, float(record.is_foreign), length


def fit_answerability(records: Sequence[SpanRecord], sentences: Fit) -> Fit:
    """How likely any sentence answers, from the best one's odds, the margin and the match."""
    bias, *weights = sentences.weights
    rows = []
    for each in records:
        own = np.array([_features(one) for one in each.sentences])
        odds = bias + own @ np.array(weights)
        foreign = own[odds.argmax(), 3]
        has_gold = any(one.is_gold for one in each.sentences)
        if each.is_answerable == has_gold:  # a passage that was not found cannot be read
            fold = zlib.crc32(each.group.encode()) % FOLDS
            best = odds.max(), own[:, 0].max(), own[:, 2].max(), foreign
            rows.append((*best, has_gold, fold))
    table = np.array(rows, float)
    features, gold, folds = table[:, :4], table[:, 4] > 0, table[:, 5]
    held = held_out(features, gold, folds)
    figures = {
        "AUC": auc(held, gold),
        "log loss": log_loss(held, gold),
    }
    return Fit(("best", "margin", "match", "foreign"), logistic_weights(features, gold), figures)


def read_span_records(path: Path = RECORDS) -> list[SpanRecord]:
    """The records of a file, in order."""
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    found = (SpanRecord._make(json.loads(line)) for line in lines)
    return [
        each._replace(sentences=tuple(map(SentenceRecord._make, each.sentences))) for each in found
    ]


@click.group()
def main() -> None:
    """Record what the span reader finds, and fit its probabilities."""


@main.command("record")
@click.argument("files", nargs=-1)
@click.option("--questions", default=150, show_default=True, help="Questions of each file.")
@click.option("--out", default=RECORDS, type=click.Path(path_type=Path), help="File to write.")
def record_command(files: tuple[str, ...], questions: int, out: Path) -> None:
    """Record readings in SQuAD FILES and in the packaged dev splits."""
    embedder = CachingEmbedder("e5-small", Settings().cache)
    records: list[SpanRecord] = []
    with TemporaryDirectory() as folder:
        for number, (paragraphs, _, asked) in enumerate(each.partition(":") for each in files):
            place = Path(folder) / str(number)
            place.mkdir()
            sources = SquadFiles(Path(paragraphs), Path(asked) if asked else None, hidden=HIDDEN)
            records += record(load_squad(sources, place).sample(questions), embedder)
            click.echo(f"{paragraphs} {asked}: {len(records)}", err=True)
        for name in FITTED:
            records += record(load_set(name).of_split("dev"), embedder)
    lines = [json.dumps(each, separators=(",", ":")) for each in records]
    out.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


@main.command("fit")
@click.option("--records", default=RECORDS, type=click.Path(exists=True, path_type=Path))
@click.option("--passages", multiple=True, default=(5, 10), help="Of the passages found.")
def fit_command(records: Path, passages: tuple[int, ...]) -> None:
    """Print the weights that fit the records, and how well they do on folds left out."""
    for count in passages:
        found = [first_passages(each, count) for each in read_span_records(records)]
        sentences = fit_sentences(found)
        for fit in (sentences, fit_answerability(found, sentences)):
            click.echo(f"{count} passages, {fit.names}: {fit.weights} {fit.figures}")


def first_passages(record: SpanRecord, count: int) -> SpanRecord:
    """A record with the sentences of the first passages found alone."""
    kept = tuple(each for each in record.sentences if each.place <= count)
    return record._replace(sentences=kept)


if __name__ == "__main__":
    main()
