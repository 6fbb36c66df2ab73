"""Token ids of a question and a passage, with the offsets of the passage's tokens."""

from dataclasses import dataclass
from typing import Any

START, PAD, END = 0, 1, 2
"""Special tokens of XLM-R's vocabulary, which multilingual-e5-small uses."""
_QUESTION_TOKENS = 64
_PREFIX = "query: "
_CLAIM_TOKENS = 96
_CLAIM_PREFIX = "claim: "


@dataclass(frozen=True, slots=True)
class EncodedPair:
    """A question and a passage (or a window of it) as token ids."""

    ids: list[int]
    first: int
    """Index of the passage's first token in `ids`."""
    offsets: list[tuple[int, int]]
    """Offsets `(start, end)` in the passage of its tokens."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's token ids and their offsets `(start, end)` in it."""

    ids: list[int]
    offsets: list[tuple[int, int]]


def question_ids(tokenizer: Any, question: str) -> list[int]:
    """Token ids of a question, with the prompt that the encoder was trained with."""
    ids: list[int] = tokenizer.encode(_PREFIX + question, add_special_tokens=False).ids
    return ids[:_QUESTION_TOKENS]


def claim_ids(tokenizer: Any, claim: str) -> list[int]:
    """Token ids of a claim, to be held against what is to bear it out."""
    ids: list[int] = tokenizer.encode(_CLAIM_PREFIX + claim, add_special_tokens=False).ids
    return ids[:_CLAIM_TOKENS]


def passage_tokens(tokenizer: Any, passage: str) -> Tokens:
    """Tokens of a passage; those that stand for no character are left out."""
    encoded = tokenizer.encode(passage, add_special_tokens=False)
    kept = [at for at, (start, end) in enumerate(encoded.offsets) if end > start]
    return Tokens([encoded.ids[at] for at in kept], [encoded.offsets[at] for at in kept])


def room_for_passage(question: list[int], most: int) -> int:
    """Number of passage tokens that fit beside a question in `most` tokens."""
    return most - len(question) - 4


def join(question: list[int], tokens: Tokens, first: int, length: int) -> EncodedPair:
    """A question with the window of `length` passage tokens from token `first` on."""
    window = slice(first, first + length)
    ids = [START, *question, END, END, *tokens.ids[window], END]
    return EncodedPair(ids, len(question) + 3, tokens.offsets[window])
