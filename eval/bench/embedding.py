"""Speed and accuracy of backends that run the packaged embedding model.

    python -m eval.bench.embedding xquad.en.json xquad.es.json xquad.de.json
        [--only NAME] [--paragraphs 240] [--searched 300] [--timed 32] [--rounds 3]

Reads SQuAD files that are translations of one another. Passages are embedded as an ingest does,
with their sentences and the vectors of their tokens, and questions as a search does. What is
compared is the processor time of one thread, the best of rounds in which a backend takes turns with
the one in use, and acc@1 on the same questions. Backends are loaded one after the other. One whose
packages are not installed is named as not measured: ONNX Runtime needs onnx and onnxscript too.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
import torch
from numpy.typing import NDArray

from assistant.settings import Settings
from eval.bench.ablate import (
    CachingEmbedder,
    RetrievalDataset,
    fill,
    interval,
    passages_of,
    ranks,
    read_retrieval_dataset,
)
from eval.bench.embedding_backends import PRODUCT, BackendEmbedder, backends
from eval.bench.search_methods import DENSE, DEPTH, sources
from vectorstore import CiteraError, Store
from vectorstore.embedding.load import PACKAGED
from vectorstore.embedding.passage_vectors import embed_passages
from vectorstore.scoring.ranking import Weights

Ranks = NDArray[np.int64]

_SEARCHES = {"dense": DENSE, "whole search": Weights()}


@dataclass(frozen=True)
class Speed:
    """Processor seconds of all passages and of all questions."""

    passages: float
    questions: float

    def __or__(self, other: "Speed") -> "Speed":
        """The better of the times of two rounds."""
        return Speed(min(self.passages, other.passages), min(self.questions, other.questions))


def compare_speed(
    embedder: CachingEmbedder, product: CachingEmbedder, dataset: RetrievalDataset, rounds: int
) -> tuple[Speed, Speed]:
    """Best times of `rounds` in which the two take turns with the texts of `dataset`."""
    for each in (embedder, product):
        each.encode_query("warm")
        each.encode_passages(["warm"])
    ours, theirs = _speed(embedder, dataset), _speed(product, dataset)
    for _ in range(rounds - 1):
        ours, theirs = ours | _speed(embedder, dataset), theirs | _speed(product, dataset)
    return ours, theirs


def least_cosine(
    embedder: CachingEmbedder, product: CachingEmbedder, dataset: RetrievalDataset
) -> float:
    """Least cosine of the vectors that the two give the same paragraph."""
    texts = list(dataset.paragraphs.values())
    alike = embedder.encode_passages(texts) * product.encode_passages(texts)
    return float(alike.sum(axis=1).min())


def search_ranks(
    embedder: CachingEmbedder, files: Mapping[str, RetrievalDataset]
) -> dict[str, Ranks]:
    """Ranks of the relevant paragraphs, from 0 and at most 10, by search and pair of files.

    Each file is asked its own questions and those of the first file.
    """
    first = next(iter(files))
    found = {}
    for held, about in files.items():
        with TemporaryDirectory() as folder, Store.open(Path(folder), embedder) as store:
            fill(store, about.paragraphs)
            for asked in dict.fromkeys((first, held)):
                for name, weights in _SEARCHES.items():
                    search = partial(sources, store, weights, DEPTH)
                    found[f"{name}, {asked} → {held}"] = ranks(search, files[asked].questions)
    return found


def limited(dataset: RetrievalDataset, paragraphs: int, questions: int) -> RetrievalDataset:
    """The first `paragraphs` of a file, and at most `questions` about them, spread over these."""
    kept = dict(list(dataset.paragraphs.items())[:paragraphs])
    about = [each for each in dataset.questions if each[1] in kept]
    chosen = np.linspace(0, len(about) - 1, min(questions, len(about))).round().astype(int)
    return RetrievalDataset(kept, [about[at] for at in chosen])


def _speed(embedder: CachingEmbedder, dataset: RetrievalDataset) -> Speed:
    items = passages_of(dataset.paragraphs)
    started = time.process_time()
    embed_passages(embedder, items)
    embedded = time.process_time()
    CachingEmbedder.embed_question.cache_clear()
    for question, _ in dataset.questions:
        embedder.embed_question(question)
    return Speed(embedded - started, time.process_time() - embedded)


def _installed(exported: Path, only: tuple[str, ...]) -> Iterator[tuple[str, BackendEmbedder]]:
    """The backends that can be measured; the others are named on standard error."""
    cache = Settings().cache
    for name, load in backends(cache, exported).items():
        if only and name not in only:
            continue
        try:
            yield name, BackendEmbedder(cache, load())
        except CiteraError as error:
            click.echo(f"{name} is not measured: it {error}", err=True)
        CachingEmbedder.embed_question.cache_clear()  # it keeps the embedder in memory


def _speed_line(
    embedder: CachingEmbedder, product: CachingEmbedder, dataset: RetrievalDataset, rounds: int
) -> str:
    ours, theirs = compare_speed(embedder, product, dataset, rounds)
    return (
        f"  times as fast: passages {theirs.passages / ours.passages:.2f},"
        f" questions {theirs.questions / ours.questions:.2f};"
        f" least cosine {least_cosine(embedder, product, dataset):.5f}"
    )


def _accuracy_lines(found: Mapping[str, Ranks], product: Mapping[str, Ranks]) -> Iterator[str]:
    for search, each in found.items():
        low, high = interval(each, product[search])
        share = (each == 0).mean()
        gain = share - (product[search] == 0).mean()
        yield f"  {search:36} {share:.3f} {gain:+.3f} ({low:+.3f} to {high:+.3f})"


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--only", multiple=True, help="Measure this backend, by its name.")
@click.option("--paragraphs", default=240, show_default=True, help="Paragraphs of each file.")
@click.option("--searched", default=300, show_default=True, help="Questions searched for; or 0.")
@click.option("--timed", default=32, show_default=True, help="Paragraphs and questions timed.")
@click.option("--rounds", default=3, show_default=True, help="Rounds of the times; or 0.")
@click.option("--exported", type=click.Path(path_type=Path), help="Folder to keep ONNX models in.")
def main(
    files: tuple[Path, ...],
    only: tuple[str, ...],
    paragraphs: int,
    searched: int,
    timed: int,
    rounds: int,
    exported: Path | None,
) -> None:
    """Compare backends of the packaged embedding model on parallel SQuAD FILES."""
    torch.set_num_threads(1)
    read = {path.stem: read_retrieval_dataset(path) for path in files}
    asked = {name: limited(each, paragraphs, searched) for name, each in read.items()}
    first = limited(next(iter(read.values())), timed, timed)
    product = CachingEmbedder(PACKAGED, Settings().cache)
    right = search_ranks(product, asked) if searched else {}
    click.echo(f"{PRODUCT}: acc@1; then those of backends, and differences (95 %)")
    _print(_accuracy_lines(right, right))
    with TemporaryDirectory() as temporary:
        for name, embedder in _installed(exported or Path(temporary), only):
            click.echo(name)
            if rounds:
                click.echo(_speed_line(embedder, product, first, rounds))
            if searched:
                _print(_accuracy_lines(search_ranks(embedder, asked), right))


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)


if __name__ == "__main__":
    main()
