from assistant.readers.span.train.negatives import HardNegatives
from tests.assistant.readers.span.train.rows import row

FILLER = [f"The council of town{n} met on day{n} about roads{n}." for n in range(400)]


def test_a_hard_negative_shares_words_and_has_no_answer():
    asked = row("Who chairs the harbour board?", "Ida", "The harbour board is chaired by Ida.")
    alike = "The harbour board of Belmar met twice."
    with_answer = "Ida left the harbour board."
    rows = [asked, *(row("?", None, text) for text in (alike, with_answer, *FILLER))]
    [found] = HardNegatives(rows).find([asked])
    assert found[0] == alike
    assert with_answer not in found
    assert asked["context"] not in found


def test_languages_without_spaces_are_compared_by_characters():
    asked = row("港务局的主席是谁？", "伊达", "港务局的主席是伊达。", "zh")
    alike = "港务局的主席每年开会两次。"
    rows = [
        asked,
        *(row("?", None, t, "zh") for t in (alike, *(f"天气{n}很好" for n in range(150)))),
    ]
    assert HardNegatives(rows).find([asked])[0][0] == alike
