"""Questions of the HTML report: diagnosis, and passages with gold and cited spans marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote

from eval.datasets.questions import Fact
from eval.metrics.answers import all_words, states
from eval.report.compare import Comparison
from eval.run.diagnosis import Diagnosis, diagnose
from eval.run.outcomes import JudgedClaim, Outcome, RetrievedPassage, Run

Offsets = tuple[int, int]


@dataclass(frozen=True)
class Fragment:
    """Part of a passage's text whose characters are all gold evidence or not, and cited or not."""

    text: str
    gold: bool
    cited: bool


@dataclass(frozen=True)
class QuestionView:
    """Question as the page shows it."""

    outcome: Outcome
    diagnosis: Diagnosis
    change: str
    """`better`, `worse`, `otherwise` or `same` against the run before; empty without one."""
    before: Outcome | None
    before_diagnosis: Diagnosis | None
    passages: tuple[tuple[RetrievedPassage, tuple[Fragment, ...]], ...]
    facts: tuple[tuple[Fact, bool], ...]
    """Each gold fact, and whether the answer states it."""
    claims: dict[str, JudgedClaim]
    """By the text of the sentence."""


def anchor(question_id: str) -> str:
    """URL anchor of a question on the page, percent-encoded."""
    return f"q-{quote(question_id, safe='')}"


def question_views(
    run: Run, against: Run | None, comparison: Comparison | None
) -> list[QuestionView]:
    """Views of the questions of a run in their order, each with its outcome in the run before."""
    before = {outcome.question.id: outcome for outcome in against.outcomes} if against else {}
    changes: dict[str, str] = {}
    for name in ("better", "worse", "otherwise") if comparison else ():
        changes |= {change.question.id: name for change in getattr(comparison, name)}
    return [
        _view(
            outcome,
            before.get(outcome.question.id),
            changes.get(outcome.question.id, "same" if outcome.question.id in before else ""),
        )
        for outcome in run.outcomes
    ]


def fragments(text: str, gold: Sequence[Offsets], cited: Sequence[Offsets]) -> tuple[Fragment, ...]:
    """Fragments of a text, split at the edges of gold and cited spans, which may exceed it."""
    edges = {0, len(text)} | {
        min(len(text), max(0, edge)) for span in (*gold, *cited) for edge in span
    }
    places = sorted(edges)
    return tuple(
        Fragment(text[start:end], _within(start, end, gold), _within(start, end, cited))
        for start, end in pairwise(places)
    )


def _view(outcome: Outcome, before: Outcome | None, change: str) -> QuestionView:
    answer, asked = outcome.answer, outcome.question
    said = all_words(answer)
    return QuestionView(
        outcome=outcome,
        diagnosis=diagnose(outcome),
        change=change,
        before=before,
        before_diagnosis=diagnose(before) if before else None,
        passages=tuple((found, _marked(found, outcome)) for found in outcome.retrieved),
        facts=tuple((fact, states(said, fact)) for fact in asked.proven),
        claims={claim.text: claim for claim in outcome.claims},
    )


def _marked(found: RetrievedPassage, outcome: Outcome) -> tuple[Fragment, ...]:
    gold = [
        (evidence.start - found.start, evidence.end - found.start)
        for fact in outcome.question.proven
        for evidence in fact.evidence
        if found.source.endswith(evidence.source)
    ]
    return fragments(found.text, gold, _cited(found, outcome))


def _cited(found: RetrievedPassage, outcome: Outcome) -> list[Offsets]:
    """Offsets of the answer's citations in a passage."""
    if not outcome.answer:
        return []
    # A citation has the id of its article but not the source: its passage has both.
    source = {each.article_id: each.source for each in outcome.answer.passages}
    return [
        (citation.start - found.start, citation.end - found.start)
        for sentence in outcome.answer.sentences
        for citation in sentence.citations
        if source.get(citation.article_id, "").endswith(found.source)
    ]


def _within(start: int, end: int, spans: Sequence[Offsets]) -> bool:
    return any(first <= start and end <= last for first, last in spans)
