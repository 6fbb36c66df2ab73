import math

import pytest
import torch

from assistant.readers.span.model import NEVER, SpanLogits
from assistant.readers.span.train.batches import Batch
from assistant.readers.span.train.losses import loss_of


def batch(starts, groups, labels=None, tokens=3):
    rows = len(starts)
    labels = labels or [-1] * rows
    return Batch(
        ids=torch.zeros(rows, tokens),
        mask=torch.ones(rows, tokens, dtype=torch.bool),
        passage=torch.ones(rows, tokens, dtype=torch.bool),
        start=torch.tensor(starts),
        end=torch.tensor(starts),
        group=torch.tensor(groups),
        real=torch.tensor([label < 0 for label in labels]),
        label=torch.tensor(labels),
    )


def logits(scores, null, labels=None):
    scores = torch.tensor(scores)
    labels = torch.zeros(len(scores), 3) if labels is None else torch.tensor(labels)
    return SpanLogits(scores, scores, torch.tensor(null), labels)


def test_two_passages_for_a_question_are_normalised_together():
    # In its own passage: 1 of three choices alike. Over both passages: 1 of four tokens alike.
    found = loss_of(logits([[NEVER, 0.0, 0.0]] * 2, [0.0, 0.0]), batch([1, 0], [0, 0]))
    assert found.item() == pytest.approx(math.log(3) + 0.5 * math.log(4), abs=1e-4)


def test_passages_of_other_questions_are_not():
    found = loss_of(logits([[NEVER, 0.0, 0.0]] * 2, [0.0, 0.0]), batch([1, 0], [0, 1]))
    assert found.item() == pytest.approx(math.log(3) + 0.5 * math.log(2), abs=1e-4)


def test_claims_count_by_their_label_alone():
    found = loss_of(
        logits([[NEVER, 9.0, 0.0]], [0.0], [[0.0, 0.0, 0.0]]), batch([0], [0], labels=[2])
    )
    assert found.item() == pytest.approx(0.5 * math.log(3), abs=1e-4)


def test_an_unanswerable_question_costs_less_where_no_answer_is_likelier():
    sure, unsure = (
        loss_of(logits([[NEVER, 0.0, 0.0]], [null]), batch([0], [0])) for null in (5.0, -5.0)
    )
    assert sure < unsure
