"""What version 0.1.0 left on the disk, made by its own code: `tests/older/0.1.0.tar.xz`.

It read four files, of which `gone.txt` was deleted afterwards. Its parsers give other texts than
ours, its index has no lists of files, and its answers lack what was added to them since.
"""

import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

from ingest.sources import source_of
from vectorstore import Article

LINK = "c834aa2750afc57f"
QUESTION = "Where did the talks begin?"

_ARCHIVE = Path(__file__).parent / "older" / "0.1.0.tar.xz"
_NEWS = "/srv/citera/news"


def unpack(folder: Path) -> Path:
    """Unpack it into the new folder: `store`, `news`, `links` and `feedback.jsonl`."""
    with tarfile.open(_ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    _say_where_the_files_are(folder / "store", source_of(folder / "news"))
    return folder


def _say_where_the_files_are(store: Path, news: str) -> None:
    """Put the folder of the files in the place of the one that they were read from."""
    with closing(sqlite3.connect(store / "store.sqlite3")) as db, db:
        articles = db.execute("SELECT id, collection, source FROM articles").fetchall()
        for was, collection, source in articles:
            moved = Article("", "", source.replace(_NEWS, news), collection=collection)
            change = (moved.id, moved.source, was)
            db.execute("UPDATE articles SET id = ?, source = ? WHERE id = ?", change)
            db.execute("UPDATE passages SET article_id = ? WHERE article_id = ?", (moved.id, was))
    with closing(sqlite3.connect(store / "sources.sqlite3")) as db, db:
        db.execute("UPDATE files SET path = replace(path, ?, ?)", (_NEWS, news))
