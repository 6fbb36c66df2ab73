"""What embedding takes on one core, measured on a sample of articles."""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from eval.bench.ingest import write_articles
from eval.bench.scale.figures import Embedding
from eval.load.process import peak_memory_mib
from ingest import read_articles, split_passages
from vectorstore import Embedder
from vectorstore.embedding.passage_vectors import embed_passages

_QUESTIONS = 20


def measure_embedding(cache: Path, articles: int) -> Embedding:
    """Embed the passages of made-up articles, and questions, in one thread."""
    import torch

    torch.set_num_threads(1)
    with TemporaryDirectory() as name:
        write_articles(Path(name), articles)
        read = [each for path in sorted(Path(name).iterdir()) for each in read_articles(path)]
    items = [(article, split_passages(article)) for article in read]
    embedder = Embedder("e5-small", cache)
    embedder.embed_question("warm")
    list(embedder.embed_passages(["warm"]))  # loads another library than the question does
    before = time.process_time()
    embed_passages(embedder, items)
    taken = time.process_time() - before
    passages = [passage for _, group in items for passage in group]
    return Embedding(
        passages=len(passages),
        sentences=sum(len(passage.sentences) for passage in passages),
        core_seconds=taken,
        question_ms=_question_ms(embedder, [article.text[:60] for article in read]),
        memory_mib=peak_memory_mib(os.getpid()),
    )


def _question_ms(embedder: Embedder, questions: list[str]) -> float:
    taken = []
    for question in questions[:_QUESTIONS]:
        before = time.process_time()
        embedder.embed_question(question)
        taken.append(time.process_time() - before)
    return 1000 * float(np.median(taken))
