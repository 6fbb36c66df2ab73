"""Answers that are bad in a known way score badly on the metric that is to catch it.

A real run is changed answer by answer and graded anew by the harness.
"""

import pytest

from assistant.answer import AnswerSentence, Citation, CitedPassage
from assistant.settings import Settings
from eval.metrics.scores import summarise
from eval.run.grading import SourceSpan, judged, outcome_of_answer
from eval.run.judge import NONE, judge_of


def regraded(run, change):
    """The summary of a run whose answers were changed by `change(question, answer)`."""
    passages = {
        SourceSpan(each.source, each.start, each.end) for o in run.outcomes for each in o.retrieved
    }
    judge = judge_of(NONE, Settings())
    return summarise(
        [
            judged(outcome_of_answer(o.question, change(o.question, o.answer), passages), judge)
            for o in run.outcomes
        ]
    )


def saying(answer, text, citations, passages=()):
    """`answer` as one sentence."""
    sentence = AnswerSentence(text=text, citations=tuple(citations))
    shown = {each.id: each for each in (*answer.passages, *passages)}
    changed = {"sentences": (sentence,), "text": text, "passages": tuple(shown.values())}
    return answer.model_copy(update={"status": "answered", **changed})


def refusing(answer):
    return answer.model_copy(update={"status": "not_found", "sentences": (), "text": "No."})


def citing(passage, start, end, number=1):
    quote = passage.text[start - passage.start : end - passage.start]
    return Citation(
        number=number,
        passage_id=passage.id,
        article_id=passage.article_id,
        start=start,
        end=end,
        quote=quote,
    )


def whole(passage):
    return citing(passage, passage.start, passage.end)


def starts(answer):
    return {each.start for sentence in answer.sentences for each in sentence.citations}


def another(run, answer):
    """An answer to another question, from other sentences of the article."""
    return next(
        o.answer for o in run.outcomes if o.is_answered and not starts(o.answer) & starts(answer)
    )


def values(summary, *names):
    return [summary[name].value for name in names]


def test_gold_answers_with_gold_citations_reach_the_best_of_each_metric(quoting_run):
    def gold(question, answer):
        if not question.is_answerable:
            return refusing(answer)
        said, citations, passages = [], [], []
        for number, fact in enumerate(question.facts, start=1):
            said.append(fact.answers[question.language][0])
            # A citation beside one that proves all is not precise.
            first = max(fact.evidence, key=lambda e: sum(e in f.evidence for f in question.facts))
            passage = CitedPassage(
                id=f"{first.source}:{first.start}",
                article_id="a",
                title="",
                source=first.source,
                date=None,
                language=None,
                url=None,
                page=None,
                start=first.start,
                end=first.end,
                text=first.quote,
                score=1.0,
            )
            if passage not in passages:
                passages.append(passage)
                citations.append(citing(passage, first.start, first.end, number))
        return saying(answer, ", ".join(said), citations, passages)

    summary = regraded(quoting_run, gold)
    best = ["correctness", "answer_correctness", "answer_recall", "refusal_f1"]
    best += ["faithfulness", "citation_recall", "citation_precision", "cited_passage_right"]
    assert values(summary, *best) == [1.0] * len(best)
    assert values(summary, "hallucination_rate", "error_rate") == [0, 0]
    assert summary["exact_match"].value > 0.8


def test_swapped_citations_lose_precision_recall_and_faithfulness_alone(quoting_run):
    def said_by(cited):
        def said(question, answer):
            if answer.status != "answered":
                return answer
            other = cited(answer)
            text = " ".join(sentence.text for sentence in answer.sentences)
            return saying(answer, text, other.sentences[0].citations, other.passages)

        return regraded(quoting_run, said)

    summary = said_by(lambda answer: another(quoting_run, answer))
    caught = values(summary, "faithfulness", "citation_recall", "citation_precision")
    assert max(caught) <= 0.1
    assert summary["correctness"] == said_by(lambda answer: answer)["correctness"]


def test_shuffled_answers_lose_correctness_alone(quoting_run):
    def shuffled(question, answer):
        return another(quoting_run, answer) if answer.status == "answered" else answer

    summary = regraded(quoting_run, shuffled)
    before = quoting_run.summary
    assert summary["answer_correctness"].value < before["answer_correctness"].value * 0.7
    assert summary["answer_recall"].value < before["answer_recall"].value * 0.7
    assert summary["cited_passage_right"].value < before["cited_passage_right"].value * 0.7
    assert summary["faithfulness"].value == 1


def test_one_who_always_abstains_errs_on_all_that_has_an_answer(quoting_run):
    summary = regraded(quoting_run, lambda question, answer: refusing(answer))
    rates = values(summary, "error_rate", "hallucination_rate", "answer_correctness")
    assert rates == [1, 0, 0]
    unanswerable = sum(not o.question.is_answerable for o in quoting_run.outcomes)
    count = len(quoting_run.outcomes)
    assert summary["correctness"].value == pytest.approx(unanswerable / count)
    assert summary["refusal_f1"].value == pytest.approx(2 * unanswerable / (count + unanswerable))
    assert "faithfulness" not in summary


def test_one_who_never_abstains_hallucinates_on_all_that_has_none(quoting_run):
    def talkative(question, answer):
        passage = answer.passages[0]
        return saying(answer, passage.text, [whole(passage)])

    summary = regraded(quoting_run, talkative)
    rates = values(summary, "error_rate", "hallucination_rate", "refusal_f1")
    assert rates == [0, 1, 0]


def test_copying_the_question_is_neither_right_nor_supported(quoting_run):
    def echo(question, answer):
        return saying(answer, question.question, [whole(answer.passages[0])])

    summary = regraded(quoting_run, echo)
    assert max(values(summary, "answer_correctness", "answer_recall")) <= 0.1
    assert max(values(summary, "faithfulness", "citation_precision", "citation_recall")) <= 0.1
    assert summary["hallucination_rate"].value == 1


def test_copying_a_passage_is_perfectly_cited_and_caught_elsewhere(quoting_run):
    def copied(question, answer):
        passage = answer.passages[0]
        return saying(answer, passage.text, [whole(passage)])

    summary = regraded(quoting_run, copied)
    assert values(summary, "faithfulness", "citation_precision", "citation_recall") == [1, 1, 1]
    assert summary["token_f1"].value < 0.15
    assert summary["exact_match"].value == 0
    assert summary["hallucination_rate"].value == 1
    assert summary["correctness"].value < 0.75
