"""Whether an answer reads the same in two runs."""

import pytest

from eval.report.answer_changes import is_answer_changed
from tests.eval.runs import GOLD, OTHER, REFUSAL, answer, outcome, question

GIVEN = answer("Ida Berg.", GOLD)


def changed(before, after):
    asked = question("q")
    return is_answer_changed(outcome(asked, before), outcome(asked, after))


def with_sentence(**changes):
    sentence = GIVEN.sentences[0].model_copy(update=changes)
    return GIVEN.model_copy(update={"sentences": (sentence,)})


def elsewhere(given):
    """The same answer about the same article in another folder, whose ids are others."""
    passage = given.passages[0].model_copy(update={"id": "p9", "source": "/new/port.txt"})
    cited = given.sentences[0].citations[0].model_copy(update={"passage_id": "p9"})
    sentence = given.sentences[0].model_copy(update={"citations": (cited,)})
    return given.model_copy(update={"passages": (passage,), "sentences": (sentence,)})


@pytest.mark.parametrize(
    "after",
    [
        answer("Ida Berg!", GOLD),
        answer("Ida Berg.", OTHER),
        with_sentence(translation="C’était Ida Berg."),
        with_sentence(citations=()),
        REFUSAL,
        None,
    ],
    ids=["text", "span", "translation", "no citation", "refusal", "fault"],
)
def test_what_a_reader_sees_of_an_answer_counts(after):
    assert changed(GIVEN, after)
    assert changed(after, GIVEN)


@pytest.mark.parametrize(
    "after",
    [
        elsewhere(GIVEN),
        GIVEN.model_copy(update={"timings": {"total": 9.0}, "confidence": 0.1, "tokens": {}}),
    ],
    ids=["folder", "time and confidence"],
)
def test_what_a_reader_does_not_see_of_an_answer_does_not(after):
    assert not changed(GIVEN, after)


def test_an_article_of_another_name_is_another_span():
    moved = elsewhere(GIVEN)
    other = moved.passages[0].model_copy(update={"source": "/new/harbour.txt"})
    assert changed(GIVEN, moved.model_copy(update={"passages": (other,)}))
