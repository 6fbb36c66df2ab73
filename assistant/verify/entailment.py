"""Verification by entailment: whether the trained model finds a reading in its evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence
from assistant.query.query import Query
from assistant.stages import Reading, Support, Verdict, Verifier


class EntailmentModel(Protocol):
    """Tells how likely texts bear claims out."""

    def entailment(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        """For each claim and text, the probability, 0 to 1, that the text bears the claim out."""
        ...


@dataclass(frozen=True, slots=True)
class EntailmentVerifier:
    """Verifies what another verifier lets pass by the trained model.

    It does not tell apart what differs in one respect. It holds what has nothing to do with the
    evidence, such as what an article orders a model to say.
    """

    first: Verifier
    model: Callable[[], EntailmentModel]
    """Gives the model, loaded when it is first needed."""

    def verify(self, query: Query, reading: Reading) -> Verdict:
        """Unsupported where the first verifier says so, or the evidence hardly bears it out."""
        verdict = self.first.verify(query, reading)
        if verdict.support is not Support.VERIFIED:
            return verdict
        premise = " ".join(map(_with_the_one_before, reading.evidence))
        (probability,) = self.model().entailment([(reading.text, premise)])
        if probability < CALIBRATION.entailment.least:
            return Verdict(Support.UNSUPPORTED)
        return verdict


def _with_the_one_before(item: Evidence) -> str:
    """A sentence with the one before it in its passage, which tells who `he` is."""
    start = (item.before or item.span).start
    return item.hit.article.text[start : item.span.end]
