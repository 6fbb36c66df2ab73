"""Command that moves a store: `migrate`."""

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.text.printable import printable_line
from ui.session import load_settings

if TYPE_CHECKING:
    from assistant import Settings

_OF_SERVERS = ("database", "store_token", "store_certificates", "store_folder")
"""Settings that differ between two stores on servers."""


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def migrate(source: str, target: str) -> None:
    """Copy the store FROM one place TO another, with its vectors, and compare the two.

    A place is a folder, or the address of a Chroma server, to which CITERA_DATABASE and the other
    variables of servers belong. If both are on servers, those of TO are CITERA_TO_DATABASE,
    CITERA_TO_STORE_TOKEN, CITERA_TO_STORE_CERTIFICATES and CITERA_TO_STORE_FOLDER. Links and
    feedback are copied to or from a database, too. A copy that was interrupted goes on where it
    was.
    """
    from ui.cli.terminal import counted
    from ui.file_errors import explained
    from vectorstore.migrate import migrate as copy

    old, new = _settings_of(source, {}), _settings_of(target, _of_target())
    with explained(f"The copy {target} could not be written"):
        held = copy(old.place, new.place, _show)
        counts = [counted(held.articles, "article"), counted(held.passages, "passage")]
        counts += _copy_records(old, new)
    click.echo(printable_line(f"Copied to {target}, and compared: {', '.join(counts)}"))


def _of_target() -> dict[str, str]:
    """The settings of TO that differ from those of FROM."""
    variables = {name: f"CITERA_TO_{name.upper()}" for name in _OF_SERVERS}
    return {name: os.environ[each] for name, each in variables.items() if each in os.environ}


def _settings_of(place: str, given: dict[str, str]) -> "Settings":
    """The settings of the store in a place; a folder has no part in CITERA_DATABASE."""
    settings = load_settings(store=place, **given)
    if isinstance(settings.store, Path) and "database" not in given:
        return settings.model_copy(update={"database": None})
    return settings


def _copy_records(old: "Settings", new: "Settings") -> list[str]:
    """Copy what the chat keeps, unless it stays where it is; the numbers of each."""
    from ui.cli.terminal import counted
    from ui.migrate import copy_records
    from ui.persistence.opening import database_of, open_records

    if database_of(old) == database_of(new):  # both on this machine
        return []
    with closing(open_records(old)) as source, closing(open_records(new)) as target:
        links, judgements = copy_records(source, target)
    return [counted(links, "link"), counted(judgements, "judgement")]


def _show(step: str, done: int, total: int) -> None:
    """Show the progress in one line of stderr, if that is a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{done} of {total} articles {step}\r", nl=False, err=True)
