import pytest

from assistant.query import language
from assistant.query.language import detect_language, language_name


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Who is Haftar's spokesman?", "en"),
        ("Qui est le porte-parole de Haftar ?", "fr"),
        ("¿Quién es el portavoz de Haftar?", "es"),
        ("Wer ist Haftars Sprecher?", "de"),
        ("Chi è il portavoce di Haftar?", "it"),
        ("من هو المتحدث باسم حفتر؟", "ar"),
        ("Кто пресс-секретарь Хафтара?", "ru"),
        ("哈夫塔尔的发言人是谁？", "zh"),
        ("Haftar'ın sözcüsü kim?", "tr"),
        ("How many?", "en"),
        ("Quel âge a Khalifa Haftar ?", "fr"),
        ("Wo liegen die Harvard Medical School und die School of Public Health?", "de"),
        ("Was Haftar in Moscow?", "en"),
        ("Was ist die Sepsis?", "de"),
        ("¿Como se llama el alcalde de Misrata?", "es"),
        ("Como se chama o prefeito de Misrata?", "pt"),
        ("Onko Haftar Moskovassa?", "fi"),
        ("Qual è la posizione di Haftar?", "it"),
        ("Qual a posição do Haftar?", "pt"),
        ("Como se llama el portavoz de Haftar?", "es"),
        ("Cine are controlul asupra orașului Tripoli?", "ro"),
        ("Mi is történt Moszkvában?", "hu"),
        ("Lake Como is in which country?", "en"),
        ("Che Guevara was killed where?", "en"),
        ("Che cosa ha detto Haftar?", "it"),
        ("Sarraj was in Moscow?", "en"),
    ],
)
def test_the_language_of_a_short_question_is_told(question, code):
    assert detect_language(question) == code


@pytest.mark.parametrize(
    ("question", "before", "code"),
    [
        ("Et la Russie ?", ["Qui est Haftar ?", "Et lui ?"], "fr"),
        ("Et à partir de quand ?", [], "fr"),
        ("Und dann?", ["Wer hat zu einer Waffenruhe aufgerufen?"], "de"),
        ("And Turkey?", ["Who is Haftar?"], "en"),
        ("Haftar", ["Who called for a ceasefire?"], "en"),
        ("Et pourquoi refuse-t-il ?", ["Who is Haftar?"], "fr"),
        ("А он?", ["Кто пресс-секретарь Хафтара?"], "ru"),
        ("Bien sûr, mais les autres ?", ["Who is Haftar?"], "fr"),
    ],
)
def test_a_follow_up_too_short_to_tell_is_in_the_language_of_the_conversation(
    question, before, code
):
    assert detect_language(question, before) == code


@pytest.mark.parametrize(
    "question", ["In which city?", "Did Haftar sign?", "Et pourquoi Haftar refuse-t-il ?"]
)
def test_a_question_word_of_one_language_tells_it_without_a_model(question, monkeypatch):
    monkeypatch.setattr(language, "_quick_detector", None)
    monkeypatch.setattr(language, "_detector", None)
    assert detect_language(question) in {"en", "fr"}


def test_what_is_no_language_counts_as_english():
    assert detect_language("12345 ?!") == "en"


def test_languages_are_named_as_the_model_is_told_them():
    assert [language_name(code) for code in ("fr", "ar", "zh")] == ["French", "Arabic", "Chinese"]
