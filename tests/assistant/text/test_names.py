import pytest

from assistant.text.names import is_named, name_runs, names, same_names


def test_names_are_capitalised_words_inside_a_sentence():
    assert names("Why did Haftar call Ahmad al-Mesmari? He did. « Oui » dit Poutine") == [
        "Haftar",
        "Ahmad",
        "Poutine",
    ]


def test_words_of_one_name_stand_together_without_what_is_joined_to_them():
    text = (
        "Selon lui, le camp d’Erdogan et Vladimir Poutine ont vu Haftar's men et Vladimir Poutine."
    )
    assert name_runs(text) == ["Erdogan", "Vladimir Poutine", "Haftar"]


def test_a_word_that_opens_a_sentence_is_a_name_where_it_is_known():
    assert name_runs("Moscow denied it. Yesterday it did.") == []
    assert name_runs("Moscow denied it. Yesterday it did.", {"Moscow"}) == ["Moscow"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Erdogan", "un mouvement d’Ergogan"),
        ("Turkey", "la Turquie"),
        ("Turquie", "по словам Турции"),
        ("Russian", "les mercenaires russes"),
        ("Spain", "España o Espagne"),
        ("al-Sarraj", "Al Sarraj"),
        ("Germany", "le président de l’Allemagne"),
        ("Rusland", "los mercenarios de Rusia"),
        ("Россия", "солдаты России"),
        ("Warsaw", "en Varsovia"),
    ],
)
def test_a_name_is_the_same_in_other_spellings_and_scripts(name, text):
    assert same_names([name], text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Turquie", "que la Russie aurait pu être"),
        ("Turkey", "être"),
        ("Macron", "Moscou"),
        ("Niger", "l’armée du Nigeria"),
        ("Austria", "in Australien"),
        ("Irak", "Iran"),
    ],
)
def test_a_name_is_not_another_that_shares_some_letters(name, text):
    assert not same_names([name], text)


def test_a_country_of_several_words_has_a_counterpart_in_another_language():
    assert same_names(["United", "States"], "las tropas de Estados Unidos")
    assert not same_names(["United", "States"], "las tropas del Reino Unido")
    assert is_named("United States", "les États-Unis")


def test_one_word_of_a_name_is_enough_to_name():
    assert is_named("Peyton Manning", "Manning threw.")
    assert not is_named("Peyton Manning", "Davis threw.")
    assert not is_named("El Sisi", "Davis threw.")
