"""How completely documents are read, against pypdf and markitdown.

    python -m eval.bench.reading FOLDER [--expected FILE] [--missed]

FOLDER holds the documents that FILE names with their expected sentences. What each loader reads is
cut into sentences as an ingest does. A sentence counts as whole where one of those contains it.
Characters lost and invented are letters and digits of words that are missing or too many, in any
order. Each document is read twice, and the lesser processor time counts.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from eval.bench.loaders import PRODUCT, Loader, loaders
from eval.bench.reading_scores import ReadingScore, score
from eval.datasets.documents import DOCUMENTS, ExpectedDocument, load_documents
from vectorstore import CiteraError

AIM = 0.98
_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What a loader made of one document."""

    is_pdf: bool
    is_read: bool
    """Whether the loader gave any text."""
    score: ReadingScore
    seconds: float
    pages: int


def read_with(load: Loader, expected: ExpectedDocument, folder: Path) -> Reading:
    """Read a document that lies in `folder`, and compare it with what is expected."""
    path = folder / expected.document
    seconds = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        articles = load(path)
        seconds.append(time.process_time() - start)
    is_pdf = path.suffix.lower() == ".pdf"
    pages = _pages(path) if is_pdf else 1
    return Reading(is_pdf, bool(articles), score(expected, articles), min(seconds), pages)


def _pages(path: Path) -> int:
    """The pages of a PDF file."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def table(readings: Mapping[str, Sequence[Reading]]) -> list[str]:
    """Lines of a table: a row for what each loader makes of PDF files, and one for the others.

    A document that is not a PDF counts as one page.
    """
    lines = ["loader      documents   read      whole / expected    lost  invented  seconds a page"]
    for name, each in readings.items():
        pdf = [reading for reading in each if reading.is_pdf]
        others = [reading for reading in each if not reading.is_pdf]
        lines += [
            _row(name, kind, of)
            for kind, of in (("PDF", pdf), ("others", others))
            if any(reading.is_read for reading in of)
        ]
    return lines


def _row(name: str, kind: str, readings: Sequence[Reading]) -> str:
    total = sum((reading.score for reading in readings), ReadingScore())
    read = sum(reading.is_read for reading in readings)
    pages = sum(reading.pages for reading in readings)
    seconds = sum(reading.seconds for reading in readings) / pages
    lost, invented = (n / max(1, total.characters) for n in (total.lost, total.invented))
    return (
        f"{name:10}  {kind:9}  {read:2} / {len(readings):2}"
        f"  {total.whole:3} / {total.expected:3} = {share(total):5.3f}"
        f"  {lost:6.1%}  {invented:8.1%}  {seconds:14.3f}"
    )


def share(total: ReadingScore) -> float:
    """Share of the expected sentences that stand whole."""
    return total.whole / total.expected


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--expected", type=click.Path(path_type=Path, exists=True), default=DOCUMENTS)
@click.option("--missed", is_flag=True, help="Name the sentences that Citera has not whole.")
def main(folder: Path, expected: Path, missed: bool) -> None:
    """Measure how completely the documents in FOLDER are read."""
    try:
        found, compared = load_documents(expected), loaders()
    except CiteraError as error:
        raise click.ClickException(str(error)) from None
    present = [each for each in found if (folder / each.document).is_file()]
    if not present:
        raise click.ClickException(f"none of the documents that {expected} names is in {folder}")
    readings = {
        name: [read_with(load, each, folder) for each in present] for name, load in compared.items()
    }
    click.echo("\n".join(table(readings)))
    total = sum((reading.score for reading in readings[PRODUCT]), ReadingScore())
    if missed:
        click.echo("\n".join(total.missed))
    sys.exit(0 if share(total) >= AIM else 1)


if __name__ == "__main__":
    main()
