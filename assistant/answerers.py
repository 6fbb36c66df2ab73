"""The three ways to answer from evidence: by quoting, by a small model, by a large one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import TokenEvent
from assistant.chat_model import HostedChat, LocalChat
from assistant.claims import ACCEPTED, BESIDE_THE_BEST, Claim
from assistant.disagreement import without_rivals
from assistant.evidence import Evidence
from assistant.language import language_name
from assistant.prompts import NOT_FOUND, cite_prompt
from assistant.reading import Reading, compare_answers, read_sentence, says_so
from assistant.support import corroboration, support_factor

_MARKERS = re.compile(r"\s*((?:\[\d+\]\s*,?\s*)+)([.!?。！？]?)")
_NO_ECHO, _FULL_ECHO = 0.7, 0.6
_NEARLY_AS_GOOD = 0.01

QUOTABLE = 0.03
"""Least chance of an answer in a passage that is quoted. The chance is low where only names cross
from one language to another, so more would refuse most questions in another language."""


def answer_by_quoting(evidence: Sequence[Evidence]) -> list[Claim]:
    """The sentences that match the question best, as they stand; none where none comes near."""
    best = next((item for item in evidence if item.hit.probability >= QUOTABLE), None)
    return [
        Claim(item.text, (item,), 1.0 - rank * 0.01)
        for rank, item in enumerate(evidence)
        if best is not None and best.score - item.score <= _NEARLY_AS_GOOD
    ]


def answer_by_reading(
    chat: LocalChat, question: str, language: str, evidence: Sequence[Evidence]
) -> Iterator[TokenEvent | Claim]:
    """Read sentence after sentence: the pieces of each answer as they come, then the claims.

    A claim's trust is the chance that its sentence answers, times how far names and numbers bear
    it out, times how it compares with the other claims, times the chance that the sentence says
    what the claim says. Claims that are too weak for that last check come unchecked, to be shown
    as left out.
    """
    spoken = language_name(language)
    drafts: list[Claim] = []
    for item in evidence:
        apart = " " if drafts else ""
        for piece in read_sentence(chat, item.text, question, spoken):
            if not isinstance(piece, Reading):
                yield TokenEvent(text=apart + piece)
                apart = ""
            elif piece.text:
                factor = _face_value(question, piece.text, [item], language)
                trust = (1 - piece.abstention) * factor
                drafts.append(Claim(piece.text, (item,), trust, is_checked=False))
    likely = [draft for draft in drafts if draft.trust >= ACCEPTED]
    comparable, rivals = without_rivals(likely)
    weighed = _weigh(chat, question, comparable, evidence)
    best = 0.0
    for claim in [*sorted(weighed, key=lambda claim: -claim.trust), *rivals]:
        # A check can only lower trust: what would not come near the best is not worth its time.
        if claim.trust >= max(ACCEPTED, BESIDE_THE_BEST * best) or claim in rivals:
            borne_out = says_so(chat, claim.evidence[0].text, question, claim.text)
            claim = replace(claim, trust=claim.trust * borne_out, is_checked=True)
            best = max(best, claim.trust)
        yield claim
    yield from (draft for draft in drafts if draft not in likely)


def answer_by_citing(
    chat: HostedChat, question: str, language: str, evidence: Sequence[Evidence]
) -> Iterator[TokenEvent | Claim]:
    """Give a large model all the evidence: its answer as it comes, then each cited sentence."""
    in_order = sorted(evidence, key=lambda e: (e.number, e.span.start))
    prompt = cite_prompt([e.text for e in in_order], question, language_name(language))
    text = ""
    for chunk in chat.model.stream(prompt):
        piece = chunk.text if isinstance(chunk.text, str) else str(chunk.content)
        text += piece
        if piece:
            yield TokenEvent(text=piece)
    if not text.strip().startswith(NOT_FOUND):
        yield from _cited_claims(text, question, in_order, language)


def _weigh(
    chat: LocalChat, question: str, claims: Sequence[Claim], evidence: Sequence[Evidence]
) -> list[Claim]:
    """Claims with their trust moved by how they compare with each other.

    What sets them apart is the model's own choice among them, and how far the other sentences
    speak of the same: of several reasons, the one that comes up again is more often the right one.
    """
    if len({claim.text for claim in claims}) < 2:
        return list(claims)
    shares = compare_answers(chat, question, [claim.text for claim in claims])
    weighed = []
    for claim, share in zip(claims, shares, strict=True):
        others = [item.text for item in evidence if item not in claim.evidence]
        echo = _NO_ECHO + _FULL_ECHO * corroboration(question, claim.text, others)
        weighed.append(replace(claim, trust=min(1.0, claim.trust * share * len(claims) * echo)))
    return weighed


def _cited_claims(
    text: str, question: str, evidence: Sequence[Evidence], language: str
) -> Iterator[Claim]:
    """Sentences of `text` that cite existing evidence which bears out their numbers."""
    at = 0
    for match in _MARKERS.finditer(text):
        sentence = (text[at : match.start()].strip() + match.group(2)).strip()
        at = match.end()
        numbers = dict.fromkeys(int(number) for number in re.findall(r"\d+", match.group(1)))
        cited = tuple(evidence[n - 1] for n in numbers if 1 <= n <= len(evidence))
        if sentence and cited and _face_value(question, sentence, cited, language):
            yield Claim(sentence, cited, 1.0)


def _face_value(question: str, answer: str, cited: Sequence[Evidence], language: str) -> float:
    words = " ".join(item.text for item in cited)
    around = " ".join(
        f"{item.hit.passage.text} {item.hit.article.title} {item.hit.article.date or ''}"
        for item in cited
    )
    return support_factor(question, answer, words, around, language)
