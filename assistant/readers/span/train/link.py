"""Links questions to answers whose links are lost: `python -m assistant.readers.span.train.link`.

The whole training part of SQuAD 2.0, translated to Finnish and back, is available as paragraphs
with their questions and, apart from these, their answers. A first reader scores each answer for
each question; where one of them stands out it is taken, with the reader's own edges, as those of
the translation are often off by a word.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.readers.span.decoding import best_span
from assistant.readers.span.encoding import (
    EncodedPair,
    join,
    passage_tokens,
    question_ids,
    room_for_passage,
)
from assistant.readers.span.scorer import SpanScorer
from assistant.readers.span.train.mix import Row, read_source, write_source
from assistant.readers.span.train.validation import overlap
from assistant.readers.span.weights import load_weights
from assistant.settings import Settings
from vectorstore.embedding.embedder import Embedder
from vectorstore.passage import Span

_SOURCE = "unaligned-squad2-train-backtranslated-en"
_LINKED = ("squad2bt-aligned", "squad2bt-unanswerable")
"""Sources with questions of the same paragraphs that need no link."""
_NAME = "squad2bt-linked"
_MOST_TOKENS = 400
_PARAGRAPHS = 48
_SHARE = 0.9
"""Least probability of an answer among those of its paragraph; .7 where the reader agrees."""
_AGREED_SHARE = 0.7
_MARGIN = -1.0
"""Least margin over "no answer here"."""
_BEHIND = 3.0
"""By how much the margin may be lower than that of the paragraph's best span."""
_EDGES = " \t\n,.;:!?()[]\"'“”«»–-"


@dataclass(frozen=True, slots=True)
class Scored:
    """What the reader says of a question and the answers of its paragraph."""

    best: Span
    """The span that answers best, with no regard to the answers given."""
    margin: float
    """Its margin over "no answer here"."""
    answers: tuple[Span, ...]
    margins: tuple[float, ...]


def main() -> None:
    """Write `squad2bt-linked.jsonl.gz` into the folder of the data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of .jsonl.gz files")
    folder = parser.parse_args().data
    encoder, tokenizer = Embedder("e5-small", Settings().cache).encoder()
    tokenizer.no_truncation()
    tokenizer.no_padding()
    scorer = SpanScorer(load_weights(encoder, encoder.dtype), tokenizer)
    write_source(folder, _NAME, link(folder, scorer, tokenizer))


def link(folder: Path, scorer: SpanScorer, tokenizer: Any) -> Iterator[Row]:
    """Questions that get an answer, of those that no other source has."""
    known = {
        (row["context"], row["question"]) for name in _LINKED for row in read_source(folder, name)
    }
    paragraphs = [row for row in read_source(folder, _SOURCE) if row["candidates"]]
    for at in range(0, len(paragraphs), _PARAGRAPHS):
        asked = [
            (row, question)
            for row in paragraphs[at : at + _PARAGRAPHS]
            for question in row["questions"]
            if (row["context"], question) not in known
        ]
        for (row, question), scored in zip(asked, score(scorer, tokenizer, asked), strict=True):
            answer = answer_of(row["context"], scored) if scored else None
            if answer:
                number = row["questions"].index(question)
                yield linked_row(row, number, answer)


def linked_row(row: Row, number: int, answer: Span) -> Row:
    """A question of a paragraph with the answer that was chosen."""
    text = row["context"][answer.start : answer.end]
    return {
        "id": f"{row['id']}-{number}",
        "lang": row["lang"],
        "context": row["context"],
        "question": row["questions"][number],
        "answers": [{"text": text, "start": answer.start}],
    }


def answer_of(context: str, scored: Scored) -> Span | None:
    """The answer that stands out among those of a paragraph, if one does."""
    margins = np.array(scored.margins)
    at = int(margins.argmax())
    # A margin is a mean of two logits, so that the log-odds of a span are twice as far apart.
    shares = np.exp(2 * (margins - margins[at]))
    share = float(shares[at] / shares.sum())
    answer = scored.answers[at]
    agreed = overlap(answer, scored.best) >= 0.5
    if (
        share < (_AGREED_SHARE if agreed else _SHARE)
        or margins[at] < _MARGIN
        or margins[at] < scored.margin - _BEHIND
    ):
        return None
    return _trimmed(context, scored.best if agreed else answer)


def _trimmed(context: str, span: Span) -> Span | None:
    text = context[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip(_EDGES))
    end = span.end - len(text) + len(text.rstrip(_EDGES))
    return Span(start, end) if end > start else None


def score(
    scorer: SpanScorer, tokenizer: Any, asked: Sequence[tuple[Row, str]]
) -> list[Scored | None]:
    """Of each question and its paragraph, what the reader says; None of long paragraphs."""
    pairs: list[EncodedPair] = []
    for row, question in asked:
        ids = question_ids(tokenizer, question)
        tokens = passage_tokens(tokenizer, row["context"])
        pairs.append(join(ids, tokens, 0, room_for_passage(ids, 512)))
    order = sorted(
        (at for at, pair in enumerate(pairs) if len(pair.ids) <= _MOST_TOKENS),
        key=lambda at: len(pairs[at].ids),
    )
    found: list[Scored | None] = [None] * len(pairs)
    logits = scorer.logits([pairs[at] for at in order])
    for at, (start, end, null) in zip(order, logits, strict=True):
        found[at] = _scored(asked[at][0], pairs[at], start, end, null)
    return found


def _scored(row: Row, pair: EncodedPair, start: Any, end: Any, null: float) -> Scored | None:
    answers, margins = [], []
    for candidate in row["candidates"]:
        low, high = candidate["start"], candidate["start"] + len(candidate["text"])
        inside = [at for at, (a, b) in enumerate(pair.offsets) if b > low and a < high]
        if inside:
            answers.append(Span(low, high))
            margins.append(float(start[inside[0]] + end[inside[-1]]) / 2 - null)
    if not answers:
        return None
    first, last, best = best_span(start, end)
    span = Span(pair.offsets[first][0], pair.offsets[last][1])
    return Scored(span, best - null, tuple(answers), tuple(margins))


if __name__ == "__main__":
    main()
