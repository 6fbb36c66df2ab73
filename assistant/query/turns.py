"""`Turn`: one exchange of a conversation; `recent` limits how many of them are used."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation."""

    question: str
    answer: str


def recent(turns: Sequence[Turn], tokens: int) -> list[Turn]:
    """The last turns that have at most about so many tokens together, the last one at any rate.

    Tokens are counted as four bytes of UTF-8, which is near for the languages of Europe and too
    many for the others: a bound needs no more.
    """
    kept: list[Turn] = []
    left = tokens
    for turn in reversed(turns):
        left -= len(f"{turn.question}{turn.answer}".encode(errors="replace")) // 4
        if kept and left < 0:
            break
        kept.append(turn)
    return kept[::-1]
