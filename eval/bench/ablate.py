"""Ablation of the search: what each part contributes, beside plain methods on the same data.

    python -m eval.bench.ablate xquad.en.json xquad.de.json [--questions 300] [--reranker ID]

Reads SQuAD files that are translations of one another (the same question ids, one language per
file), makes a store of the paragraphs of each, and asks the questions of every file of every store.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
from numpy.typing import NDArray

from assistant.settings import Settings
from eval.bench.search_methods import DEPTH, PRODUCT, Search, searches
from ingest.chunking.sentences import split_sentences
from ingest.metadata.language import detect_language
from vectorstore import Article, Embedder, Passage, Reranker, Store
from vectorstore.embedding.model import EmbeddedText


@dataclass(frozen=True)
class RetrievalDataset:
    """Paragraphs by name, and questions, each with the name of the relevant paragraph."""

    paragraphs: dict[str, str]
    questions: list[tuple[str, str]]


@dataclass(frozen=True)
class MethodScores:
    """Metrics of one search method, as shares of the questions, with 95 % intervals."""

    method: str
    acc_at_1: float
    """Accuracy at 1: share of the questions whose relevant paragraph came first."""
    acc_interval: tuple[float, float]
    recall_at_5: float
    ndcg_at_10: float
    behind: tuple[float, float]
    """Paired interval of acc@1 of all parts together, minus that of this method."""


@dataclass(frozen=True)
class AblationTable:
    """Metrics of all methods on the questions of one file and the paragraphs of one."""

    asked: str
    held: str
    questions: int
    rows: tuple[MethodScores, ...]

    def __str__(self) -> str:
        """Table as plain text for the terminal."""
        lines = [
            f"{self.asked} questions, {self.held} paragraphs: {self.questions}",
            f"{'':32} acc@1 (95 %)            r@5  nDCG@10  all is better by (95 %)",
        ]
        for row in self.rows:
            low, high = row.acc_interval
            lines.append(
                f"{row.method:32} {row.acc_at_1:.3f} ({low:.3f} to {high:.3f})  "
                f"{row.recall_at_5:.3f}  {row.ndcg_at_10:.3f}"
                f"    {row.behind[0]:+.3f} to {row.behind[1]:+.3f}"
            )
        return "\n".join(lines)


class CachingEmbedder(Embedder):
    """Embedder that caches questions, so that each is embedded once for all methods."""

    @cache  # noqa: B019 - lives as long as the run
    def embed_question(self, text: str) -> EmbeddedText:
        """Embedding of `text` as a query, with its tokens."""
        return super().embed_question(text)


def ablate(
    asked: Mapping[str, RetrievalDataset],
    settings: Settings,
    reranker: str | None = None,
    only: Sequence[str] = (),
) -> Iterator[AblationTable]:
    """Compare search methods on every pair of a file's questions and a file's paragraphs.

    `settings` names the embedding model. With `reranker`, all parts with this reranker are another
    method. `only` names the methods to compare with all parts together; if empty, all methods are.
    """
    embedder = CachingEmbedder(
        settings.embeddings, settings.cache, settings.query_prompt, settings.passage_prompt
    )
    cross_encoder = Reranker(reranker) if reranker else None
    for held, about in asked.items():
        with TemporaryDirectory() as folder, Store.open(Path(folder), embedder) as store:
            fill(store, about.paragraphs)
            for name, them in asked.items():
                found = {
                    method: ranks(search, them.questions)
                    for method, search in searches(store, about.paragraphs, cross_encoder)
                    if not only or method in (*only, PRODUCT)
                }
                rows = tuple(_row(method, each, found[PRODUCT]) for method, each in found.items())
                yield AblationTable(name, held, len(them.questions), rows)


def _row(method: str, found: NDArray[np.int64], product: NDArray[np.int64]) -> MethodScores:
    nowhere = np.full_like(found, DEPTH)
    return MethodScores(
        method,
        float((found == 0).mean()),
        interval(found, nowhere),
        float((found < 5).mean()),
        float(np.where(found < DEPTH, 1 / np.log2(found + 2), 0).mean()),
        interval(product, found),
    )


def ranks(search: Search, questions: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
    """Rank of the relevant paragraph of each question, from 0; 10 if not among the first ten."""
    found = []
    for question, name in questions:
        sources = search(question)[:DEPTH]
        found.append(sources.index(name) if name in sources else DEPTH)
    return np.array(found)


def interval(first: NDArray[np.int64], second: NDArray[np.int64]) -> tuple[float, float]:
    """Interval (95 %) of the difference of acc@1, by a paired bootstrap over the questions."""
    gain = (first == 0).astype(float) - (second == 0)
    draws = np.random.default_rng(0).integers(len(gain), size=(2000, len(gain)))
    low, high = np.percentile(gain[draws].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def read_retrieval_dataset(path: Path, limit: int | None = None) -> RetrievalDataset:
    """Read the paragraphs of a SQuAD file, named by their order, and `limit` of its questions."""
    paragraphs: dict[str, str] = {}
    questions: list[tuple[str, str]] = []
    for document in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in document["paragraphs"]:
            name = str(len(paragraphs))
            paragraphs[name] = paragraph["context"]
            questions += [(each["question"], name) for each in paragraph["qas"]]
    # Spread over the file, as neighbours are about the same paragraph.
    step = max(1, len(questions) // limit) if limit else 1
    return RetrievalDataset(paragraphs, questions[::step][:limit])


def passages_of(paragraphs: Mapping[str, str]) -> list[tuple[Article, list[Passage]]]:
    """Paragraphs by name, each as an article of one passage."""
    items = []
    for name, text in paragraphs.items():
        article = Article(text, "", name, language=detect_language(text))
        spans = tuple(split_sentences(text, article.language))
        items.append((article, [Passage(article.id, 0, len(text), text, spans)]))
    return items


def fill(store: Store, paragraphs: Mapping[str, str]) -> None:
    """Put paragraphs into a store, each as an article of one passage."""
    store.add(passages_of(paragraphs))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--questions", type=int, help="Questions of each file; all if left out.")
@click.option("--only", multiple=True, help="Compare this method, by its name in the table.")
@click.option("--reranker", help="A reranker to compare with: folder or downloaded id.")
def main(
    files: tuple[Path, ...], questions: int | None, only: tuple[str, ...], reranker: str | None
) -> None:
    """Compare ways to search on SQuAD FILES, each asked the questions of all."""
    asked = {path.stem: read_retrieval_dataset(path, questions) for path in files}
    for table in ablate(asked, Settings(), reranker, only):
        click.echo(f"\n{table}")


if __name__ == "__main__":
    main()
