"""The trained reader on the packaged embedding model, loaded once."""

import pytest

from assistant.readers.span.load import SpanModelLoader
from assistant.readers.span.scorer import SpanScorer
from assistant.settings import Settings
from vectorstore import Embedder


@pytest.fixture(scope="session")
def scorer(embedder: Embedder) -> SpanScorer:
    """The trained reader."""
    return SpanModelLoader(lambda: embedder, Settings().cache)()
