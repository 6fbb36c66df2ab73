"""Questions of SQuAD files with their paragraphs, for a span reader."""

import json

import pytest

from eval.datasets.span_questions import read_span_questions
from tests.eval.datasets.test_squad import GERMAN, write
from vectorstore.errors import CiteraError


def test_a_question_comes_with_its_paragraph_and_distinct_gold_answers(tmp_path):
    path = write(tmp_path / "en.json", impossible={2})
    read = read_span_questions(path)
    assert (read.name, read.asked, read.language) == ("en", "en", "en")
    may, _, comet = read.questions
    assert may.context.startswith("The bridge at Zwolle")
    assert (may.answers, comet.answers) == (("May",), ())


def test_wordings_come_from_a_parallel_file(tmp_path):
    german = write(tmp_path / "de.json", GERMAN)
    content = json.loads(german.read_text("utf-8"))
    content["data"][0]["paragraphs"].pop()
    german.write_text(json.dumps(content), encoding="utf-8")
    read = read_span_questions(write(tmp_path / "en.json"), german)
    assert (read.asked, read.language) == ("de", "en")
    assert [each.question for each in read.questions] == list(GERMAN[:2])


def test_files_without_a_question_are_refused(tmp_path):
    path = tmp_path / "none.json"
    path.write_text('{"data": []}', encoding="utf-8")
    with pytest.raises(CiteraError, match="no question"):
        read_span_questions(path)
