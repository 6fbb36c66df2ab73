"""Commands for the articles of the store: ingest, list, show, remove, sync and reindex."""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.text.printable import printable, printable_line
from ui.articles import find_article
from ui.session import open_assistant, parse_limits

if TYPE_CHECKING:
    from ingest import IngestProgress, IngestReport
    from ingest.isolation.limits import ParseLimits
    from vectorstore import Store

    Ingest = Callable[
        [
            Store,
            Sequence[Path | str],
            str,
            Callable[[IngestProgress], None],
            ParseLimits,
            int,
            str | None,
        ],
        IngestReport,
    ]

_collection = click.option(
    "--collection", default="default", show_default=True, help="Shelf to put the articles on."
)
_workers = click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes that read files, and as many that embed: up to the cores of this machine.",
)
_ray = click.option(
    "--ray",
    is_flag=False,
    flag_value="local",
    metavar="[ADDRESS]",
    callback=lambda _context, _option, value: _ray_address(value),
    help="Read and embed by Ray: on this machine, or on the cluster at HOST:PORT or `auto`. Needs"
    " `pip install 'citera[ray]'`.",
)
_in_collection = click.option("--collection", help="Only the articles of this collection.")


@click.command()
@click.argument("paths", nargs=-1, required=True)
@_collection
@_workers
@_ray
def ingest(paths: Sequence[str], collection: str, workers: int, ray: str | None) -> None:
    """Read articles into the store from PATHS: files, folders and web addresses.

    Read are plain text, Markdown, HTML, saved pages (MHT, WARC), PDF, Word (DOCX, DOC), Excel
    (XLSX), PowerPoint (PPTX, PPT), OpenDocument (ODT, ODS, ODP), RTF, EPUB, messages (EML, MSG),
    subtitles (SRT, VTT), tables of texts (CSV, TSV, JSON, JSON Lines) and ZIP archives of these.
    Whatever is passed over is named with its reason.
    """
    from ingest import ingest_paths

    _run(ingest_paths, paths, collection, workers, ray)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@_collection
@_workers
@_ray
def sync(paths: Sequence[str], collection: str, workers: int, ray: str | None) -> None:
    """As `ingest`, and remove the articles whose files have gone from PATHS."""
    from ingest import sync_paths

    _run(sync_paths, paths, collection, workers, ray)


def _ray_address(value: str | None) -> str | None:
    """The address of a Ray; what follows the option is taken for one, and may be a path."""
    if value in (None, "local", "auto") or re.fullmatch(r"[\w.\[\]:-]+:\d+", value or ""):
        return value
    raise click.BadParameter(f"{value!r} is no HOST:PORT; give PATHS before --ray")


def _run(
    ingest: "Ingest", paths: Sequence[str], collection: str, workers: int, ray: str | None
) -> None:
    """Bring an older store up to date, run an ingest and report it.

    Ends with code 1 if something could not be read.
    """
    from ui.cli.terminal import print_notice, print_report, show_progress, show_recoding

    if ray and workers > 1:
        raise click.UsageError("--ray takes what cores there are: leave out --workers")
    with open_assistant() as assistant:
        print_notice(assistant.settings)
        limits = parse_limits(assistant.settings)
        assistant.store.recode(show_recoding)
        report = ingest(assistant.store, paths, collection, show_progress, limits, workers, ray)
    print_report(report)
    sys.exit(0 if report.succeeded else 1)


@click.command("list")
@_in_collection
def list_articles(collection: str | None) -> None:
    """List the articles in the store; those that tell the same story stand together."""
    from ingest import find_duplicates
    from ui.cli.terminal import print_articles

    with open_assistant() as assistant:
        store = assistant.store
        print_articles(store.articles(collection), find_duplicates(store, collection))


@click.command()
@click.argument("article")
def show(article: str) -> None:
    """Print an ARTICLE, named by its id, the beginning of it, or its source."""
    from ui.cli.terminal import origin

    with open_assistant() as assistant:
        found = find_article(assistant.store, article)
    click.echo(click.style(origin(found.title, found.date, found.source), bold=True))
    click.echo(f"\n{printable(found.text)}")


@click.command()
@click.argument("articles", nargs=-1, required=True)
def remove(articles: Sequence[str]) -> None:
    """Remove ARTICLES from the store, named as for `show`."""
    with open_assistant() as assistant:
        # Every name is looked up before anything goes, so that a mistyped one removes nothing.
        found = [find_article(assistant.store, name) for name in articles]
        for article in found:
            assistant.store.remove(article.id)
            click.echo(printable_line(f"Removed {article.title} ({article.source})"))


@click.command()
def reindex() -> None:
    """Recompute the vectors, after a change of the embedding model or its prompts."""
    from ui.cli.terminal import counted

    with open_assistant() as assistant:
        count = assistant.store.reindex()
    click.echo(f"Re-indexed {counted(count, 'article')}")
