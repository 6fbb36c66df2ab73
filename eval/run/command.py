"""`citera eval`: loads a test set, runs it, and writes and prints the results."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from assistant.settings import Settings
from eval.datasets.sets import QuestionSet, load_set
from eval.datasets.span_questions import read_span_questions
from eval.datasets.squad import SquadFiles, load_squad
from eval.report.tables import print_run
from eval.run.config import Option, RunConfig
from eval.run.gate import Gate, load_gate, misses
from eval.run.outcomes import Run
from eval.run.run_file import read_run, write_run
from eval.run.runner import run_test_set
from vectorstore.errors import CiteraError


@dataclass(frozen=True)
class EvaluationOptions:
    """Options of `citera eval`."""

    settings: Settings
    set_name: str | None = None
    """`article` if left out, or the test set of the gate."""
    split: str | None = None
    squad: SquadFiles | None = None
    judge: str = "local"
    limit: int | None = None
    retrieval_only: bool = False
    json: Path | None = None
    html: Path | None = None
    ragas: Path | None = None
    gate: bool = False


def evaluate(options: EvaluationOptions) -> bool:
    """Run a test set, write the files asked for and print the summary.

    Returns whether the gate is passed, True without one. Raises `CiteraError` if options
    contradict each other, or if a file or a model is missing.
    """
    gate = load_gate() if options.gate else None
    if options.squad and (options.set_name or options.split or gate):
        raise CiteraError("--squad comes without --set, --split and --gate.")
    with TemporaryDirectory() as folder, _progress() as progress:
        run = run_test_set(_run_config(options, gate, Path(folder)), progress)
    _write(run, options)
    print_run(run)
    missed = misses(gate, run) if gate else []
    for each in missed:
        print(f"Below the threshold: {each}", file=sys.stderr)
    return not missed


def compare_files(first: Path, second: Path, html: Path | None = None) -> None:
    """Print a comparison of two run files; with `html`, write it as a page too."""
    from eval.report.compare import compare
    from eval.report.compare_text import render

    before, after = read_run(first), read_run(second)
    print(render(compare(before, after)))
    if html:
        from eval.report.page import write_html

        write_html(after, html, against=before)


def compare_searches(sources: SquadFiles, limit: int | None, settings: Settings) -> None:
    """Print an ablation of the search, within and across two SQuAD files."""
    from eval.bench.ablate import ablate, read_retrieval_dataset

    files = [path for path in (sources.paragraphs, sources.questions) if path]
    for table in ablate(
        {path.stem: read_retrieval_dataset(path, limit) for path in files},
        settings,
        settings.reranker,
    ):
        print(f"\n{table}")


@dataclass(frozen=True)
class SpanOptions:
    """Options of `citera eval --reader`."""

    settings: Settings
    files: tuple[Path, ...]
    questions: Path | None = None
    """Parallel file with the wordings of the questions, for one file only."""
    limit: int | None = None
    """Questions of each file."""


def evaluate_spans(options: SpanOptions) -> None:
    """Read SQuAD questions with their paragraphs, and print the scores of the spans by language.

    Raises `CiteraError` if there is no file, or if one cannot be read.
    """
    from assistant.readers.span.load import SpanModelLoader
    from eval.report.span_table import print_spans
    from eval.run.span_reading import evaluate_predictor, sample_questions
    from eval.run.trained_reader import TrainedReader
    from vectorstore import Embedder

    if not options.files or (options.questions and len(options.files) > 1):
        raise CiteraError("--reader needs a SQuAD file or several, --questions exactly one.")
    read = [read_span_questions(path, options.questions) for path in options.files]
    files = sample_questions(read, options.limit)
    embedder = Embedder("e5-small", options.settings.cache)
    predictor = TrainedReader(SpanModelLoader(lambda: embedder, options.settings.cache)())
    with _progress() as progress:
        scores = evaluate_predictor(predictor, files, progress)
    print_spans(files, scores)


def _run_config(options: EvaluationOptions, gate: Gate | None, folder: Path) -> RunConfig:
    split = options.split
    if options.squad:
        chosen = load_squad(options.squad, folder)
    else:
        chosen = load_set(options.set_name or (gate.set if gate else "article"))
        split = split or (gate.split if gate else None)
        _require_gated(chosen, split, gate)
    return RunConfig(
        questions=chosen.of_split(split).sample(options.limit),
        settings=options.settings,
        judge=options.judge,
        retrieval_only=options.retrieval_only,
        split=split,
        options={"limit": options.limit, **_described(options.squad)},
    )


def _require_gated(chosen: QuestionSet, split: str | None, gate: Gate | None) -> None:
    if gate and (chosen.name, split) != (gate.set, gate.split):
        raise CiteraError(
            f"The thresholds are for the set {gate.set}, split {gate.split}: leave out --set and"
            " --split, or --gate."
        )


def _described(squad: SquadFiles | None) -> dict[str, Option]:
    if squad is None:
        return {}
    names = {"questions": squad.questions, "answers": squad.answers}
    given: dict[str, Option] = {name: path.name for name, path in names.items() if path}
    return {**given, "hidden": squad.hidden}


def _write(run: Run, options: EvaluationOptions) -> None:
    if options.json:
        write_run(run, options.json)
    if options.html:
        from eval.report.page import write_html

        write_html(run, options.html)
    if options.ragas:
        from eval.report.ragas_export import write_ragas

        write_ragas(run, options.ragas)


@contextmanager
def _progress() -> Iterator["_ProgressBar"]:
    with Progress(
        *Progress.get_default_columns()[:2],
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as shown:
        yield _ProgressBar(shown)


class _ProgressBar:
    """Progress bar on stderr, by questions."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._task = shown.add_task("Preparing", total=None)

    def __call__(self, done: int, total: int) -> None:
        task = "Judging" if done == total else "Asking"
        self._shown.update(self._task, description=task, completed=done, total=total)
