"""Reports of figures that are easy to reckon with."""

from eval.bench.scale.figures import (
    Case,
    Embedding,
    Ingest,
    Machine,
    Measured,
    ScaleReport,
    Search,
)


def measured(passages: int, place: str = "folder", **search: float) -> Measured:
    """A store that takes 0.01 core-seconds and 20 kB a passage."""
    figures = {
        "first_s": 1.0,
        "cold_p50_ms": 30.0,
        "cold_p95_ms": 60.0,
        "p50_ms": 20.0,
        "p95_ms": 40.0,
        "core_ms": 18.0,
        "recall_at_10": 0.95,
        "memory_mib": 300.0,
        "servers_mib": None if place == "folder" else 700.0,
        "parts_ms": {"index._nearest_in": 9.0, "rest": 2.0},
    }
    return Measured(
        Case(passages, place, "clustered"),
        Ingest(seconds=0.02 * passages, core_seconds=0.01 * passages, memory_mib=500.0),
        Search(**{**figures, **search}),
        disk_bytes=20_000 * passages,
        segments=1,
    )


def report(*stores: Measured) -> ScaleReport:
    """A report with these stores, and an embedding of ten passages a core and second."""
    return ScaleReport(Machine("x", 2, 16), Embedding(100, 300, 10.0, 15.0, 900.0), stores)
