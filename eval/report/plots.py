"""Where the marks of the report's plots go, in the units of their drawings."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.run.outcomes import Run

_ROW = 150.0
"""Width of a drawing in a table's row, without its margins of 5 on either side."""
_WIDTH, _HEIGHT = 300.0, 180.0
"""Size of the plane of the risk-coverage curve."""


def share_x(value: float) -> float:
    """Where a share, 0 to 1, stands in a row's drawing."""
    return round(5 + _ROW * min(1.0, max(0.0, value)), 1)


@dataclass(frozen=True)
class RiskCoveragePlot:
    """Risk-coverage curves as the points of polylines; `top` is the risk at the upper edge."""

    points: str
    before: str
    top: float


def curve_plot(run: Run, against: Run | None) -> RiskCoveragePlot | None:
    """The curves of a run and of the one before; None where nothing was answered."""
    if not run.risk_coverage:
        return None
    before = against.risk_coverage if against else ()
    highest = max(risk for _, risk in (*run.risk_coverage, *before))
    top = next(edge for edge in (0.1, 0.25, 0.5, 1.0) if highest <= edge)
    return RiskCoveragePlot(_polyline(run.risk_coverage, top), _polyline(before, top), top)


@dataclass(frozen=True)
class LatencyBar:
    """Seconds to a stage, and where its median, 95th percentile and maximum are drawn."""

    stage: str
    seconds: dict[str, float]
    x: dict[str, float]


def latency_bars(latency: dict[str, dict[str, float]]) -> list[LatencyBar]:
    """A bar a stage, in the order of their medians, on one scale."""
    longest = max((times["max"] for times in latency.values()), default=0.0) or 1.0
    bars = [
        LatencyBar(
            stage.replace("_", " "),
            times,
            {name: share_x(seconds / longest) for name, seconds in times.items()},
        )
        for stage, times in latency.items()
    ]
    return sorted(bars, key=lambda bar: bar.seconds["p50"])


def _polyline(curve: Sequence[tuple[float, float]], top: float) -> str:
    return " ".join(
        f"{coverage * _WIDTH:.1f},{(1 - risk / top) * _HEIGHT:.1f}" for coverage, risk in curve
    )
