"""How a large model answers: from all the evidence at once, citing it by number."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.answer import TokenEvent
from assistant.claims import Claim
from assistant.evidence import Evidence
from assistant.llm.failures import BadReply, Failure
from assistant.llm.load import HostedChat
from assistant.llm.prompt_examples import NOT_FOUND
from assistant.llm.prompts import cite_prompt
from assistant.query.language import language_name
from assistant.readers.cited_sentences import CitedSentence, cited_sentences
from assistant.verify.grounding import face_value


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
    borne_out = cited and face_value(question, sentence.text, cited, language)
    return Claim(sentence.text, cited, 1.0 if borne_out else 0.0)
