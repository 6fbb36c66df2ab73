"""The verifier of the sentence reader: the chat model checks what it wrote."""

from dataclasses import dataclass

from assistant.claims import ACCEPTED
from assistant.evidence import Evidence
from assistant.llm.load import LocalModel
from assistant.llm.usage import ModelUse
from assistant.readers.sentence.entity_swap import is_of_another
from assistant.readers.sentence.reading import entailment_probability
from assistant.readers.sentence.trust import chance_right
from assistant.stages import Query, Reading, Support, Verdict
from assistant.text.names import CAPITALISE_NOUNS, names, same_names
from assistant.verify.grounding import face_value

MAY_ANSWER = ACCEPTED / 2
"""Probability of a claim from which, after the second sentence, no further one is read. On 103
questions read to the end this costs no right answer; with any claim at all reading ends too soon,
and with `ACCEPTED` the slowest tenth takes a third longer."""


@dataclass(frozen=True, slots=True)
class SentenceVerifier:
    """Verifies by numbers and names, by the model's own check, and by swapping names."""

    use: ModelUse[LocalModel]

    def at_best(self, query: Query, reading: Reading) -> Verdict:
        """The verdict without a check: the most that a check could give."""
        face = face_value(query.text, reading.text, reading.evidence, query.language)
        return Verdict(Support.UNVERIFIED, face * _chance(reading, 1.0))

    def verify(self, query: Query, reading: Reading) -> Verdict:
        """The verdict of the model's check; raises `ModelFailed`."""
        model, (item,) = self.use.model, reading.evidence
        heading = heading_for(query.text, item, query.language)
        entailment = entailment_probability(model, item.text, query.text, reading.text, heading)
        face = face_value(query.text, reading.text, reading.evidence, query.language)
        probability = face * _chance(reading, entailment)
        # What could not stand anyway is not worth the checks that this takes.
        if probability >= MAY_ANSWER and is_of_another(
            model, query.text, reading.text, item, heading, entailment
        ):
            return Verdict(Support.WRONG_ENTITY, 0.0)
        return Verdict(Support.VERIFIED, probability)


def heading_for(question: str, item: Evidence, language: str) -> str:
    """The title that a sentence is read under: where it lacks a name that is asked about.

    It tells who `he` is, or that the sentence is about someone else. Given always, a title such as
    "Haftar rejects ceasefire" makes every sentence under it look like a reason.
    """
    if language in CAPITALISE_NOUNS or same_names(names(question), item.text):
        return ""
    return item.heading


def _chance(reading: Reading, entailment: float) -> float:
    return chance_right(entailment, reading.p_answer or 0.0, is_first=reading.rank == 0)
