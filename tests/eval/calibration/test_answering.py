"""Fits of how likely sentences answer, on records made up so that the right fit is known."""

import json
from pathlib import Path
from random import Random

from click.testing import CliRunner

from eval.calibration.answering import (
    AnswerRecord,
    SentenceWord,
    fit_answered,
    fit_sentences,
    main,
    read_answer_records,
)


def records(count: int, seed: int = 1) -> list[AnswerRecord]:
    """Questions of which half can be answered, by one sentence, which only the model tells."""
    random = Random(seed)

    def sentence(is_gold: bool) -> SentenceWord:
        return SentenceWord(0.5, random.gauss(3 if is_gold else -3, 1), is_gold)

    def made(number: int) -> AnswerRecord:
        golds = random.sample([number % 2 == 0, False, False], 3)
        return AnswerRecord("set", f"g{number}", number % 2 == 0, 0.6, tuple(map(sentence, golds)))

    return [made(number) for number in range(count)]


def test_the_models_word_tells_the_sentence_and_whether_any_answers():
    found = records(200)
    of_sentences, answered = fit_sentences(found), fit_answered(found)
    assert of_sentences.weights[2] > 0.5
    assert of_sentences.figures["first sentence is gold"] > 0.9
    assert of_sentences.figures["by the reader"] < 0.6
    assert answered.figures["AUC"] > 0.9
    assert answered.figures["AUC of the reader"] == 0.5


def test_what_was_recorded_is_read_again(tmp_path: Path):
    path = tmp_path / "answers.jsonl"
    assert read_answer_records(path) == []
    found = records(3)
    path.write_text("".join(json.dumps(each) + "\n" for each in found))
    assert read_answer_records(path) == found


def test_the_fit_is_told_with_its_figures(tmp_path: Path):
    path = tmp_path / "answers.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in records(200)))
    told = CliRunner().invoke(main, ["fit", "--records", str(path)], catch_exceptions=False).output
    assert told.count("('read', 'model')") == 2
    assert "refused below 0.50, answerable: 0.0" in told
