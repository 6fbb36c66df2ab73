"""Tasks are shared by worker processes; one that ends costs time, and no result."""

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from ingest.workers.pool import Pool
from vectorstore import CiteraError


class Echo:
    """Work that repeats the words of a task; of `self`, this process does it."""

    module = "tests.ingest.workers.echo"
    environment: dict[str, str] = {}  # noqa: RUF012 - as the protocol has it

    def setup(self) -> str:
        return "he said"

    def without_process(self, task: list[str]) -> str | None:
        return "I said" if task == ["self"] else None

    def request(self, task: list[str]) -> Any:
        return task

    def result(self, task: list[str], reply: Any) -> str:
        return str(reply)

    def lost(self, task: list[str], reason: str) -> str:
        return f"lost {task[0]}: {reason}"

    def is_passing(self, result: str) -> bool:
        return "passing" in result


@pytest.fixture
def pool() -> Iterator[Pool[list[str], str]]:
    with Pool(Echo(), count=2, window=3, buffer=2) as opened:
        yield opened


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_results_come_in_the_order_of_the_tasks_whatever_each_takes(pool):
    tasks = [["wait:0.3", "first"], ["second"], [], ["self"], ["third", "fourth", "fifth"]]
    said = [word.removeprefix("he said ") for word in pool.results(iter(tasks))]
    assert said == ["wait:0.3", "first", "second", "I said", "third", "fourth", "fifth"]
    assert len(pool.pids) == 2


def test_a_process_that_ends_has_its_task_gone_on_with_and_what_ends_each_is_named(pool, tmp_path):
    mark = tmp_path / "mark"
    tasks = [["before", f"die once:{mark}", "after"], ["die", "never"], ["last"]]
    assert list(pool.results(tasks)) == [
        "he said before",
        f"he said die once:{mark}",
        "he said after",
        "lost die: SIGKILL",
        "he said last",
    ]


def test_a_process_that_is_killed_while_it_waits_is_replaced(pool):
    assert list(pool.results([["one"]])) == ["he said one"]
    (pid,) = pool.pids
    os.kill(pid, signal.SIGKILL)
    assert list(pool.results([["two"]])) == ["he said two"]
    assert pid not in pool.pids


def test_errors_end_the_results(pool):
    with pytest.raises(CiteraError, match=r"^no such model$"):
        list(pool.results([["one"], ["refuse:no such model"]]))


def test_a_fault_of_the_work_is_told_with_its_trace(pool):
    with pytest.raises(RuntimeError, match=r"(?s)in repeat.*ValueError: bad"):
        list(pool.results([["fail:bad"]]))


def test_tasks_are_taken_no_further_ahead_than_the_window(pool):
    taken: list[int] = []

    def tasks() -> Iterator[list[str]]:
        for number in range(100):
            taken.append(number)
            yield [str(number)] * 10

    results = pool.results(tasks())
    next(results)
    time.sleep(0.3)
    assert len(taken) <= 3 + 2  # one is being taken, and the results of one are
    results.close()


def test_what_tells_of_progress_is_dropped_where_nobody_takes_it_yet(pool):
    passing = [f"passing {number}" for number in range(10)]
    results = pool.results([["wait:1", *passing], [*passing, "done"], ["last"]])
    assert next(results) == "he said wait:1"
    said = list(results)
    assert said[:10] == [f"he said {each}" for each in passing]
    assert said[-2:] == ["he said done", "he said last"]
    assert len(said) < 22  # of the second task, most came before they were asked for


def test_whoever_takes_no_more_results_ends_all_processes_at_once(pool):
    cancelled: list[bool] = []
    results = pool.results([["one", "wait:100"], ["wait:100"]], lambda: cancelled.append(True))
    next(results)
    pids = pool.pids
    begun = time.monotonic()
    results.close()
    assert time.monotonic() - begun < 50
    assert pids
    assert not any(map(is_running, pids))
    assert cancelled == [True]
