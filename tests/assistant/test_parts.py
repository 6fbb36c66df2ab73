import pytest

from assistant.parts import split_parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who leads the union, and how many members does it have?",
            ["Who leads the union?", "how many members does it have?"],
        ),
        ("Who resigned and why?", ["Who resigned?", "why?"]),
        (
            "Combien de blessés y a-t-il, et le ministre le confirme-t-il ?",
            ["Combien de blessés y a-t-il ?", "le ministre le confirme-t-il ?"],
        ),
        (
            "Wer leitet die Werft und wie viele Schiffe baut sie?",
            ["Wer leitet die Werft?", "wie viele Schiffe baut sie?"],
        ),
        ("¿Quién habló y cuándo?", ["¿Quién habló?", "cuándo?"]),
        ("من هو المدير، ومتى تولى منصبه؟", ["من هو المدير؟", "متى تولى منصبه؟"]),
        ("Who won? And when?", ["Who won?", "And when?"]),
        ("谁赢了？什么时候？", ["谁赢了？", "什么时候？"]),
    ],
)
def test_a_question_that_asks_several_things_is_taken_apart(question, parts):
    assert split_parts(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "When and where was she born?",
        "What did Spain and Portugal ask for?",
        "Pourquoi la Grèce et l’Italie veulent-elles un accord ?",
        "Who is the man who fought and is now president?",
        "I read about the strike. Who called it?",
        "olive harvest and prices",
    ],
)
def test_a_question_that_asks_one_thing_stays_whole(question):
    assert split_parts(question) == [question]
