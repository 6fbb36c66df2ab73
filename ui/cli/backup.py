"""Commands `citera backup` and `citera restore`."""

from pathlib import Path

import click

from assistant.text.printable import printable_line
from ui.session import load_settings

_folder = click.argument("folder", type=click.Path(path_type=Path))


@click.command()
@_folder
def backup(folder: Path) -> None:
    """Copy the store, uploads, links and feedback to the new FOLDER, while they are in use."""
    from ui.backup import write_backup
    from ui.cli.terminal import counted

    made = write_backup(load_settings(), folder)
    size = f"{made.size / 2**20:,.1f} MB"
    held = counted(made.articles, "article")
    click.echo(printable_line(f"Backed up {held} to {folder} ({size}), checked"))


@click.command()
@_folder
@click.option("--replace", is_flag=True, help="Replace the store, and what else is there now.")
def restore(folder: Path, replace: bool) -> None:
    """Put the backup in FOLDER where the settings name; it is verified before anything changes."""
    from ui.cli.terminal import counted
    from ui.restore import restore_backup

    settings = load_settings()
    held = restore_backup(folder, settings, replace)
    click.echo(printable_line(f"Restored {counted(held.articles, 'article')} to {settings.store}"))
