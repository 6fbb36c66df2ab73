"""One real run for the tests that look at runs: answers are quoted, for speed."""

import functools

import pytest

from assistant.settings import Settings
from eval.datasets.sets import load_set
from eval.run.runner import RunConfig, run_test_set
from vectorstore.embedding.load import load_model

_shared = functools.lru_cache(maxsize=1)(load_model)


@pytest.fixture(autouse=True)
def one_embedding_model(monkeypatch):
    """Runs share the embedding model, which each would load by itself."""
    monkeypatch.setattr("vectorstore.embedding.embedder.load_model", _shared)


@pytest.fixture(scope="session")
def quoting_run():
    """Dev questions of the article's set, answered by quoting and judged without a model."""
    settings = Settings(model="extractive", threads=2)
    chosen = load_set("article").of_split("dev").sample(30)
    return run_test_set(RunConfig(chosen, settings, judge="none"))
