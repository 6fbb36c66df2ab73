"""Losses agree with what the search and the evidence compute."""

import numpy as np
import pytest

from assistant.evidence import best_evidence
from eval.calibration import losses
from eval.calibration.arrays import Passages, Sentences
from eval.calibration.recorder import Recorder
from eval.calibration.records import Candidate, SearchRecord, SentenceRecord
from eval.datasets import questions

ASKED = "How many passengers will the ferry carry?"


@pytest.fixture(scope="module")
def searched(small_store):
    """A recorded question, and what the store finds for it."""
    asked = questions.TestQuestion(
        id="1", language="en", kind="factual", split="dev", question=ASKED
    )
    recorder = Recorder(small_store)
    record = SearchRecord("small", "en", "1", False, recorder.candidates(asked))
    recorder.close()
    return record, small_store.search(ASKED, 5, language="en")


def test_chances_are_those_of_the_search(searched):
    record, hits = searched
    chances = losses.probabilities(Passages.of([record]), {})[0]
    assert chances.sum() == pytest.approx(1)
    assert chances[:5] == pytest.approx([hit.probability for hit in hits], abs=2e-3)


def test_sentences_score_as_evidence_does(searched):
    record, hits = searched
    scores = np.sort(losses.sentence_scores(Sentences.of([record]), {})[0])[::-1]
    expected = [item.score for item in best_evidence(hits, 4)]
    assert scores[:4] == pytest.approx(expected, abs=1e-4)
    assert {each.is_foreign for each in record.candidates} == {True, False}


def made_up(scores, gold, number=0):
    sentence = SentenceRecord(0.5, 0.5, False)
    candidates = tuple(
        Candidate(number, score, score, 0.0, 0.0, False, at == gold, (sentence,))
        for at, score in enumerate(scores)
    )
    return SearchRecord("made up", "en", "g", gold is not None, candidates)


def test_ranks_and_log_loss_tell_right_from_wrong():
    data = Passages.of([made_up([1.1, 0.8], 0), made_up([0.8, 1.1], 0), made_up([0.5], None)])
    assert losses.reciprocal_rank(data, {}).tolist() == [1.0, 0.5, 0.0]
    assert losses.is_first(data, {}).tolist() == [1.0, 0.0, 0.0]
    right, wrong, refused = losses.log_loss(data, {})
    assert max(right, refused) < 0.1 < 5 < wrong
    hidden = losses.log_loss(data.without_gold(np.array([True, False, False])), {})
    assert hidden[0] < 0.1
    assert hidden[1] == wrong


def test_calibration_error_is_the_distance_of_chance_and_share():
    sure = np.array([[0.9, 1.0], [0.9, 0.0], [0.1, 0.0], [0.1, 0.0]])
    assert losses.expected_calibration_error(sure) == pytest.approx((0.8 + 0.2) / 4)
    assert losses.brier(sure) == pytest.approx((0.01 + 0.81 + 0.01 + 0.01) / 4)
