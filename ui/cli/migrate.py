"""Command that moves a store: `migrate`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.text.printable import printable_line
from ui.session import load_settings

if TYPE_CHECKING:
    from assistant import Settings


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def migrate(source: str, target: str) -> None:
    """Copy the store FROM one place TO another, with its vectors, and compare the two.

    A place is a folder, or the address of a Chroma server, to which CITERA_DATABASE and the other
    variables of servers belong. A copy that was interrupted goes on where it was.
    """
    from ui.file_errors import explained
    from vectorstore.migrate import migrate as copy

    old, new = (_settings_of(each).place for each in (source, target))
    with explained(f"The copy {target} could not be written"):
        held = copy(old, new, _show)
    counts = f"{held.articles} articles, {held.passages} passages"
    click.echo(printable_line(f"Copied to {target}, and compared: {counts}"))


def _settings_of(place: str) -> "Settings":
    """The settings of the store in a place; a folder has no part in CITERA_DATABASE."""
    settings = load_settings(store=place)
    in_folder = isinstance(settings.store, Path)
    return settings.model_copy(update={"database": None}) if in_folder else settings


def _show(step: str, done: int, total: int) -> None:
    """Show the progress in one line of stderr, if that is a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{done} of {total} articles {step}\r", nl=False, err=True)
