"""Command `citera feedback`: export of readers' judgements of answers."""

import csv
import json
import sys
from contextlib import closing

import click

from assistant.text.printable import printable
from assistant.text.spreadsheet import cell_text
from ui.session import load_settings

_COLUMNS = ("at", "liked", "comment", "question", "answer", "model")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines, with whole answers.")
def feedback(as_json: bool) -> None:
    """Print readers' judgements of answers as CSV, the newest last.

    A comment that follows a judgement makes a row of its own, which holds both.
    """
    from ui.persistence.opening import open_records

    settings = load_settings()
    with closing(open_records(settings)) as records:
        lines, cut_short = records.feedback.read()
    if cut_short:
        told = "lines cut short by a killed process or a full disk, left out"
        click.echo(printable(f"{settings.feedback}: {told}: {cut_short}"), err=True)
    if as_json:
        for line in lines:
            click.echo(printable(line))
        return
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(_COLUMNS)
    for judged in map(json.loads, lines):
        answer = judged["answer"] or {}
        said = (answer.get(name) for name in ("question", "text", "model"))
        out.writerow(map(_cell, (judged["at"], judged["liked"], judged["comment"], *said)))


def _cell(value: object) -> object:
    return cell_text(value) if isinstance(value, str) else value
