"""The fit of the span reader's probabilities, and the records it is fitted to."""

from random import Random

from eval.calibration.spans import (
    SentenceRecord,
    SpanRecord,
    fit_answerability,
    fit_sentences,
    read_span_records,
    record,
)
from eval.datasets.sets import load_set


def made_up(count: int = 300) -> list[SpanRecord]:
    """Questions whose gold sentence has the higher margin, nearly always; a third has none."""
    random = Random(0)
    records = []
    for number in range(count):
        answerable = number % 3 > 0
        gold = SentenceRecord(
            random.gauss(4, 2), 0.0, random.uniform(0.5, 1), False, answerable, 9, 1
        )
        other = SentenceRecord(
            random.gauss(-4, 2), -0.1, random.uniform(0, 0.5), False, False, 9, 2
        )
        first = gold if answerable else other._replace(behind=0.0)
        records.append(SpanRecord("made", "en", f"q-{number}", answerable, (first, other)))
    return records


def test_the_fit_finds_what_tells_the_sentence_that_answers():
    records = made_up()
    fit = fit_sentences(records)
    assert fit.figures["first sentence is gold"] > 0.97
    assert fit.weights[1] > 0, "the margin speaks for a sentence"
    answered = fit_answerability(records, fit)
    assert answered.figures["AUC"] > 0.97


def test_a_question_whose_passage_was_not_found_is_no_example_of_answerability():
    records = made_up()
    lost = [
        each._replace(sentences=tuple(s._replace(is_gold=False) for s in each.sentences))
        if number < 30
        else each
        for number, each in enumerate(records)
    ]
    fit = fit_sentences(records)
    assert fit_answerability(lost, fit).figures["AUC"] > 0.97


def test_a_record_has_numbers_for_each_sentence_and_its_gold(embedder):
    questions = load_set("article").of_split("dev").sample(6)
    records = list(record(questions, embedder))
    assert len(records) == sum(not question.history for question in questions.questions)
    for each in records:
        assert each.is_answerable or not any(s.is_gold for s in each.sentences)
        assert max(s.behind for s in each.sentences) == 0
        assert all(0 <= s.match <= 1 for s in each.sentences)


def test_the_packaged_records_can_be_fitted():
    records = read_span_records()
    assert fit_sentences(records).figures["first sentence is gold"] > 0.6
