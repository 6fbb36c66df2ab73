"""Tests of ui/web/i18n/choose.py: the choice of language, and tables that say the same things."""

import string
from dataclasses import fields

import pytest

from ui.web.i18n.choose import ENGLISH, FRENCH, LANGUAGES, as_dict, words_for
from ui.web.i18n.words import Words


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.8", FRENCH),
        ("fr", FRENCH),
        ("de-DE,de;q=0.9,fr;q=0.8,en;q=0.7", FRENCH),
        ("en-GB,en;q=0.9,fr;q=0.8", ENGLISH),
        ("zh-CN", ENGLISH),
        ("*", ENGLISH),
        ("", ENGLISH),
        (None, ENGLISH),
    ],
)
def test_the_interface_follows_the_browser(header, language):
    assert words_for(header) is language


@pytest.mark.parametrize("words", [w for w in LANGUAGES.values() if w is not ENGLISH])
def test_every_text_is_translated_and_fills_in_the_same_things(words: Words):
    names = string.Formatter()
    for name, english in as_dict(ENGLISH).items():
        text = getattr(words, name)
        assert text.strip()
        wanted = {field for _, field, _, _ in names.parse(english) if field}
        assert {field for _, field, _, _ in names.parse(text) if field} == wanted, name
    assert words.language_names.keys() == ENGLISH.language_names.keys()
    assert {field.name for field in fields(words)} == {field.name for field in fields(ENGLISH)}


def test_numbers_are_written_as_each_language_writes_them():
    assert (ENGLISH.number(1.25), FRENCH.number(1.25)) == ("1.2", "1,2")
