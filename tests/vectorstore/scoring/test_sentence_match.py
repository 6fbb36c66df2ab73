"""How well sentences match by their tokens, which know what stands around them."""

import numpy as np
import pytest

from ingest import split_passages
from vectorstore import Article, Store
from vectorstore.scoring.late_interaction import max_sim
from vectorstore.scoring.ranking import Weights
from vectorstore.scoring.sentence_match import _parts, weigh_sentences

TEXT = "Marie Dubois leads the bakers' union of Lyon. She was elected in March. Bread was dear."


@pytest.fixture
def found(embedder, tmp_path):
    """Finds the one passage of a store, with these weights for its sentences."""
    with Store.open(tmp_path / "store", embedder) as store:
        article = Article(TEXT, "Bakers", "bakers.txt", language="en")
        store.add([(article, split_passages(article))])

        def find(question, **weights):
            (hit,) = store.search(question, weights=Weights(**weights))
            return hit

        yield find


def test_a_sentence_is_found_by_what_the_one_before_it_speaks_of(small_store):
    def best(weights):
        hit = small_store.search("How did Erdogan justify sending soldiers?", weights=weights)[0]
        return hit.article.text[hit.best_sentence.start : hit.best_sentence.end]

    # What was justified is said in the sentence before: `la Turquie envoyait des troupes`.
    assert best(Weights()).startswith("Un mouvement qu’Ergogan, avait justifié")
    assert not best(Weights(sentence_tokens=0)).startswith("Un mouvement")


def test_the_passages_score_stays(found):
    question = "Who leads the bakers?"
    with_tokens, without = (found(question, sentence_tokens=weight) for weight in (1.5, 0))
    assert with_tokens.score == without.score
    assert with_tokens.probability == without.probability


def test_each_sentence_has_its_own_tokens(small_store, embedder):
    for hit in small_store.search("Haftar", k=9):
        text = hit.passage.text.strip()
        spans = embedder.token_spans(text)
        for number, part in enumerate(_parts(hit.passage, spans)):
            own = spans[part]
            assert text[own[0][0] : own[-1][1]].strip() == hit.passage.sentence_text(number)


def test_a_model_without_known_tokens_keeps_the_order_of_sentences(found, monkeypatch):
    usual = found("Who leads the bakers?", sentence_tokens=0).sentence_scores
    monkeypatch.setattr("vectorstore.embedding.embedder.Embedder.token_spans", lambda *_: [])
    scores = found("Who leads the bakers?").sentence_scores
    more = scores[0] - usual[0]
    assert more > 0
    assert scores == pytest.approx([score + more for score in usual])


def test_a_sentence_without_known_tokens_has_what_the_whole_passage_has(found, embedder):
    hit = found("Who leads the bakers?", sentence_tokens=0)
    spans = embedder.token_spans(TEXT)
    alike = np.random.default_rng(1).normal(size=(5, len(spans))).astype(np.float32)
    first, *_, last = weigh_sentences(hit, alike, spans[:4], 1.0).sentence_scores
    assert last == pytest.approx(hit.sentence_scores[-1] + max_sim(alike))
    assert first == pytest.approx(hit.sentence_scores[0] + max_sim(alike[:, :4]))
