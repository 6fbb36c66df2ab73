import pytest

from assistant.query.query import Query
from assistant.query.rewrite import TopicRewriter
from assistant.query.turns import Turn, recent

WHO = Turn("Who is Salma Ben Youssef?", "She is the president of the cooperative. [1]")
WHEN = Turn("And since when?", "The articles do not answer this question.")


def rewritten(question, turns, language="en"):
    return TopicRewriter(1000).rewrite(Query(question, language), turns)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("And where was she born?", "en"),
        ("Et quand est-elle partie ?", "fr"),
        ("Und warum ist sie gegangen?", "de"),
        ("Warum wurde der Hauptsitz verlegt?", "de"),
        ("وأين ولدت؟", "ar"),
        ("她是什么时候离开的？", "zh"),
    ],
)
def test_a_follow_up_is_searched_for_with_the_last_topic_and_read_alone(question, language):
    query = rewritten(question, [WHO, WHEN], language)
    assert (query.text, query.topic) == (question, WHO.question)
    assert query.searched.startswith(WHO.question)
    assert query.searched.endswith(question)


@pytest.mark.parametrize("question", ["And where?", "Et quand ?", "وأين؟", "为什么？", "¿Cuántos?"])
def test_a_bare_question_word_is_read_with_the_question_that_has_its_verb(question):
    query = rewritten(question, [WHO, WHEN])
    assert (query.text, query.topic) == (f"{WHO.question} {question}", "")


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who won the World Cup in 2018?", "en"),
        ("how many tonnes of oil does the cooperative make", "en"),
        ("Wer ist Merkel?", "de"),
        ("Wer ist die Politikerin Angela Merkel?", "de"),
        ("谁在二零一八年的世界杯决赛中赢得了冠军？", "zh"),
    ],
)
def test_a_new_topic_does_not_drag_the_old_one_along(question, language):
    query = rewritten(question, [WHO], language)
    assert (query.text, query.topic) == (question, "")


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
    assert rewritten(question, [Turn(topic, "")], "de").searched == f"{topic} {question}"


def test_a_topic_without_capitals_is_kept_past_a_follow_up():
    turns = [Turn("谁是哈夫塔尔的发言人？", ""), Turn("什么时候？", "")]
    assert rewritten("为什么？", turns, "zh").searched == "谁是哈夫塔尔的发言人？ 为什么？"


def test_what_an_ellipsis_asks_of_is_the_topic_of_what_follows():
    turns = [Turn("Who leads Haftar's army?", ""), Turn("And Sarraj's?", "")]
    assert rewritten("When was he born?", turns).topic == "Who leads Sarraj's army?"


def test_a_follow_up_may_be_about_what_was_answered():
    turns = [
        Turn("Who leads Haftar's army?", "Haftar's army is led by Ada Lund. [1] So it is. [2]")
    ]
    query = rewritten("When was she born?", turns)
    assert query.answered == ("Ada Lund",)
    assert query.searched == f"{turns[0].question} Ada Lund. When was she born?"
    assert query.readings == (f"{turns[0].question} {query.text}", "When was she born, Ada Lund?")


@pytest.mark.parametrize(
    ("question", "is_told_before"),
    [
        ("And where was she born?", True),
        ("And where?", True),
        ("And the president of the dairy Ostra?", True),
        ("Who won the World Cup in 2018?", False),
    ],
)
def test_a_question_that_the_ones_before_tell_is_a_follow_up(question, is_told_before):
    before = Turn("Who is the president of the dairy Velm?", "Ada Lund. [1]")
    assert rewritten(question, [before]).is_follow_up is is_told_before


def test_a_first_question_stays_as_it_is():
    assert rewritten("And where?", []) == Query("And where?", "en")


def test_a_conversation_is_read_from_its_end_as_far_as_it_is_short():
    turns = [Turn(f"Question {number}?", "word " * 40) for number in range(20)]
    assert recent(turns, 150) == turns[-2:]
    assert recent(turns, 0) == turns[-1:]
    assert recent([], 100) == []
