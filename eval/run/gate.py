"""The least that a run must reach: the thresholds of one file, and which of them a run misses."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.run.outcomes import Run
from vectorstore.errors import CiteraError

THRESHOLDS = Path(__file__).parents[1] / "thresholds.toml"


class Threshold(BaseModel):
    """The least and the greatest value that a metric may have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum: float = float("-inf")
    maximum: float = float("inf")


class Gate(BaseModel):
    """What is to be run, and the thresholds by metric."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    set: str
    split: str
    metrics: dict[str, Threshold]


def load_gate(path: Path = THRESHOLDS) -> Gate:
    """Read the file of thresholds. Raises `CiteraError` naming what is wrong with it."""
    try:
        return Gate.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise CiteraError(f"The thresholds in {path} cannot be read: {error}") from error


def misses(gate: Gate, run: Run) -> list[str]:
    """A sentence for each threshold that the run misses; a metric it lacks misses its own."""
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
