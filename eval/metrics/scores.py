"""Metrics of outcomes: the contribution of one outcome, and the summary of many."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from eval.metrics.abstention import refusal_share, risk_coverage
from eval.metrics.answers import all_words, answer_recall, answer_recall_in, exact_match, token_f1
from eval.metrics.bootstrap import area_estimate, ratio_estimate
from eval.metrics.paired import Contribution
from eval.metrics.retrieval import (
    context_precision,
    context_recall,
    hit_at,
    id_based_context_precision,
    id_based_context_recall,
    ndcg_at,
    reciprocal_rank,
)
from eval.run.outcomes import Estimate, Outcome


def contributions(outcome: Outcome) -> dict[str, Contribution]:
    """Contribution of one outcome to each metric that applies to it, by the metric's name."""
    return {
        **_retrieval(outcome),
        **({} if outcome.correct is None else {**_answer(outcome), **_claims(outcome)}),
    }


def summarise(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    """Every metric over some outcomes, with its 95 % interval, by the metric's name."""
    gathered: dict[str, list[Contribution]] = defaultdict(list)
    for outcome in outcomes:
        for name, added in contributions(outcome).items():
            gathered[name].append(added)
    estimates = {
        name: ratio_estimate(found) for name, found in gathered.items() if any(n for _, n in found)
    }
    confidence, right = _written(outcomes)
    if confidence:
        estimates["risk_area"] = area_estimate(confidence, right)
    return estimates


def curve(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Risk-coverage curve of all answers, by `Answer.confidence`; a refusal counts as wrong."""
    return risk_coverage(*_written(outcomes))


def latency(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Latency in seconds by stage: `p50`, `p95` and `max`."""
    stages: dict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        for stage, seconds in outcome.seconds.items():
            stages[stage].append(seconds)
    return {
        stage: {
            "p50": float(np.quantile(times, 0.5)),
            "p95": float(np.quantile(times, 0.95)),
            "max": max(times),
        }
        for stage, times in stages.items()
    }


def _retrieval(outcome: Outcome) -> dict[str, Contribution]:
    if not outcome.question.is_answerable or outcome.fault:
        return {}
    relevant = [found.relevant for found in outcome.retrieved]
    spans = [(found.source, found.start, found.end) for found in outcome.retrieved]
    scores = {
        "hit@1": hit_at(1, relevant),
        "hit@5": hit_at(5, relevant),
        "mrr": reciprocal_rank(relevant),
        "ndcg@10": ndcg_at(10, relevant, outcome.relevant_in_all),
        "context_precision": context_precision(relevant),
        "context_recall": context_recall(spans, outcome.question.facts),
        "id_based_context_precision": id_based_context_precision(relevant),
        "id_based_context_recall": id_based_context_recall(relevant, outcome.relevant_in_all),
    }
    if outcome.sentences:
        scores |= {f"sentence_hit@{k}": hit_at(k, outcome.sentences) for k in (1, 2, 4)}
    return {name: (value, 1.0) for name, value in scores.items()}


def _answer(outcome: Outcome) -> dict[str, Contribution]:
    question, answer = outcome.question, outcome.answer
    scores = {"correctness": float(bool(outcome.correct)), "fault_rate": float(bool(outcome.fault))}
    refusal = _refusal(outcome)
    if not question.is_answerable:
        return _as_contributions(scores) | refusal
    sentences = answer.sentences if answer else ()
    text = all_words(answer)
    shown = " ".join([text, *(sentence.translation or "" for sentence in sentences)])
    golds = [word for fact in question.facts for group in fact.answers.values() for word in group]
    return (
        _as_contributions(
            {
                **scores,
                "answer_correctness": float(bool(outcome.correct)),
                "answer_recall": answer_recall(text, question.facts),
                "answer_recall_in_language": answer_recall_in(
                    question.language, shown, question.facts
                ),
                "exact_match": exact_match(text, golds),
                "token_f1": token_f1(text, golds),
            }
        )
        | refusal
    )


def _refusal(outcome: Outcome) -> dict[str, Contribution]:
    """Abstention metrics: hallucination and error rate as in NoMIRACL (Thakur et al. 2024).

    A question that ended in an error was neither answered nor refused.
    """
    if outcome.fault:
        return {}
    should_refuse = not outcome.question.is_answerable
    name = "hallucination_rate" if should_refuse else "error_rate"
    return {
        "refusal_f1": refusal_share(not outcome.is_answered, should_refuse),
        name: (float(outcome.is_answered == should_refuse), 1.0),
    }


def _claims(outcome: Outcome) -> dict[str, Contribution]:
    claims = outcome.claims
    cited = [verdict for claim in claims for verdict in claim.citations]
    supported = float(sum(claim.supported for claim in claims))
    found = {
        "faithfulness": (supported, float(len(claims))),
        "citation_recall": (supported, float(len(claims))),
        "citation_precision": (float(sum(cited)), float(len(cited))),
    }
    if outcome.question.is_answerable and outcome.is_answered:
        found["cited_passage_right"] = (float(outcome.cites_gold), 1.0)
    return found


def _written(outcomes: Sequence[Outcome]) -> tuple[list[float], list[bool]]:
    """Confidence in each answer, and whether it answers correctly; a refusal does not.

    Answers whose confidence was not estimated are left out.
    """
    confidence, right = [], []
    for outcome in outcomes:
        if outcome.answer is not None and outcome.answer.confidence is not None:
            confidence.append(outcome.answer.confidence)
            right.append(outcome.is_rightly_answered)
    return confidence, right


def _as_contributions(scores: dict[str, float]) -> dict[str, Contribution]:
    return {name: (value, 1.0) for name, value in scores.items()}
