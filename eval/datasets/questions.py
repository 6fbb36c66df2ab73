"""Test question: its gold facts, the gold evidence of each, and wordings that are wrong."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal[
    "factual",
    "why",
    "who-said-what",
    "date",
    "number",
    "several-parts",
    "paraphrase",
    "misspelt",
    "follow-up",
    "changed-topic",  # stands alone, after turns about something else
    "which-article",  # several articles could seem to answer, and one does
    "contradiction",  # articles disagree, and the answer must tell both
    "true-elsewhere",  # not answered here, though it is true in the world
    "false-premise",
    "wrong-person",
    "other-article",  # similar articles answer, and the one that is talked about does not
    "off-topic",
]
UNANSWERABLE: frozenset[Kind] = frozenset(
    {"true-elsewhere", "false-premise", "wrong-person", "other-article", "off-topic"}
)
AFTER_TURNS: frozenset[Kind] = frozenset({"follow-up", "changed-topic", "other-article"})
"""Kinds of questions that have turns of a conversation before them; the others have none."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldEvidence(_Frozen):
    """Gold evidence: a span of an article that proves a fact alone; `text[start:end] == quote`."""

    source: str = Field(description="File name of the article, as the store's source ends with it.")
    start: int = Field(ge=0, description="Offset into the stored text, in code points.")
    end: int = Field(ge=1)
    quote: str


class Fact(_Frozen):
    """Gold fact, which a correct answer states. Each of `evidence` proves it alone."""

    answers: dict[str, tuple[str, ...]] = Field(
        description=(
            "Wordings by ISO 639-1 code of their language, shortest first: the answer states the"
            " fact where it contains one of them, in any language, after normalisation."
        )
    )
    evidence: tuple[GoldEvidence, ...]


class HistoryTurn(_Frozen):
    """Earlier turn of the conversation: a question and its answer."""

    question: str
    answer: str


class TestQuestion(_Frozen):
    """Question of a test set, one line of its file; unanswerable if it has no `facts`."""

    id: str
    language: str = Field(description="ISO 639-1 code of the question.")
    kind: Kind
    split: Literal["dev", "test"]
    question: str
    history: tuple[HistoryTurn, ...] = ()
    facts: tuple[Fact, ...] = Field(
        default=(), description="All must be stated; with two or more the question has parts."
    )
    denied: Fact | None = Field(
        default=None,
        description=(
            "Denial of the premise, for an unanswerable question whose premise the articles"
            " contradict: an answer that states it is correct, as a refusal is."
        ),
    )
    wrong: tuple[str, ...] = Field(
        default=(),
        description="Wordings that make an answer wrong if they are in its own words.",
    )
    note: str = Field(default="", description="Reason for the gold facts, or for what misleads.")

    @property
    def proven(self) -> tuple[Fact, ...]:
        """Facts that a correct answer may state: the gold facts, or the denial of the premise."""
        return self.facts if self.denied is None else (*self.facts, self.denied)

    @property
    def is_answerable(self) -> bool:
        """Whether the articles answer the question."""
        return bool(self.facts)
