"""The extractive reader: the sentences that match the question best, as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence
from assistant.stages import Claim, Query, Retrieved, Support, Verdict

_LIMITS = CALIBRATION.extractive


@dataclass(frozen=True, slots=True)
class ExtractiveReader:
    """Quotes the best sentences; none where none comes near the question. It needs no model."""

    sentences: int
    """Sentences of the evidence that are looked at."""

    def read(self, query: Query, retrieved: Retrieved) -> Iterator[Claim]:
        """Quotations, best first, each borne out by itself."""
        evidence = retrieved.evidence[: self.sentences]
        best = next((item for item in evidence if item.hit.probability >= _LIMITS.quotable), None)
        for item in evidence:
            if best is not None and best.score - item.score <= _LIMITS.nearly_as_good:
                yield quotation(item)


def quotation(item: Evidence, probability: float | None = None) -> Claim:
    """A sentence as it stands, which is its own proof; `probability` is that it answers."""
    verdict = Verdict(Support.VERIFIED, probability)
    return Claim(item.text, (item,), quoted=True, verdict=verdict)
