"""What each kind of evidence contributes to retrieval, and how plain methods do on the same data.

Reads SQuAD files that are translations of one another (same question ids, one language a file),
makes a store of each one's paragraphs, and asks every file's questions of every store.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray

from ingest.language import detect_language
from ingest.sentences import split_sentences
from vectorstore import Article, Embedder, Passage, Store
from vectorstore.embeddings import EmbeddedText
from vectorstore.ranking import Weights

DEPTH = 10
Search = Callable[[str], list[str]]
"""From a question to the sources of the paragraphs found, best first."""


@dataclass(frozen=True)
class Questions:
    """A SQuAD file: its paragraphs by name, and its questions with the paragraph each is about."""

    paragraphs: dict[str, str]
    questions: list[tuple[str, str]]


class RememberingEmbedder(Embedder):
    """An embedder that embeds a question once, however many methods search for it."""

    @cache  # noqa: B019 - lives as long as the run
    def embed_question(self, text: str) -> EmbeddedText:
        """`text` as a query, with its tokens."""
        return super().embed_question(text)


def read_squad(path: Path, limit: int | None = None) -> Questions:
    """Paragraphs, named by their order, and the first `limit` questions."""
    paragraphs: dict[str, str] = {}
    questions: list[tuple[str, str]] = []
    for document in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in document["paragraphs"]:
            name = str(len(paragraphs))
            paragraphs[name] = paragraph["context"]
            questions += [(each["question"], name) for each in paragraph["qas"]]
    # Spread over the file, as neighbours are about the same paragraph.
    step = max(1, len(questions) // limit) if limit else 1
    return Questions(paragraphs, questions[::step][:limit])


def weightings() -> dict[str, Weights]:
    """The searches compared: each part alone or added in turn, and all without one."""
    full, none = Weights(), Weights(0, 0, 0, 0)
    return {
        "passage vectors (plain dense)": replace(none, passage=1),
        "sentence vectors": replace(none, sentence=1),
        "passages + sentences": replace(full, tokens=0, lexical=0),
        "without passages": replace(full, passage=0, sentence=1),
        "without sentences": replace(full, passage=1, sentence=0),
        "without tokens": replace(full, tokens=0),
        "without words": replace(full, lexical=0),
        "all": full,
    }


class Bm25Retriever(BaseRetriever):
    """Plain BM25 over words, by SQLite's full-text search."""

    db: sqlite3.Connection
    model_config = {"arbitrary_types_allowed": True}  # noqa: RUF012 - pydantic's own way

    @classmethod
    def of(cls, paragraphs: dict[str, str]) -> "Bm25Retriever":
        """Index paragraphs in memory."""
        db = sqlite3.connect(":memory:")
        db.execute("CREATE VIRTUAL TABLE texts USING fts5(name UNINDEXED, text)")
        db.executemany("INSERT INTO texts VALUES (?, ?)", paragraphs.items())
        return cls(db=db)

    def _get_relevant_documents(self, query: str, *, run_manager: object) -> list[Document]:
        words = "".join(letter if letter.isalnum() else " " for letter in query).split()
        rows = self.db.execute(
            "SELECT name FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 60",
            (" OR ".join(f'"{word}"' for word in words),),
        )
        return [Document(page_content=name) for (name,) in rows]


class DenseRetriever(BaseRetriever):
    """A store searched by passage vectors alone."""

    store: Store
    model_config = {"arbitrary_types_allowed": True}  # noqa: RUF012 - pydantic's own way

    def _get_relevant_documents(self, query: str, *, run_manager: object) -> list[Document]:
        hits = self.store.search(query, 60, weights=Weights(1, 0, 0, 0))
        return [Document(page_content=hit.article.source) for hit in hits]


def searches(store: Store, paragraphs: dict[str, str]) -> Iterator[tuple[str, Search]]:
    """Every method that is compared, by name; the last one is the product's."""
    from langchain_classic.retrievers import EnsembleRetriever

    words = Bm25Retriever.of(paragraphs)
    fused = EnsembleRetriever(retrievers=[DenseRetriever(store=store), words], weights=[0.5, 0.5])
    yield "BM25", partial(_names, words)
    yield "EnsembleRetriever: rank fusion", partial(_names, fused)
    for name, weights in weightings().items():
        yield name, partial(_sources, store, weights)


def _names(retriever: BaseRetriever, question: str) -> list[str]:
    return [each.page_content for each in retriever.invoke(question)]


def _sources(store: Store, weights: Weights, question: str) -> list[str]:
    return [hit.article.source for hit in store.search(question, DEPTH, weights=weights)]


def ranks(search: Search, questions: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
    """Rank at which the right paragraph is found, from 0; 10 where it is not among the first."""
    found = []
    for question, name in questions:
        sources = search(question)[:DEPTH]
        found.append(sources.index(name) if name in sources else DEPTH)
    return np.array(found)


def interval(first: NDArray[np.int64], second: NDArray[np.int64]) -> tuple[float, float]:
    """95 % interval of the difference of acc@1, by a paired bootstrap over the questions."""
    gain = (first == 0).astype(float) - (second == 0)
    draws = np.random.default_rng(0).integers(len(gain), size=(2000, len(gain)))
    low, high = np.percentile(gain[draws].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def fill(store: Store, paragraphs: dict[str, str]) -> None:
    """Put paragraphs in a store, each as an article of one passage."""
    items = []
    for name, text in paragraphs.items():
        article = Article(text, "", name, language=detect_language(text))
        spans = tuple(split_sentences(text, article.language))
        items.append((article, [Passage(article.id, 0, len(text), text, spans)]))
    store.add(items)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--questions", type=int, help="Questions of each file; all if left out.")
@click.option("--cache", type=click.Path(path_type=Path), required=True, help="Models' folder.")
def main(files: tuple[Path, ...], questions: int | None, cache: Path) -> None:
    """Compare ways to search on SQuAD FILES, each asked the questions of all."""
    embedder = RememberingEmbedder("e5-small", cache)
    asked = {path.stem: read_squad(path, questions) for path in files}
    for about, held in asked.items():
        with TemporaryDirectory() as folder, Store.open(Path(folder), embedder) as store:
            fill(store, held.paragraphs)
            for language, them in asked.items():
                click.echo(f"\n{language} questions, {about} paragraphs: {len(them.questions)}")
                click.echo(f"{'':32} acc@1  r@5  nDCG@10  all is better by (95 %)")
                found = {
                    name: ranks(search, them.questions)
                    for name, search in searches(store, held.paragraphs)
                }
                for name, each in found.items():
                    low, high = interval(found["all"], each)
                    gain = np.where(each < DEPTH, 1 / np.log2(each + 2), 0).mean()
                    click.echo(
                        f"{name:32} {(each == 0).mean():.3f}  {(each < 5).mean():.3f}  {gain:.3f}"
                        f"    {low:+.3f} to {high:+.3f}"
                    )


if __name__ == "__main__":
    main()
