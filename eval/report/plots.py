"""Coordinates of the plots in the HTML report, in the units of their SVG drawings."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.run.outcomes import Run

_ROW = 150.0
"""Width of a drawing in a table row, without its margins of 5 on each side."""
_WIDTH, _HEIGHT = 300.0, 180.0
"""Size of the risk-coverage plot."""


def share_x(value: float) -> float:
    """Horizontal position of a share, 0 to 1, in the drawing of a table row."""
    return round(5 + _ROW * min(1.0, max(0.0, value)), 1)


@dataclass(frozen=True)
class RiskCoveragePlot:
    """Risk-coverage curves as points of SVG polylines; `top` is the risk at the upper edge."""

    points: str
    before: str
    top: float


def curve_plot(run: Run, against: Run | None) -> RiskCoveragePlot | None:
    """Risk-coverage curves of a run and of the run before; None if nothing was answered."""
    if not run.risk_coverage:
        return None
    before = against.risk_coverage if against else ()
    highest = max(risk for _, risk in (*run.risk_coverage, *before))
    top = next(edge for edge in (0.1, 0.25, 0.5, 1.0) if highest <= edge)
    return RiskCoveragePlot(_polyline(run.risk_coverage, top), _polyline(before, top), top)


@dataclass(frozen=True)
class LatencyBar:
    """Latency of a stage in seconds, and the positions of median, 95th percentile and maximum."""

    stage: str
    seconds: dict[str, float]
    x: dict[str, float]


def latency_bars(latency: dict[str, dict[str, float]]) -> list[LatencyBar]:
    """Latency bars of all stages on one scale, by ascending median."""
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
