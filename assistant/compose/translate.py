"""Quotations in the reader's language: translations by the local model, as an aid to read them."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.claims import Claim
from assistant.llm.load import LocalChat
from assistant.llm.prompts import translate_prompt
from assistant.llm.usage import ChatUse
from assistant.query.language import detect_language, language_name
from assistant.text.numbers import numbers, regroup

_SHORTEST, _LONGEST = 0.4, 2.5
"""Length of a translation, as a share of what it translates: beyond, something is lost or made
up. Chinese is the shortest of the common languages, at about 0.4 characters of English."""


def can_translate(model: ChatUse, claims: Sequence[Claim], language: str) -> bool:
    """Whether some of the claims are foreign quotations, and there is a model to translate them."""
    is_able = isinstance(model.chat, LocalChat) and not model.given_up
    return is_able and any(_is_foreign(claim, language) for claim in claims)


def with_translations(model: ChatUse, claims: Sequence[Claim], language: str) -> tuple[Claim, ...]:
    """Claims, those that quote an article in another language with a translation if there is."""
    return tuple(_translated(model, claim, language) for claim in claims)


def translate(chat: LocalChat, sentence: str, language: str) -> str | None:
    """A sentence in the language of an ISO 639-1 code; None where the reply cannot be that.

    Its numbers must be the sentence's, its length like the sentence's, and its language the one
    asked for. Whether it says the same is not checked.
    """
    reply = chat.translate.invoke(translate_prompt(sentence, language_name(language)))
    text = regroup(" ".join(reply.text.split()), sentence, language)
    is_whole = reply.response_metadata.get("finish_reason") == "stop"
    fits = _SHORTEST <= len(text) / max(1, len(sentence)) <= _LONGEST
    right_language = detect_language(text) == language
    return text if is_whole and fits and right_language and _same_numbers(text, sentence) else None


def _translated(model: ChatUse, claim: Claim, language: str) -> Claim:
    chat = model.chat
    if not isinstance(chat, LocalChat) or model.given_up or not _is_foreign(claim, language):
        return claim
    try:
        return replace(claim, translation=translate(chat, claim.text, language))
    except Exception as error:  # a quotation can do without, whatever went wrong
        model.fail(error)
        return claim


def _is_foreign(claim: Claim, language: str) -> bool:
    """Whether a claim quotes an article in another language than a reader's."""
    spoken = claim.evidence[0].hit.article.language if claim.is_quoted else None
    return spoken not in (None, language)


def _same_numbers(text: str, sentence: str) -> bool:
    """Whether two texts have the same numbers, but for small ones that may be put in words."""
    return all(len(number) == 1 for number in numbers(text) ^ numbers(sentence))
