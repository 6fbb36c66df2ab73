"""Language choice of the chat page, from the browser's preferences."""

from dataclasses import fields

from ui.web.i18n.en import ENGLISH
from ui.web.i18n.fr import FRENCH
from ui.web.i18n.words import Words

LANGUAGES = {words.code: words for words in (ENGLISH, FRENCH)}


def words_for(accept_language: str | None) -> Words:
    """The interface language of a browser, from its `Accept-Language` header; else English.

    Browsers list languages in the reader's order of preference, so the first known one is taken.
    """
    for item in (accept_language or "").split(","):
        code = item.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return LANGUAGES[code]
    return ENGLISH


def as_dict(words: Words) -> dict[str, str]:
    """The texts by name, as Gradio's translation mechanism takes them."""
    texts = ((field.name, getattr(words, field.name)) for field in fields(words))
    return {name: text for name, text in texts if isinstance(text, str)}
