"""Grading: the `Outcome` of a question, by the gold evidence and then by the judge."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from assistant.answer import Answer, AnswerSentence
from assistant.evidence import best_evidence
from eval.datasets.questions import GoldEvidence, TestQuestion
from eval.metrics.answers import all_words, is_correct, own_words
from eval.metrics.retrieval import is_relevant
from eval.run.judge import CitedQuote, Judge
from eval.run.outcomes import Outcome, RetrievedPassage
from vectorstore import Passage, ScoredPassage, Span

_SENTENCES = 4
"""Number of best sentences that are graded: the most that the local model reads."""


class SourceSpan(NamedTuple):
    """Span of an article: its file name, and offsets into its text in code points."""

    source: str
    start: int
    end: int


def file_name(source: str) -> str:
    """File name of an article, by which gold evidence refers to it."""
    return PurePath(source).name


def source_span(part: Passage | Span, source: str) -> SourceSpan:
    """Span of a passage or a sentence of the article at `source`."""
    return SourceSpan(file_name(source), part.start, part.end)


def outcome_of_answer(
    question: TestQuestion, answer: Answer, corpus: Iterable[SourceSpan]
) -> Outcome:
    """Outcome of an answer, its claims not judged yet; `corpus` has the spans of all passages."""
    evidence = _evidence(question)
    retrieved = tuple(
        RetrievedPassage(
            source=file_name(each.source),
            start=each.start,
            end=each.end,
            text=each.text,
            score=each.score,
            relevant=is_relevant(file_name(each.source), each.start, each.end, evidence),
        )
        for each in answer.passages
    )
    cited = {citation.passage_id for s in answer.sentences for citation in s.citations}
    answered = answer.status == "answered"
    return Outcome(
        question=question,
        retrieved=retrieved,
        answer=answer,
        relevant_in_all=_relevant(corpus, evidence),
        cites_gold=any(
            found.relevant
            for passage, found in zip(answer.passages, retrieved, strict=True)
            if passage.id in cited
        ),
        correct=is_correct(question, all_words(answer), answered, own_words(answer)),
        seconds=dict(answer.timings),
    )


def outcome_of_search(
    question: TestQuestion,
    hits: Sequence[ScoredPassage],
    seconds: float,
    corpus: Iterable[SourceSpan],
) -> Outcome:
    """Outcome of a search without an answer; `seconds` is its duration."""
    evidence = _evidence(question)
    return Outcome(
        question=question,
        retrieved=tuple(
            RetrievedPassage(
                source=place.source,
                start=place.start,
                end=place.end,
                text=hit.passage.text,
                score=hit.score,
                probability=hit.probability,
                relevant=is_relevant(*place, evidence),
            )
            for hit in hits
            for place in [source_span(hit.passage, hit.article.source)]
        ),
        sentences=tuple(
            is_relevant(*source_span(item.span, item.hit.article.source), evidence)
            for item in best_evidence(hits, _SENTENCES)
        ),
        relevant_in_all=_relevant(corpus, evidence),
        seconds={"passages": seconds},
    )


def outcome_of_fault(question: TestQuestion, fault: str, answering: bool) -> Outcome:
    """Outcome of a question that ended in an error, while `answering` or only searching."""
    return Outcome(
        question=question, retrieved=(), fault=fault, correct=False if answering else None
    )


def judged(outcome: Outcome, judge: Judge) -> Outcome:
    """Outcome with the judge's verdicts on its claims."""
    answer = outcome.answer
    if answer is None or not outcome.is_answered:
        return outcome
    sources = {passage.id: file_name(passage.source) for passage in answer.passages}
    claims = tuple(
        judge.grade(outcome.question, sentence.text, _cited(sentence, sources))
        for sentence in answer.sentences
    )
    return outcome.model_copy(update={"claims": claims})


def _cited(sentence: AnswerSentence, sources: dict[str, str]) -> list[CitedQuote]:
    return [
        CitedQuote(each.quote, sources[each.passage_id], each.start, each.end)
        for each in sentence.citations
    ]


def _evidence(question: TestQuestion) -> list[GoldEvidence]:
    return [evidence for fact in question.proven for evidence in fact.evidence]


def _relevant(corpus: Iterable[SourceSpan], evidence: Sequence[GoldEvidence]) -> int:
    return sum(is_relevant(*place, evidence) for place in corpus)
