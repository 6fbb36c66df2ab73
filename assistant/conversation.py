"""`Turn`: a question already asked in a conversation, with the answer it got."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation."""

    question: str
    answer: str
