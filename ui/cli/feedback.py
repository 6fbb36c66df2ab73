"""Command `citera feedback`: export of readers' judgements of answers."""

import csv
import json
import sys

import click

from ui.session import load_settings

_COLUMNS = ("at", "liked", "comment", "question", "answer", "model")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines, with whole answers.")
def feedback(as_json: bool) -> None:
    """Print readers' judgements of answers as CSV, the newest last.

    A comment that follows a judgement makes a row of its own, which holds both.
    """
    file = load_settings().feedback
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    if as_json:
        for line in lines:
            click.echo(line)
        return
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(_COLUMNS)
    for kept in map(json.loads, lines):
        answer = kept["answer"] or {}
        said = (answer.get(name) for name in ("question", "text", "model"))
        out.writerow(map(_cell, (kept["at"], kept["liked"], kept["comment"], *said)))


def _cell(value: object) -> object:
    """The value, with text that a spreadsheet would run as a formula escaped."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
