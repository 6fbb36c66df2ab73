"""`SpanScorer`: runs the trained model over passages, for the best span of each sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.readers.span.batch import padded
from assistant.readers.span.decoding import best_span
from assistant.readers.span.encoding import (
    EncodedPair,
    claim_ids,
    join,
    passage_tokens,
    question_ids,
    room_for_passage,
)
from vectorstore.passage import Passage, Span

if TYPE_CHECKING:
    from assistant.readers.span.model import SpanModel

_MOST_TOKENS = 512
_BATCH = 16
_NO_SPAN = -20.0
"""Margin of a sentence that lies behind the end of what is read, or has no tokens."""


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """The span of a sentence that answers best."""

    span: Span
    """Offsets in the article; those of the sentence where it was not read."""
    margin: float
    """Its logit over that of "no answer here" in its passage; comparable across passages."""


class SpanScorer:
    """A trained model with its tokenizer; threads may share it."""

    def __init__(self, model: "SpanModel", tokenizer: Any) -> None:
        self._model, self._tokenizer = model, tokenizer

    def score(self, question: str, passages: Sequence[Passage]) -> list[list[SentenceSpan]]:
        """For each passage, the best span of each of its sentences."""
        asked = question_ids(self._tokenizer, question)
        pairs = [self._pair(asked, passage.text) for passage in passages]
        logits = self.logits(pairs)
        return [
            [_in_sentence(passage, sentence, pair, *found) for sentence in passage.sentences]
            for passage, pair, found in zip(passages, pairs, logits, strict=True)
        ]

    def entailment(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        """For each claim and text, the probability, 0 to 1, that the text bears the claim out."""
        from assistant.readers.span.model import ENTAILMENT

        pairs = [self._pair(claim_ids(self._tokenizer, claim), text) for claim, text in claims]
        chances: list[float] = []
        for at in range(0, len(pairs), _BATCH):
            logits = self._run(pairs[at : at + _BATCH]).labels
            chances.extend(logits.softmax(-1)[:, ENTAILMENT].tolist())
        return chances

    def _pair(self, first: list[int], text: str) -> EncodedPair:
        tokens = passage_tokens(self._tokenizer, text)
        return join(first, tokens, 0, room_for_passage(first, _MOST_TOKENS))

    def logits(
        self, pairs: Sequence[EncodedPair]
    ) -> list[tuple[NDArray[np.float32], NDArray[np.float32], float]]:
        """Of each pair, the logits of start and end of the passage's tokens, and of no answer."""
        found: list[tuple[NDArray[np.float32], NDArray[np.float32], float]] = []
        for at in range(0, len(pairs), _BATCH):
            chosen = pairs[at : at + _BATCH]
            logits = self._run(chosen)
            for row, pair in enumerate(chosen):
                part = slice(pair.first, len(pair.ids) - 1)
                start, end = (each[row, part].numpy() for each in (logits.start, logits.end))
                found.append((start, end, float(logits.null[row])))
        return found

    def _run(self, pairs: Sequence[EncodedPair]) -> Any:
        import torch

        with torch.inference_mode():
            return self._model(*padded(pairs))


def _in_sentence(
    passage: Passage,
    sentence: Span,
    pair: EncodedPair,
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    null: float,
) -> SentenceSpan:
    low, high = sentence.start - passage.start, sentence.end - passage.start
    inside = [at for at, (a, b) in enumerate(pair.offsets) if a >= low and b <= high]
    if not inside:
        return SentenceSpan(sentence, _NO_SPAN)
    part = slice(inside[0], inside[-1] + 1)
    first, last, score = best_span(start[part], end[part])
    (at, _), (_, until) = pair.offsets[inside[0] + first], pair.offsets[inside[0] + last]
    return SentenceSpan(_stripped(passage, at, until), score - null)


def _stripped(passage: Passage, start: int, end: int) -> Span:
    """Offsets in the article of a part of a passage, without white space around it."""
    words = passage.text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(
        passage.start + start, passage.start + max(start, end - len(words) + len(words.rstrip()))
    )
