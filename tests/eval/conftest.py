"""One real run for the tests that look at runs: answers are quoted, for speed."""

import pytest
from filelock import FileLock

from assistant.settings import Settings
from eval.datasets.sets import load_set
from eval.run.config import RunConfig
from eval.run.outcomes import Run
from eval.run.run_file import read_run, write_run
from eval.run.runner import run_test_set


@pytest.fixture(scope="session")
def quoting_run(tmp_path_factory, worker_id) -> Run:
    """Dev questions of the article's set, answered by quoting and judged without a model.

    One run for all processes of the tests: at once, the second would be refused.
    """
    own = tmp_path_factory.getbasetemp()
    path = (own if worker_id == "master" else own.parent) / "quoting_run.json"
    with FileLock(path.with_suffix(".lock")):
        if not path.exists():
            settings = Settings(model="extractive", threads=2)
            chosen = load_set("article").of_split("dev").sample(30)
            write_run(run_test_set(RunConfig(chosen, settings, judge="none")), path)
        return read_run(path)
