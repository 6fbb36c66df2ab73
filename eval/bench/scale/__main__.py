"""Growth of a store: search, recall, memory, disk and ingest rate by its size and place.

    python -m eval.bench.scale --cache FOLDER [--sizes 1000,10000] [--places folder,servers]
        [--vectors clustered,random] [--minutes 60] [--out docs/scale.json]

The articles are made up, of one passage and three sentences each, and so are the vectors; the
embedding model is measured apart. A store is made once in the folder, and used again by later runs.
Places are measured one after the other, each from the smallest size, and each size is written to
the file when it is done: a run that was killed goes on where it stopped, also within a size. A size
that needs more disk than there is, or more time than is left, is named as not measured. The plot is
written beside the file, and the tables to the page of the same name. Needs Linux; the servers need
PostgreSQL and `pip install 'citera[server]'`.
"""

import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TypeVar

import click

from assistant.settings import Settings
from eval.atomic_write import write_atomically
from eval.bench.scale.alone import alone, end_at_sigterm
from eval.bench.scale.budget import Budget
from eval.bench.scale.corpus import KINDS, Corpus, Kind
from eval.bench.scale.embedder import MadeUpEmbedder
from eval.bench.scale.figures import (
    INGEST,
    PLACES,
    Case,
    Machine,
    Measured,
    NotMeasured,
    PlaceName,
    ScaleReport,
    read_report,
    write_report,
)
from eval.bench.scale.page import write_page
from eval.bench.scale.places import disk_bytes, running_place, segment_count
from eval.bench.scale.processes import drop_from_cache
from eval.bench.scale.sample import measure_embedding
from eval.bench.scale.stores import fill, measure, read_ingest
from eval.load.process import require_proc
from vectorstore.embedding.identity import coding_of
from vectorstore.errors import CiteraError
from vectorstore.tables.database import FORMAT

REPORT = Path(__file__).parents[3] / "docs" / "scale.json"
_ARTICLES = 12  # whose embedding is timed
Name = TypeVar("Name", bound=str)


@click.command()
@click.option("--cache", type=click.Path(path_type=Path), required=True, help="For the stores.")
@click.option("--sizes", default="1000,10000,100000,1000000", show_default=True, help="Passages.")
@click.option("--places", default=",".join(PLACES), show_default=True)
@click.option("--vectors", default="clustered", show_default=True, help=" or ".join(KINDS))
@click.option("--questions", default=100, show_default=True, help="Searches at each size.")
@click.option(
    "--minutes", default=60.0, show_default=True, help="No size is begun that takes longer."
)
@click.option("--out", type=click.Path(path_type=Path), default=REPORT, show_default=True)
@click.option("--again", is_flag=True, help="Measure also what the file has already.")
def main(
    cache: Path,
    sizes: str,
    places: str,
    vectors: str,
    questions: int,
    minutes: float,
    out: Path,
    again: bool,
) -> None:
    """Measure stores of several sizes in several places."""
    require_proc()
    cases = list(_cases(sizes, _chosen(places, PLACES), _chosen(vectors, KINDS)))
    until = time.monotonic() + 60 * minutes
    report = read_report(out)
    if report.machine != Machine():
        raise CiteraError(f"{out} has figures of another machine. Name another file with --out.")
    if report.embedding is None or again:
        embedding = alone(measure_embedding, Settings().cache, _ARTICLES)
        report = replace(report, embedding=embedding)
        _write(out, report)
    for case in cases:
        if report.has(case) and not again:
            continue
        coding = coding_of(MadeUpEmbedder({}, case.vectors).identity)
        folder = cache.resolve() / f"{case}-format{FORMAT}-coding{coding}"
        click.echo(f"{case} …", err=True)
        new = _measure_case(case, folder, questions, Budget.of(folder, until), report)
        if isinstance(new, NotMeasured):
            click.echo(f"{case}: {new.reason}", err=True)
        report = report.with_case(new)
        _write(out, report)


def _chosen(names: str, known: Sequence[Name]) -> list[Name]:
    """Those of the names that are known, in the order in which they were given."""
    asked = names.split(",")
    if unknown := set(asked) - set(known):
        raise click.BadParameter(f"{', '.join(unknown)}: choose from {', '.join(known)}")
    return [each for name in asked for each in known if each == name]


def _cases(sizes: str, places: Sequence[PlaceName], kinds: Sequence[Kind]) -> Iterator[Case]:
    """Every size in every place, the small ones first, as these tell what larger ones need.

    One place after the other: where time runs out, what lacks are sizes of the last.
    """
    for kind, place, size in product(kinds, places, sorted(map(int, sizes.split(",")))):
        yield Case(size, place, kind)


def _measure_case(
    case: Case, folder: Path, questions: int, budget: Budget, report: ScaleReport
) -> Measured | NotMeasured:
    """Make the store of a case, if it is not there, and measure it."""
    made, taken = folder / "made.json", folder / "taken.json"
    corpus = Corpus(case.passages, case.vectors)
    if not made.exists():
        if not taken.exists():
            shutil.rmtree(folder, ignore_errors=True)
        if reason := budget.lack(case, report, read_ingest(taken).seconds):
            return NotMeasured(case, reason)
        with running_place(case.place, folder) as running:
            ingest = alone(fill, running.place, corpus, taken, running.servers)
        write_atomically(made, INGEST.dump_json(ingest).decode())
    drop_from_cache(folder)
    with running_place(case.place, folder) as running:
        search = alone(measure, running.place, corpus, questions, running.servers)
        ingest = read_ingest(made)
        segments = segment_count(running.place)
        return Measured(case, ingest, search, disk_bytes(running), segments)


def _write(out: Path, report: ScaleReport) -> None:
    write_report(out, report)
    write_page(out, report)


if __name__ == "__main__":
    end_at_sigterm()
    try:
        main()
    except CiteraError as error:
        sys.exit(str(error))
