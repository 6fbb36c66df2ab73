"""One real run for the tests that look at runs: answers are quoted, for speed."""

import pytest

from assistant.settings import Settings
from eval.datasets.sets import load_set
from eval.run.runner import RunConfig, run_test_set


@pytest.fixture(scope="session")
def quoting_run():
    """Questions of the article's set, answered by quoting and judged without a model."""
    settings = Settings(model="extractive", threads=2)
    return run_test_set(RunConfig(load_set("article").sample(30), settings, judge="none"))
