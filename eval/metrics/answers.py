"""Answer correctness: SQuAD's exact match and token F1, answer recall, and whether it is right."""

from collections import Counter
from collections.abc import Sequence

from assistant.answer import Answer
from eval.datasets.questions import Fact, TestQuestion
from eval.metrics.matching import contains_any, tokens


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """1 where the answer is one of the gold answers after normalisation (Rajpurkar et al. 2016)."""
    return float(any(tokens(answer) == tokens(gold) for gold in golds))


def token_f1(answer: str, golds: Sequence[str]) -> float:
    """Best harmonic mean of the precision and recall of tokens (Rajpurkar et al. 2016)."""
    return max((_f1(tokens(answer), tokens(gold)) for gold in golds), default=0.0)


def states(answer: str, fact: Fact) -> bool:
    """Whether an answer contains a wording of a fact, in any language."""
    return contains_any(answer, _all_wordings(fact))


def answer_recall(answer: str, facts: Sequence[Fact]) -> float:
    """Share of the gold facts that an answer contains."""
    return sum(states(answer, fact) for fact in facts) / len(facts) if facts else 0.0


def answer_recall_in(language: str, answer: str, facts: Sequence[Fact]) -> float:
    """Share of the gold facts that an answer contains in a wording of this language.

    A fact that has no wording in it, such as a number, counts in any.
    """
    told = (contains_any(answer, _wordings(fact, language)) for fact in facts)
    return sum(told) / len(facts) if facts else 0.0


def _wordings(fact: Fact, language: str) -> Sequence[str]:
    return fact.answers.get(language) or _all_wordings(fact)


def _all_wordings(fact: Fact) -> list[str]:
    return [wording for group in fact.answers.values() for wording in group]


def says_wrong(question: TestQuestion, text: str) -> bool:
    """Whether an answer says what makes it wrong.

    A sentence of the article that proves a fact may also name what would be wrong to answer. Such
    a sentence, quoted whole, counts as stating the fact and not as saying the other.
    """
    return contains_any(_without_evidence(text, question), question.wrong)


def all_words(answer: Answer | None) -> str:
    """What an answer says, without its markers; empty for none and for a refusal."""
    return " ".join(sentence.text for sentence in answer.sentences) if answer else ""


def own_words(answer: Answer | None) -> str:
    """What an answer says other than by quoting sentences, which say what they say."""
    sentences = answer.sentences if answer else ()
    return " ".join(sentence.text for sentence in sentences if not sentence.quoted)


def is_correct(question: TestQuestion, text: str, answered: bool, own: str | None = None) -> bool:
    """Whether an answer states all facts and nothing wrong, or refuses where it should.

    `own` is what it says in its own words, which alone can be wrong; left out, that is all of it.
    Where nothing answers a question that the articles contradict, saying so is right as well.
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
