"""The stages of an answer: what each takes, what it gives, and what passes between them.

`pipeline` runs them in this order, `assembly` chooses an implementation of each, and every
implementation is a file of its own, in the folder of its stage:

1. `Rewriter` (`query/`): a question of a conversation as one that can be searched for, a `Query`.
2. `Retriever` (`retriever`): the passages that match it, with their best sentences: `Retrieved`.
3. `Reader` (`readers/`): what these answer, sentence by sentence, each drawn from its evidence: a
   `Reading`.
4. `AnswerVerifier` (`readers/`): whether these answer the question, by the word of a second model.
5. `Phraser` (`compose/`): a quotation said in one sentence, and `Verifier` (`verify/`): whether its
   evidence bears that out, a `Verdict`, which makes a reading a `Claim`.
6. `Translator` (`compose/`): what is quoted, in the language of the question, on demand.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Protocol

from assistant.evidence import Evidence
from assistant.llm.usage import ModelUse
from assistant.query.query import Query
from assistant.query.turns import Turn
from vectorstore.passage import ScoredPassage, Span


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What a search found for a query."""

    passages: tuple[ScoredPassage, ...]
    """All that are shown, best first; behind those that were found for earlier parts of a
    question, those that are new."""
    evidence: tuple[Evidence, ...]
    """The sentences of the passages found that match the query best, best first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader takes from evidence as an answer, before it is verified."""

    text: str
    """One sentence, without markers; empty where the evidence does not answer."""
    evidence: tuple[Evidence, ...]
    """What it was drawn from: sentences with their offsets in the articles."""
    quoted: bool = False
    """Whether the text is the evidence itself, as it stands in its article."""
    spans: tuple[Span, ...] = ()
    """Of each sentence of the evidence, the offsets in its article of the words that answer; empty
    where the reader does not tell them."""
    p_answer: float | None = None
    """How surely the reader gives this text, 0 to 1: of a language model, the geometric mean of
    the probabilities of its tokens; None where it does not tell."""
    p_null: float | None = None
    """Probability, 0 to 1, that the evidence does not answer, as the reader tells it."""


class Support(StrEnum):
    """What is known of a reading's evidence."""

    VERIFIED = "verified"
    """It was checked and bears the reading out, as far as the probability says."""
    UNSUPPORTED = "unsupported"
    """It does not bear the reading out."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether evidence bears a reading out."""

    support: Support
    probability: float | None = None
    """Estimate, 0 to 1, that the reading is right; None where nothing was estimated."""


@dataclass(frozen=True, slots=True)
class Claim(Reading):
    """A reading with the verdict on it."""

    verdict: Verdict = field(kw_only=True)

    @classmethod
    def of(cls, reading: Reading, verdict: Verdict) -> "Claim":
        """A reading with a verdict on it."""
        known = {each.name: getattr(reading, each.name) for each in fields(Reading)}
        return cls(**known, verdict=verdict)

    @property
    def probability(self) -> float:
        """The verdict's probability; where none was estimated, 1 if verified, and else 0."""
        if self.verdict.probability is None:
            return 1.0 if self.verdict.support is Support.VERIFIED else 0.0
        return self.verdict.probability


@dataclass(frozen=True, slots=True)
class Choice:
    """The claims that make an answer, the likeliest first, and those that it leaves out."""

    chosen: tuple[Claim, ...] = ()
    dropped: tuple[Claim, ...] = ()


class Rewriter(Protocol):
    """Makes a question of a conversation one that can be searched for."""

    def rewrite(self, query: Query, turns: Sequence[Turn]) -> Query:
        """The query with what it takes from `turns`, oldest first, before it."""
        ...


class Retriever(Protocol):
    """Finds passages for a query."""

    def retrieve(self, query: Query, shown: Sequence[ScoredPassage] = ()) -> Retrieved:
        """The passages for a query, behind those that are `shown` already, and their evidence."""
        ...


class Reader(Protocol):
    """Reads what was found for a query."""

    def read(self, query: Query, retrieved: Retrieved) -> Iterator[str | Reading]:
        """Drafts, piece by piece as they are written, and readings.

        A reader that verifies what it reads gives claims; other readings go to the verifier.
        Raises `ModelFailed` where its model does.
        """
        ...


class Verifier(Protocol):
    """Checks a reading against its evidence."""

    def verify(self, query: Query, reading: Reading) -> Verdict:
        """Whether the evidence bears the reading out."""
        ...


class AnswerVerifier(Protocol):
    """Checks whether claims answer the question."""

    def verify_answers(self, query: Query, claims: Sequence[Claim]) -> list[Claim]:
        """The claims, the likeliest first, with their probabilities anew. Raises `ModelFailed`."""
        ...


class Phraser(Protocol):
    """Says in a sentence of its own what a quotation answers."""

    def phrase(self, query: Query, claim: Claim) -> Iterator[str | Reading]:
        """Drafts, piece by piece, and at last the reading of the claim's evidence.

        Nothing where the phraser has nothing to say. Raises `ModelFailed`.
        """
        ...


class Translator(Protocol):
    """Translates quotations."""

    def translate(self, sentence: str, language: str) -> str | None:
        """A sentence in the language of an ISO 639-1 code; None where that cannot be had."""
        ...


@dataclass(frozen=True)
class Stages:
    """An implementation of each stage, for one question; `assembly` chooses them."""

    rewriter: Rewriter
    retriever: Retriever
    reader: Reader
    verifier: Verifier
    """Checks the readings that the reader has not verified itself."""
    quoter: Reader
    """Reads where the model of `reader` failed."""
    catalogue: Retriever
    """Finds the articles on a topic; the newest where the topic is empty."""
    lister: Reader
    """Gives the articles found by `catalogue`."""
    model: ModelUse[Any]
    """The chat model that the stages share: its name, its tokens, and whether it failed."""
    decompose: Callable[[str], list[str]] = lambda question: [question]
    """The parts of a question, to be searched for and read one after the other."""
    attribute: Callable[[Choice, str], Choice | None] = lambda choice, language: None
    """A choice with what contradicts it, told by article, in the language of an ISO 639-1 code;
    None where nothing does."""
    answer_verifier: AnswerVerifier | None = None
    phraser: Phraser | None = None
    translator: Translator | None = None
    remark: Callable[[Choice, str], str | None] | None = None
    """What the reader of an answer should know of the claims chosen for it."""
    notice: Callable[[str], str] | None = None
    """What the reader of any answer should know of how it is made."""
