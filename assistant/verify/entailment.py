"""Verification of a reading by the trained model: whether its evidence entails it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence
from assistant.stages import Query, Reading, Support, Verdict
from assistant.verify.grounding import face_value

_FIT = CALIBRATION.entailment


@dataclass(frozen=True, slots=True)
class EntailmentVerifier:
    """Verifies by numbers and names first, then by entailment."""

    entailment: Callable[[Sequence[tuple[str, str]]], list[float]]
    """Probabilities, 0 to 1, that texts bear claims out: of (claim, text) pairs."""

    def verify(self, query: Query, reading: Reading) -> Verdict:
        """Unsupported where a number is not in the evidence, or the evidence does not entail it."""
        cited = reading.evidence
        face = face_value(query.text, reading.text, cited, query.language) if cited else 0.0
        if face < _FIT.least_face_value:
            return Verdict(Support.UNSUPPORTED, 0.0)
        [chance] = self.entailment([(reading.text, " ".join(map(_with_heading, cited)))])
        supported = chance >= _FIT.entailed
        return Verdict(Support.VERIFIED if supported else Support.UNSUPPORTED, face * chance)


def _with_heading(item: Evidence) -> str:
    return f"{item.heading}: {item.text}" if item.heading else item.text
