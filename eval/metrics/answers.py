"""Answer metrics: exact match, token F1, answer recall and correctness."""

from collections import Counter
from collections.abc import Sequence

from assistant.answer import Answer
from eval.datasets.questions import Fact, TestQuestion
from eval.metrics.matching import contains_any, tokens


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """Exact match (Rajpurkar et al. 2016), normalised: 1 if the answer equals a gold answer."""
    return float(any(tokens(answer) == tokens(gold) for gold in golds))


def token_f1(answer: str, golds: Sequence[str]) -> float:
    """Token F1 (Rajpurkar et al. 2016) against the gold answer that gives the highest."""
    return max((_f1(tokens(answer), tokens(gold)) for gold in golds), default=0.0)


def states(answer: str, fact: Fact) -> bool:
    """Whether an answer contains a wording of a gold fact, in any language."""
    return contains_any(answer, _all_wordings(fact))


def answer_recall(answer: str, facts: Sequence[Fact]) -> float:
    """Answer recall: the share of the gold facts that an answer states, 0 to 1."""
    return sum(states(answer, fact) for fact in facts) / len(facts) if facts else 0.0


def answer_recall_in(language: str, answer: str, facts: Sequence[Fact]) -> float:
    """Answer recall in one language (ISO 639-1): the share of facts stated in its wordings, 0 to 1.

    A fact without a wording in that language, such as a number, counts in any language.
    """
    told = (contains_any(answer, _wordings(fact, language)) for fact in facts)
    return sum(told) / len(facts) if facts else 0.0


def _wordings(fact: Fact, language: str) -> Sequence[str]:
    return fact.answers.get(language) or _all_wordings(fact)


def _all_wordings(fact: Fact) -> list[str]:
    return [wording for group in fact.answers.values() for wording in group]


def says_wrong(question: TestQuestion, text: str) -> bool:
    """Whether an answer contains a wording that makes it wrong.

    Gold evidence that is quoted whole is ignored: a sentence that proves a fact may also contain
    a wrong answer.
    """
    return contains_any(_without_evidence(text, question), question.wrong)


def all_words(answer: Answer | None) -> str:
    """Text of an answer without citation markers; empty for no answer and for a refusal."""
    return " ".join(sentence.text for sentence in answer.sentences) if answer else ""


def own_words(answer: Answer | None) -> str:
    """Text of an answer without the sentences that it quotes."""
    sentences = answer.sentences if answer else ()
    return " ".join(sentence.text for sentence in sentences if not sentence.quoted)


def is_correct(question: TestQuestion, text: str, answered: bool, own: str | None = None) -> bool:
    """Correctness: all gold facts stated and nothing wrong, or an unanswerable question refused.

    `own` is the part of `text` in the answer's own words, which alone can be wrong; if left out,
    it is all of `text`. For a question whose premise the articles deny, an answer that states the
    denial is correct as well.
    """
    if not question.is_answerable and not answered:
        return True
    stated = bool(question.proven) and all(states(text, fact) for fact in question.proven)
    return answered and stated and not says_wrong(question, text if own is None else own)


def _without_evidence(text: str, question: TestQuestion) -> str:
    left = " ".join(text.split())
    for fact in question.proven:
        for span in fact.evidence:
            left = left.replace(" ".join(span.quote.split()), " ")
    return left


def _f1(answer: Sequence[str], gold: Sequence[str]) -> float:
    common = sum((Counter(answer) & Counter(gold)).values())
    return 2 * common / (len(answer) + len(gold)) if common else 0.0
