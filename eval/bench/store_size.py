"""Bytes of a store by part, and what its codings cost: XQuAD as version 0.1 kept it, and now.

    python -m eval.bench.store_size xquad.en.json xquad.es.json --cache FOLDER [--questions 600]

The stores are made from the same embeddings, which are kept in the cache, and asked the same
questions; the differences of acc@1 are paired. The processor time of a search is without embedding
its question.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
from numpy.typing import NDArray

from assistant.settings import Settings
from eval.bench.ablate import RetrievalDataset, interval, ranks, read_retrieval_dataset
from eval.bench.recorded_embeddings import RecordedEmbedder, Recording, record
from eval.bench.store_parts import bytes_by_part
from ingest.chunking.sentences import split_sentences
from ingest.metadata.language import detect_language
from vectorstore import Article, Embedder, Passage, Store
from vectorstore.ann.folders import SegmentFolders
from vectorstore.ann.index import Index
from vectorstore.coding.codings import E5_COMPACT, E5_POOLED, E5_SMALL, FORMER
from vectorstore.coding.passage_codes import encode_passage
from vectorstore.embedding import identity
from vectorstore.embedding.load import PACKAGED
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.database import Database

CODINGS = {"before": FORMER, "unpooled": E5_SMALL, "pooled": E5_POOLED, "now": E5_COMPACT}
_MODELS = dict.fromkeys(CODINGS, PACKAGED) | {"before": "e5-small as before"}
"""Names of the model: by it, a store chooses the dimensions of its index and its coding."""


@dataclass(frozen=True)
class Held:
    """A store of the paragraphs of one file, in one coding."""

    coding: str
    folder: Path
    embedder: RecordedEmbedder


@dataclass(frozen=True)
class Comparison:
    """Questions of one file, asked of the stores of the paragraphs of one file; by coding."""

    asked: str
    about: str
    ranks: dict[str, NDArray[np.int64]]
    """Position of the right paragraph for each question."""
    core_ms: dict[str, float]
    """Processor time of a search, in the mean."""
    sizes: dict[str, dict[str, float]]
    """Bytes a passage, by part."""

    def __str__(self) -> str:
        """A line for each coding that is compared with the one in use, for the terminal."""
        return "\n".join(self._line(name) for name in CODINGS if name != "now")

    def _line(self, name: str) -> str:
        before, now = ((self.ranks[each] == 0).mean() for each in (name, "now"))
        low, high = interval(self.ranks["now"], self.ranks[name])
        return (
            f"{self.asked} to {self.about}: acc@1 {before:.4f} {name}, {now:.4f} now"
            f" ({now - before:+.4f}, {low:+.4f} to {high:+.4f}); {self.core_ms[name]:.1f} and"
            f" {self.core_ms['now']:.1f} ms of a core a search"
        )


def fill(held: Held, dataset: RetrievalDataset) -> None:
    """Make a store of paragraphs, each an article of one passage, as `Store.add` would."""
    database = Database(held.folder / "store.sqlite3")
    with database.writing() as db:
        identity.record(db, held.embedder.identity)
        for name, text in dataset.paragraphs.items():
            article = Article(text, "", name, language=detect_language(text))
            spans = tuple(split_sentences(text, article.language))
            passage = Passage(article.id, 0, len(text), text, spans)
            (whole,) = held.embedder.embed_passages([text.strip()])
            sentences = [passage.sentence_text(number) for number in range(len(spans))]
            vectors = np.stack([whole.vector, *held.embedder.encode_passages(sentences)])
            article_rows.insert(db, [article])
            sentence_of = passage.sentence_numbers(held.embedder.token_spans(text.strip()))
            encoded = encode_passage(vectors, whole.tokens, CODINGS[held.coding], sentence_of)
            passage_rows.insert(db, [(passage, encoded)])
    index = Index(database, SegmentFolders(held.folder / "chroma"))
    with index.locked():
        index.write_due(held.embedder.identity.dimensions)
    index.close()
    database.close()


def texts(dataset: RetrievalDataset) -> Iterator[str]:
    """What is embedded of the paragraphs: each, and its sentences."""
    for text in dataset.paragraphs.values():
        yield text.strip()
        for span in split_sentences(text, detect_language(text)):
            yield text[span.start : span.end]


def compare(
    datasets: Mapping[str, RetrievalDataset], recording: Recording, embedder: Embedder
) -> Iterator[Comparison]:
    """Compare the stores of the paragraphs of each file, with the questions of each file."""
    for about, dataset in datasets.items():
        with TemporaryDirectory() as folder:
            held = [
                Held(name, Path(folder) / name, RecordedEmbedder(model, recording, embedder))
                for name, model in _MODELS.items()
            ]
            for each in held:
                each.folder.mkdir()
                fill(each, dataset)
            sizes = {each.coding: bytes_by_part(each.folder) for each in held}
            for asked, them in datasets.items():
                searched = {each.coding: _searched(each, them.questions) for each in held}
                found = {name: each for name, (each, _) in searched.items()}
                core_ms = {name: ms for name, (_, ms) in searched.items()}
                yield Comparison(asked, about, found, core_ms, sizes)


def _searched(held: Held, questions: Sequence[tuple[str, str]]) -> tuple[NDArray[np.int64], float]:
    """Ranks of the right paragraphs, and milliseconds of processor time of a search."""
    with Store.open(held.folder, held.embedder) as store:

        def search(question: str) -> list[str]:
            return [hit.article.source for hit in store.search(question, 10)]

        search(questions[0][0])  # reads the index
        before = time.process_time()
        found = ranks(search, questions)
        return found, 1000 * (time.process_time() - before) / len(questions)


def size_table(sizes: Mapping[str, Mapping[str, float]]) -> str:
    """Bytes a passage by part, as text."""
    lines = [f"{'bytes a passage':34} " + " ".join(f"{name:>8}" for name in sizes)]
    for part in next(iter(sizes.values())):
        lines.append(f"{part:34} " + " ".join(f"{each[part]:8.0f}" for each in sizes.values()))
    lines.append(f"{'all':34} " + " ".join(f"{sum(each.values()):8.0f}" for each in sizes.values()))
    return "\n".join(lines)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--questions", type=int, help="Questions of each file; all if left out.")
@click.option("--cache", type=click.Path(path_type=Path), help="Folder to keep embeddings in.")
def main(files: tuple[Path, ...], questions: int | None, cache: Path | None) -> None:
    """Compare a store of each of the SQuAD FILES with one of the last version, on questions."""
    datasets = {path.stem: read_retrieval_dataset(path, questions) for path in files}
    embedder = Embedder(PACKAGED, Settings().cache)
    recording = Recording()
    for name, each in datasets.items():
        asked = [question for question, _ in each.questions]
        record(recording, embedder, name, (list(texts(each)), asked), cache)
    shown: set[str] = set()
    for compared in compare(datasets, recording, embedder):
        if compared.about not in shown:
            click.echo(f"\n{compared.about}\n{size_table(compared.sizes)}")
        shown.add(compared.about)
        click.echo(compared)


if __name__ == "__main__":
    main()
