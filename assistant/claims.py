"""`Claim`: a sentence that a model wrote, with its evidence and how far it can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import AnswerSentence
from assistant.evidence import Evidence
from assistant.support import says_something_new

ACCEPTED = 0.5
"""Least trust, 0 to 1, in a sentence of an answer."""
BESIDE_THE_BEST = 0.85
"""Least trust in a further sentence, as a share of the best one's: a weaker reading of the same
question is more often a wrong answer than a second one."""
MOST_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer and the evidence it was drawn from."""

    text: str
    evidence: tuple[Evidence, ...]
    trust: float
    """Estimate, 0 to 1, that the evidence says so and that it answers the question."""


def choose_claims(claims: Sequence[Claim]) -> list[Claim]:
    """The claims that make an answer, most trusted first; none where none can be trusted.

    One that adds nothing to those before it is dropped, its evidence cited with theirs.
    """
    ranked = sorted(claims, key=lambda claim: -claim.trust)
    if not ranked or ranked[0].trust < ACCEPTED:
        return []
    least = max(ACCEPTED, BESIDE_THE_BEST * ranked[0].trust)
    chosen: list[Claim] = []
    for claim in ranked:
        if claim.trust < least:
            break
        said = " ".join(other.text for other in chosen)
        if not chosen or says_something_new(said, claim.text):
            chosen.append(claim)
        else:
            chosen[0] = _join_evidence(chosen[0], claim)
    return chosen[:MOST_SENTENCES]


def as_sentences(claims: Sequence[Claim]) -> tuple[AnswerSentence, ...]:
    """Claims as the sentences of an answer, cited."""
    return tuple(
        AnswerSentence(text=claim.text, citations=tuple(e.cite() for e in claim.evidence))
        for claim in claims
    )


def marked_text(sentences: Sequence[AnswerSentence]) -> str:
    """The sentences of an answer on one line, each followed by its markers, such as [1][3]."""
    return " ".join(
        sentence.text + " " + "".join(f"[{n}]" for n in _numbers(sentence))
        for sentence in sentences
    )


def _numbers(sentence: AnswerSentence) -> list[int]:
    return list(dict.fromkeys(citation.number for citation in sentence.citations))


def _join_evidence(claim: Claim, other: Claim) -> Claim:
    extra = tuple(evidence for evidence in other.evidence if evidence not in claim.evidence)
    return Claim(claim.text, claim.evidence + extra, claim.trust)
