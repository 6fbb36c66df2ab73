import pytest

from assistant.text.fold import folded_words
from assistant.text.places import is_form_of, mentions, places


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["Germany", "Allemagne", "Alemania", "Германия", "德国", "ألمانيا"], "DE"),
        (["United States", "États-Unis", "Estados Unidos", "Vereinigte Staaten"], "US"),
        (["Cairo", "Le Caire", "Kairo", "El Cairo"], "Africa/Cairo"),
        (["New York", "Nueva York", "Нью-Йорк"], "America/New_York"),
    ],
)
def test_a_place_has_one_code_in_all_languages(names, code):
    for name in names:
        [(start, end, codes)] = mentions(folded_words([name]))
        assert code in codes
        assert (start, end) == (0, len(folded_words([name])))


def test_the_longest_name_counts():
    words = folded_words("troops of South Korea and of Guinea-Bissau".split())
    assert [words[start:end] for start, end, _ in mentions(words)] == [
        ["south", "korea"],
        ["guinea", "bissau"],
    ]


def test_a_language_is_no_place():
    assert places("german") == frozenset()
    assert list(mentions(["german"])) == [(0, 1, frozenset({"de"}))]


@pytest.mark.parametrize(
    ("word", "code"), [("rossii", "RU"), ("aleman", "DE"), ("libyen", "LY"), ("varsovie", None)]
)
def test_a_form_of_a_name_is_known_by_its_likeness(word, code):
    assert is_form_of(word, frozenset({code or "RU"})) == (code is not None)
