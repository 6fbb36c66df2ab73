"""Records the chat model's word on sentences, and fits how likely they answer with it.

    python -m eval.calibration.answering record xquad.de.json:xquad.en.json
    python -m eval.calibration.answering fit

Each argument of `record` is a SQuAD file, or its paragraphs and the questions of a translation of
it; the packaged dev splits are recorded besides. What is written has numbers and no text. A
recording that was broken off goes on where it stopped.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click
import numpy as np

from assistant.assembly import Assembly
from assistant.llm.usage import ModelUse
from assistant.query.language import detect_language
from assistant.query.query import Query
from assistant.readers.answer_verifier import ModelAnswerVerifier
from assistant.readers.span.reader import log_odds
from assistant.settings import Settings
from assistant.stages import Claim
from eval.bench.ablate import CachingEmbedder
from eval.calibration.arrays import FOLDS
from eval.calibration.regression import Fit, auc, held_out, log_loss, logistic_weights
from eval.calibration.spans import HIDDEN, is_gold
from eval.datasets.questions import TestQuestion
from eval.datasets.sets import FITTED, QuestionSet, load_set
from eval.datasets.squad import SquadFiles, load_squad
from ingest import ingest_paths
from vectorstore import Embedder, Store

RECORDS = Path(__file__).parents[1] / "data" / "readings" / "answers.jsonl"


class SentenceWord(NamedTuple):
    """One of the likeliest sentences of a question."""

    read: float
    """The reader's probability, 0 to 1, that it answers."""
    word: float
    """The model's log-odds that it answers."""
    is_gold: bool
    """Whether it holds evidence of the answer."""


class AnswerRecord(NamedTuple):
    """A question, and what the reader and the model say of its likeliest sentences."""

    corpus: str
    group: str
    is_answerable: bool
    answered: float
    """The reader's probability, 0 to 1, that any sentence answers."""
    sentences: tuple[SentenceWord, ...]


def record(
    questions: QuestionSet, embedder: Embedder, skip: int, sentences: int
) -> Iterator[AnswerRecord]:
    """Ask the local model of each question but the first `skip`, in a store of their articles.

    It is asked of the likeliest `sentences` of each.
    """
    asked = [question for question in questions.questions if not question.history][skip:]
    if not asked:
        return
    with TemporaryDirectory() as folder, Store.open(Path(folder), embedder) as store:
        ingest_paths(store, questions.articles)
        assembly = Assembly(Settings(model="local"), store)
        verifier = ModelAnswerVerifier(ModelUse("local", assembly.local_model))
        stages = assembly.stages()
        for question in asked:
            query = Query(question.question, detect_language(question.question))
            read = stages.reader.read(query, stages.retriever.retrieve(query))
            claims = [claim for claim in read if isinstance(claim, Claim)]
            group = question.id.rpartition("-")[0] or question.id
            yield AnswerRecord(
                questions.name,
                group,
                question.is_answerable,
                round(1 - (claims[0].p_null or 0.0) if claims else 0.0, 6),
                tuple(_word(verifier, query, each, question) for each in claims[:sentences]),
            )


def _word(
    verifier: ModelAnswerVerifier, query: Query, claim: Claim, question: TestQuestion
) -> SentenceWord:
    item = claim.evidence[0]
    word = verifier.log_odds_of(query, item)
    return SentenceWord(round(claim.p_answer or 0.0, 6), round(word, 4), is_gold(item, question))


def fit_sentences(records: Sequence[AnswerRecord]) -> Fit:
    """How likely a sentence answers, from both log-odds."""
    rows = [
        (log_odds(each.read), each.word, each.is_gold, _fold(r), number)
        for number, r in enumerate(records)
        for each in r.sentences
    ]
    table = np.array(rows, float)
    features, gold, folds, numbers = table[:, :2], table[:, 2] > 0, table[:, 3], table[:, 4]
    held = held_out(features, gold, folds)
    asked = [number for number, each in enumerate(records) if each.is_answerable]
    of = [np.flatnonzero(numbers == number) for number in asked]
    figures = {
        "first sentence is gold": float(np.mean([gold[i[np.argmax(held[i])]] for i in of])),
        "by the reader": float(np.mean([gold[i[0]] for i in of])),
        "log loss": log_loss(held, gold),
    }
    return Fit(("read", "model"), logistic_weights(features, gold), figures)


def fit_answered(records: Sequence[AnswerRecord]) -> Fit:
    """How likely any sentence answers, from the reader's log-odds and the model's highest."""
    rows = [
        (log_odds(r.answered), max(each.word for each in r.sentences), r.is_answerable, _fold(r))
        for r in records
        # Gold evidence that was not found cannot be answered from.
        if r.is_answerable == any(each.is_gold for each in r.sentences)
    ]
    table = np.array(rows, float)
    features, gold, folds = table[:, :2], table[:, 2] > 0, table[:, 3]
    held = held_out(features, gold, folds)
    figures = {
        "AUC": auc(held, gold),
        "AUC of the reader": auc(features[:, 0], gold),
        "log loss": log_loss(held, gold),
    }
    chance = 1 / (1 + np.exp(-held))
    for least in np.arange(0.2, 0.75, 0.05):
        figures[f"refused below {least:.2f}, answerable"] = float((chance[gold] < least).mean())
        figures[f"refused below {least:.2f}, others"] = float((chance[~gold] < least).mean())
    return Fit(("read", "model"), logistic_weights(features, gold), figures)


def _fold(record: AnswerRecord) -> int:
    return zlib.crc32(record.group.encode()) % FOLDS


def read_answer_records(path: Path = RECORDS) -> list[AnswerRecord]:
    """The records of a file, in order, but for those of questions for which nothing was found."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    found = (AnswerRecord._make(json.loads(line)) for line in lines)
    return [
        each._replace(sentences=tuple(map(SentenceWord._make, each.sentences))) for each in found
    ]


@click.group()
def main() -> None:
    """Record the chat model's word on sentences, and fit probabilities with it."""


@main.command("record")
@click.argument("files", nargs=-1)
@click.option("--questions", default=40, show_default=True, help="Questions of each file.")
@click.option("--dev", default=80, show_default=True, help="Questions of each packaged split.")
@click.option("--sentences", default=1, show_default=True, help="Sentences of each question.")
@click.option("--out", default=RECORDS, type=click.Path(path_type=Path), help="File to write.")
def record_command(
    files: tuple[str, ...], questions: int, dev: int, sentences: int, out: Path
) -> None:
    """Record the packaged dev splits, and questions of SQuAD FILES."""
    embedder = CachingEmbedder("e5-small", Settings().cache)
    with TemporaryDirectory() as folder:
        sets = [load_set(name).of_split("dev").sample(dev) for name in FITTED]
        for number, (paragraphs, _, asked) in enumerate(each.partition(":") for each in files):
            place = Path(folder) / str(number)
            place.mkdir()
            sources = SquadFiles(Path(paragraphs), Path(asked) if asked else None, hidden=HIDDEN)
            sets.append(load_squad(sources, place).sample(questions))
        for each in sets:
            _record_set(each, embedder, sentences, out)
            click.echo(f"{each.name}: {len(read_answer_records(out))}", err=True)


def _record_set(questions: QuestionSet, embedder: Embedder, sentences: int, out: Path) -> None:
    done = sum(each.corpus == questions.name for each in read_answer_records(out))
    with out.open("a", encoding="utf-8") as lines:
        for each in record(questions, embedder, done, sentences):
            lines.write(json.dumps(each, separators=(",", ":")) + "\n")
            lines.flush()


@main.command("fit")
@click.option("--records", default=RECORDS, type=click.Path(exists=True, path_type=Path))
def fit_command(records: Path) -> None:
    """Print the weights that fit the records, and how well they do on folds left out."""
    found = [each for each in read_answer_records(records) if each.sentences]
    for fit in (fit_sentences(found), fit_answered(found)):
        click.echo(f"{fit.names}: {fit.weights}")
        for name, figure in fit.figures.items():
            click.echo(f"  {name}: {figure:.3f}")


if __name__ == "__main__":
    main()
