"""What a question of a test set is: its gold facts, the spans that prove them, what is wrong."""

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
    "which-article",  # several articles could seem to answer, and one does
    "contradiction",  # articles disagree, and the answer must tell both
    "true-elsewhere",  # not answered here, though it is true in the world
    "false-premise",
    "wrong-person",
    "off-topic",
]
UNANSWERABLE: frozenset[Kind] = frozenset(
    {"true-elsewhere", "false-premise", "wrong-person", "off-topic"}
)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldEvidence(_Frozen):
    """A span of an article that proves a fact by itself: `text[start:end] == quote`."""

    source: str = Field(description="File name of the article, as the store's source ends with it.")
    start: int = Field(ge=0, description="Offset into the stored text, in code points.")
    end: int = Field(ge=1)
    quote: str


class Fact(_Frozen):
    """One thing that a right answer says. Each of `evidence` proves it alone."""

    answers: dict[str, tuple[str, ...]] = Field(
        description=(
            "Wordings by ISO 639-1 code of their language, shortest first: the answer states the"
            " fact where it contains one of them, in any language, after normalisation."
        )
    )
    evidence: tuple[GoldEvidence, ...]


class HistoryTurn(_Frozen):
    """A question asked before, and what was answered."""

    question: str
    answer: str


class TestQuestion(_Frozen):
    """One line of a test set. Without `facts` the articles do not answer it."""

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
            "What the articles say against a question that they do not answer, where they deny"
            " what it takes for granted: an answer that states it is right, as a refusal is."
        ),
    )
    wrong: tuple[str, ...] = Field(
        default=(),
        description="Wordings that make an answer wrong that has one in its own words.",
    )
    note: str = Field(default="", description="Why the gold is so, or what misleads.")

    @property
    def proven(self) -> tuple[Fact, ...]:
        """All that a right answer may state with proof: its facts, or what denies its premise."""
        return self.facts if self.denied is None else (*self.facts, self.denied)

    @property
    def is_answerable(self) -> bool:
        """Whether the articles answer the question."""
        return bool(self.facts)
