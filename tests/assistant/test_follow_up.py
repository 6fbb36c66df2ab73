import pytest

from assistant.conversation import Turn, recent
from assistant.follow_up import with_last_topic

WHO = Turn("Who is Salma Ben Youssef?", "She is the president of the cooperative. [1]")
WHEN = Turn("And since when?", "The articles do not answer this question.")


@pytest.mark.parametrize("question", ["And where?", "Et quand ?", "وأين؟"])
def test_a_short_question_that_names_nothing_is_put_behind_the_last_that_did(question):
    assert with_last_topic(question, [WHO, WHEN]) == f"{WHO.question} {question}"


@pytest.mark.parametrize(
    "question",
    ["Who won the World Cup in 2018?", "how many tonnes of oil does the cooperative make"],
)
def test_a_new_topic_does_not_drag_the_old_one_along(question):
    assert with_last_topic(question, [WHO]) == question


def test_a_conversation_is_read_from_its_end_as_far_as_it_is_short():
    turns = [Turn(f"Question {number}?", "word " * 40) for number in range(20)]
    assert recent(turns, 150) == turns[-2:]
    assert recent(turns, 0) == turns[-1:]
    assert recent([], 100) == []
