"""How a small model answers: it reads sentence after sentence, and each answer is checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import TokenEvent
from assistant.calibration import CALIBRATION
from assistant.claims import ACCEPTED, BESIDE_THE_BEST, SURE, Claim
from assistant.evidence import Evidence
from assistant.llm.load import LocalChat
from assistant.readers.extractive import in_reading_order, likeliest, names_all, quote_in_order
from assistant.readers.sentence.answerability import LIKELY, chance_of_answer
from assistant.readers.sentence.entity_swap import is_of_another
from assistant.readers.sentence.reading import (
    Reading,
    compare_answers,
    is_borne_out,
    read_sentence,
    suffices,
)
from assistant.readers.sentence.trust import chance_right
from assistant.text.names import CAPITALISE_NOUNS, names, same_names
from assistant.verify.conflicts import without_rivals
from assistant.verify.grounding import corroboration, face_value

_MAY_ANSWER = ACCEPTED / 2
"""Trust in a claim from which, after the second sentence, no further one is read. On 103 questions
read to the end this costs no right answer; with any claim at all reading ends too soon, and with
`ACCEPTED` the slowest tenth takes a third longer."""
_NO_ECHO, _FULL_ECHO = 0.7, 0.6
_AFTER_THE_BEST = 0.9
"""Trust in what is quoted beside a claim, as a share of its own: enough to be chosen with it."""
_NEAR = 0.6
"""Least trust in claims that are compared, as a share of the best one's."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """What was read from a sentence, before it is checked."""

    reading: Reading
    item: Evidence
    face: float
    """How far its numbers and names are borne out on their face, 0 to 1."""
    is_first: bool
    """Whether its sentence matches the question best."""
    heading: str
    """What its sentence was read under."""

    def claim(self, borne_out: float | None = None) -> Claim:
        """The claim, checked with this outcome; unchecked, with the trust that it can reach."""
        at_best = 1.0 if borne_out is None else borne_out
        trust = self.face * chance_right(at_best, self.reading.certainty, self.is_first)
        return Claim(self.reading.text, (self.item,), trust, is_checked=borne_out is not None)


def answer_by_reading(
    chat: LocalChat, question: str, language: str, evidence: Sequence[Evidence], passages: int
) -> Iterator[TokenEvent | Claim]:
    """Read sentence after sentence: the pieces of each answer as they come, then the claims.

    Reading ends where a claim is sure, or after the second sentence where one seems to answer.

    A claim's trust is the chance that it is right, times how far names and numbers bear it out;
    those that come near each other are compared. Where none is sure, the sentences must seem to
    answer, or the claims have little trust; if they do, the best sentences are quoted beside the
    best claim, and in its place where none can be trusted.

    `evidence` was found among a number of `passages`.
    """
    match = max(item.hit.probability for item in evidence)
    if match < CALIBRATION.answerability.unrelated:
        return
    readings: list[tuple[Evidence, Reading]] = []
    claims: list[Claim] = []
    for item in evidence:
        if _is_enough(item, readings, claims):
            break
        apart = " " if claims else ""
        heading = heading_for(question, item, language)
        for piece in read_sentence(chat, item.text, question, language, heading):
            if not isinstance(piece, Reading):
                yield TokenEvent(text=apart + piece)
                apart = ""
                continue
            is_first = not readings
            readings.append((item, piece))
            if piece.text:
                face = face_value(question, piece.text, [item], language)
                draft = _Draft(piece, item, face, is_first, heading)
                claims.append(_checked(chat, question, draft, claims))
    trust = _most_trust(claims)
    if trust >= SURE:
        yield from _compared(chat, question, claims, evidence)
        return
    mistaken = [claim.evidence[0] for claim in claims if _is_of_another(claim)]
    best = likeliest([read for read in readings if read[0] not in mistaken])
    if not best:
        yield from claims
        return
    chance = chance_of_answer(
        lambda: suffices(chat, in_reading_order(best), question),
        _least_abstention(readings, claims),
        trust,
        match,
        passages,
    )
    if chance < LIKELY:
        yield from (replace(claim, trust=min(claim.trust, ACCEPTED) * chance) for claim in claims)
        return
    yield from _compared(chat, question, claims, evidence)
    if trust < ACCEPTED:
        if names_all(question, language, best):
            yield from quote_in_order(best, ACCEPTED + (1 - ACCEPTED) * chance)
    else:
        yield from quote_in_order(best, max(ACCEPTED, _AFTER_THE_BEST * trust))


def heading_for(question: str, item: Evidence, language: str) -> str:
    """The title that a sentence is read under: where it lacks a name that is asked about.

    It tells who `he` is, or that the sentence is about someone else. Given always, a title such as
    "Haftar rejects ceasefire" makes every sentence under it look like a reason.
    """
    if language in CAPITALISE_NOUNS or same_names(names(question), item.text):
        return ""
    return item.heading


def _is_enough(
    item: Evidence, readings: Sequence[tuple[Evidence, Reading]], claims: Sequence[Claim]
) -> bool:
    """Whether `item`, the next sentence, need not be read.

    The second one is read if it is of another article, which may say otherwise; from there on,
    sentences are read until one seems to answer: further ones suggest wrong answers as often as
    right ones.
    """
    if not readings:
        return False
    if len(readings) == 1:
        other = item.hit.article.id != readings[0][0].hit.article.id
        return _most_trust(claims) >= SURE and not other
    return any(claim.trust >= _MAY_ANSWER for claim in claims)


def _is_of_another(claim: Claim) -> bool:
    """Whether a claim was found to be about somebody else than was asked about."""
    return claim.is_checked and not claim.trust


def _most_trust(claims: Sequence[Claim]) -> float:
    return max((claim.trust for claim in claims if claim.is_checked), default=0.0)


def _least_abstention(
    readings: Sequence[tuple[Evidence, Reading]], claims: Sequence[Claim]
) -> float:
    """The abstention of the sentence that was read best; 1 where no reading can be right."""
    sound = [claim.evidence[0] for claim in claims if claim.trust]
    return min((reading.abstention for item, reading in readings if item in sound), default=1.0)


def _checked(chat: LocalChat, question: str, draft: _Draft, earlier: Sequence[Claim]) -> Claim:
    """A draft as a claim, checked where that may bring it into the answer.

    What another article says may contradict the answer, and is checked though it be weaker.
    """
    claim = draft.claim()
    least = BESIDE_THE_BEST * _most_trust(earlier)
    article = draft.item.hit.article.id
    is_other = all(each.evidence[0].hit.article.id != article for each in earlier)
    if claim.trust < ACCEPTED or (claim.trust < least and not is_other):
        return claim
    item, heading = draft.item, draft.heading
    borne_out = is_borne_out(chat, item.text, question, claim.text, heading)
    checked = draft.claim(borne_out)
    # What could not stand anyway is not worth the checks that this takes.
    if checked.trust >= _MAY_ANSWER and is_of_another(
        chat, question, claim.text, item, heading, borne_out
    ):
        return replace(checked, trust=0.0)
    return checked


def _compared(
    chat: LocalChat, question: str, claims: Sequence[Claim], evidence: Sequence[Evidence]
) -> list[Claim]:
    """Claims, those that come near the best weighed against each other.

    What another article says otherwise is not: to choose between articles is the reader's part.
    """
    least = max(ACCEPTED, _NEAR * _most_trust(claims))
    able = [claim for claim in claims if claim.is_checked and claim.trust >= least]
    near, _ = without_rivals(able)
    return [*_weigh(chat, question, near, evidence), *(c for c in claims if c not in near)]


def _weigh(
    chat: LocalChat, question: str, claims: Sequence[Claim], evidence: Sequence[Evidence]
) -> list[Claim]:
    """Claims with their trust moved by how they compare; the best keeps what the best had.

    What sets them apart is the model's own choice among them, and how far the other sentences
    speak of the same: of several reasons, the one that comes up again is more often the right one.
    """
    if len({claim.text for claim in claims}) < 2:
        return list(claims)
    shares = compare_answers(chat, question, [claim.text for claim in claims])
    weights = []
    for claim, share in zip(claims, shares, strict=True):
        others = [item.text for item in evidence if item not in claim.evidence]
        echo = _NO_ECHO + _FULL_ECHO * corroboration(question, claim.text, others)
        weights.append(claim.trust * share * echo)
    scale = max(claim.trust for claim in claims) / max(weights)
    return [
        replace(claim, trust=scale * weight) for claim, weight in zip(claims, weights, strict=True)
    ]
