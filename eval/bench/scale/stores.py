"""Fills a store with made-up articles, and searches it; both are timed."""

import cProfile
import os
import pstats
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.atomic_write import write_atomically
from eval.bench.scale.corpus import BATCH, Corpus, Items
from eval.bench.scale.embedder import MadeUpEmbedder
from eval.bench.scale.exact import best_passages
from eval.bench.scale.figures import INGEST, Ingest, Search
from eval.bench.scale.processes import core_seconds, memory_mib
from eval.load.process import peak_memory_mib
from vectorstore import Store
from vectorstore.address import Place
from vectorstore.embedding.passage_vectors import EncodedArticles, encode_articles
from vectorstore.scoring.ranking import Weights
from vectorstore.threads import one_blas_thread

DENSE = Weights(tokens=0, lexical=0)
_BEST = 10
_AHEAD = 8
"""Batches that are made up ahead."""
_PROFILED = 30  # questions
_LEAST_SHARE = 0.02
_OPENED = {
    ("search", "search"),
    ("search", "_search"),
    ("candidates", "nearest"),
    ("index", "nearest"),
}
"""Functions, by module and name, of which the parts are told and not the sum."""
_INNER = {"<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>"}


def fill(place: Place, corpus: Corpus, taken: Path, servers: Sequence[int] = ()) -> Ingest:
    """Store the articles of a corpus, in batches as an ingest does.

    `taken` is a file that is written after each batch: a run that was killed goes on where it
    stopped, and what it took counts. `servers` are the processes whose processor time counts too.
    Making up texts does not count, nor does quantising, which counts as embedding, nor importing
    Chroma.
    """
    import vectorstore.ann.chroma  # noqa: F401

    ingest = read_ingest(taken)
    with Store.open(place, MadeUpEmbedder({}, corpus.kind)) as store:
        for items, encoded in _encoded(corpus, store.count_articles()):
            started, before = time.perf_counter(), _cores(servers)
            store.add_encoded(items, encoded)
            seconds = ingest.seconds + time.perf_counter() - started
            cores = ingest.core_seconds + _cores(servers) - before
            memory = max(ingest.memory_mib, peak_memory_mib(os.getpid()))
            ingest = Ingest(seconds, cores, memory)
            write_atomically(taken, INGEST.dump_json(ingest).decode())
    return ingest


def read_ingest(path: Path) -> Ingest:
    """What filling a store has taken, as `fill` wrote it to a file; nothing if there is none."""
    return INGEST.validate_json(path.read_bytes()) if path.exists() else Ingest(0, 0, 0)


def _encoded(corpus: Corpus, start: int) -> Iterator[tuple[Items, EncodedArticles]]:
    """The batches of a corpus from article `start` on, made up ahead by other processes."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        waiting = deque[Future[tuple[Items, EncodedArticles]]]()
        for first in range(start, corpus.size, BATCH):
            waiting.append(pool.submit(_encode, corpus, first))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _encode(corpus: Corpus, first: int) -> tuple[Items, EncodedArticles]:
    """A batch of a corpus, from its first article on, and its codes."""
    with one_blas_thread():  # with as many as cores in each process, it takes four times as long
        items, known = corpus.batch(first)
        return items, encode_articles(MadeUpEmbedder(known, corpus.kind), items)


def measure(place: Place, corpus: Corpus, count: int, servers: Sequence[int] = ()) -> Search:
    """Ask a store of a corpus `count` questions, several times over."""
    known = corpus.questions(count)
    asked = list(known)
    started = time.perf_counter()
    with Store.open(place, MadeUpEmbedder(known, corpus.kind)) as store:
        store.search(asked[0])
        first = time.perf_counter() - started
        cold = milliseconds(store.search, asked[1:])
        before = _cores(servers)
        warm = milliseconds(store.search, asked)
        cores = _cores(servers) - before
        peak = peak_memory_mib(os.getpid())
        held = memory_mib(servers) if servers else None
        found = [_sources(store, question) for question in asked]
        parts = _parts(store, asked[:_PROFILED])
    exact = best_passages(corpus, np.stack(list(known.values())), DENSE, _BEST)
    recall = np.mean([len(own & best) / len(best) for own, best in zip(found, exact, strict=True)])
    return Search(
        first_s=first,
        cold_p50_ms=float(np.percentile(cold, 50)),
        cold_p95_ms=float(np.percentile(cold, 95)),
        p50_ms=float(np.percentile(warm, 50)),
        p95_ms=float(np.percentile(warm, 95)),
        core_ms=1000 * cores / count,
        recall_at_10=float(recall),
        memory_mib=peak,
        servers_mib=held,
        parts_ms=parts,
    )


def milliseconds(ask: Callable[[str], object], questions: Sequence[str]) -> NDArray[np.float64]:
    """Milliseconds by the clock of each question: (n,)."""
    taken = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        taken.append(1000 * (time.perf_counter() - started))
    return np.array(taken)


def _cores(servers: Sequence[int]) -> float:
    return time.process_time() + core_seconds(servers)


def _sources(store: Store, question: str) -> set[str]:
    return {hit.article.source for hit in store.search(question, _BEST, weights=DENSE)}


def _parts(store: Store, questions: Sequence[str]) -> dict[str, float]:
    """Milliseconds of each part of a search, largest first; small ones are summed as `rest`."""
    # Processor time, of all threads: that of the clock would tell of other processes too.
    profiler = cProfile.Profile(time.process_time)
    for question in questions:
        profiler.runcall(store.search, question)
    sums: dict[str, float] = {}
    for name, seconds in _called(profiler):
        sums[name] = sums.get(name, 0.0) + 1000 * seconds / len(questions)
    least = _LEAST_SHARE * sum(sums.values())
    parts = {name: ms for name, ms in sorted(sums.items(), key=lambda e: -e[1]) if ms >= least}
    parts.pop("rest", None)
    return {**parts, "rest": sum(sums.values()) - sum(parts.values())}


def _called(profiler: cProfile.Profile) -> Iterator[tuple[str, float]]:
    """Names and seconds of what the opened functions call, and the seconds that are their own."""
    stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    opened = {function for function in stats if _key(function) in _OPENED}
    # A list that one of them builds is a function of its own to the profiler.
    opened |= {each for each in stats if each[2] in _INNER and opened & stats[each][4].keys()}
    for function, (_, _, own, _, callers) in stats.items():
        if function in opened:
            yield "rest", own
            continue
        for caller, (_, _, _, seconds) in callers.items():
            if caller in opened:
                yield ".".join(_key(function)), seconds


def _key(function: tuple[str, int, str]) -> tuple[str, str]:
    """Module and name of a function as a profile has it."""
    return Path(function[0]).stem, function[2]
