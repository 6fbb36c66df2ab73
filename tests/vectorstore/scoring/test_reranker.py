"""Reranking, by a real cross-encoder of a few thousand weights that the test makes."""

from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant, Settings
from assistant.evidence import best_evidence
from tests.vectorstore.cross_encoder import make_cross_encoder
from vectorstore import ModelUnavailable, Reranker, Store

# Some tests open the store a second time, by its folder.
in_a_folder = pytest.mark.parametrize("small_store", ["folder"], indirect=True, scope="session")

QUERY = "How much oil is expected?"


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_cross_encoder(tmp_path_factory.mktemp("models") / "judge")


@in_a_folder
def test_passages_come_in_the_order_of_the_reranker(small_store: Store, cross_encoder: Path):
    plain = small_store.search(QUERY, k=20)
    reranker = Reranker(str(cross_encoder))
    with Store.open(small_store.path, small_store.embedder, reranker) as store:
        found = store.search(QUERY, k=20)
    logits = reranker.logits(QUERY, [hit.passage.text for hit in found])
    assert {hit.passage.id for hit in found} == {hit.passage.id for hit in plain}
    assert [hit.passage.id for hit in found] != [hit.passage.id for hit in plain]
    assert np.all(np.diff(logits) < 0.02)  # but for what counts as equal
    assert [hit.probability for hit in found] == pytest.approx(1 / (1 + np.exp(-logits)))


@in_a_folder
def test_a_reranked_score_contains_no_language_bonus(small_store: Store, cross_encoder: Path):
    plain = small_store.search(QUERY, k=20, language="en")
    reranker = Reranker(str(cross_encoder))
    with Store.open(small_store.path, small_store.embedder, reranker) as store:
        found = store.search(QUERY, k=20, language="en")
    assert {hit.language_bonus > 0 for hit in plain if hit.article.language != "en"} == {True}
    assert {hit.article.language for hit in found} == {"de", "en", "es", "fr"}
    assert {hit.language_bonus for hit in found} == {0.0}
    logits = reranker.logits(QUERY, [hit.passage.text for hit in found])
    in_proportion = [hit.score / logit for hit, logit in zip(found, logits, strict=True)]
    assert in_proportion == pytest.approx([in_proportion[0]] * len(found))


@in_a_folder
def test_evidence_adds_nothing_for_another_language_after_a_reranker(
    small_store: Store, cross_encoder: Path
):
    with Store.open(small_store.path, small_store.embedder, Reranker(str(cross_encoder))) as store:
        found = store.search(QUERY, k=20, language="en")
    best = {item.hit.passage.id: item for item in reversed(best_evidence(found, 100))}
    for hit in found:
        assert best[hit.passage.id].score <= hit.score + max(hit.sentence_scores)


@in_a_folder
def test_the_setting_sets_it(small_store: Store, cross_encoder: Path):
    settings = Settings(store=small_store.path, reranker=str(cross_encoder))
    with Assistant(settings) as assistant:
        assert assistant.store.reranker is not None
        assert assistant.store.reranker.name == str(cross_encoder)
    assert Settings().reranker is None


def test_no_passages_have_no_scores(cross_encoder: Path):
    assert Reranker(str(cross_encoder)).logits(QUERY, []).shape == (0,)


def test_a_reranker_that_cannot_judge_is_told_with_its_reason(tmp_path: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    reasons = {
        str(make_cross_encoder(tmp_path / "three", labels=3)): "3 scores for a pair",
        str(make_cross_encoder(tmp_path / "embedder", judges=False)): "embeds texts",
        str(empty): str(empty),
        "nobody/no-such-reranker": "neither a folder nor",  # the hub is not asked
        "/no/such/folder": "neither a folder nor",
        "word": "neither a folder nor",
    }
    for name, reason in reasons.items():
        with pytest.raises(ModelUnavailable, match="CITERA_RERANKER") as caught:
            Reranker(name).logits(QUERY, ["a"])
        assert reason in str(caught.value)
