"""Records the features of real searches, to fit the numbers of `Calibration` again.

    python -m eval.calibration.record xquad.en.json xquad.es.json xquad.de.json

Takes SQuAD files that are translations of one another. What is written has numbers and no text.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from assistant.settings import Settings
from eval.bench.ablate import CachingEmbedder
from eval.calibration.corpora import Corpus, corpora
from eval.calibration.recorder import Recorder
from eval.calibration.records import RECORDS, SearchRecord, write_records
from ingest import ingest_paths
from vectorstore import Embedder, Store


def record(corpus: Corpus, embedder: Embedder) -> Iterator[SearchRecord]:
    """Ingest a corpus into a store of its own, and record every question."""
    with TemporaryDirectory() as folder, Store.open(Path(folder), embedder) as store:
        ingest_paths(store, corpus.articles)
        with closing(Recorder(store)) as recorder:
            for group, question in corpus.questions:
                found = recorder.candidates(question)
                yield SearchRecord(
                    corpus.name, question.language, group, question.is_answerable, found
                )


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--questions", default=150, show_default=True, help="Questions of each file.")
@click.option("--out", default=RECORDS, type=click.Path(path_type=Path), help="File to write.")
def main(files: tuple[Path, ...], questions: int, out: Path) -> None:
    """Record searches in parallel SQuAD FILES and in the packaged sets."""
    embedder = CachingEmbedder("e5-small", Settings().cache)
    records: list[SearchRecord] = []
    with TemporaryDirectory() as folder:
        for corpus in corpora(files, questions, Path(folder)):
            click.echo(f"{corpus.name}: {len(corpus.questions)} questions", err=True)
            records += record(corpus, embedder)
            write_records(records, out)


if __name__ == "__main__":
    main()
