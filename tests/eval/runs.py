"""Runs made by hand for the tests of reports: one question a way to go right or wrong."""

from collections.abc import Sequence

from assistant.answer import Answer, AnswerSentence, Citation, CitedPassage
from eval.datasets.questions import Fact, GoldEvidence, TestQuestion
from eval.metrics.scores import curve, latency, summarise
from eval.run.outcomes import JudgedClaim, Outcome, RetrievedPassage, Run

TEXT = "The port opened in 1912. Its first master was Ida Berg. Trains came later."
GOLD = "Its first master was Ida Berg."
OTHER = "The port opened in 1912."


def span(quote: str) -> tuple[int, int]:
    """Where a quote stands in `TEXT`."""
    start = TEXT.index(quote)
    return start, start + len(quote)


def question(
    name: str,
    answerable: bool = True,
    language: str = "en",
    facts: Sequence[tuple[str, str]] = (("Ida Berg", GOLD),),
    text: str = "Who was the first master of the port?",
) -> TestQuestion:
    """A question whose facts are (wording, quote that proves it)."""
    gold = [
        Fact(
            answers={"en": (wording,)},
            evidence=(
                GoldEvidence(source="port.txt", start=span(at)[0], end=span(at)[1], quote=at),
            ),
        )
        for wording, at in facts
    ]
    return TestQuestion(
        id=name,
        language=language,
        kind="factual" if answerable else "true-elsewhere",
        split="dev",
        question=text,
        facts=tuple(gold) if answerable else (),
        wrong=("Karl Berg",),
    )


def retrieved(*quotes: str, relevant: str | None = GOLD) -> tuple[RetrievedPassage, ...]:
    """Passages of `TEXT`, in this order; those that are `relevant` hold the evidence."""
    return tuple(
        RetrievedPassage(
            source="port.txt",
            start=span(quote)[0],
            end=span(quote)[1],
            text=quote,
            score=0.9,
            relevant=relevant is not None and relevant in quote,
        )
        for quote in quotes
    )


def answer(text: str, quote: str | None = None, status: str = "answered") -> Answer:
    """An answer of one sentence that cites one quote, or a refusal."""
    refused = status != "answered"
    start, end = span(quote or OTHER)
    passage = CitedPassage(
        id="p1",
        article_id="port",
        title="The port",
        source="port.txt",
        date=None,
        language="en",
        url=None,
        page=None,
        start=start,
        end=end,
        text=quote or OTHER,
        score=0.9,
    )
    citation = Citation(
        number=1, passage_id="p1", article_id="port", start=start, end=end, quote=quote or OTHER
    )
    sentence = AnswerSentence(text=text, citations=(citation,) if quote else ())
    return Answer.model_validate(
        {
            "question": "?",
            "status": status,
            "text": text if refused else f"{text} [1]",
            "sentences": () if refused else (sentence,),
            "passages": (passage,),
            "confidence": 0.1 if refused else 0.8,
            "language": "en",
            "model": "by hand",
            "timings": {"total": 1.0},
            "tokens": {"input": 100, "output": 10},
        }
    )


REFUSAL = answer("The articles do not answer this question.", status="not_found")


def outcome(
    asked: TestQuestion,
    given: Answer | None,
    *,
    correct: bool | None = True,
    found: tuple[RetrievedPassage, ...] | None = None,
    supported: bool = True,
    shown: bool = True,
    cites_gold: bool = True,
    fault: str | None = None,
    total: float = 2.0,
) -> Outcome:
    """What came of a question, with a claim for each sentence of the answer."""
    sentences = given.sentences if given else ()
    usual = retrieved(OTHER, GOLD, relevant=GOLD if asked.is_answerable else None)
    return Outcome(
        question=asked,
        retrieved=usual if found is None else found,
        answer=given,
        fault=fault,
        claims=tuple(
            JudgedClaim(
                text=each.text,
                supported=supported,
                citations=tuple(shown for _ in each.citations),
                judged_by="gold",
            )
            for each in sentences
        ),
        cites_gold=cites_gold and bool(sentences),
        correct=correct,
        seconds={} if fault else {"passages": 0.2, "total": total},
    )


def small_outcomes() -> list[Outcome]:
    """One question that went each way; its id is its diagnosis."""
    right = answer("Ida Berg.", GOLD)
    parts = question("missing-part", facts=(("Ida Berg", GOLD), ("1912", OTHER)))
    return [
        outcome(question("right"), right, total=3.0),
        outcome(question("right-refusal", answerable=False), REFUSAL),
        outcome(question("fault"), None, correct=False, fault="Out of memory", found=()),
        outcome(question("hallucinated", answerable=False), right, correct=False, supported=False),
        outcome(question("not-retrieved"), REFUSAL, correct=False, found=retrieved(OTHER)),
        outcome(question("wrongly-refused", language="fr"), REFUSAL, correct=False),
        outcome(question("wrong-answer"), answer("Karl Berg.", GOLD), correct=False),
        outcome(parts, right, correct=False),
        outcome(question("unsupported-claim"), right, supported=False),
        outcome(question("wrong-citation"), answer("Ida Berg.", OTHER), shown=False),
    ]


def run_of(outcomes: Sequence[Outcome], name: str = "first") -> Run:
    """A run of these outcomes, summarised as the harness does."""
    languages = sorted({each.question.language for each in outcomes})
    return Run(
        name=name,
        set_name="port",
        split="dev",
        model="by hand",
        settings={"judge": "none", "limit": None},
        began="2026-01-02T03:04:05Z",
        versions={"citera": "0.1.0"},
        summary=summarise(outcomes),
        groups={
            f"language: {language}": summarise(
                [each for each in outcomes if each.question.language == language]
            )
            for language in languages
        },
        risk_coverage=tuple(curve(outcomes)),
        latency=latency(outcomes),
        memory_mib=512.0,
        outcomes=tuple(outcomes),
    )
