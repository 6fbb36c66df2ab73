"""Comparison of two runs: the difference of each metric, and the questions that changed."""

from collections import defaultdict
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from eval.datasets.questions import TestQuestion
from eval.metrics.abstention import area_under, risk_coverage
from eval.metrics.paired import (
    Contribution,
    Difference,
    paired_difference,
    paired_statistic,
    sign_test,
)
from eval.metrics.scores import contributions
from eval.report.answer_changes import is_answer_changed
from eval.report.glossary import metric
from eval.run.diagnosis import Diagnosis, diagnose
from eval.run.outcomes import Outcome, Run
from vectorstore.errors import CiteraError

Pair = tuple[Outcome, Outcome]
"""Outcomes of the same question in the first and in the second run."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Change(_Frozen):
    """Question with another diagnosis in the second run."""

    question: TestQuestion
    before: Diagnosis
    after: Diagnosis


class Comparison(_Frozen):
    """Differences between two runs, over the questions that both asked."""

    first: str
    second: str
    common: int
    only_first: int
    only_second: int
    reworded: int = Field(
        description="Common questions with another text, language or gold in the second run."
    )
    answers: int = Field(description="Common questions that both runs put to the assistant.")
    answers_changed: int = Field(
        description="Those whose answer has another text or cites other spans in the second run."
    )
    differences: dict[str, Difference]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    otherwise: tuple[Change, ...] = Field(description="Wrong in both runs, in different ways.")

    @property
    def chance(self) -> float:
        """P-value of McNemar's exact test on the questions that became right or wrong."""
        return sign_test(len(self.better), len(self.worse))

    @property
    def changes(self) -> tuple[Change, ...]:
        """All questions with another diagnosis."""
        return self.better + self.worse + self.otherwise


def compare(a: Run, b: Run) -> Comparison:
    """Compare run `a` with run `b`, by a paired bootstrap over the questions of both.

    Questions are matched by their ids. Raises `CiteraError` if the runs have none in common.
    """
    pairs = _pairs(a, b)
    answered = [pair for pair in pairs if all(map(_is_judged, pair))]
    changed = _changes(pairs)
    return Comparison(
        first=a.name,
        second=b.name,
        common=len(pairs),
        only_first=len(a.outcomes) - len(pairs),
        only_second=len(b.outcomes) - len(pairs),
        reworded=sum(before.question != after.question for before, after in pairs),
        answers=len(answered),
        answers_changed=sum(is_answer_changed(*pair) for pair in answered),
        differences=_differences(pairs),
        better=tuple(each for each in changed if each.after == "right"),
        worse=tuple(each for each in changed if each.before == "right"),
        otherwise=tuple(each for each in changed if "right" not in (each.before, each.after)),
    )


def significant_change(name: str, difference: Difference) -> str:
    """`better` or `worse` if a metric differs significantly, else an empty string."""
    if not difference.is_significant:
        return ""
    return "worse" if (difference.value > 0) == metric(name).lower_is_better else "better"


def _pairs(a: Run, b: Run) -> list[Pair]:
    """Outcomes of the questions that both runs asked. Raises `CiteraError` if there is none."""
    second = {outcome.question.id: outcome for outcome in b.outcomes}
    pairs = [(each, second[each.question.id]) for each in a.outcomes if each.question.id in second]
    if not pairs:
        raise CiteraError(
            f"{a.name} and {b.name} have no question in common, so there is nothing to compare."
            " Give two runs of the same test set and split."
        )
    return pairs


def _changes(pairs: Sequence[Pair]) -> list[Change]:
    changes = [
        Change(question=after.question, before=diagnose(before), after=diagnose(after))
        for before, after in pairs
        if _is_judged(before) == _is_judged(after)
    ]
    return [each for each in changes if each.before != each.after]


def _is_judged(outcome: Outcome) -> bool:
    return outcome.correct is not None


def _differences(pairs: list[Pair]) -> dict[str, Difference]:
    """Difference of every metric that applies to some question in both runs."""
    first: dict[str, list[Contribution]] = defaultdict(lambda: [(0.0, 0.0)] * len(pairs))
    second: dict[str, list[Contribution]] = defaultdict(lambda: [(0.0, 0.0)] * len(pairs))
    for place, (before, after) in enumerate(pairs):
        for name, added in contributions(before).items():
            first[name][place] = added
        for name, added in contributions(after).items():
            second[name][place] = added
    found = {name: paired_difference(first[name], second[name]) for name in {**first, **second}}
    return {name: each for name, each in found.items() if each} | _risk(pairs)


def _risk(pairs: list[Pair]) -> dict[str, Difference]:
    """Difference of the area under the risk-coverage curve, over questions answered in both."""
    both = [(before, after) for a, b in pairs if (before := _sure(a)) and (after := _sure(b))]
    if not both:
        return {}
    first, second = [before for before, _ in both], [after for _, after in both]
    return {"risk_area": paired_statistic(first, second, _area)}


def _sure(outcome: Outcome) -> tuple[float, bool] | None:
    """Confidence in an answer, and whether it is right; None where nothing was estimated."""
    if outcome.answer is None or outcome.answer.confidence is None:
        return None
    return outcome.answer.confidence, outcome.is_rightly_answered


def _area(drawn: list[tuple[float, bool]]) -> float:
    return area_under(risk_coverage([sure for sure, _ in drawn], [right for _, right in drawn]))
