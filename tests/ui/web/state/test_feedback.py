"""Tests of ui/web/state/feedback.py: judgements are appended, none is lost."""

import csv
import json
from concurrent.futures import ThreadPoolExecutor

from click.testing import CliRunner

from tests.ui.answers import answer
from ui.cli.feedback import feedback
from ui.web.state.exchange import Exchange
from ui.web.state.feedback import keep_feedback


def test_a_judgement_is_kept_with_its_comment_and_answer(tmp_path):
    file = tmp_path / "new folder" / "feedback.jsonl"
    keep_feedback(file, Exchange("Why?", "done", answer=answer([]), liked=False, comment="Où ?"))
    (line,) = file.read_text(encoding="utf-8").splitlines()
    kept = json.loads(line)
    assert (kept["liked"], kept["comment"]) == (False, "Où ?")
    assert kept["answer"]["text"] == "The article does not say."


def test_judgements_made_at_once_are_all_kept(tmp_path):
    file = tmp_path / "feedback.jsonl"
    judged = [Exchange("Why?", "done", liked=True, comment=str(n)) for n in range(20)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda exchange: keep_feedback(file, exchange), judged))
    comments = [json.loads(line)["comment"] for line in file.read_text().splitlines()]
    assert sorted(comments, key=int) == [str(n) for n in range(20)]


def test_judgements_come_out_as_a_table_in_which_no_formula_runs(tmp_path, monkeypatch):
    made = answer([]).model_copy(update={"question": "=1+1"})
    keep_feedback(tmp_path / "kept.jsonl", Exchange("=1+1", "done", answer=made, liked=True))
    monkeypatch.setenv("CITERA_FEEDBACK", str(tmp_path / "kept.jsonl"))
    rows = list(csv.reader(CliRunner().invoke(feedback).output.splitlines()))
    assert rows[0] == ["at", "liked", "comment", "question", "answer", "model"]
    assert rows[1][1:] == ["True", "", "'=1+1", made.text, "extractive"]
    assert (
        json.loads(CliRunner().invoke(feedback, ["--json"]).output)["answer"]["question"] == "=1+1"
    )
