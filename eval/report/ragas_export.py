"""Export of a run in the dataset format of ragas, to compute the metrics of ragas too."""

import json
from pathlib import Path
from typing import Any

from assistant.compose.messages import NOT_FOUND_TEXTS
from eval.atomic_write import write_atomically
from eval.datasets.questions import Fact, TestQuestion
from eval.metrics.answers import all_words
from eval.metrics.retrieval import is_relevant
from eval.run.outcomes import Outcome, Run

Sample = dict[str, Any]


def write_ragas(run: Run, path: Path) -> None:
    """Write a run as JSON Lines that ragas' `EvaluationDataset.from_jsonl` reads.

    Each question is one line, a `SingleTurnSample`, in the order of the run:

    - `user_input`: the question, without the earlier turns of the conversation.
    - `retrieved_contexts`, `retrieved_context_ids`: the passages by rank; an id is
      `source:start-end`, in code points of the stored text.
    - `reference_contexts`: quotes that prove the gold facts; none for an unanswerable question.
    - `reference_context_ids`: the retrieved passages that hold gold evidence, and the gold spans
      that no passage holds. ragas' ID-based precision then equals Citera's; its recall may differ
      slightly, as Citera counts missed passages rather than missed spans.
    - `response`: the answer without citation markers; left out in a run of retrieval only.
    - `reference`: the wordings of the gold facts in the language of the question, alternatives
      separated by a slash; or the sentence that the articles do not answer it.

    Raises `CiteraError` if the file cannot be written.
    """
    # ASCII, as ragas opens the file in the encoding of the system, which may not be UTF-8.
    lines = [json.dumps(_sample(outcome)) + "\n" for outcome in run.outcomes]
    write_atomically(path, "".join(lines))


def _sample(outcome: Outcome) -> Sample:
    evidence = [each for fact in outcome.question.facts for each in fact.evidence]
    found = [(_id(each.source, each.start, each.end), each) for each in outcome.retrieved]
    missed = [
        _id(gold.source, gold.start, gold.end)
        for gold in evidence
        if not any(
            is_relevant(each.source, each.start, each.end, [gold]) for each in outcome.retrieved
        )
    ]
    sample: Sample = {
        "user_input": outcome.question.question,
        "retrieved_contexts": [each.text for each in outcome.retrieved],
        "retrieved_context_ids": [name for name, _ in found],
        "reference_contexts": list(dict.fromkeys(gold.quote for gold in evidence)),
        "reference_context_ids": [
            *(name for name, each in found if each.relevant),
            *dict.fromkeys(missed),
        ],
        "reference": _reference(outcome.question),
    }
    if outcome.answer:
        sample["response"] = all_words(outcome.answer) or outcome.answer.text
    return sample


def _id(source: str, start: int, end: int) -> str:
    return f"{source}:{start}-{end}"


def _reference(question: TestQuestion) -> str:
    if not question.is_answerable:
        return NOT_FOUND_TEXTS.get(question.language, NOT_FOUND_TEXTS["en"])
    return "; ".join(" / ".join(_wordings(fact, question.language)) for fact in question.facts)


def _wordings(fact: Fact, language: str) -> tuple[str, ...]:
    """Wordings in a language, else in English, else in the first language available."""
    first = next(iter(fact.answers.values()), ())
    return fact.answers.get(language) or fact.answers.get("en") or first
