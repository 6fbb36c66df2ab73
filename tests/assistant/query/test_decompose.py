import pytest

from assistant.query.decompose import split_parts


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
        ("Who left and since when?", ["Who left?", "since when?"]),
        ("Who resigned, and then why?", ["Who resigned?", "then why?"]),
        ("Qui l’a dit et d’où vient-il ?", ["Qui l’a dit ?", "d’où vient-il ?"]),
        ("Wer leitet die Werft und seit wann?", ["Wer leitet die Werft?", "seit wann?"]),
        ("Кто ушёл и с какой целью?", ["Кто ушёл?", "с какой целью?"]),
        ("Qui a signé, et sont-ils d’accord ?", ["Qui a signé ?", "sont-ils d’accord ?"]),
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
        "Why did Haftar and those who support him reject the ceasefire?",
        "Pourquoi Haftar et ceux qui le soutiennent ont-ils refusé ?",
        "Warum haben Deutschland und Länder wie Frankreich abgelehnt?",
        "Por que o Brasil e países como a Argentina recusaram?",
        "How many men and women who fled were found?",
        "Who is a co-founder of the party?",
        "Quel pays a co-organisé la conférence ?",
        "Pourquoi la Turquie, membre de l’OTAN, et la Russie ont-elles négocié ?",
    ],
)
def test_a_question_that_asks_one_thing_stays_whole(question):
    assert split_parts(question) == [question]
