"""Features of all passages, which are those that the search itself scores by."""

import numpy as np
import pytest

from eval.calibration.panel_features import read_features, record, write_features
from eval.datasets.panel import PanelQuestion
from vectorstore.calibration import SEARCH

QUESTIONS = (
    PanelQuestion("Who is Haftar's spokesman?", "en", frozenset({"harvest.txt"})),
    PanelQuestion("¿Cuánto cuesta el billete?", "es", frozenset({"ferry.txt"})),
)


@pytest.fixture(scope="module")
def features(small_store):
    return record(small_store, QUESTIONS)


def test_recorded_features_add_up_to_the_scores_of_the_search(features, small_store):
    passages = [
        passage
        for article in small_store.articles()
        for passage in small_store.passages(article.id)
    ]
    scores = (
        SEARCH.passage_weight * features.passage
        + SEARCH.sentence_weight * features.sentence
        + SEARCH.token_weight * features.tokens
        + SEARCH.lexical_weight * features.lexical
    )
    for question, row in zip(QUESTIONS, scores, strict=True):
        hits = {hit.passage.id: hit.score for hit in small_store.search(question.text, 20)}
        assert len(hits) == len(passages)
        assert row == pytest.approx([hits[passage.id] for passage in passages], abs=1e-3)


def test_passages_of_the_texts_that_answer_are_gold(features, small_store):
    sources = [
        article.source
        for article in small_store.articles()
        for _ in small_store.passages(article.id)
    ]
    gold = np.array(sources)[features.gold[1]]
    assert set(gold) == {"ferry.txt"}
    assert len(gold) == sources.count("ferry.txt")


def test_the_questions_of_a_language_are_picked_out(features):
    spanish = features.of_language("es")
    assert spanish.asked.tolist() == ["es"]
    assert np.array_equal(spanish.tokens, features.tokens[1:])


def test_features_are_read_as_they_were_written(features, tmp_path):
    write_features(features, tmp_path / "small.npz")
    read = read_features(tmp_path / "small.npz")
    assert read.asked.tolist() == ["en", "es"]
    for name in ("gold", "passage", "sentence", "tokens", "lexical"):
        assert np.array_equal(getattr(read, name), getattr(features, name))
