"""Runner: asks every question of a test set, and grades the answers as a `Run`.

Every run ingests the articles into a new store, by the same code as `citera ingest`.
"""

import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

import ingest
from assistant import Assistant, Turn
from assistant.query.query import Query
from assistant.query.rewrite import TopicRewriter
from eval.datasets.questions import TestQuestion
from eval.metrics.scores import curve, latency, summarise
from eval.run.config import RunConfig
from eval.run.grading import (
    SourceSpan,
    judged,
    outcome_of_answer,
    outcome_of_fault,
    outcome_of_search,
    source_span,
)
from eval.run.judge import judge_of
from eval.run.outcomes import Estimate, Outcome, Run
from eval.run.run_file import UnfinishedRun
from vectorstore.errors import CiteraError, ModelUnavailable

SEARCHED = 10
"""Number of passages graded in a run of retrieval only: the depth of nDCG@10."""
_PACKAGES = "citera langchain-core chromadb sentence-transformers torch xllamacpp".split()

ReportProgress = Callable[[int, int], None]
"""Called with the number of questions done, and of all questions."""


def run_test_set(config: RunConfig, progress: ReportProgress | None = None) -> Run:
    """Ask every question of a test set and grade the answers.

    A question that ends in an error has an outcome with a fault. An interrupted run keeps its
    outcomes in the models' folder, and is resumed when the same configuration is run again.

    Raises:
        ModelUnavailable: if the chat model, or the judge's, is not available.
        CiteraError: if there is no question, or an article cannot be read.
    """
    if not config.questions.questions:
        raise CiteraError("There is no question to ask: take another split or a higher limit.")
    began = datetime.now(UTC).isoformat(timespec="seconds")
    path = config.settings.cache / "eval" / f"{config.fingerprint()}.jsonl"
    with UnfinishedRun(path) as unfinished:
        _answer_all(config, unfinished, progress or (lambda done, total: None))
        judge = judge_of(config.judge, config.settings)
        outcomes = [
            judged(unfinished.outcomes[question.id], judge)
            for question in config.questions.questions
        ]
    return _as_run(config, began, outcomes)


def _answer_all(config: RunConfig, unfinished: UnfinishedRun, progress: ReportProgress) -> None:
    questions = config.questions.questions
    left = [question for question in questions if question.id not in unfinished.outcomes]
    if not left:
        return
    with TemporaryDirectory() as folder:
        settings = config.settings.model_copy(update={"store": Path(folder)})
        with Assistant(settings) as assistant:
            corpus = _ingest(assistant, config.questions.articles)
            _warm_up(assistant, config)
            for done, question in enumerate(left, start=len(questions) - len(left)):
                progress(done, len(questions))
                unfinished.append(_ask(assistant, question, config, corpus))
            progress(len(questions), len(questions))


def _ingest(assistant: Assistant, articles: Sequence[Path]) -> list[SourceSpan]:
    """Put the articles into the store; returns the spans of all their passages."""
    report = ingest.ingest_paths(assistant.store, articles)
    if not report.succeeded:
        first = report.failed[0]
        raise CiteraError(f"The article {first.source} cannot be read: {first.reason}")
    return [
        source_span(passage, article.source)
        for article in assistant.store.articles()
        for passage in assistant.store.passages(article.id)
    ]


def _warm_up(assistant: Assistant, config: RunConfig) -> None:
    """Load the models, so that the first question is timed like the others."""
    if config.retrieval_only:
        assistant.search("warm-up")
        return
    assistant.warm_up()
    if assistant.lacks_model:
        raise ModelUnavailable(
            "The local chat model is not installed, so there is nothing to evaluate. Run"
            " `citera setup`, or choose another with --model."
        )


def _ask(
    assistant: Assistant, question: TestQuestion, config: RunConfig, corpus: Sequence[SourceSpan]
) -> Outcome:
    history = [Turn(turn.question, turn.answer) for turn in question.history]
    try:
        if config.retrieval_only:
            started = time.monotonic()
            asked = Query(question.question, question.language)
            query = TopicRewriter(assistant.settings.history_tokens).rewrite(asked, history)
            hits = assistant.search(query.searched, SEARCHED)
            return outcome_of_search(question, hits, time.monotonic() - started, corpus)
        with _warnings() as told:
            answer = assistant.ask(question.question, history)
    except Exception as error:  # whatever the error is, the other questions can still be asked
        return outcome_of_fault(
            question, f"{type(error).__name__}: {error}", not config.retrieval_only
        )
    if told:  # if its model fails, the assistant quotes, which is not what is evaluated
        return outcome_of_fault(question, told[0], answering=True)
    return outcome_of_answer(question, answer, corpus)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collects warnings of the assistant: an answer does not tell that its model failed."""
    told: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(record.getMessage())

    listener, log = Listener(logging.WARNING), logging.getLogger("assistant")
    log.addHandler(listener)
    try:
        yield told
    finally:
        log.removeHandler(listener)


def _as_run(config: RunConfig, began: str, outcomes: Sequence[Outcome]) -> Run:
    name = config.questions.name
    model = "retrieval only" if config.retrieval_only else config.settings.model
    return Run(
        name=f"{name}, {config.split or 'all'}, {model}",
        set_name=name,
        split=config.split,
        model=model,
        settings=config.described(),
        began=began,
        versions=dict(_versions()),
        summary=summarise(outcomes),
        groups=_groups(outcomes),
        risk_coverage=tuple(curve(outcomes)),
        latency=latency(outcomes),
        memory_mib=_peak_memory(),
        outcomes=tuple(outcomes),
    )


def _groups(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Estimate]]:
    """Summary by kind and by language of the questions."""
    members: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        members.setdefault(f"kind: {outcome.question.kind}", []).append(outcome)
        members.setdefault(f"language: {outcome.question.language}", []).append(outcome)
    return {name: summarise(members[name]) for name in sorted(members)}


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", sys.version.split()[0]
    for package in _PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            continue


def _peak_memory() -> float | None:
    """Peak resident memory of this process so far, in MiB; None on Windows."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 2**20 if sys.platform == "darwin" else used / 2**10
