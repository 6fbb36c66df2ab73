"""Tests of ui/feedback.py: judgements are appended, none is lost."""

import json
from concurrent.futures import ThreadPoolExecutor

from tests.ui.answers import answer
from ui.exchange import Exchange
from ui.feedback import keep_feedback


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
