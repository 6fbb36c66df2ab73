"""Answers are found again in translated passages by their markup."""

from typing import Any

from assistant.readers.span.train.translate import answer_of, marked, unmarked

CONTEXT = "Smith & Sons built the bridge in 1921, for < 3 crowns."


def asked(*answers: str) -> list[dict[str, Any]]:
    return [
        {"context": CONTEXT, "answers": [{"text": text, "start": CONTEXT.index(text)}]}
        for text in answers
    ]


def test_each_answer_is_found_where_it_was_marked() -> None:
    page = marked(asked("Smith & Sons", "1921"))
    assert unmarked(page) == CONTEXT
    for number, text in enumerate(("Smith & Sons", "1921")):
        assert answer_of(page, number) == {"text": text, "start": CONTEXT.index(text)}


def test_space_that_a_translation_puts_into_the_markup_is_no_part_of_the_answer() -> None:
    answer = answer_of('El puente es <b id="0"> de 1921 </b>, dicen.', 0)
    assert answer == {"text": "de 1921", "start": len("El puente es  ")}


def test_an_answer_whose_markup_is_lost_empty_or_doubled_is_not_used() -> None:
    assert answer_of("El puente es de 1921.", 0) is None
    assert answer_of('El puente <b id="0"> </b> es de 1921.', 0) is None
    assert answer_of('El <b id="0">puente</b> es <b id="0">de 1921</b>.', 0) is None
