"""What a limit does at half of its value, at the value in use and at twice that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.calibration import CALIBRATION
from eval.calibration import losses
from eval.calibration.arrays import Sentences
from eval.calibration.corpora import MIXED
from eval.calibration.records import SearchRecord

_FACTORS = (0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Diversity:
    """What the first four sentences hold at one value of the penalty of repeated articles."""

    value: float
    among_four: float
    """Share of the questions with a gold sentence among them."""
    articles: float
    """Mean number of articles that they are of."""


def diversity(records: Sequence[SearchRecord]) -> Iterator[Diversity]:
    """The penalty of a sentence for better ones of its article; 0 for none."""
    data = Sentences.of(
        [each for each in records if each.is_answerable and each.corpus in (MIXED, "several")]
    )
    used = CALIBRATION.evidence.repeated_penalty
    for value in (0.0, *(used * factor for factor in _FACTORS)):
        values = {"repeated_penalty": value}
        yield Diversity(
            value,
            float(losses.is_among_four(data, values).mean()),
            float(losses.articles_among_four(data, values).mean()),
        )
