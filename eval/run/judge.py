"""Judge of claims: whether the citations of a claim support it.

A claim that its quotes contain verbatim is supported (`copy`); so is a claim that states gold
facts, and nothing wrong, from quotes that prove these facts (`gold`). A chat model answers a
yes-or-no question about any other claim. The local model judges claims that it wrote itself, and
that were checked with nearly the same prompt, so that its verdicts are too favourable;
`JudgedClaim.judged_by` tells which verdicts are the model's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.assembly import Assembly
from assistant.llm.prompts import judge_prompt
from assistant.settings import Settings
from assistant.text.numbers import numbers
from eval.datasets.questions import TestQuestion
from eval.metrics.answers import states
from eval.metrics.citations import citation_verdicts
from eval.metrics.matching import contains_any, tokens
from eval.metrics.retrieval import is_relevant
from eval.run.outcomes import JudgedClaim
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

YesNoModel = Callable[[list["BaseMessage"]], str]
"""Model that replies to a yes-or-no prompt; raises whatever the model's provider raises."""

COPY, GOLD, NONE = "copy", "gold", "none"
_WORDS_OF_A_SENTENCE = 4
"""Minimum length of a copy, in words: a shorter claim has a meaning only with its question, so that
the same words in a quote prove nothing."""


@dataclass(frozen=True)
class CitedQuote:
    """Quote of a citation, and its span."""

    quote: str
    source: str
    start: int
    end: int


@dataclass(frozen=True)
class JudgeVerdict:
    """Whether a claim is supported, and what decided: `copy`, `gold`, `none` or a model's name."""

    supported: bool
    by: str


class Judge:
    """Decides whether claims are supported by the quotes that they cite.

    `load_model` returns the model that is asked if neither the words nor the gold facts decide. It
    is called when a claim first needs it, and the model is asked once about the same claim and
    quotes. Without a model (None), such a claim counts as unsupported.
    """

    def __init__(self, name: str, load_model: Callable[[], YesNoModel | None]) -> None:
        """`name` is the name of the model in its verdicts (`JudgedClaim.judged_by`)."""
        self._name = name
        self._load_model = load_model
        self._asked: dict[tuple[str, str, tuple[str, ...]], bool] = {}

    def grade(self, question: TestQuestion, claim: str, cited: Sequence[CitedQuote]) -> JudgedClaim:
        """Verdicts on a claim and on each of its citations, as ALCE defines them."""

        def supports(some: Sequence[CitedQuote]) -> bool:
            return self.verdict(question, claim, some).supported

        supported, citations = citation_verdicts(cited, supports)
        by = self.verdict(question, claim, cited).by
        return JudgedClaim(text=claim, supported=supported, citations=citations, judged_by=by)

    def verdict(
        self, question: TestQuestion, claim: str, cited: Sequence[CitedQuote]
    ) -> JudgeVerdict:
        """Verdict on whether quotes, taken together, support a claim. No quotes support none."""
        quotes = [each.quote for each in cited]
        if not cited:
            return JudgeVerdict(False, NONE)
        if is_copy(claim, quotes):
            return JudgeVerdict(True, COPY)
        if is_gold(question, claim, cited):
            return JudgeVerdict(True, GOLD)
        return self._ask(question, claim, tuple(quotes))

    def _ask(self, question: TestQuestion, claim: str, quotes: tuple[str, ...]) -> JudgeVerdict:
        model = self._model
        if model is None:
            return JudgeVerdict(False, NONE)
        key = (question.id, claim, quotes)
        if key not in self._asked:
            try:
                reply = model(judge_prompt(quotes, _asked_in_full(question), claim))
            except Exception as error:  # each provider has errors of its own
                raise CiteraError(
                    f"The judge {self._name} failed ({type(error).__name__}). The answers are kept:"
                    " give the same command again."
                ) from error
            self._asked[key] = reply.strip().lower().startswith("y")
        return JudgeVerdict(self._asked[key], self._name)

    @cached_property
    def _model(self) -> YesNoModel | None:
        return self._load_model()


def judge_of(name: str, settings: Settings) -> Judge:
    """Judge by its name: a value of the setting `model`, or `none` for no model.

    `settings` has the other settings of the model, such as its key. A model that is not available
    raises `ModelUnavailable` when it is first needed.
    """
    if name == NONE:
        return Judge(NONE, lambda: None)
    chosen = settings.model_copy(update={"model": name})
    return Judge(name, lambda: Assembly(chosen).yes_or_no())


def is_copy(claim: str, quotes: Sequence[str]) -> bool:
    """Whether the quotes contain a claim of at least four words verbatim."""
    said = tokens(claim)
    there = " ".join(tokens(" ".join(quotes)))
    return len(said) >= _WORDS_OF_A_SENTENCE and f" {' '.join(said)} " in f" {there} "


def is_gold(question: TestQuestion, claim: str, cited: Sequence[CitedQuote]) -> bool:
    """Whether a claim states gold facts, each of them proved by one of the quotes.

    The claim must have no wrong wording, and no number that neither the quotes nor the facts have.
    """
    stated = [fact for fact in question.proven if states(claim, fact)]
    known = [each.quote for each in cited] + [
        word for fact in stated for group in fact.answers.values() for word in group
    ]
    return (
        bool(stated)
        and not contains_any(claim, question.wrong)
        and numbers(claim) <= numbers("\n".join(known))
        and all(
            any(is_relevant(each.source, each.start, each.end, fact.evidence) for each in cited)
            for fact in stated
        )
    )


def _asked_in_full(question: TestQuestion) -> str:
    """Question of a test set; a follow-up comes after the question before it."""
    before = [turn.question for turn in question.history[-1:]]
    return " ".join([*before, question.question])
