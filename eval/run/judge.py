"""Whether what a claim cites supports it, told without a paid judge where that can be.

A claim that stands in its quotes word for word is supported (`copy`); so is one that states gold
facts, and nothing wrong, from quotes that prove those facts (`gold`). What neither decides is put
to a chat model with a yes-or-no question. The local one grades claims that it wrote itself, so
its verdicts flatter, the more so as answers were checked by much the same question;
`JudgedClaim.judged_by` tells which those are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.llm.prompts import judge_prompt
from assistant.settings import Settings
from assistant.text.numbers import numbers
from eval.chat_models import YesNoModel, load_yes_no_model
from eval.datasets.questions import TestQuestion
from eval.metrics.answers import states
from eval.metrics.citations import citation_verdicts
from eval.metrics.matching import contains_any, tokens
from eval.metrics.retrieval import is_relevant
from eval.run.outcomes import JudgedClaim
from vectorstore.errors import CiteraError

COPY, GOLD, NONE = "copy", "gold", "none"
_WORDS_OF_A_SENTENCE = 4
"""A shorter claim says something only together with its question, so that its words standing in
a quote show nothing."""


@dataclass(frozen=True)
class CitedQuote:
    """A quote, and where it stands."""

    quote: str
    source: str
    start: int
    end: int


@dataclass(frozen=True)
class JudgeVerdict:
    """Whether a claim is supported, and what told so: `copy`, `gold`, `none` or a model's name."""

    supported: bool
    by: str


class Judge:
    """Decides whether claims are supported by the quotes that they cite.

    `load_model` gives the model that is asked where neither the words nor the gold facts decide;
    it is called when that first happens, and the model is asked once about the same claim and
    quotes. Without a model (None), such a claim counts as unsupported.
    """

    def __init__(self, name: str, load_model: Callable[[], YesNoModel | None]) -> None:
        """`name` is what verdicts of the model are signed with (`JudgedClaim.judged_by`)."""
        self._name = name
        self._load_model = load_model
        self._asked: dict[tuple[str, str, tuple[str, ...]], bool] = {}

    def grade(self, question: TestQuestion, claim: str, cited: Sequence[CitedQuote]) -> JudgedClaim:
        """The verdicts on a claim and on each of its citations, by ALCE's definitions."""

        def supports(some: Sequence[CitedQuote]) -> bool:
            return self.verdict(question, claim, some).supported

        supported, citations = citation_verdicts(cited, supports)
        by = self.verdict(question, claim, cited).by
        return JudgedClaim(text=claim, supported=supported, citations=citations, judged_by=by)

    def verdict(
        self, question: TestQuestion, claim: str, cited: Sequence[CitedQuote]
    ) -> JudgeVerdict:
        """Whether some quotes, taken together, support a claim. Without a quote none does."""
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
    """The judge of this name: a value of the setting `model`, or `none` for no model.

    `settings` has the rest of what a model needs, such as its key. A model that cannot be had
    raises `ModelUnavailable` when it is first needed.
    """
    if name == NONE:
        return Judge(NONE, lambda: None)
    chosen = settings.model_copy(update={"model": name})
    return Judge(name, lambda: load_yes_no_model(chosen))


def is_copy(claim: str, quotes: Sequence[str]) -> bool:
    """Whether a claim of at least four words stands in the quotes word for word."""
    said = tokens(claim)
    there = " ".join(tokens(" ".join(quotes)))
    return len(said) >= _WORDS_OF_A_SENTENCE and f" {' '.join(said)} " in f" {there} "


def is_gold(question: TestQuestion, claim: str, cited: Sequence[CitedQuote]) -> bool:
    """Whether a claim states gold facts, each of which one of the quotes proves.

    It must say nothing that is wrong, and have no number that neither quotes nor facts have.
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
    """A follow-up behind the question before it, without which it says too little."""
    before = [turn.question for turn in question.history[-1:]]
    return " ".join([*before, question.question])
