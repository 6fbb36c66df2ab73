"""Made-up articles, and vectors that lie as those of texts do."""

import numpy as np
import pytest

from eval.bench.scale.corpus import BATCH, DIMENSIONS, KINDS, SENTENCES, Corpus
from eval.bench.scale.embedder import MadeUpEmbedder
from vectorstore.coding import components
from vectorstore.coding.codings import ANY_MODEL, E5_COMPACT
from vectorstore.embedding.identity import coding_of


@pytest.mark.parametrize("kind", KINDS)
def test_a_corpus_is_the_same_whenever_it_is_made(kind):
    first, again = (Corpus(BATCH + 5, kind) for _ in range(2))
    assert np.array_equal(first.vectors(BATCH), again.vectors(BATCH))
    assert first.vectors(BATCH).shape == (5, 1 + SENTENCES, DIMENSIONS)
    asked = first.questions(3)
    assert len(asked) == 3
    assert all(np.array_equal(again.questions(3)[text], asked[text]) for text in asked)


@pytest.mark.parametrize("kind", KINDS)
def test_all_vectors_are_of_length_one(kind):
    corpus = Corpus(20, kind)
    questions = np.stack(list(corpus.questions(4).values()))
    lengths = np.linalg.norm(np.vstack([questions, corpus.vectors(0)[:, 1]]), axis=1)
    assert lengths == pytest.approx(1, abs=1e-5)


def test_every_text_has_its_vector():
    items, vectors = Corpus(30, "clustered").batch(0)
    assert len(items) == 30
    assert len(vectors) == 30 * (1 + SENTENCES)
    for number, (article, (passage,)) in enumerate(items):
        assert article.source == str(number)
        assert (passage.start, passage.end) == (0, len(article.text))
        own, *sentences = Corpus(30, "clustered").vectors(0)[number]
        assert np.array_equal(vectors[passage.text], own)
        texts = [article.text[span.start : span.end] for span in passage.sentences]
        assert all(np.array_equal(vectors[t], v) for t, v in zip(texts, sentences, strict=True))


def test_vectors_are_as_alike_as_those_of_texts():
    corpus = Corpus(2000, "clustered")
    vectors = corpus.vectors(0)
    alike = vectors[:, 0] @ vectors[:, 0].T
    topics = np.arange(BATCH) % 20
    unrelated = alike[topics[:, None] != topics]
    assert unrelated.mean() == pytest.approx(0.747, abs=0.01)
    assert unrelated.std() == pytest.approx(0.023, abs=0.006)
    assert (vectors[:, 0] * vectors[:, 1]).sum(axis=1).mean() == pytest.approx(0.885, abs=0.01)
    asked = np.stack(list(corpus.questions(40).values()))
    nearest = np.vstack([corpus.vectors(at)[:, 0] for at in range(0, 2000, BATCH)]) @ asked.T
    assert nearest.max(axis=0).mean() == pytest.approx(0.874, abs=0.02)


def test_random_vectors_are_near_nothing():
    corpus = Corpus(BATCH, "random")
    asked = np.stack(list(corpus.questions(10).values()))
    assert abs(corpus.vectors(0).reshape(-1, DIMENSIONS) @ asked.T).max() < 0.35


def test_the_index_keeps_as_much_of_the_differences_as_of_texts():
    passages = Corpus(2000, "clustered").vectors(0)[:, 0]
    rest = passages - passages.mean(axis=0)
    kept = rest @ components.of_vectors()
    assert (kept**2).sum() / (rest**2).sum() == pytest.approx(0.52, abs=0.02)


@pytest.mark.parametrize(("kind", "coding"), [("clustered", E5_COMPACT), ("random", ANY_MODEL)])
def test_the_kind_of_the_vectors_tells_their_coding(kind, coding):
    assert coding_of(MadeUpEmbedder({}, kind).identity) == coding
