"""What is recorded of a search, and that it is what the search itself scores by."""

import pytest

from eval.calibration.recorder import Recorder
from eval.calibration.records import SearchRecord, read_records, write_records
from eval.datasets import questions  # by its module: pytest would collect a class Test…
from eval.datasets.questions import Fact, GoldEvidence
from vectorstore.calibration import SEARCH

ASKED = "Who is Haftar's spokesman?"


def asked_in(language: str, *facts: Fact) -> questions.TestQuestion:
    return questions.TestQuestion(
        id="1", language=language, kind="factual", split="dev", question=ASKED, facts=facts
    )


@pytest.fixture
def recorder(small_store):
    recorder = Recorder(small_store)
    yield recorder
    recorder.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_recorded_features_add_up_to_the_scores_of_the_search(recorder, small_store, language):
    found = recorder.candidates(asked_in(language))
    hits = small_store.search(ASKED, 20, language=language)
    scores = [
        SEARCH.passage_weight * each.passage
        + SEARCH.sentence_weight * each.sentence
        + SEARCH.token_weight * each.tokens
        + SEARCH.lexical_weight * each.lexical
        + SEARCH.language_bonus * each.is_foreign
        for each in found
    ]
    assert len(found) == small_store.count().passages
    assert scores == pytest.approx([hit.score for hit in hits], abs=2e-5)
    assert any(each.is_foreign for each in found) == (language == "en")
    for each, hit in zip(found[:5], hits, strict=False):
        assert [
            one.similarity + SEARCH.sentence_token_weight * one.tokens for one in each.sentences
        ] == pytest.approx(hit.sentence_scores, abs=3e-5)
    assert not any(each.sentences for each in found[5:])


def test_gold_passages_and_sentences_are_marked(recorder, sample_article):
    start = sample_article.text.index("Ahmad al-Mesmari")
    proof = GoldEvidence(
        source=sample_article.source, start=start, end=start + 16, quote="Ahmad al-Mesmari"
    )
    fact = Fact(answers={"fr": ("Mesmari",)}, evidence=(proof,))
    gold = [each for each in recorder.candidates(asked_in("en", fact)) if each.is_gold]
    assert [[one.is_gold for one in each.sentences].count(True) for each in gold] == [1]


def test_records_are_read_as_they_were_written(recorder, tmp_path):
    record = SearchRecord("small", "en", "g", False, recorder.candidates(asked_in("en")))
    for name in ("one", "other"):
        assert write_records([record, record], tmp_path / name) == 2
    assert read_records(tmp_path / "one") == [record, record]
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
