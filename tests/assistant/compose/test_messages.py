import pytest

from assistant.compose import messages as phrases
from assistant.query.language import LANGUAGES, language_name

NOT_FOUND = phrases.NOT_FOUND_TEXTS


def test_that_the_articles_do_not_say_is_said_in_the_readers_language():
    assert phrases.not_found_text("fr").startswith("Les articles")
    assert phrases.not_found_text("xx") == phrases.not_found_text("en")
    assert len(set(NOT_FOUND.values())) == len(NOT_FOUND)


def test_most_languages_that_are_told_apart_have_a_text_and_none_is_for_another():
    names = {language_name(code).upper() for code in NOT_FOUND}
    assert names <= set(LANGUAGES)
    assert len(names) >= len(LANGUAGES) - 3


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "xx"])
def test_a_notice_says_how_to_install_the_model(language):
    assert "make setup" in phrases.model_missing(language)
