"""Ingest throughput, against a plain LangChain and Chroma script with the same model.

    python -m eval.bench.ingest [--articles 200] [--rounds 2] [--workers 2]

Both read the same files, embed passages and sentences, and write them to Chroma on disk; each
starts with an empty store and a warm model. As times drift on a shared machine, rounds alternate
between the two, and the result is a ratio. On a machine that others use too, compare the processor
time. With `--workers`, an ingest in so many processes is compared with one in a single process; the
time in which the processes start and load the model is in it.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import regex

from assistant.settings import Settings
from ingest import ingest_paths, read_articles, sample_article_path, split_passages
from vectorstore import Embedder, Store


@dataclass(frozen=True)
class Rate:
    """Throughput of one round; times are in seconds."""

    seconds: float
    seconds_in_model: float
    processor_seconds: float
    articles: int
    passages: int
    sentences: int

    def __str__(self) -> str:
        overhead = 1 - self.seconds_in_model / self.seconds
        return (
            f"{self.articles / self.seconds:6.2f} articles/s, {self.passages / self.seconds:6.1f}"
            f" passages/s and {self.sentences / self.seconds:6.1f} sentences/s together,"
            f" {overhead:5.1%} of the time outside the model,"
            f" {self.processor_seconds / self.articles:5.2f} s of processor time an article"
        )


class TimedEmbedder(Embedder):
    """Embedder that measures the seconds spent in its model."""

    seconds = 0.0

    def __init__(self, *named: Any) -> None:
        super().__init__(*named)
        model: Any = self._loaded()
        encode = model.encode

        def encode_timed(*args: Any, **options: Any) -> Any:
            started = time.perf_counter()
            try:
                return encode(*args, **options)
            finally:
                self.seconds += time.perf_counter() - started

        model.encode = encode_timed


def write_articles(folder: Path, count: int, seed: int = 1) -> None:
    """Fill `folder` with synthetic articles, in which no two sentences are the same.

    They have the words of the sample article in random order, so that texts to embed have the
    lengths of those in news.
    """
    chance = random.Random(seed)
    (sample,) = read_articles(sample_article_path())
    sentences = [
        regex.findall(r"[\p{L}\p{N}’'-]+", passage.sentence_text(number))
        for passage in split_passages(sample)
        for number in range(len(passage.sentences))
    ]
    for number in range(count):
        paragraphs = (
            " ".join(_reordered(words, chance) for words in chance.sample(sentences, size))
            for size in chance.choices(range(1, 6), k=chance.randint(2, 8))
        )
        (folder / f"{number:06}.txt").write_text("\n\n".join(paragraphs), "utf-8")


def _reordered(words: list[str], chance: random.Random) -> str:
    text = " ".join(chance.sample(words, len(words)))
    return f"{text[:1].upper()}{text[1:]}."


def run_citera(embedder: TimedEmbedder, articles: Path, folder: Path, workers: int = 1) -> Rate:
    """Ingest the articles with Citera; seconds in the models of workers are not counted."""
    before, processor = embedder.seconds, _processor_seconds()
    started = time.perf_counter()
    with Store.open(folder, embedder) as store:
        ingest_paths(store, [articles], workers=workers)
        seconds = time.perf_counter() - started
        counts = store.count()
    return Rate(
        seconds,
        embedder.seconds - before,
        _processor_seconds() - processor,
        counts.articles,
        counts.passages,
        counts.sentences,
    )


def run_plain(embedder: TimedEmbedder, articles: Path, folder: Path) -> Rate:
    """Ingest the articles as tutorials do: load, split, `add_documents`, one after another."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitters = {
        "passages": RecursiveCharacterTextSplitter(chunk_size=900, chunk_overlap=0),
        "sentences": RecursiveCharacterTextSplitter(
            chunk_size=200, chunk_overlap=0, separators=["\n\n", ". ", " "]
        ),
    }
    before, processor = embedder.seconds, _processor_seconds()
    started = time.perf_counter()
    stores = {
        name: Chroma(name, embedder, persist_directory=str(folder), collection_metadata=None)
        for name in splitters
    }
    numbers = dict.fromkeys(splitters, 0)
    paths = sorted(articles.iterdir())
    for path in paths:
        document = Document(path.read_text("utf-8"), metadata={"source": str(path)})
        for name, splitter in splitters.items():
            pieces = splitter.split_documents([document])
            stores[name].add_documents(pieces)
            numbers[name] += len(pieces)
    seconds = time.perf_counter() - started
    processor = _processor_seconds() - processor
    return Rate(seconds, embedder.seconds - before, processor, len(paths), **numbers)


def _processor_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    """Run both in turn and print their rates and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--cache", type=Path, default=Settings().cache)
    options = parser.parse_args()
    import torch

    torch.set_num_threads(options.threads)
    embedder = TimedEmbedder("e5-small", options.cache)
    embedder.encode_passages(["warm"] * 64)
    runs: dict[str, Callable[[TimedEmbedder, Path, Path], Rate]] = {
        "citera": run_citera,
        "plain": run_plain,
    }
    if options.workers:
        runs = {"workers": partial(run_citera, workers=options.workers), "one": run_citera}
    compared, base = runs
    rates: dict[str, list[Rate]] = {name: [] for name in runs}
    with tempfile.TemporaryDirectory() as name:
        articles = Path(name) / "articles"
        articles.mkdir()
        write_articles(articles, options.articles)
        for number in range(options.rounds):
            for label, run in runs.items():
                rate = run(embedder, articles, Path(name) / f"{label}-{number}")
                rates[label].append(rate)
                print(f"{label:7} {rate}")
    for measure in ("seconds", "processor_seconds"):
        best = {label: min(getattr(rate, measure) for rate in rates[label]) for label in runs}
        ratio = best[compared] / best[base]
        print(f"{compared} takes {ratio:.2f} of the {measure.replace('_', ' ')} of {base}")
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


if __name__ == "__main__":
    main()
