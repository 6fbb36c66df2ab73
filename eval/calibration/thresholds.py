"""How often a limit is wrong, at half of its value, at the value in use and at twice that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.calibration import CALIBRATION
from eval.calibration import losses
from eval.calibration.arrays import Floats, Passages, Sentences
from eval.calibration.corpora import MIXED, OFF_TOPIC
from eval.calibration.records import SearchRecord

_FACTORS = (0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Limit:
    """A limit to the chance of the likeliest passage, and what it does at one value."""

    field: str
    value: float
    answerable_below: float
    """Share of the answerable questions whose likeliest passage is below."""
    hidden_above: float
    """Share of XQuAD's questions that are not below though their paragraph was taken away."""
    off_topic_above: float
    """Share of the questions about something else that are not below."""


@dataclass(frozen=True)
class Diversity:
    """What the first four sentences hold at one value of the penalty of repeated articles."""

    value: float
    among_four: float
    """Share of the questions with a gold sentence among them."""
    articles: float
    """Mean number of articles that they are of."""


def limits(records: Sequence[SearchRecord]) -> Iterator[Limit]:
    """The limits `quotable` and `unrelated`."""
    answerable = [each for each in records if each.is_answerable]
    squad = [each for each in answerable if each.corpus.startswith("xquad")]
    hidden = Passages.of(squad).without_gold(np.ones(len(squad), bool))
    off_topic = [each for each in records if each.corpus.endswith(OFF_TOPIC)]
    found = [
        _top(Passages.of(answerable)),
        _top(hidden),
        _top(Passages.of(off_topic)),
    ]
    for field, used in (
        ("extractive.quotable", CALIBRATION.extractive.quotable),
        ("answerability.unrelated", CALIBRATION.answerability.unrelated),
    ):
        for value in (used * factor for factor in _FACTORS):
            below, *_ = (float((top < value).mean()) for top in found)
            _, hidden_above, off_topic_above = (float((top >= value).mean()) for top in found)
            yield Limit(field, value, below, hidden_above, off_topic_above)


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


def _top(data: Passages) -> Floats:
    return losses.top_chance(data, {})[:, 0]
