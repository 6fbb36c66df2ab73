"""The loss that the reader is trained with."""

import torch
from torch import Tensor
from torch.nn import functional

from assistant.readers.span.model import SpanLogits
from assistant.readers.span.train.batches import Batch

_SHARED = 0.5
"""Weight of the loss that is normalised over all passages of a question."""


_CLAIMS = 0.5
"""Weight of the loss of claims."""


def loss_of(logits: SpanLogits, batch: Batch) -> Tensor:
    """The loss of a batch: that of its questions and that of its claims."""
    loss = torch.zeros(())
    if batch.real.any():
        loss = loss + span_loss(logits, batch)
    claims = batch.label >= 0
    if claims.any():
        loss = loss + _CLAIMS * functional.cross_entropy(logits.labels[claims], batch.label[claims])
    return loss


def span_loss(logits: SpanLogits, batch: Batch) -> Tensor:
    """Cross-entropy of the answer's start and end, over each passage and over each question.

    In each passage, "no answer here" is one more choice (Devlin et al. 2019). Over the passages of
    a question it is not: of all their tokens one is the start ("shared normalisation", Clark and
    Gardner 2018), which makes scores comparable across passages.
    """
    start = _loss(logits.start, logits.null, batch.start, batch)
    end = _loss(logits.end, logits.null, batch.end, batch)
    return (start + end) / 2


def _loss(scores: Tensor, null: Tensor, gold: Tensor, batch: Batch) -> Tensor:
    answered = (gold > 0) & batch.real
    # The answer's index is never 0, so that 0 can stand for "no answer here".
    choices = torch.cat([null[:, None], scores[:, 1:]], dim=1)
    alone = functional.cross_entropy(choices[batch.real], gold[batch.real])
    if not answered.any():
        return alone
    of_passage = torch.logsumexp(scores, dim=1)
    highest = of_passage.detach().max()
    sums = torch.zeros(len(gold)).index_add(
        0, batch.group, (of_passage - highest).exp() * batch.real
    )
    of_question = (sums[batch.group] + 1e-20).log() + highest
    right = scores.gather(1, gold[:, None])[:, 0]
    return alone + _SHARED * (of_question - right)[answered].mean()
