"""Quality gate: the thresholds that the metrics of a run must keep to."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.run.outcomes import Run
from vectorstore.errors import CiteraError

THRESHOLDS = Path(__file__).parents[1] / "thresholds.toml"


class Threshold(BaseModel):
    """Minimum and maximum value of a metric."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum: float = float("-inf")
    maximum: float = float("inf")


class Gate(BaseModel):
    """Quality gate: the test set and split to run, and the thresholds by metric."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    set: str
    split: str
    metrics: dict[str, Threshold]


def load_gate(path: Path = THRESHOLDS) -> Gate:
    """Read a file of thresholds. Raises `CiteraError` with what is wrong in it."""
    try:
        return Gate.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise CiteraError(f"The thresholds in {path} cannot be read: {error}") from error


def misses(gate: Gate, run: Run) -> list[str]:
    """Missed thresholds, a sentence for each; a metric that was not measured misses its own."""
    found = []
    for name, threshold in gate.metrics.items():
        estimate = run.summary.get(name)
        if estimate is None:
            found.append(f"{name} was not measured")
        elif estimate.value < threshold.minimum:
            found.append(f"{name} is {estimate.value:.3f}, below {threshold.minimum:g}")
        elif estimate.value > threshold.maximum:
            found.append(f"{name} is {estimate.value:.3f}, above {threshold.maximum:g}")
    return found
