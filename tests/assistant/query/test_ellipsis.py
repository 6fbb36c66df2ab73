import pytest

from assistant.query.ellipsis import completed


@pytest.mark.parametrize(
    ("before", "question", "language", "whole"),
    [
        ("Who designed the Velmora bridge?", "And the Tamford bridge?", "en", "Tamford"),
        ("Who designed the Velmora bridge?", "What about Tamford?", "en", "Tamford"),
        ("Qui est le maire de Velmora ?", "Et de Tamford ?", "fr", "Tamford"),
        ("Qui est le maire de Velmora ?", "Et à Tamford ?", "fr", "Tamford"),
        ("How much did the Velmora bridge cost?", "And the one at Tamford?", "en", "Tamford"),
        ("Qui est le maire de Velmora ?", "Et celui de Tamford ?", "fr", "Tamford"),
        ("Wer gründete Velmora?", "Und Tamford?", "de", "Tamford"),
        ("Wer gründete die Firma Velmora?", "Und die Firma Tamford?", "de", "Firma Tamford"),
        ("¿Cuánta gente fue al festival de Velmora?", "¿Y al de Tamford?", "es", "Tamford"),
        ("Quanto costa il biglietto per Velmora?", "E per Tamford?", "it", "Tamford"),
        ("Кто основал музей в Velmora?", "А в Tamford?", "ru", "Tamford"),
        ("Hur många bor i Velmora?", "Och i Tamford?", "sv", "Tamford"),
    ],
)
def test_a_name_takes_the_place_of_that_in_the_question_before(before, question, language, whole):
    old = "Firma Velmora" if whole.startswith("Firma") else "Velmora"
    assert completed(question, before, language) == before.replace(old, whole)


def test_a_number_takes_the_place_of_a_number():
    before = "What did Tamford charge for a ride in 2022?"
    assert completed("And in 2023?", before, "en") == before.replace("2022", "2023")
    assert completed("And in 2023?", "What does Tamford charge?", "en") is None


def test_of_several_names_the_one_behind_the_same_word_is_replaced():
    before = "Did Haftar fight in Tripoli for Benghazi?"
    assert completed("And in Misrata?", before, "en") == before.replace("Tripoli", "Misrata")
    assert completed("And Sarraj?", before, "en") == before.replace("Haftar", "Sarraj")


@pytest.mark.parametrize(
    ("before", "question", "language"),
    [
        ("Who is the mayor of Velmora?", "And who is Paul Dervaux?", "en"),
        ("Who is the mayor of Velmora?", "Who is Paul Dervaux?", "en"),
        ("Who is the mayor of Velmora?", "And the costs?", "en"),
        ("Who is the mayor of Velmora?", "And Paul Dervaux resigned?", "en"),
        ("Combien sont venus à Velmora ?", "Et qu’en dit le Kremlin ?", "fr"),
        ("Wann wurde die Brücke von Velmora eröffnet?", "Und die Kosten?", "de"),
        ("Who is the mayor?", "And of Tamford?", "en"),
    ],
)
def test_a_question_with_something_of_its_own_is_not_completed(before, question, language):
    assert completed(question, before, language) is None
