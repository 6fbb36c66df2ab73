"""Whether sentences in the index would find more than passages alone: candidates by vectors.

    python -m eval.bench.candidates xquad.en.json [xquad.es.json …] [--questions 300]

The paragraphs of the first SQuAD file are asked the questions of all, which are translations of its
own. Compared are the nearest vectors in the dimensions of the index; what words find, which a
search adds, does not count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from assistant.settings import Settings
from eval.bench.ablate import CachingEmbedder, RetrievalDataset, passages_of, read_retrieval_dataset
from vectorstore import Embedder
from vectorstore.ann.projection import index_coding, projected
from vectorstore.coding.codings import E5_COMPACT
from vectorstore.embedding.load import PACKAGED

COUNTS = (2, 6, 15)
_FACTORS = (1, 2, 4)


@dataclass(frozen=True)
class Nearness:
    """Positions, from 0, of the right paragraph of each question: (questions,) each."""

    passages: NDArray[np.int64]
    """Among all paragraphs by their own vectors."""
    sentences: NDArray[np.int64]
    """Among them by the vector of their nearest sentence."""

    def shares(self, count: int) -> list[float]:
        """Shares found by `count` of both kinds, and by as many passages times each factor."""
        both = (self.passages < count) | (self.sentences < count)
        alone = [self.passages < factor * count for factor in _FACTORS]
        return [float(np.mean(each)) for each in (both, *alone)]


def nearness(
    embedder: Embedder, held: Mapping[str, str], questions: Sequence[tuple[str, str]]
) -> Nearness:
    """Embed paragraphs by name, their sentences and questions, each with a name, and rank them."""
    passages = {article.source: passage for article, (passage,) in passages_of(held)}
    own = _indexed(embedder.encode_passages([each.text.strip() for each in passages.values()]))
    parts = [
        each.sentence_text(at) for each in passages.values() for at in range(len(each.sentences))
    ]
    sentences = _indexed(embedder.encode_passages(parts))
    starts = np.cumsum([0, *(len(each.sentences) for each in passages.values())])[:-1]
    numbers = {name: number for number, name in enumerate(passages)}
    positions: list[tuple[int, int]] = []
    for question, name in questions:
        asked = _indexed(embedder.embed_question(question).vector)
        at, by_own = numbers[name], own @ asked
        by_sentence = np.maximum.reduceat(sentences @ asked, starts)
        positions.append((_position(by_own, at), _position(by_sentence, at)))
    return Nearness(*np.array(positions).T)


def _indexed(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors (…, dimensions) as the index has them, of length one."""
    held = projected(vectors, index_coding(E5_COMPACT))
    unit: NDArray[np.float32] = held / np.linalg.norm(held, axis=-1, keepdims=True)
    return unit


def _position(similarities: NDArray[np.float32], at: int) -> int:
    """How many are more similar than the one at `at`."""
    return int((similarities > similarities[at]).sum())


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--questions", type=int, help="Questions of each file; all if left out.")
def main(files: tuple[Path, ...], questions: int | None) -> None:
    """Print the share of questions whose paragraph is among the candidates."""
    datasets: list[RetrievalDataset] = [read_retrieval_dataset(each, questions) for each in files]
    asked = [question for each in datasets for question in each.questions]
    embedder = CachingEmbedder(PACKAGED, Settings().cache)
    found = nearness(embedder, datasets[0].paragraphs, asked)
    click.echo("candidates   both  passages: 1 ×   2 ×   4 ×")
    for count in COUNTS:
        click.echo(f"{count:10}  " + "  ".join(f"{each:.3f}" for each in found.shares(count)))


if __name__ == "__main__":
    main()
