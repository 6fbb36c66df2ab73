"""The three ways to answer from evidence: by quoting, by a small model, by a large one."""

import re
import time
from collections.abc import Iterator, Sequence

from assistant.answer import TokenEvent
from assistant.chat_model import HostedChat, LocalChat
from assistant.claims import ACCEPTED, Claim
from assistant.evidence import Evidence
from assistant.language import language_name
from assistant.prompts import NOT_FOUND, cite_prompt
from assistant.reading import Reading, read_sentence, says_so
from assistant.support import support_factor

READING_SECONDS = 6.0
"""After this long a small model starts on no further sentence if it has an answer already."""

_MARKERS = re.compile(r"\s*((?:\[\d+\]\s*,?\s*)+)([.!?。！？]?)")
_QUOTED_SIMILARITY = 0.8
_QUOTED_BESIDE_BEST = 0.01


def answer_by_quoting(evidence: Sequence[Evidence]) -> list[Claim]:
    """The sentences that match the question best, as they stand; none where none comes near."""
    if not evidence:
        return []
    best = evidence[0]
    if _similarity(best) < _QUOTED_SIMILARITY:
        return []
    return [
        Claim(e.text, (e,), 1.0 - rank * 0.01)
        for rank, e in enumerate(evidence[:3])
        if best.score - e.score <= 2 * _QUOTED_BESIDE_BEST
    ]


def answer_by_reading(
    chat: LocalChat, question: str, language: str, evidence: Sequence[Evidence]
) -> Iterator[TokenEvent | Claim]:
    """Read sentence after sentence: the pieces of each answer as they come, then each as a claim.

    A claim's trust is the chance that the sentence answers times the chance that it says what
    the answer says, both by the model, times how far its names and numbers bear it out.
    """
    spoken = language_name(language)
    started, answered = time.monotonic(), False
    for item in evidence:
        if answered and time.monotonic() - started > READING_SECONDS:
            return
        claim = None
        for piece in read_sentence(chat, item.text, question, spoken):
            if isinstance(piece, Reading):
                claim = _judge(chat, question, piece, item)
            else:
                yield TokenEvent(text=piece)
        if claim is not None:
            answered = answered or claim.trust >= ACCEPTED
            yield claim


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
        yield from _cited_claims(text, question, in_order)


def _judge(chat: LocalChat, question: str, reading: Reading, item: Evidence) -> Claim | None:
    if not reading.text:
        return None
    trust = (1 - reading.abstention) * _face_value(question, reading.text, [item])
    if trust >= ACCEPTED:  # the check takes a second, and can only lower it
        trust *= says_so(chat, item.text, question, reading.text)
    return Claim(reading.text, (item,), trust)


def _cited_claims(text: str, question: str, evidence: Sequence[Evidence]) -> Iterator[Claim]:
    """Sentences of `text` that cite existing evidence which bears out their numbers."""
    at = 0
    for match in _MARKERS.finditer(text):
        sentence = (text[at : match.start()].strip() + match.group(2)).strip()
        at = match.end()
        numbers = dict.fromkeys(int(number) for number in re.findall(r"\d+", match.group(1)))
        cited = tuple(evidence[n - 1] for n in numbers if 1 <= n <= len(evidence))
        if sentence and cited and _face_value(question, sentence, cited):
            yield Claim(sentence, cited, 1.0)


def _face_value(question: str, answer: str, cited: Sequence[Evidence]) -> float:
    words = " ".join(item.text for item in cited)
    around = " ".join(
        f"{item.hit.passage.text} {item.hit.article.title} {item.hit.article.date or ''}"
        for item in cited
    )
    return support_factor(question, answer, words, around)


def _similarity(item: Evidence) -> float:
    return item.score - item.hit.score
