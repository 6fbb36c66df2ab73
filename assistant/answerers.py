"""The three ways to answer from evidence: by quoting, by a small model, by a large one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.abstention import LIKELY, chance_of_answer
from assistant.answer import TokenEvent
from assistant.chat_model import HostedChat, LocalChat
from assistant.citing import CitedSentence, cited_sentences
from assistant.claims import ACCEPTED, BESIDE_THE_BEST, Claim
from assistant.disagreement import without_rivals
from assistant.evidence import Evidence
from assistant.failures import BadReply, Failure
from assistant.language import language_name
from assistant.prompt_examples import NOT_FOUND
from assistant.prompts import cite_prompt
from assistant.quoting import in_reading_order, likeliest, quote_instead
from assistant.reading import Reading, compare_answers, read_sentence, says_so, suffices
from assistant.support import corroboration, numbers, support_factor

_READ_AT_LEAST = 2
_READ_WELL = 0.3
"""Abstention at which no further sentence is read. On the dev split of the article's set this
saves a third of the reading, and costs no right answer: further sentences suggest wrong ones."""
_NO_ECHO, _FULL_ECHO = 0.7, 0.6
_COMPARABLE = 0.5
"""Least trust in a draft that is compared with others, before it is checked."""
_GROUNDED = 0.3
"""Least share of what a claim adds to its question that must stand in its sentence."""
_UNGROUNDED = 0.5
"""What is left of the trust in a claim of which less stands there. Small models fill in what they
do not understand; what they did understand has names, numbers or words that are alike in many
languages."""


def answer_by_reading(
    chat: LocalChat, question: str, language: str, evidence: Sequence[Evidence], passages: int
) -> Iterator[TokenEvent | Claim]:
    """Read sentence after sentence: the pieces of each answer as they come, then the claims.

    Reading ends early where a sentence answers well.

    Where the sentences do not seem to answer, the claims have little trust. A claim's trust is
    otherwise the chance that its sentence answers, times how far names and numbers bear it out,
    times how it compares with the other claims, times the chance that the sentence says what the
    claim says. Where no claim can be trusted, the best sentences are quoted.

    `evidence` was found among a number of `passages`.
    """
    readings: list[tuple[Evidence, Reading]] = []
    drafts: list[Claim] = []
    for item in evidence:
        if len(readings) >= _READ_AT_LEAST and _least_abstention(readings, drafts) <= _READ_WELL:
            break
        apart = " " if drafts else ""
        for piece in read_sentence(chat, item.text, question, language_name(language)):
            if not isinstance(piece, Reading):
                yield TokenEvent(text=apart + piece)
                apart = ""
                continue
            readings.append((item, piece))
            if piece.text:
                factor = _face_value(question, piece.text, [item], language)
                trust = (1 - piece.abstention) * factor
                drafts.append(Claim(piece.text, (item,), trust, is_checked=False))
    best = likeliest(readings)
    chance = chance_of_answer(
        suffices(chat, in_reading_order(best), question),
        _least_abstention(readings, drafts),
        max(item.hit.probability for item in evidence),
        passages,
    )
    if chance < LIKELY:
        yield from (replace(draft, trust=draft.trust * chance) for draft in drafts)
        return
    claims = list(_checked(chat, question, drafts, evidence))
    yield from claims
    if all(claim.trust < ACCEPTED for claim in claims):
        yield from quote_instead(best, ACCEPTED + (1 - ACCEPTED) * chance)


def _least_abstention(
    readings: Sequence[tuple[Evidence, Reading]], drafts: Sequence[Claim]
) -> float:
    """The abstention of the sentence that was read best; 1 where no reading can be right."""
    sound = [draft.evidence[0] for draft in drafts if draft.trust]
    return min((reading.abstention for item, reading in readings if item in sound), default=1.0)


def _checked(
    chat: LocalChat, question: str, drafts: Sequence[Claim], evidence: Sequence[Evidence]
) -> Iterator[Claim]:
    """Drafts compared, and checked where that may bring them into the answer."""
    likely = [draft for draft in drafts if draft.trust >= _COMPARABLE]
    comparable, rivals = without_rivals(likely)
    weighed = _weigh(chat, question, comparable, evidence)
    best = 0.0
    for claim in [*sorted(weighed, key=lambda claim: -claim.trust), *rivals]:
        if not _is_grounded(question, claim):
            claim = replace(claim, trust=claim.trust * _UNGROUNDED)
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
    """Give a large model all the evidence: its answer as it comes, then each of its sentences.

    A sentence is trusted where it cites evidence that exists and that bears out its numbers.
    Raises `BadReply` where the model answered and no sentence can be trusted, and what
    `HostedChat.reply` raises.
    """
    in_order = sorted(evidence, key=lambda e: (e.number, e.span.start))
    text = held = ""
    for piece in chat.reply(cite_prompt(_sources(in_order), question, language_name(language))):
        text += piece
        held += piece
        if not NOT_FOUND.startswith(text.strip()[: len(NOT_FOUND)]):
            yield TokenEvent(text=held)
            held = ""
    if text.strip().startswith(NOT_FOUND):
        return
    claims = [
        _cited_claim(sentence, question, in_order, language)
        for sentence in cited_sentences(text, language)
    ]
    yield from claims
    if not any(claim.trust for claim in claims):
        raise BadReply(Failure.UNPROVED)


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
        weighed.append(replace(claim, trust=claim.trust * share * len(claims) * echo))
    return weighed


def _is_grounded(question: str, claim: Claim) -> bool:
    words = claim.evidence[0].text
    figures = numbers(claim.text) - numbers(question)
    return bool(figures) or corroboration(question, claim.text, [words]) >= _GROUNDED


def _sources(in_order: Sequence[Evidence]) -> list[tuple[str, list[str]]]:
    """The sentences of each passage, under its article's title and date."""
    sources = []
    for _, group in groupby(in_order, key=lambda item: item.number):
        items = list(group)
        article = items[0].hit.article
        heading = f"{article.title} ({article.date})" if article.date else article.title
        sources.append((heading, [item.text for item in items]))
    return sources


def _cited_claim(
    sentence: CitedSentence, question: str, evidence: Sequence[Evidence], language: str
) -> Claim:
    """A sentence with the evidence it cites; no trust where none exists or it does not fit."""
    cited = tuple(evidence[n - 1] for n in sentence.numbers if 1 <= n <= len(evidence))
    borne_out = cited and _face_value(question, sentence.text, cited, language)
    return Claim(sentence.text, cited, 1.0 if borne_out else 0.0)


def _face_value(question: str, answer: str, cited: Sequence[Evidence], language: str) -> float:
    words = " ".join(item.text for item in cited)
    around = " ".join(
        f"{item.hit.passage.text} {item.hit.article.title} {item.hit.article.date or ''}"
        for item in cited
    )
    return support_factor(question, answer, words, around, language)
