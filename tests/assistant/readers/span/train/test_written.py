"""The training data that is part of the project."""

from pathlib import Path

from assistant.readers.span.train.mix import WRITTEN, read_source

HELD_BACK = {"no", "nb", "nn", "sv", "he"}
"""Languages that nothing is trained on, so that they can be measured."""
ELSEWHERE = Path("no such folder")


def test_every_answer_stands_where_it_says():
    rows = read_source(ELSEWHERE, "written")
    assert len(rows) > 5000
    for row in rows:
        for answer in row["answers"]:
            start, text = answer["start"], answer["text"]
            assert row["context"][start : start + len(text)] == text, row["id"]


def test_many_questions_have_no_answer_or_are_in_another_language():
    rows = read_source(ELSEWHERE, "written")
    assert 0.3 < sum(not row["answers"] for row in rows) / len(rows) < 0.5
    assert 0.4 < sum(row["lang"] != row["context_lang"] for row in rows) / len(rows) < 0.6
    assert not HELD_BACK & {row[key] for row in rows for key in ("lang", "context_lang")}


def test_there_are_as_many_false_claims_as_true_ones():
    labels = [row["label"] for row in read_source(ELSEWHERE, "nli-written")]
    assert labels.count("entailment") == labels.count("contradiction") > 1000
    assert {path.name for path in WRITTEN.glob("*.gz")} == {
        "nli-written.jsonl.gz",
        "written.jsonl.gz",
    }
