"""Search latency in stores of several sizes, with the embedding of the question.

    python -m eval.bench.retrieval --cache FOLDER [--sizes 10000,100000] [--questions 200]

The passages are synthetic: words drawn from a Zipf distribution, and random vectors, none of which
is near a question. This is the worst case of the index, and fills a large store in minutes. On a
machine that others use too, compare the processor time.
"""

import resource
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
from numpy.typing import NDArray

from vectorstore import Article, Embedder, Passage, Span, Store
from vectorstore.ann.folders import SegmentFolders
from vectorstore.ann.index import Index
from vectorstore.embedding import identity
from vectorstore.scoring.token_codes import encode
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.database import Database
from vectorstore.tables.passage_rows import EncodedPassage

_WORDS = 150
_SENTENCES = 3
_TOKENS = 200
_BATCH = 2000


def made_up_words(count: int, rng: np.random.Generator) -> list[str]:
    """`count` random words of 2 to 11 letters."""
    letters = np.array(list("etaoinshrdlucmfwypvbgk"))
    return ["".join(rng.choice(letters, size)) for size in rng.integers(2, 12, count)]


def articles(
    count: int, vocabulary: list[str], dimensions: int, rng: np.random.Generator
) -> Iterator[tuple[Article, Passage, EncodedPassage]]:
    """`count` synthetic articles of one passage each, with random vectors and token codes."""
    likely = np.cumsum(1 / np.arange(1, len(vocabulary) + 1))
    # The coding of tokens is not measured, so that passages share 50 sets of codes.
    codes = [encode(rng.normal(size=(_TOKENS, dimensions)).astype("f4")) for _ in range(50)]
    for number in range(count):
        drawn = np.searchsorted(likely, rng.random(_WORDS) * likely[-1])
        text = " ".join(vocabulary[word] for word in drawn)
        article = Article(text, str(number), str(number))
        cuts = np.linspace(0, len(text), _SENTENCES + 1).astype(int).tolist()
        spans = tuple(Span(*pair) for pair in pairwise(cuts))
        vectors = rng.normal(size=(1 + _SENTENCES, dimensions)).astype("f4")
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        passage = Passage(article.id, 0, len(text), text, spans)
        yield article, passage, EncodedPassage(vectors, codes[number % len(codes)])


def fill(folder: Path, size: int, embedder: Embedder, vocabulary: list[str]) -> None:
    """Make a store of `size` synthetic passages in `folder`."""
    rng = np.random.default_rng(size)
    dimensions = embedder.identity.dimensions
    database = Database(folder / "store.sqlite3")
    made = articles(size, vocabulary, dimensions, rng)
    for _ in range(0, size, _BATCH):
        with database.writing() as db:
            identity.record(db, embedder.identity)
            for _, (article, passage, encoded) in zip(range(_BATCH), made, strict=False):
                article_rows.insert(db, article)
                passage_rows.insert(db, passage, encoded)
    index = Index(database, SegmentFolders(folder / "chroma"))
    with index.locked():
        index.write_due(dimensions)
    index.close()
    database.close()


def seconds(ask: Callable[[str], object], questions: list[str]) -> NDArray[np.float64]:
    """Wall-clock and processor seconds (of all threads) of each question, shape (n, 2)."""
    taken = []
    for question in questions:
        start, processor = time.perf_counter(), time.process_time()
        ask(question)
        taken.append((time.perf_counter() - start, time.process_time() - processor))
    return np.array(taken)


@click.command()
@click.option("--sizes", default="10000,100000,500000", show_default=True, help="Passages.")
@click.option("--questions", default=200, show_default=True, help="Searches at each size.")
@click.option("--cache", type=click.Path(path_type=Path), required=True, help="Models' folder.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where there is enough disk.")
def main(sizes: str, questions: int, cache: Path, folder: Path | None) -> None:
    """Measure the latency of searches in synthetic stores."""
    embedder = Embedder("e5-small", cache)
    vocabulary = made_up_words(200_000, np.random.default_rng(0))
    embedder.embed_question("warm")
    asked = _made_up_questions(vocabulary, questions)
    alone = np.percentile(1e3 * seconds(embedder.embed_question, asked), 50, axis=0)
    click.echo(f"embedding a question: p50 {alone[0]:.0f} ms, processor {alone[1]:.0f} ms")
    click.echo(
        "passages  first search  p50 ms  p95 ms  p99 ms  processor p50  p95  disk GB  memory GB"
    )
    for size in map(int, sizes.split(",")):
        with TemporaryDirectory(dir=folder) as place:
            start = time.perf_counter()
            fill(Path(place), size, embedder, vocabulary)
            click.echo(f"(made in {time.perf_counter() - start:.0f} s)", err=True)
            with Store.open(Path(place), embedder) as store:
                taken = seconds(store.search, asked)
            disk = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
            (p50, used50), (p95, used95), (p99, _) = 1e3 * np.percentile(
                taken[1:], [50, 95, 99], axis=0
            )
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
            click.echo(
                f"{size:8}  {taken[0, 0]:10.1f} s  {p50:6.0f}  {p95:6.0f}  {p99:6.0f}"
                f"  {used50:13.0f}  {used95:3.0f}  {disk / 1e9:7.2f}  {memory:9.1f}"
            )


def _made_up_questions(vocabulary: list[str], count: int) -> list[str]:
    rng = np.random.default_rng(1)
    return [" ".join(rng.choice(vocabulary[:20_000], 9)) for _ in range(count)]


if __name__ == "__main__":
    main()
