"""One real run for the tests that look at runs: answers are quoted, for speed."""

import pytest

from assistant.settings import Settings
from eval.datasets.sets import load_set
from eval.run.config import RunConfig
from eval.run.runner import run_test_set


@pytest.fixture(scope="session")
def quoting_run():
    """Dev questions of the article's set, answered by quoting and judged without a model."""
    settings = Settings(model="extractive", threads=2)
    chosen = load_set("article").of_split("dev").sample(30)
    return run_test_set(RunConfig(chosen, settings, judge="none"))
