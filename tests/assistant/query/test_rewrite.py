import pytest

from assistant.query.rewrite import with_last_topic
from assistant.query.turns import Turn, recent

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


@pytest.mark.parametrize(
    ("topic", "question"),
    [
        ("谁是哈夫塔尔的发言人？", "什么时候？"),
        ("ハフタルの報道官は誰ですか？", "いつですか？"),
        ("하프타르의 대변인은 누구입니까?", "언제?"),
        ("من هو المتحدث باسم حفتر؟", "ومتى؟"),
        ("हफ़्तार का प्रवक्ता कौन है?", "और उन्होंने ऐसा क्यों किया?"),
        ("why did they fight?", "and when?"),
        ("Wer ist Haftar?", "Und aus welchem Grund?"),
        ("Wer ist Haftar?", "Und wie viele Schiffe?"),
    ],
)
def test_a_topic_is_kept_where_capitals_do_not_tell_it(topic, question):
    assert with_last_topic(question, [Turn(topic, "")]) == f"{topic} {question}"


def test_a_topic_without_capitals_is_kept_past_a_follow_up():
    turns = [Turn("谁是哈夫塔尔的发言人？", ""), Turn("什么时候？", "")]
    assert with_last_topic("为什么？", turns) == "谁是哈夫塔尔的发言人？ 为什么？"


@pytest.mark.parametrize(
    "question", ["Wer ist Merkel?", "谁在二零一八年的世界杯决赛中赢得了冠军？"]
)
def test_a_new_topic_is_told_in_german_and_without_capitals(question):
    assert with_last_topic(question, [WHO]) == question


def test_a_first_question_stays_as_it_is():
    assert with_last_topic("And where?", []) == "And where?"


def test_a_conversation_is_read_from_its_end_as_far_as_it_is_short():
    turns = [Turn(f"Question {number}?", "word " * 40) for number in range(20)]
    assert recent(turns, 150) == turns[-2:]
    assert recent(turns, 0) == turns[-1:]
    assert recent([], 100) == []
