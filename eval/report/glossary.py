"""Glossary of the metrics, for all reports: label, meaning, group and direction."""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

Group = Literal["retrieval", "answers", "citations", "abstention", "cost"]
GROUPS: dict[Group, str] = {
    "retrieval": "Retrieval",
    "answers": "Answers",
    "citations": "Citations (read beside correctness: a copied passage scores highest)",
    "abstention": "Abstention",
    "cost": "Cost",
}


class Metric(BaseModel):
    """Metric as reports show it."""

    model_config = ConfigDict(frozen=True)

    name: str
    label: str
    meaning: str
    group: Group
    lower_is_better: bool = False


def _metric(name: str, label: str, group: Group, meaning: str, lower: bool = False) -> Metric:
    return Metric(name=name, label=label, meaning=meaning, group=group, lower_is_better=lower)


_METRICS = (
    _metric("hit@1", "hit@1", "retrieval", "The first passage holds gold evidence."),
    _metric("hit@5", "hit@5", "retrieval", "One of the first five passages holds gold evidence."),
    _metric("mrr", "MRR", "retrieval", "One over the rank of the first passage with evidence."),
    _metric(
        "ndcg@10",
        "nDCG@10",
        "retrieval",
        "How near the top the passages with evidence stand, against the best order.",
    ),
    _metric(
        "context_precision",
        "Context precision",
        "retrieval",
        "Mean precision at the ranks of the passages with evidence.",
    ),
    _metric(
        "context_recall",
        "Context recall",
        "retrieval",
        "Share of the gold facts with evidence among the passages.",
    ),
    _metric(
        "sentence_hit@1",
        "Sentence hit@1",
        "retrieval",
        "The sentence that is read first holds gold evidence; without answers only.",
    ),
    _metric(
        "sentence_hit@2",
        "Sentence hit@2",
        "retrieval",
        "One of the first two sentences holds gold evidence; without answers only.",
    ),
    _metric(
        "sentence_hit@4",
        "Sentence hit@4",
        "retrieval",
        "One of the first four sentences holds gold evidence; without answers only.",
    ),
    _metric(
        "id_based_context_precision",
        "ID-based context precision",
        "retrieval",
        "Share of the retrieved passages that hold gold evidence.",
    ),
    _metric(
        "id_based_context_recall",
        "ID-based context recall",
        "retrieval",
        "Share of all passages with gold evidence that were retrieved.",
    ),
    _metric(
        "correctness",
        "Correctness",
        "answers",
        "All questions: all facts stated and nothing wrong, or refused where it should be.",
    ),
    _metric(
        "answer_correctness",
        "Correctness, answerable",
        "answers",
        "Answerable questions: all facts stated and nothing wrong.",
    ),
    _metric("answer_recall", "Answer recall", "answers", "Share of the gold facts stated."),
    _metric(
        "answer_recall_in_language",
        "Answer recall in the reader's language",
        "answers",
        "Share of the gold facts stated in the question's language, in translations too.",
    ),
    _metric("exact_match", "Exact match", "answers", "The answer is a gold answer, word for word."),
    _metric("token_f1", "Token F1", "answers", "Words shared with the nearest gold answer."),
    _metric("fault_rate", "Fault rate", "answers", "Questions that ended in an error.", True),
    _metric(
        "faithfulness", "Faithfulness", "citations", "Share of the claims that the sources support."
    ),
    _metric(
        "citation_recall",
        "Citation recall",
        "citations",
        "Share of the claims that their citations, taken together, support (ALCE).",
    ),
    _metric(
        "citation_precision",
        "Citation precision",
        "citations",
        "Share of the citations that support their claim, or are needed to (ALCE).",
    ),
    _metric(
        "cited_passage_right",
        "Cites gold evidence",
        "citations",
        "Answers that cite a passage with gold evidence.",
    ),
    _metric(
        "hallucination_rate",
        "Hallucination rate",
        "abstention",
        "Unanswerable questions that were answered (NoMIRACL), even by what denies their premise.",
        True,
    ),
    _metric(
        "error_rate",
        "Error rate",
        "abstention",
        "Answerable questions that were refused (NoMIRACL).",
        True,
    ),
    _metric("refusal_f1", "Refusal F1", "abstention", "Precision and recall of refusing, in one."),
    _metric(
        "risk_area",
        "Area under risk–coverage",
        "abstention",
        "Mean share of answers that are wrong or refused, taken in by falling confidence.",
        True,
    ),
)
_BESIDE_CITATIONS = "correctness"
_BY_NAME = {metric.name: metric for metric in _METRICS}


def metric(name: str) -> Metric:
    """Metric of this name; an unlisted one has its name as its label, in the group `cost`."""
    return _BY_NAME.get(name) or _metric(name, name, "cost", "")


def in_order(names: Iterable[str]) -> list[Metric]:
    """Metrics in display order: by group, then unlisted ones by name."""
    wanted = set(names)
    listed = [each for each in _METRICS if each.name in wanted]
    return listed + [metric(name) for name in sorted(wanted - _BY_NAME.keys())]


def in_groups(names: Iterable[str]) -> list[tuple[str, list[Metric]]]:
    """Metrics under the titles of their groups, in display order.

    Correctness is repeated beside the citation metrics, which mean little without it.
    """
    listed = in_order(names)
    groups = [(group, [each for each in listed if each.group == group]) for group in GROUPS]
    beside = [each for each in listed if each.name == _BESIDE_CITATIONS]
    return [
        (GROUPS[group], beside + metrics if group == "citations" else metrics)
        for group, metrics in groups
        if metrics
    ]
