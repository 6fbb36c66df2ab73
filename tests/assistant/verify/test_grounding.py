import pytest

from assistant.verify.grounding import (
    says_something_new,
    support_factor,
)

TEXT = (
    "« son bon ami » Al-Sarraj pourrait être mis en difficulté par les 2 500 mercenaires que la"
    " Russie aurait envoyés en Libye, selon la Turquie."
)


def test_an_invented_number_rules_an_answer_out():
    assert support_factor("How many?", "About 1,000 mercenaries were sent.", TEXT, "") == 0
    assert support_factor("How many?", "2,500 mercenaries were sent.", TEXT, "") == 1


def test_a_number_is_borne_out_in_words_and_half_in_words():
    asked, in_words = "How long was it to last?", "It was to last ninety days."
    assert support_factor(asked, "Noventa días: 90 días.", in_words, "", "es", "en") == 1
    assert support_factor(asked, "It was to last eighty days.", in_words, "", "en", "en") == 0
    sunk = "انخفض إلى 190 ألف برميل يوميا"
    assert support_factor("How far?", "It sank to 190,000 barrels.", sunk, "", "en", "ar") == 1
    assert support_factor("How far?", "It sank to 190 barrels.", sunk, "", "en", "ar") == 0


def test_names_match_across_spellings_and_scripts():
    asked = "How many men did Russia send?"
    assert support_factor(asked, "According to Turkey, Russia sent men to Libya.", TEXT, "") == 1
    assert support_factor(asked, "По словам Турции, 2500 послала Россия.", TEXT, "") == 1


def test_a_name_that_nothing_bears_out_costs_trust():
    asked = "Who sent the men?"
    borne_out = support_factor(asked, "They were sent by Russia.", TEXT, "")
    invented = support_factor(asked, "They were sent by Indonesia.", TEXT, "")
    assert invented < borne_out


def test_endings_and_particles_of_a_name_need_no_counterpart():
    assert support_factor("Who is al-Sarraj's friend?", "A good friend.", TEXT, "") == 1


def test_asking_after_someone_else_costs_trust():
    right = support_factor("Who is a friend of Al-Sarraj?", "A good friend.", TEXT, "")
    other = support_factor("Who is a friend of Macron?", "A good friend.", TEXT, "")
    assert other < right


def test_the_passage_around_the_sentence_counts_for_names():
    assert support_factor("What did Erdogan say?", "He said no.", "Il a dit non.", "") < 1
    assert support_factor("What did Erdogan say?", "He said no.", "Il a dit non.", "Ergogan") == 1


def test_a_name_outside_the_sentence_costs_trust_only_where_another_stands_in_it():
    asked, answer, around = "Why did Haftar refuse?", "Haftar refused for fear.", "Haftar spoke."
    alone = support_factor(asked, answer, "Il a dit que c'était par peur.", around, "en", "fr")
    beside = support_factor(asked, answer, "Il a dit à Poutine que c'était par peur.", around)
    assert (alone, beside < 1) == (1, True)
    # Where capitals tell no names, somebody else may be meant.
    assert support_factor(asked, answer, "er sagte, aus Furcht.", around, "en", "de") < 1


@pytest.mark.parametrize(
    ("question", "answer", "new"),
    [
        ("Why did Haftar reject the ceasefire?", "Haftar rejected the ceasefire.", False),
        ("¿Por qué rechazó Haftar el alto el fuego?", "Haftar rechazó el alto el fuego.", False),
        ("Why did Haftar reject it?", "Haftar rejected it because of the militias.", True),
        ("How many men?", "2 500", True),
        ("Qui parle au nom du général Okello ?", "Le général Okello parle en son nom.", True),
        ("Qui parle au nom du général ?", "Le général parle au nom du général.", False),
        ("Did he go?", "No.", True),
    ],
)
def test_an_answer_that_repeats_the_question_says_nothing_new(question, answer, new):
    assert says_something_new(question, answer) is new


def test_german_nouns_are_not_taken_for_names():
    asked = "Was geschah am Samstag?"
    answer = "Es gab einen Waffenstillstand."
    assert support_factor(asked, answer, TEXT, "samedi", "de") == 1


def test_a_name_of_the_answer_that_stands_only_around_its_sentence_costs_trust():
    around = "La Turquie envoyait des troupes. 2 500 mercenaires sont venus de Russie."
    sentence = "2 500 mercenaires sont venus de Russie."
    asked = "How many mercenaries came from Turkey?"
    for said in ("Turkey sent 2,500 mercenaries.", "They say Turkey sent 2,500 mercenaries."):
        assert 0 < support_factor(asked, said, sentence, around) < 1
    right = "Russia sent 2,500 mercenaries."
    assert support_factor("How many came from Russia?", right, sentence, around) == 1
