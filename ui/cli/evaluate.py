"""Command `citera eval`: evaluation on test sets."""

import sys
from pathlib import Path

import click

from vectorstore.errors import CiteraError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("eval")
@click.argument("files", nargs=-1, type=_FILE)
@click.option(
    "--set",
    "set_name",
    help="Test set: `article`, `several` or `conversations`.  [default: article]",
)
@click.option(
    "--split", type=click.Choice(["dev", "test"]), help="Part of the set.  [default: all]"
)
@click.option("--squad", type=_FILE, help="A SQuAD file instead: its paragraphs are the articles.")
@click.option("--questions", type=_FILE, help="Parallel SQuAD file with the questions, by id.")
@click.option("--answers", type=_FILE, help="Parallel SQuAD file with more gold answers, by id.")
@click.option(
    "--hide",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.0,
    help="Share of the SQuAD paragraphs to take out, so that no article answers their questions.",
)
@click.option("--model", help="What answers, as CITERA_MODEL.")
@click.option(
    "--judge",
    default="local",
    show_default=True,
    help="What decides on claims that gold facts do not settle: a model as for CITERA_MODEL, or"
    " `none`, with which they count as unsupported.",
)
@click.option("--limit", type=click.IntRange(1), help="Questions to ask, evenly taken.")
@click.option("--retrieval-only", is_flag=True, help="Search, and answer nothing.")
@click.option("--json", "json_path", type=_OUT, help="Write the run as JSON.")
@click.option("--html", type=_OUT, help="Write the run, or the comparison, as one HTML page.")
@click.option("--ragas", type=_OUT, help="Write the run as a data set for ragas, in JSON Lines.")
@click.option("--compare", type=_FILE, nargs=2, help="Compare two runs written with --json.")
@click.option(
    "--reader",
    is_flag=True,
    help="Find the answers to the questions of SQuAD FILES in their paragraphs; no search.",
)
@click.option("--ablate", is_flag=True, help="What each part of the search adds, on --squad.")
@click.option("--gate", is_flag=True, help="Fail below the thresholds in eval/thresholds.toml.")
def evaluate(
    files: tuple[Path, ...],
    set_name: str | None,
    split: str | None,
    squad: Path | None,
    questions: Path | None,
    answers: Path | None,
    hide: float,
    model: str | None,
    judge: str,
    limit: int | None,
    retrieval_only: bool,
    json_path: Path | None,
    html: Path | None,
    ragas: Path | None,
    compare: tuple[Path, Path] | None,
    reader: bool,
    ablate: bool,
    gate: bool,
) -> None:
    """Answer a test set and measure how well.

    What is interrupted goes on where it was when the same command is given again.
    """
    from eval.datasets.squad import SquadFiles
    from eval.run import command
    from ui.session import load_settings

    if compare:
        command.compare_files(*compare, html)
        return
    if files and not reader:
        raise CiteraError("FILES are for --reader; a test set is given with --set or --squad FILE.")
    if reader:
        if set_name or split or squad or answers or hide or ablate or gate:
            raise CiteraError("--reader comes with FILES, --questions and --limit only.")
        command.evaluate_spans(command.SpanOptions(load_settings(), files, questions, limit))
        return
    if not squad and (questions or answers or hide or ablate):
        raise CiteraError("--questions, --answers, --hide and --ablate need --squad FILE.")
    settings = load_settings()
    if model:
        settings = settings.model_copy(update={"model": model})
    sources = SquadFiles(squad, questions, answers, hide) if squad else None
    if ablate and sources:
        command.compare_searches(sources, limit, settings)
        return
    request = command.EvaluationOptions(
        settings=settings,
        set_name=set_name,
        split=split,
        squad=sources,
        judge=judge,
        limit=limit,
        retrieval_only=retrieval_only,
        json=json_path,
        html=html,
        ragas=ragas,
        gate=gate,
    )
    try:
        passed = command.evaluate(request)
    except KeyboardInterrupt:
        click.echo("Interrupted: give the same command again to go on from here.", err=True)
        sys.exit(130)
    sys.exit(0 if passed else 1)
