"""Load and soak tests of the real chat, in a process and with a store of its own.

    python -m eval.load load [--people 20] [--minutes 10] [--model extractive|local] [--json FILE]
    python -m eval.load soak [--questions 5000] [--every 500] [--json FILE]

Both need Linux, print what they measure, and end with status 1 where something must not be.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from assistant.settings import Settings
from eval.atomic_write import write_atomically
from eval.datasets.sets import load_set
from eval.load.chat import running_chat
from eval.load.figures import Percentiles
from eval.load.people import MOST_PEOPLE, Habits, logins, make_people, write_articles
from eval.load.process import require_proc
from eval.load.run_load import LoadReport, run_load
from eval.load.soak import FEWEST_CHECKS, Check, SoakReport, run_soak
from vectorstore.errors import CiteraError

_MODEL = click.option("--model", default="extractive", show_default=True)
_JSON = click.option("--json", "file", type=click.Path(path_type=Path), help="Write results to it.")


@click.group()
def main() -> None:
    """Test the chat server under load, or for growth over many questions."""
    require_proc()


@main.command()
@click.option("--people", "number", type=click.IntRange(1, MOST_PEOPLE - 1), default=20)
@click.option("--minutes", type=click.FloatRange(0, 24 * 60, min_open=True), default=10.0)
@click.option("--pause", type=click.FloatRange(0), default=4.0, help="Seconds between questions.")
@click.option("--hang-up", type=click.FloatRange(0, 1), default=0.1, help="Share of questions.")
@click.option("--stops", type=click.IntRange(0, 5), default=3, help="Answers stopped at the end.")
@click.option("--idle-within", type=click.FloatRange(0), default=10.0, help="Seconds after a stop.")
@click.option("--seed", type=int, default=1)
@_MODEL
@_JSON
def load(
    number: int,
    minutes: float,
    pause: float,
    hang_up: float,
    stops: int,
    idle_within: float,
    seed: int,
    model: str,
    file: Path | None,
) -> None:
    """Have people ask side by side, each with a login of their own."""
    everybody = make_people(number + 1, seed)
    *people, observer = everybody
    habits = Habits(pause, hang_up, _questions("several"), seed)
    settings = {"model": model, "auth": logins(everybody)}
    at_once = Settings.model_fields["questions_at_once"].default
    with TemporaryDirectory() as name:
        folder = Path(name)
        with running_chat(folder, settings, write_articles(everybody, folder)) as chat:
            report = run_load(chat, people, observer, minutes * 60, habits, at_once, stops)
    _print_load(report)
    _finish(
        {"model": model, "people": number, "minutes": minutes},
        report,
        report.faults(idle_within),
        file,
    )


@main.command()
@click.option("--questions", "number", type=click.IntRange(FEWEST_CHECKS, 1_000_000), default=5000)
@click.option("--every", type=click.IntRange(1), default=500, help="Questions between checks.")
@click.option("--minutes", type=click.FloatRange(0, 24 * 60, min_open=True), default=240.0)
@_MODEL
@_JSON
def soak(number: int, every: int, minutes: float, model: str, file: Path | None) -> None:
    """Ask questions one after the other, for MINUTES at most, and check for growth."""
    if number < FEWEST_CHECKS * every:
        raise click.UsageError(f"--questions must be {FEWEST_CHECKS} times --every or more")
    settings = {"model": model, "questions_per_minute": 1_000_000}
    with TemporaryDirectory() as name, running_chat(Path(name), settings) as chat:
        report = run_soak(
            chat, _questions("article", "several"), number, every, minutes * 60, _print_check
        )
    for name, grown in report.growth.items():
        click.echo(f"{name}: {grown:+.2f} in 1,000 questions")
    _finish({"model": model}, report, report.faults(), file)


def _questions(*names: str) -> list[str]:
    return [question.question for name in names for question in load_set(name).questions]


def _print_load(report: LoadReport) -> None:
    click.echo(
        f"asked {report.asked}: answered {report.answered}, hung up {report.hung_up},"
        f" refused {report.refused}, failed {report.failed}"
    )
    for error in report.errors:
        click.echo(f"  {error}")
    click.echo(f"first passages: {_seconds(report.first_passages)}")
    click.echo(f"quoted answer: {_seconds(report.quoted_answer)}")
    click.echo(f"searches meanwhile: {_seconds(report.search)}")
    order, queue, tokens = report.order, report.queue, report.tokens
    click.echo(
        f"longest wait {order.longest_wait:.1f} s, overtaken by {order.most_overtaken} at most"
    )
    click.echo(f"waiting: {queue.mean:.1f} in the mean, {queue.longest} at most")
    click.echo(f"tokens: {tokens.returned} of {tokens.asked} returned, {tokens.mixed_up} mixed up")
    idle = ("never" if each is None else f"{each:.1f} s" for each in report.idle_after)
    click.echo(f"idle after the last person, then after each stop: {', '.join(idle)}")
    click.echo(f"peak memory: {report.peak_memory_mib:.0f} MiB")


def _seconds(values: Percentiles) -> str:
    if values.p50 is None or values.p95 is None:
        return "none"
    return f"p50 {values.p50:.2f} s, p95 {values.p95:.2f} s ({values.count})"


def _print_check(check: Check) -> None:
    click.echo(
        f"{check.questions} questions, {check.seconds:.0f} s: {check.memory_mib:.0f} MiB,"
        f" {check.threads} threads, {check.open_files} open files, store {check.store_mib:.1f} MiB"
    )


def _finish(
    options: dict[str, object],
    report: LoadReport | SoakReport,
    faults: Sequence[str],
    file: Path | None,
) -> None:
    """Write the results to a file, print the faults, and end with status 1 if there are any."""
    if file:
        results = {**options, **asdict(report), "faults": list(faults)}
        write_atomically(file, json.dumps(results, indent=2) + "\n")
    for fault in faults:
        click.echo(f"FAULT: {fault}", err=True)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    try:
        main()
    except CiteraError as error:
        sys.exit(str(error))
