"""Links between questions and answers: taken where one answer stands out."""

from assistant.readers.span.train.link import Scored, answer_of, linked_row
from vectorstore.passage import Span

CONTEXT = "The bridge in Varlet, built by Anna Holm in 1921, was closed in May."


def span(words: str) -> Span:
    """Where some words stand."""
    at = CONTEXT.index(words)
    return Span(at, at + len(words))


def scored(best: str, margin: float, **margins: float) -> Scored:
    answers = {"holm": "by Anna Holm", "year": "1921,", "month": "in May"}
    return Scored(
        span(best),
        margin,
        tuple(span(answers[name]) for name in margins),
        tuple(margins.values()),
    )


def words(found: Span | None) -> str | None:
    return CONTEXT[found.start : found.end] if found else None


def test_an_answer_that_stands_out_is_taken_with_the_edges_that_the_reader_gives_it() -> None:
    found = answer_of(CONTEXT, scored("Anna Holm", 3.0, holm=2.5, year=-1.0, month=-2.0))
    assert words(found) == "Anna Holm"


def test_an_answer_that_the_reader_would_not_have_taken_is_trimmed() -> None:
    assert words(answer_of(CONTEXT, scored("Varlet", 2.0, holm=-3.0, year=1.0))) == "1921"


def test_of_two_answers_that_are_about_as_likely_none_is_taken() -> None:
    assert answer_of(CONTEXT, scored("1921", 2.0, year=2.0, month=1.9)) is None


def test_an_answer_less_likely_than_none_is_not_taken() -> None:
    assert answer_of(CONTEXT, scored("1921", -1.5, year=-1.5, month=-6.0)) is None


def test_an_answer_far_behind_what_the_reader_would_take_is_not_taken() -> None:
    assert answer_of(CONTEXT, scored("Varlet", 4.5, year=1.0, month=-3.0)) is None


def test_a_linked_question_has_its_answer_where_it_stands() -> None:
    row = {"id": "p1", "lang": "en", "context": CONTEXT, "questions": ["Where?", "Who built it?"]}
    made = linked_row(row, 1, span("Anna Holm"))
    [answer] = made["answers"]
    assert made["question"] == "Who built it?"
    assert CONTEXT[answer["start"] :].startswith(answer["text"])
    assert answer["text"] == "Anna Holm"
