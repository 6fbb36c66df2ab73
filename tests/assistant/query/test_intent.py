import pytest

from assistant.query.intent import is_greeting, topic_asked_about


@pytest.mark.parametrize(
    "text",
    [
        *("Hello!", "Bonjour", "Guten Tag", "¡Hola, buenas tardes!", "你好", "مرحبا", "Thanks :)"),
        *("مرحبًا", "شكرًا", "سلام", "नमस्ते", "धन्यवाद", "おはようございます", "早上好", "สวัสดีค่ะ"),
        *("안녕", "Good night", "Спасибо большое!", "Köszönöm", "Terima kasih"),
    ],
)
def test_greetings_are_told(text):
    assert is_greeting(text)


@pytest.mark.parametrize(
    "text", ["", "Hello, who is Haftar?", "Good news?", "Hi-tech exports", "Merci à qui ?", "42"]
)
def test_a_question_is_no_greeting(text):
    assert not is_greeting(text)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What do you have on Libya?", "Libya"),
        ("Which articles do you have about the olive harvest?", "the olive harvest"),
        ("Qu’avez-vous sur la Libye ?", "la Libye"),
        ("Was haben Sie über Libyen?", "Libyen"),
        ("¿Qué hay sobre Libia?", "Libia"),
        ("ماذا لديك عن ليبيا؟", "ليبيا"),
        ("Quels articles avez-vous ?", ""),
        ("List the articles", ""),
        ("what do you have on Libya?", "Libya"),
        ("What articles are there on Libya?", "Libya"),
        ("Quels articles y a-t-il sur la Libye ?", "la Libye"),
        ("Welche Artikel gibt es über Libyen?", "Libyen"),
        ("Quali articoli ci sono sulla Libia?", "Libia"),
        ("Que artigos há sobre a Líbia?", "a Líbia"),
    ],
)
def test_the_topic_of_a_question_about_the_collection_is_found(text, topic):
    assert topic_asked_about(text) == topic


@pytest.mark.parametrize(
    "text",
    [
        "What is there to fear?",
        "What do you have to say about Haftar?",
        "What articles of the treaty were broken?",
        "Was gibt es Neues?",
        "What did Haftar say on Libya?",
        "What is there on the agenda of the Berlin conference?",
        "Qu’y a-t-il sur la table des négociations ?",
        "¿Qué hay sobre la mesa de negociaciones?",
        "Was gibt es zu essen?",
        "Cosa c’è sul tavolo?",
        "O que há sobre a mesa?",
    ],
)
def test_other_questions_are_not_about_the_collection(text):
    assert topic_asked_about(text) is None
