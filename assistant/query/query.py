"""`Query`: a question with what is needed to search for it."""

from dataclasses import dataclass

from vectorstore.filters import Filters


@dataclass(frozen=True, slots=True)
class Query:
    """A question with what is needed to search for it."""

    text: str
    language: str
    """ISO 639-1 code of the language to answer in."""
    filters: Filters | None = None
    """Which articles may answer; all for None."""
    topic: str = ""
    """The question before that tells what this one is about, where its own text does not. It is
    searched for too, and not read: what answers it does not answer this one."""
    answered: tuple[str, ...] = ()
    """Names in the answer to that question, which this one may be about instead."""
    is_follow_up: bool = False
    """Whether what it asks is told by the questions before it."""

    @property
    def searched(self) -> str:
        """The text to search for."""
        names = f"{', '.join(self.answered)}." if self.answered else ""
        return " ".join(part for part in (self.topic, names, self.text) if part)

    @property
    def readings(self) -> tuple[str, ...]:
        """The question with each of the topics that it may have."""
        named = (f"{self.text.rstrip(' ?؟？')}, {name}?" for name in self.answered)
        return (f"{self.topic} {self.text}".strip(), *named)
