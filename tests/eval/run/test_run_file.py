"""Runs on disk, those that ended and those that were cut off."""

import pytest

from eval.run.run_file import UnfinishedRun, read_run, write_run
from tests.eval.runs import run_of, small_outcomes
from vectorstore.errors import CiteraError


def test_a_run_is_read_as_it_was_written(tmp_path):
    run = run_of(small_outcomes())
    write_run(run, tmp_path / "new" / "run.json")
    assert read_run(tmp_path / "new" / "run.json") == run


def test_what_is_no_run_is_refused_by_name(tmp_path):
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")
    with pytest.raises(CiteraError, match=r"other\.json does not hold a run"):
        read_run(other)
    with pytest.raises(CiteraError, match="No such file"):
        read_run(tmp_path / "none.json")


def test_a_run_that_was_cut_off_in_a_line_goes_on_after_the_last_whole_one(tmp_path):
    path = tmp_path / "run.jsonl"
    first, second, fault = (
        each for each in small_outcomes() if each.question.id in ("right", "right-refusal", "fault")
    )
    run = UnfinishedRun(path).__enter__()
    for outcome in (first, fault, second):
        run.append(outcome)
    run.__exit__(KeyboardInterrupt, None, None)
    path.write_bytes(path.read_bytes()[:-10])
    with UnfinishedRun(path) as run:
        assert run.outcomes == {"right": first}, "the torn one and the fault are tried again"
        run.append(second)
        assert len(path.read_text(encoding="utf-8").splitlines()) == 3
    assert not path.exists(), "a run that ended begins anew the next time"


def test_two_processes_do_not_share_a_run(tmp_path):
    path = tmp_path / "run.jsonl"
    with UnfinishedRun(path), pytest.raises(CiteraError, match="another process"):
        UnfinishedRun(path).__enter__()
