"""`Catalogue`: the articles and passages of a store, in SQLite, and which vectors are theirs.

An article is searchable exactly when its row is here. Vectors are written under a fresh revision
before the row that names it, and removed after no row names it; a revision that is on its way in
or out is listed as stale, so that whoever writes next can sweep what a killed run left behind.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from vectorstore.article import Article
from vectorstore.errors import StoreDamaged
from vectorstore.passage import Passage, Span

_SCHEMA = """
CREATE TABLE IF NOT EXISTS properties (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, revision TEXT NOT NULL UNIQUE, collection TEXT NOT NULL,
    source TEXT NOT NULL, title TEXT NOT NULL, date TEXT, language TEXT, author TEXT, url TEXT,
    page_starts TEXT NOT NULL, text TEXT NOT NULL, content_hash TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS articles_by_collection ON articles (collection);
CREATE TABLE IF NOT EXISTS passages (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, page INTEGER, sentences TEXT NOT NULL,
    PRIMARY KEY (article_id, start)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stale_revisions (revision TEXT PRIMARY KEY);
"""
_ARTICLE_COLUMNS = "text, title, source, date, language, author, url, collection, page_starts"


class Catalogue:
    """The rows of one store. Every method is one transaction; threads may share a catalogue."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._transaction() as db:
            db.executescript(f"PRAGMA journal_mode = WAL; {_SCHEMA}")

    def read_property(self, name: str) -> str | None:
        """A property of the store, or None where it was never set."""
        with self._transaction() as db:
            row = db.execute("SELECT value FROM properties WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def write_property(self, name: str, value: str) -> None:
        """Set a property of the store."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO properties VALUES (?, ?)", (name, value))

    def announce(self, revisions: Sequence[str]) -> None:
        """List revisions as stale before their vectors are written."""
        with self._transaction() as db:
            db.executemany(
                "INSERT INTO stale_revisions VALUES (?)", [(revision,) for revision in revisions]
            )

    def publish(self, items: Sequence[tuple[str, Article, Sequence[Passage]]]) -> None:
        """Make articles searchable under their revisions, in place of what they replace."""
        with self._transaction() as db:
            for revision, article, passages in items:
                _retire(db, article.id)
                _insert(db, revision, article, passages)
                db.execute("DELETE FROM stale_revisions WHERE revision = ?", (revision,))

    def withdraw(self, article_id: str) -> bool:
        """Make an article unsearchable; False where there is none of that id."""
        with self._transaction() as db:
            return _retire(db, article_id)

    def stale_revisions(self) -> list[str]:
        """Revisions whose vectors belong to no article."""
        with self._transaction() as db:
            return [row[0] for row in db.execute("SELECT revision FROM stale_revisions")]

    def forget_stale(self, revisions: Sequence[str]) -> None:
        """Unlist stale revisions, their vectors being gone."""
        with self._transaction() as db:
            db.executemany(
                "DELETE FROM stale_revisions WHERE revision = ?", [(name,) for name in revisions]
            )

    def live(self, revisions: Sequence[str]) -> dict[str, str]:
        """Those of `revisions` that are searchable, with the ids of their articles."""
        marks = ",".join("?" * len(revisions))
        query = f"SELECT revision, id FROM articles WHERE revision IN ({marks})"
        with self._transaction() as db:
            return dict(db.execute(query, list(revisions)).fetchall())

    def revision(self, article_id: str) -> str | None:
        """Revision under which an article's vectors lie."""
        with self._transaction() as db:
            row = db.execute("SELECT revision FROM articles WHERE id = ?", (article_id,)).fetchone()
        return row[0] if row else None

    def article(self, article_id: str) -> Article | None:
        """An article by id."""
        query = f"SELECT {_ARTICLE_COLUMNS} FROM articles WHERE id = ?"
        with self._transaction() as db:
            row = db.execute(query, (article_id,)).fetchone()
        return _article(row) if row else None

    def articles(self, collection: str | None = None) -> Iterator[Article]:
        """All articles, or a collection's, in the order of their sources."""
        with self._transaction() as db:
            rows = db.execute(
                "SELECT id FROM articles WHERE ?1 IS NULL OR collection = ?1 ORDER BY source, id",
                (collection,),
            ).fetchall()
        for (article_id,) in rows:
            article = self.article(article_id)
            if article is not None:
                yield article

    def content_hashes(self, collection: str | None = None) -> dict[str, str]:
        """Content hash of every article, by article id."""
        with self._transaction() as db:
            return dict(
                db.execute(
                    "SELECT id, content_hash FROM articles WHERE ?1 IS NULL OR collection = ?1",
                    (collection,),
                ).fetchall()
            )

    def sources(self, collection: str | None = None) -> dict[str, str]:
        """Source of every article, by article id."""
        with self._transaction() as db:
            return dict(
                db.execute(
                    "SELECT id, source FROM articles WHERE ?1 IS NULL OR collection = ?1",
                    (collection,),
                ).fetchall()
            )

    def passages(self, article: Article) -> list[Passage]:
        """Passages of an article, in order."""
        with self._transaction() as db:
            rows = db.execute(
                'SELECT start, "end", page, sentences FROM passages WHERE article_id = ?'
                " ORDER BY start",
                (article.id,),
            ).fetchall()
        return [_passage(article, row) for row in rows]

    def counts(self) -> tuple[int, int, int]:
        """Numbers of articles, passages and sentences."""
        with self._transaction() as db:
            (articles,) = db.execute("SELECT count(*) FROM articles").fetchone()
            passages, sentences = db.execute(
                "SELECT count(*), coalesce(sum(json_array_length(sentences)), 0) FROM passages"
            ).fetchone()
        return articles, passages, sentences

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self._path, timeout=60)
        try:
            db.execute("PRAGMA foreign_keys = ON")
            with db:
                yield db
        except sqlite3.DatabaseError as error:
            raise StoreDamaged(
                f"The store's catalogue {self._path} cannot be used ({error}). Check the disk's"
                " space and permissions; if the file is damaged, move the store away and ingest"
                " the articles again."
            ) from error
        finally:
            db.close()


def _retire(db: sqlite3.Connection, article_id: str) -> bool:
    row = db.execute("SELECT revision FROM articles WHERE id = ?", (article_id,)).fetchone()
    if row is None:
        return False
    db.execute("INSERT OR IGNORE INTO stale_revisions VALUES (?)", row)
    db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
    return True


def _insert(
    db: sqlite3.Connection, revision: str, article: Article, passages: Sequence[Passage]
) -> None:
    db.execute(
        f"INSERT INTO articles (id, revision, content_hash, {_ARTICLE_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article.id,
            revision,
            article.content_hash,
            article.text,
            article.title,
            article.source,
            article.date,
            article.language,
            article.author,
            article.url,
            article.collection,
            json.dumps(article.page_starts),
        ),
    )
    db.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
        [
            (
                article.id,
                passage.start,
                passage.end,
                passage.page,
                json.dumps([(span.start, span.end) for span in passage.sentences]),
            )
            for passage in passages
        ],
    )


def _article(row: tuple) -> Article:
    *fields, page_starts = row
    return Article(*fields, tuple(json.loads(page_starts)))


def _passage(article: Article, row: tuple[int, int, int | None, str]) -> Passage:
    start, end, page, sentences = row
    spans = tuple(Span(*pair) for pair in json.loads(sentences))
    return Passage(article.id, start, end, article.text[start:end], spans, page)
