"""The plan for a hundred million articles, as arithmetic from measured figures."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from eval.bench.scale.figures import Measured, ScaleReport
from vectorstore.errors import CiteraError

_HOURS = 730  # of a month


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the plan takes for granted, and nobody measured."""

    articles: int = 100_000_000
    passages_an_article: int = 4
    questions_a_second: float = 1.0
    gpus: int = 8
    gpu_passages_a_second: float = 1000.0
    """Of one GPU, each passage with its sentences."""
    node_cores: int = 64
    node_memory_gib: int = 512
    node_disk_tb: int = 15
    busy: float = 0.6
    """Share of the cores' time that is planned for."""
    full: float = 0.8
    """Share of memory and disk that is planned for."""
    gpu_hour_price: float = 2.0
    node_hour_price: float = 3.0


@dataclass(frozen=True, slots=True)
class Shard:
    """The figures of a store that is to be one of many."""

    passages: int
    disk_bytes: int
    core_ms: float
    """Processor time of a search."""
    memory_kib: float
    """Memory for a passage, beside what any store takes."""
    source: str

    @classmethod
    def of(cls, first: Measured, last: Measured) -> "Shard":
        """A store that was measured, and a smaller one beside it."""
        size, search = last.case.passages, last.search
        more = search.memory_mib - first.search.memory_mib
        memory = 1024 * more / (size - first.case.passages)
        return cls(size, last.disk_bytes, search.core_ms, memory, "as measured above")


EARLIER = Shard(500_000, 500_000 * 11_461, 90.0, 7.1, "as `docs/benchmarks.md` has it")
"""The disk is that of `eval.bench.store_size` for a passage, as the page has it. The rest is of
random vectors, in an index of all dimensions: a search took 6.0 times the processor time of
embedding its question, 18 ms; memory was 4.9 GB, and 2.0 GB at 100,000 passages."""
_LEAST = 100_000
"""Passages from which a store tells what more of them take; less is what any store takes."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The figures that the plan rests on: passages a core and second, and those of a shard."""

    embedded: float
    stored: float
    shard: Shard

    @classmethod
    def of(cls, report: ScaleReport) -> "Basis":
        """Those of the largest store in a folder; of an earlier benchmark where all are small.

        Raises:
            CiteraError: if the report has no such store, or no embedding.
        """
        stores = report.of("folder")
        if report.embedding is None or not stores:
            raise CiteraError("The plan needs figures of the embedding and of a store in a folder.")
        last = stores[-1]
        is_large = last.case.passages >= _LEAST and len(stores) > 1
        return cls(
            report.embedding.passages / report.embedding.core_seconds,
            last.case.passages / last.ingest.core_seconds,
            Shard.of(stores[0], last) if is_large else EARLIER,
        )


@dataclass(frozen=True, slots=True)
class Needs:
    """What all articles need together."""

    passages: int
    embedding_core_hours: float
    gpu_hours: float
    storing_core_hours: float
    disk_tb: float
    memory_gib: float
    shards: int
    question_core_seconds: float
    """To search all shards for one question."""

    @classmethod
    def of(cls, basis: Basis, assumed: Assumptions) -> "Needs":
        """The needs, from the figures of one core and one passage."""
        passages = assumed.articles * assumed.passages_an_article
        shards = math.ceil(passages / basis.shard.passages)
        return cls(
            passages=passages,
            embedding_core_hours=passages / basis.embedded / 3600,
            gpu_hours=passages / assumed.gpu_passages_a_second / 3600,
            storing_core_hours=passages / basis.stored / 3600,
            disk_tb=passages * basis.shard.disk_bytes / basis.shard.passages / 1e12,
            memory_gib=passages * basis.shard.memory_kib / 2**20,
            shards=shards,
            question_core_seconds=shards * basis.shard.core_ms / 1000,
        )

    def nodes(self, assumed: Assumptions) -> dict[str, int]:
        """Nodes that each need asks for."""
        cores = assumed.node_cores * assumed.busy
        return {
            "memory": math.ceil(self.memory_gib / (assumed.node_memory_gib * assumed.full)),
            "disk": math.ceil(self.disk_tb / (assumed.node_disk_tb * assumed.full)),
            "searches": math.ceil(assumed.questions_a_second * self.question_core_seconds / cores),
        }


Row = tuple[str, str, str]
"""What is needed, how much of it, and the arithmetic."""


def plan_rows(report: ScaleReport, assumed: Assumptions | None = None) -> Iterator[Row]:
    """The plan. Raises `CiteraError` if the report lacks the figures that it rests on."""
    basis, a = Basis.of(report), assumed or Assumptions()
    needs = Needs.of(basis, a)
    yield (
        "passages",
        _millions(needs),
        f"{a.articles / 1e6:g} million articles × {a.passages_an_article}",
    )
    yield from _embedding_rows(basis, needs, a)
    yield from _store_rows(basis, needs, a)
    yield from _search_rows(basis, needs, a)
    yield from _cost_rows(needs, a)


def _embedding_rows(basis: Basis, needs: Needs, a: Assumptions) -> Iterator[Row]:
    n = _millions(needs)
    yield (
        "embedding on processors",
        f"{needs.embedding_core_hours:,.0f} core-hours",
        f"{n} ÷ {basis.embedded:.1f} passages a core and second",
    )
    yield (
        "embedding on GPUs",
        f"{needs.gpu_hours:,.0f} GPU-hours; {needs.gpu_hours / a.gpus:,.0f} hours on {a.gpus}",
        f"{n} ÷ {a.gpu_passages_a_second:,.0f} passages a GPU and second, *not measured*",
    )


def _store_rows(basis: Basis, needs: Needs, a: Assumptions) -> Iterator[Row]:
    n = _millions(needs)
    hours = needs.storing_core_hours / (max(needs.nodes(a).values()) * a.node_cores * a.busy)
    yield (
        "storing and indexing",
        f"{needs.storing_core_hours:,.0f} core-hours; {hours:,.1f} hours on the nodes below",
        f"{n} ÷ {basis.stored:.0f} passages a core and second",
    )
    shard = basis.shard
    kilobytes = shard.disk_bytes / shard.passages / 1000
    yield "disk", f"{needs.disk_tb:,.1f} TB", f"{n} × {kilobytes:.1f} kB, {shard.source}"
    yield (
        "memory for the index",
        f"{needs.memory_gib:,.0f} GiB",
        f"{n} × {shard.memory_kib:.2f} KiB, {shard.source}",
    )


def _search_rows(basis: Basis, needs: Needs, a: Assumptions) -> Iterator[Row]:
    nodes = needs.nodes(a)
    most = max(nodes.values())
    cores = most * a.node_cores
    asked = f"{needs.question_core_seconds:,.0f} core-seconds"
    yield (
        "shards",
        f"{needs.shards:,}",
        f"{_millions(needs)} ÷ {basis.shard.passages:,}, the largest store measured",
    )
    yield (
        "a question, on all shards",
        asked,
        f"{needs.shards:,} × {basis.shard.core_ms:.1f} ms of a core, {basis.shard.source}",
    )
    yield (
        "nodes",
        f"{most:,}",
        f"the most of {nodes['memory']:,} for memory, {nodes['disk']:,} for disk and"
        f" {nodes['searches']:,} for searches",
    )
    yield (
        "a search where all cores are free",
        f"{needs.question_core_seconds / cores:.2f} s",
        f"{asked} ÷ {cores:,} cores",
    )


def _cost_rows(needs: Needs, a: Assumptions) -> Iterator[Row]:
    most = max(needs.nodes(a).values())
    yield (
        "cost of embedding, once",
        f"{needs.gpu_hours * a.gpu_hour_price:,.0f}",
        f"{needs.gpu_hours:,.0f} GPU-hours × {a.gpu_hour_price:g}",
    )
    yield (
        "cost of the nodes, a month",
        f"{most * _HOURS * a.node_hour_price:,.0f}",
        f"{most:,} nodes × {_HOURS} hours × {a.node_hour_price:g}",
    )


def _millions(needs: Needs) -> str:
    return f"{needs.passages / 1e6:,.0f} million"
