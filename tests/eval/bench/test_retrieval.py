"""The benchmark of search latency, in a store of a few passages."""

import numpy as np

from eval.bench.retrieval import fill, made_up_words, seconds
from vectorstore import Store


def test_searches_in_a_made_up_store_are_timed(embedder, tmp_path):
    vocabulary = made_up_words(50, np.random.default_rng(0))
    fill(tmp_path, 20, embedder, vocabulary)
    with Store.open(tmp_path, embedder) as store:
        assert store.count().passages == 20
        assert store.faults() == []
        taken = seconds(store.search, vocabulary[:3])
    assert taken.shape == (3, 2)
    assert (taken > 0).all()
