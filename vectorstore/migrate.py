"""Migration: copies a store with its vectors to another place, and compares the two.

Articles are copied in transactions of a few. A migration that was killed goes on with those that
are missing; an article that changes in the source meanwhile is copied again.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from vectorstore.address import Place, ServerAddress
from vectorstore.ann.index import Index
from vectorstore.article import Article
from vectorstore.backup import CopyCounts, copy_beside
from vectorstore.coding.passage_codes import EncodedPassage
from vectorstore.embedding import identity
from vectorstore.errors import CiteraError
from vectorstore.passage import Passage
from vectorstore.places import folder_of, name_of, open_place
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.connection import Connection, Tables
from vectorstore.tables.properties import read_property, write_property

Progress = Callable[[str, int, int], None]

_BATCH = 20  # articles in a transaction
_ROUNDS = 5
_LOCK_SECONDS = 60
_PROPERTY = "migrating_from"


def migrate(source: Place, target: Place, progress: Progress | None = None) -> CopyCounts:
    """Copy the store `source` to `target`, and compare all articles, passages and vectors.

    The source may be in use, the target may not. The target must hold no articles, unless a
    migration from the same source was interrupted. `progress` is called with the step, `copied` or
    `compared`, the number of articles done and their total.

    Raises:
        StoreMismatch: if the target holds vectors of another model.
        CiteraError: if the target holds other articles, a store cannot be read or written, or the
            source is changed faster than it is copied.
    """
    _require_two(source, target)
    with _opened(source) as (old, _), _opened(target) as (new, index):
        # Who re-indexes the source, or migrates to the target as well, has to wait.
        with old.index_lock(_LOCK_SECONDS), new.index_lock(_LOCK_SECONDS):
            dimensions = _begin(old, new, name_of(source), name_of(target))
            index.write_due(dimensions)  # tells at once if its server cannot be used
            _copy_until_equal(_Migration(old, new, progress or _silent))
            index.write_due(dimensions)
        if folder_of(source) != folder_of(target):
            copy_beside(folder_of(source), folder_of(target))
        with new.writing() as db:
            write_property(db, _PROPERTY, None)
            return CopyCounts(article_rows.count(db), passage_rows.counts(db)[0])


def _require_two(source: Place, target: Place) -> None:
    if source == target:
        raise CiteraError(f"{name_of(source)} is named twice. Name the place to copy the store to.")
    databases = [each.database for each in (source, target) if isinstance(each, ServerAddress)]
    if len(databases) == 2 and databases[0] is not None and databases[0] == databases[1]:
        raise CiteraError(
            f"{name_of(source)} and {name_of(target)} are one store. Set CITERA_TO_DATABASE to the"
            " database to copy the articles to."
        )


@contextmanager
def _opened(place: Place) -> Iterator[tuple[Tables, Index]]:
    tables, segments = open_place(place)
    index = Index(tables, segments)
    try:
        yield tables, index
    finally:
        index.close()
        tables.close()


def _begin(old: Tables, new: Tables, source: str, target: str) -> int:
    """Mark the target as one to be filled from the source; the dimensions of its vectors."""
    with old.reading() as db:
        made_by = identity.recorded(db)
        is_former = read_property(db, passage_rows.RECODED) is not None
        hashes = article_rows.content_hashes(db, None)
    if made_by is None:
        raise CiteraError(f"There are no articles in {source}.")
    with new.writing() as db:
        begun = read_property(db, _PROPERTY)
        held = article_rows.content_hashes(db, None)
        is_whole = begun is None and held == hashes  # killed at the very end
        if begun != source and held and not is_whole:
            raise CiteraError(
                f"{target} holds articles already. Name a place without any, or remove them."
            )
        identity.require(db, made_by)
        identity.record(db, made_by)
        write_property(db, _PROPERTY, source)
        if is_former:
            write_property(db, passage_rows.RECODED, "0")
    return made_by.dimensions


@dataclass(frozen=True, slots=True)
class _Migration:
    """The tables that are copied and those that they are copied to."""

    old: Tables
    new: Tables
    progress: Progress


def _copy_until_equal(run: _Migration) -> None:
    """Copy what is missing, and then what a full comparison finds to be different."""
    wanted, held = _hashes(run.old), _hashes(run.new)
    missing = [each for each, digest in wanted.items() if held.get(each) != digest]
    _copy(run, missing, len(wanted))
    for _ in range(_ROUNDS):
        different = _different(run)
        if not different:
            return
        _copy(run, different, len(different))
    raise CiteraError("The store is changed faster than it is copied. Stop what writes to it.")


def _copy(run: _Migration, ids: Sequence[str], total: int) -> None:
    """Copy articles, or remove those that the source no longer has."""
    for at in range(0, len(ids), _BATCH):
        batch = ids[at : at + _BATCH]
        with run.old.reading() as db:
            articles = _read(db, batch)
        with run.new.writing() as db:
            article_rows.delete(db, batch)
            article_rows.insert(db, (article for article, _ in articles.values()))
            passages = [each for _, group in articles.values() for each in group]
            passage_rows.insert(db, passages)
        run.progress("copied", total - len(ids) + at + len(batch), total)


def _different(run: _Migration) -> list[str]:
    """Ids of the articles that are not the same in both stores."""
    ids = sorted(_hashes(run.old).keys() | _hashes(run.new).keys())
    different: list[str] = []
    for at in range(0, len(ids), _BATCH):
        batch = ids[at : at + _BATCH]
        with run.old.reading() as old, run.new.reading() as new:
            both = [_read(db, batch) for db in (old, new)]
        digests = [{each: _digest(*found) for each, found in one.items()} for one in both]
        different += [each for each in batch if digests[0].get(each) != digests[1].get(each)]
        run.progress("compared", at + len(batch), len(ids))
    return different


_Passages = list[tuple[Passage, EncodedPassage]]


def _read(db: Connection, ids: Sequence[str]) -> dict[str, tuple[Article, _Passages]]:
    """Articles by id, with their passages and what the embedding model made of these."""
    articles = article_rows.fetch(db, ids)
    rows = {each: passage_rows.of_article(db, each) for each in articles}
    numbers = [row.id for group in rows.values() for row in group]
    encoded = passage_rows.fetch_encoded(db, numbers)
    return {
        each: (article, [(row.passage(article), encoded[row.id]) for row in rows[each]])
        for each, article in articles.items()
    }


def _digest(article: Article, passages: _Passages) -> bytes:
    digest = hashlib.sha256(repr(article).encode())
    for passage, encoded in passages:
        digest.update(repr(passage).encode())
        digest.update(repr(encoded).encode())
    return digest.digest()


def _hashes(tables: Tables) -> dict[str, str]:
    with tables.reading() as db:
        return article_rows.content_hashes(db, None)


def _silent(_step: str, _done: int, _total: int) -> None:
    """Report nothing."""
