"""Results of a run: the `Outcome` of each question, and the `Run` with all of them."""

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer
from eval.datasets.questions import TestQuestion


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class RetrievedPassage(_Frozen):
    """Passage retrieved for the question, in order of rank."""

    source: str
    start: int
    end: int
    text: str
    score: float
    probability: float = 0.0
    relevant: bool = Field(description="Whether it overlaps gold evidence.")


class JudgedClaim(_Frozen):
    """Sentence of the answer with the judge's verdicts."""

    text: str
    supported: bool = Field(description="Whether what it cites, taken together, states it.")
    citations: tuple[bool, ...] = Field(
        description="By citation: whether it alone supports the claim, or is needed to (ALCE)."
    )
    judged_by: str = Field(description="What decided: `copy`, `gold` or the name of the judge.")


class Outcome(_Frozen):
    """Result of one question. `answer` is None in a run of retrieval only, or after a fault."""

    question: TestQuestion
    retrieved: tuple[RetrievedPassage, ...]
    answer: Answer | None = None
    fault: str | None = Field(default=None, description="The error that ended it, if one did.")
    claims: tuple[JudgedClaim, ...] = ()
    sentences: tuple[bool, ...] = Field(
        default=(),
        description="In a run of retrieval only: which of the best sentences hold gold evidence.",
    )
    relevant_in_all: int = Field(default=1, description="Passages that hold gold evidence.")
    cites_gold: bool = Field(
        default=False, description="Whether a cited passage holds gold evidence."
    )
    correct: bool | None = Field(
        default=None,
        description="All facts stated and nothing wrong, or refused where it should be.",
    )
    seconds: dict[str, float] = Field(
        default_factory=dict, description="Time to each stage: `passages`, `first_token`, `total`."
    )

    @property
    def is_answered(self) -> bool:
        """Whether the question was answered, rather than refused."""
        return self.answer is not None and self.answer.status == "answered"

    @property
    def is_rightly_answered(self) -> bool:
        """Whether the question was answered, and correctly."""
        return self.is_answered and bool(self.correct)


class Estimate(_Frozen):
    """Metric over the questions it applies to, with a 95 % bootstrap interval."""

    value: float
    low: float
    high: float
    count: int = Field(description="Number of questions, or of claims or citations.")


class Run(_Frozen):
    """Run of a test set: its configuration, summary and outcomes. The JSON file of a run."""

    name: str
    set_name: str
    split: str | None
    model: str
    settings: dict[str, str | int | float | bool | None]
    began: str = Field(description="ISO 8601, UTC.")
    versions: dict[str, str] = Field(description="Versions of Citera and what answers rest on.")
    summary: dict[str, Estimate]
    groups: dict[str, dict[str, Estimate]] = Field(
        default_factory=dict, description="The summary by `kind: why`, `language: fr` and so on."
    )
    risk_coverage: tuple[tuple[float, float], ...] = Field(
        default=(), description="Points (coverage, risk), answers taken by falling confidence."
    )
    latency: dict[str, dict[str, float]] = Field(
        default_factory=dict, description="Seconds by stage: `p50`, `p95`, `max`."
    )
    memory_mib: float | None = Field(default=None, description="Peak resident memory.")
    outcomes: tuple[Outcome, ...]
