"""The evaluation of a span reader, with the trained one."""

import pytest

from assistant.readers.span.load import SpanModelLoader
from assistant.settings import Settings
from eval.datasets.span_questions import SpanQuestion, SpanQuestions
from eval.report.span_table import print_spans
from eval.run.span_reading import evaluate_predictor, sample_questions
from eval.run.trained_reader import TrainedReader

_CONTEXT = (
    "The museum in Zwolle was designed by the architect Lena Vogt. It is open all year.  Tickets"
    " cost nine euros for adults."
)


def file_of(*questions: tuple[str, tuple[str, ...]]) -> SpanQuestions:
    read = tuple(SpanQuestion(question, _CONTEXT, answers) for question, answers in questions)
    return SpanQuestions("museum", "en", "en", read)


@pytest.fixture(scope="module")
def predictor(embedder) -> TrainedReader:
    return TrainedReader(SpanModelLoader(lambda: embedder, Settings().cache)())


def test_the_words_that_answer_are_predicted_at_their_offset(predictor):
    found = predictor.predict("Which architect designed the museum?", _CONTEXT)
    assert found.text == "Lena Vogt"
    assert _CONTEXT[found.start :].startswith(found.text)
    off_topic = predictor.predict("Which enzymes do jellyfish make?", _CONTEXT)
    assert 0 <= found.p_null < off_topic.p_null <= 1
    assert predictor.predict("Who?", " ").text == ""


def test_a_predictor_is_scored_on_the_questions_of_files(predictor, capsys):
    files = [
        file_of(
            ("Which architect designed the museum?", ("Lena Vogt",)),
            ("Which enzymes do jellyfish make?", ()),
        )
    ]
    told = []
    scores = evaluate_predictor(predictor, files, lambda *counts: told.append(counts))
    assert told == [(1, 2), (2, 2)]
    assert (scores["en"].exact_match, scores["en"].f1, scores["en"].auc) == (1.0, 1.0, 1.0)
    print_spans(files, scores)
    shown = capsys.readouterr().out.splitlines()[1].split()
    assert shown == ["en", "→", "en", "1", "1.000", "1.000", "1", "1.000"]


def test_a_sample_is_spread_over_each_file():
    file = file_of(*((str(number), ()) for number in range(6)))
    (sampled,) = sample_questions([file], 2)
    assert [each.question for each in sampled.questions] == ["0", "3"]
    assert sample_questions([file], None) == [file]
