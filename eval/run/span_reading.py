"""Evaluation of a span reader: it reads the questions of SQuAD files, each with its paragraph."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from eval.datasets.span_questions import SpanQuestions
from eval.metrics.spans import SpanGold, SpanPredictor, SpanScores, score_spans


def sample_questions(files: Sequence[SpanQuestions], count: int | None) -> list[SpanQuestions]:
    """At most `count` questions of each file, evenly spaced; all for None."""
    return [_sample(each, count) for each in files]


def evaluate_predictor(
    predictor: SpanPredictor,
    files: Sequence[SpanQuestions],
    progress: Callable[[int, int], None],
) -> dict[str, SpanScores]:
    """Scores of a predictor on the questions of some files, by language of the paragraphs.

    `progress` is told how many questions are read, and of how many.
    """
    golds = [
        SpanGold(each.language, question.answers) for each in files for question in each.questions
    ]
    predictions = []
    for question in (question for each in files for question in each.questions):
        predictions.append(predictor.predict(question.question, question.context))
        progress(len(predictions), len(golds))
    return score_spans(predictions, golds)


def _sample(file: SpanQuestions, count: int | None) -> SpanQuestions:
    there = len(file.questions)
    if count is None or count >= there:
        return file
    chosen = tuple(file.questions[number * there // count] for number in range(count))
    return replace(file, questions=chosen)
