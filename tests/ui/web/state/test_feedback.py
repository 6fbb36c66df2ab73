"""Tests of ui/web/state/feedback.py: judgements are appended, none is lost."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from tests.faults import descriptors_left, no_file_longer_than
from tests.older_version import QUESTION, unpack
from tests.ui.answers import answer
from ui.cli.feedback import feedback
from ui.persistence.local import FeedbackFile
from ui.web.state.exchange import Exchange
from ui.web.state.feedback import keep_feedback
from vectorstore.errors import CiteraError


def test_a_judgement_is_kept_with_its_comment_and_answer(tmp_path):
    file = tmp_path / "new folder" / "feedback.jsonl"
    keep_feedback(
        FeedbackFile(file), Exchange("Why?", "done", answer=answer([]), liked=False, comment="Où ?")
    )
    (line,) = file.read_text(encoding="utf-8").splitlines()
    kept = json.loads(line)
    assert (kept["liked"], kept["comment"]) == (False, "Où ?")
    assert kept["answer"]["text"] == "The article does not say."


def test_judgements_made_at_once_are_all_kept(tmp_path):
    file = tmp_path / "feedback.jsonl"
    judged = [Exchange("Why?", "done", liked=True, comment=str(n)) for n in range(20)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda exchange: keep_feedback(FeedbackFile(file), exchange), judged))
    comments = [json.loads(line)["comment"] for line in file.read_text().splitlines()]
    assert sorted(comments, key=int) == [str(n) for n in range(20)]


def comments(file) -> list[str]:
    return [json.loads(line)["comment"] for line in FeedbackFile(file).read()[0]]


def test_killed_after_any_byte_of_a_line_it_costs_no_other_judgement(tmp_path):
    first, second, third = (Exchange("Why?", "done", liked=True, comment=c) for c in "aéc")
    file = tmp_path / "feedback.jsonl"
    keep_feedback(FeedbackFile(file), first)
    before = file.read_bytes()
    keep_feedback(FeedbackFile(file), second)
    line = file.read_bytes()[len(before) :]
    for written in range(len(line) + 1):
        file.write_bytes(before + line[:written])
        keep_feedback(FeedbackFile(file), third)
        whole = written >= len(line) - 1  # the line, perhaps without its end
        assert comments(file) == (["a", "é", "c"] if whole else ["a", "c"])
        assert FeedbackFile(file).read()[1] == (0 if whole or not written else 1)


@pytest.mark.parametrize("room", [0, 1, 60])
def test_a_full_disk_is_told_and_undone(tmp_path, room):
    file = tmp_path / "feedback.jsonl"
    judged = Exchange("Why?", "done", liked=True, comment="a")
    keep_feedback(FeedbackFile(file), judged)
    before = file.read_bytes()
    told = pytest.raises(CiteraError, match="space")
    with no_file_longer_than(len(before) + room), told as raised:
        keep_feedback(FeedbackFile(file), judged)
    assert str(tmp_path) not in str(raised.value)
    assert file.read_bytes() == before
    keep_feedback(FeedbackFile(file), judged)
    assert comments(file) == ["a", "a"]


def test_a_lack_of_file_descriptors_is_told_and_undone(tmp_path):
    file = tmp_path / "feedback.jsonl"
    judged = Exchange("Why?", "done", liked=True, comment="a")
    keep_feedback(FeedbackFile(file), judged)
    for left in (0, 1):  # for the lock, and for the file
        with descriptors_left(left), pytest.raises(CiteraError, match="ulimit -n"):
            keep_feedback(FeedbackFile(file), judged)
    with descriptors_left(0), pytest.raises(CiteraError, match="ulimit -n"):
        FeedbackFile(file).read()
    assert comments(file) == ["a"]


def test_half_a_character_of_a_browser_costs_no_judgement(tmp_path):
    judged = Exchange("Why?", "done", liked=True, comment="a\ud800b")
    keep_feedback(FeedbackFile(tmp_path / "feedback.jsonl"), judged)
    assert comments(tmp_path / "feedback.jsonl") == ["a\ud800b"]


def test_a_line_that_was_cut_short_is_left_out_of_the_table_and_told(tmp_path, monkeypatch):
    file = tmp_path / "kept.jsonl"
    file.write_text('{"at": "2026')
    made = answer([])
    keep_feedback(FeedbackFile(file), Exchange("Why?", "done", answer=made, liked=True))
    monkeypatch.setenv("CITERA_FEEDBACK", str(file))
    for options, lines in (((), 2), (("--json",), 1)):
        done = CliRunner().invoke(feedback, options, catch_exceptions=False)
        assert len(done.stdout.splitlines()) == lines
        assert "left out: 1" in done.stderr


def test_judgements_come_out_as_a_table_in_which_no_formula_runs(tmp_path, monkeypatch):
    made = answer([]).model_copy(update={"question": "=1+1"})
    judged = Exchange("=1+1", "done", answer=made, liked=True)
    keep_feedback(FeedbackFile(tmp_path / "kept.jsonl"), judged)
    monkeypatch.setenv("CITERA_FEEDBACK", str(tmp_path / "kept.jsonl"))
    rows = list(csv.reader(CliRunner().invoke(feedback).output.splitlines()))
    assert rows[0] == ["at", "liked", "comment", "question", "answer", "model"]
    assert rows[1][1:] == ["True", "", "'=1+1", made.text, "extractive"]
    assert (
        json.loads(CliRunner().invoke(feedback, ["--json"]).output)["answer"]["question"] == "=1+1"
    )


def test_judgements_of_the_last_release_stand_in_the_table(tmp_path, monkeypatch):
    file = unpack(tmp_path / "home") / "feedback.jsonl"
    monkeypatch.setenv("CITERA_FEEDBACK", str(file))
    keep_feedback(FeedbackFile(file), Exchange("Why?", "done", answer=answer([]), liked=False))
    rows = list(csv.reader(CliRunner().invoke(feedback).output.splitlines()))
    assert [row[1] for row in rows[1:]] == ["True", "False"]
    assert rows[1][3] == QUESTION


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Keeps a comment, and gives what `citera feedback` with some options prints of it."""
    monkeypatch.setenv("CITERA_FEEDBACK", str(tmp_path / "kept.jsonl"))

    def told(comment: str, *options: str) -> str:
        exchange = Exchange("Why?", "done", answer=answer([]), liked=True, comment=comment)
        keep_feedback(FeedbackFile(tmp_path / "kept.jsonl"), exchange)
        done = CliRunner().invoke(feedback, options, catch_exceptions=False)
        return done.output

    return told


def _cells(table: str, delimiter: str) -> list[str]:
    """The cells of a table as a spreadsheet with this delimiter finds them."""
    return [cell for row in csv.reader(io.StringIO(table), delimiter=delimiter) for cell in row]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "comment",
    [
        "@SUM(1)",
        "-2+3",
        " =1+1",
        "\t=1+1",
        "\r=1+1",
        "＝1+1",
        "Good;=HYPERLINK(0)",
        'Good;"=HYPERLINK(0)"',
        'Good; "=cmd|1!A1"',
        "Good\t+1",
        "Good\n=1+1",
        "Good\n;;@SUM(1)",
    ],
)
def test_no_cell_is_a_formula_however_the_table_is_parted(kept, comment, delimiter):
    cells = [cell.strip(' "\t\r\n') for cell in _cells(kept(comment), delimiter)]
    assert [cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠"))] == []


def test_plain_text_stays_as_it_is_in_the_table(kept):
    comment = 'Good: a-b = c; see e-mail, 3 + 4, "so"\nand on'
    assert comment in _cells(kept(comment), ",")


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\x0b", "\x1e", "\r\n"])
def test_no_comment_ends_its_line(kept, end):
    comment = f"one{end}two"
    (line,) = kept(comment, "--json").splitlines()
    assert json.loads(line)["comment"] == comment
    assert len(list(csv.reader(io.StringIO(kept(comment))))) == 3


def test_no_comment_commands_the_terminal_of_who_reads_it(kept):
    comment = "\x1b]0;owned\x07\x9b2J"
    for options in ((), ("--json",)):
        said = kept(comment, *options)
        assert "owned" in said
        assert {char for char in said if not char.isprintable()} == {"\n"}
