"""`Claim`: a sentence that a model wrote, with its evidence and how far it can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import AnswerSentence, DroppedSentence
from assistant.evidence import Evidence
from assistant.verify.grounding import says_something_new

ACCEPTED = 0.2
"""Least trust, 0 to 1, in a sentence of an answer."""
SURE = 0.6
"""Trust below which a sentence that a small model wrote has the articles' own words beside it, and
the next one is read. How often those above are right, `trust.chance_right` says."""
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
    is_checked: bool = True
    """Whether the evidence was looked at again for what the claim says."""
    is_quoted: bool = False
    """Whether the text is the evidence itself, as it stands in its article."""
    translation: str | None = None
    """A quotation in the reader's language."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The claims that make an answer, most trusted first, and those that it leaves out."""

    chosen: tuple[Claim, ...] = ()
    dropped: tuple[Claim, ...] = ()

    @property
    def confidence(self) -> float:
        """Trust in the best claim, 0 to 1: below `ACCEPTED` where none was chosen."""
        if self.chosen:
            return max(claim.trust for claim in self.chosen)
        return max((min(claim.trust, ACCEPTED) for claim in self.dropped), default=0.0)


def join_choices(choices: Sequence[Choice]) -> Choice:
    """The answers to the parts of a question as one, in their order."""
    return Choice(
        tuple(claim for choice in choices for claim in choice.chosen),
        tuple(claim for choice in choices for claim in choice.dropped),
    )


def choose_claims(claims: Sequence[Claim]) -> Choice:
    """Choose the claims that make an answer; none where none can be trusted.

    One that adds nothing to those before it is left out, its evidence cited with theirs.
    """
    ranked = sorted(claims, key=lambda claim: -claim.trust)
    checked = [claim for claim in ranked if claim.is_checked]
    least = max(ACCEPTED, BESIDE_THE_BEST * checked[0].trust) if checked else ACCEPTED
    chosen: list[Claim] = []
    joined: list[Claim] = []
    for claim in checked:
        if claim.trust < least or len(chosen) == MOST_SENTENCES:
            break
        said = " ".join(other.text for other in chosen)
        if not chosen or says_something_new(said, claim.text):
            chosen.append(claim)
        else:
            chosen[0] = _join_evidence(chosen[0], claim)
            joined.append(claim)
    texts = {claim.text for claim in (*chosen, *joined)}
    return Choice(tuple(chosen), tuple(claim for claim in ranked if claim.text not in texts))


def as_sentences(claims: Sequence[Claim]) -> tuple[AnswerSentence, ...]:
    """Claims as the sentences of an answer, cited."""
    return tuple(
        AnswerSentence(
            text=claim.text,
            citations=tuple(e.cite() for e in claim.evidence),
            quoted=claim.is_quoted,
            translation=claim.translation,
        )
        for claim in claims
    )


def as_dropped(claims: Sequence[Claim]) -> tuple[DroppedSentence, ...]:
    """Claims as what an answer leaves out."""
    return tuple(
        DroppedSentence(
            text=claim.text,
            reason="unsupported" if claim.trust < ACCEPTED else "weaker",
            citations=tuple(e.cite() for e in claim.evidence),
        )
        for claim in claims
    )


def marked_text(sentences: Sequence[AnswerSentence]) -> str:
    """The sentences of an answer on one line, each followed by its markers, such as [1][3].

    Behind those of a quotation stands its translation, in brackets.
    """
    return " ".join(
        f"{sentence.text} {markers(sentence)}"
        + (f" ({sentence.translation})" if sentence.translation else "")
        for sentence in sentences
    )


def markers(sentence: AnswerSentence) -> str:
    """The markers of the passages that a sentence cites, each once."""
    numbers = dict.fromkeys(citation.number for citation in sentence.citations)
    return "".join(f"[{number}]" for number in numbers)


def _join_evidence(claim: Claim, other: Claim) -> Claim:
    extra = tuple(evidence for evidence in other.evidence if evidence not in claim.evidence)
    return replace(claim, evidence=claim.evidence + extra)
