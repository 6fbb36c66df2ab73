"""Writes the plot, and the tables between their marks in the page of the figures."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import regex

from eval.atomic_write import write_atomically
from eval.bench.scale.corpus import KINDS
from eval.bench.scale.figures import PLACES, Measured, ScaleReport
from eval.bench.scale.plan import plan_rows
from eval.report.growth_plot import Panel, Sizes, growth_svg
from vectorstore.errors import CiteraError
from vectorstore.tables.segment_rows import FULL

_FIRST, _LAST = 1000, 1_000_000
_FIGURES = (
    "passages", "place", "stored a second and core", "disk, GB", "segments",
    "first search, s", "cold p50 and p95, ms", "warm p50 and p95, ms",
    "processor time of a search, ms", "recall@10", "memory, MiB",
)  # fmt: skip
_PLAN = ("what", "how much", "from")


def write_page(out: Path, report: ScaleReport) -> None:
    """Write the plot beside a report, and its tables to the page of that name, if there is one."""
    write_atomically(out.with_suffix(".svg"), plot(report))
    page = out.with_suffix(".md")
    if page.exists():
        write_atomically(page, with_tables(page.read_text("utf-8"), report))


def with_tables(page: str, report: ScaleReport) -> str:
    """A page with the tables of a report between marks such as `<!-- figures -->`."""
    for name, lines in tables(report).items():
        mark = regex.escape(f"<!-- {name} -->")
        block = f"<!-- {name} -->\n{chr(10).join(lines)}\n<!-- end of {name} -->"
        pattern = rf"{mark}\n.*?<!-- end of {name} -->"
        page = regex.sub(pattern, block.replace("\\", r"\\"), page, flags=regex.DOTALL)
    return page


def tables(report: ScaleReport) -> dict[str, list[str]]:
    """Lines of the tables by name: figures, parts of a search, plan, and what was not measured."""
    missing = [
        f"- {case.passages:,} passages, {case.place}, {case.vectors} vectors: {reason}."
        for case, reason in ((each.case, each.reason) for each in report.not_measured)
    ]
    return {
        "figures": list(_table(_FIGURES, map(_figures, _ordered(report)))),
        "embedding": _embedding(report),
        "parts": list(_parts(report.of("folder"))),
        "plan": _plan(report),
        "missing": missing or ["- Sizes that are not in the table of figures."],
    }


def plot(report: ScaleReport) -> str:
    """The plot of a report, as SVG; its panels are empty where nothing was measured."""
    known = max((each.case.passages for each in report.measured), default=_FIRST)
    first = min((each.case.passages for each in report.measured), default=_FIRST)
    sizes = Sizes("passages", first, max(known, _LAST), known, FULL)
    panels = [
        Panel("processor time of a search, ms", _lines(report, lambda m: m.search.core_ms)),
        Panel("p95 of a warm search by the clock, ms", _lines(report, lambda m: m.search.p95_ms)),
        Panel("recall@10", _lines(report, lambda m: m.search.recall_at_10), shares=True),
        Panel("memory with the servers', MiB", _lines(report, _memory)),
        Panel("disk, GB", _lines(report, lambda m: m.disk_bytes / 1e9)),
        Panel("passages stored a second and core", _lines(report, _stored)),
    ]
    return growth_svg(panels, sizes)


def _lines(
    report: ScaleReport, figure: Callable[[Measured], float]
) -> dict[str, list[tuple[float, float]]]:
    lines = {}
    for kind in KINDS:
        for place in PLACES:
            name = place if kind == "clustered" else f"{place}, {kind} vectors"
            if points := [(float(m.case.passages), figure(m)) for m in report.of(place, kind)]:
                lines[name] = points
    return lines


def _ordered(report: ScaleReport) -> list[Measured]:
    return [m for kind in KINDS for place in PLACES for m in report.of(place, kind)]


def _figures(measured: Measured) -> tuple[str, ...]:
    search, case = measured.search, measured.case
    place = case.place if case.vectors == "clustered" else f"{case.place}, {case.vectors} vectors"
    held = "" if search.servers_mib is None else f" + {search.servers_mib:,.0f}"
    return (
        f"{case.passages:,}",
        place,
        f"{_stored(measured):.0f}",
        f"{measured.disk_bytes / 1e9:.3g}",
        f"{measured.segments}",
        f"{search.first_s:.1f}",
        f"{search.cold_p50_ms:.0f}, {search.cold_p95_ms:.0f}",
        f"{search.p50_ms:.0f}, {search.p95_ms:.0f}",
        f"{search.core_ms:.1f}",
        f"{search.recall_at_10:.3f}",
        f"{search.memory_mib:,.0f}{held}",
    )


def _embedding(report: ScaleReport) -> list[str]:
    e = report.embedding
    if e is None:
        return ["The embedding model was not measured."]
    machine = report.machine
    return [
        f"Measured on {machine.system} with {machine.cores} cores and {machine.memory_gib:g} GiB.",
        f"The embedding model, on one core: {e.passages / e.core_seconds:.1f} passages a second,"
        f" with {e.sentences / e.passages:.1f} sentences each ({e.passages} passages),",
        f"{e.question_ms:.0f} ms a question; {e.memory_mib:,.0f} MiB at most.",
    ]


def _parts(stores: Sequence[Measured]) -> Iterator[str]:
    """A table of the milliseconds of each part of a search, by size."""
    names = list(dict.fromkeys(name for m in reversed(stores) for name in m.search.parts_ms))
    names.sort(key="rest".__eq__)
    rows = (
        (f"`{name}`", *(f"{m.search.parts_ms.get(name, 0):.1f}" for m in stores)) for name in names
    )
    return _table(("ms", *(f"{m.case.passages:,}" for m in stores)), rows)


def _plan(report: ScaleReport) -> list[str]:
    try:
        return list(_table(_PLAN, plan_rows(report)))
    except CiteraError as error:
        return [str(error)]


def _memory(measured: Measured) -> float:
    return measured.search.memory_mib + (measured.search.servers_mib or 0)


def _stored(measured: Measured) -> float:
    return measured.case.passages / measured.ingest.core_seconds


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
