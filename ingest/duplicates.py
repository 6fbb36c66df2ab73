"""Finds articles that tell the same story in nearly the same words, such as wire copy.

MinHash signatures of word triples (Broder, 1997), matched by locality-sensitive hashing in bands
(Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4), kept on disk beside the
store and brought in step with it, so that only new and changed articles cost anything.
"""

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import regex
from numpy.typing import NDArray

from vectorstore.article import Article
from vectorstore.errors import StoreDamaged

if TYPE_CHECKING:
    from vectorstore.store import Store

LEAST_RESEMBLANCE = 0.6
"""Share of word triples in common, by estimate, from which articles count as the same story."""

_FILE = "duplicates.sqlite3"
_PERMUTATIONS = 128
_BANDS = 32  # of four values each: finds 99.9 percent of pairs that share 0.7 of their triples
_SEED = 1
_BATCH = 200
_TOKEN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]|[\p{L}\p{M}\p{N}]+")
_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS signatures (
    article_id TEXT PRIMARY KEY, content_hash TEXT NOT NULL, signature BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS bands (
    hash INTEGER NOT NULL, article_id TEXT NOT NULL, PRIMARY KEY (hash, article_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bands_by_article ON bands (article_id);
"""

Signature = NDArray[np.uint32]


def find_duplicates(store: "Store", collection: str | None = None) -> list[list[Article]]:
    """Groups of articles that tell the same story, each in the order of their dates.

    Raises:
        StoreDamaged: if the signatures beside the store cannot be read or written.
    """
    path = store.path / _FILE
    wanted = store.content_hashes(collection).keys()
    try:
        with closing(sqlite3.connect(path, timeout=60)) as db:
            db.executescript(_SCHEMA)
            _bring_in_step(db, store)
            groups = _groups(_alike(db, wanted))
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(
            f"{path} cannot be used ({error}). Check the disk's space and permissions; if the"
            " file is damaged, delete it: it is made anew when it is next needed."
        ) from error
    found = [[article for id_ in group if (article := store.get(id_))] for group in groups]
    return [
        sorted(group, key=lambda a: (a.date or "9999", a.source))
        for group in found
        if len(group) > 1  # the store may have lost some since
    ]


def resemblance(first: str, second: str) -> float:
    """Estimated share of their word triples that two texts have in common, 0 to 1."""
    return _shared(_signature(first), _signature(second))


def _signature(text: str) -> Signature:
    """MinHash values of the triples of words in `text`; of single characters in wide scripts."""
    from datasketch import MinHash

    words = _TOKEN.findall(text.lower())
    triples = zip(words, words[1:], words[2:], strict=False) if len(words) > 2 else [words]
    # More than 64 bits are not needed, and a keyed hash of the process would change.
    minhash = MinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update_batch(list({" ".join(triple).encode("utf-8") for triple in triples}))
    signature: Signature = minhash.hashvalues.astype(np.uint32)
    return signature


def _shared(first: Signature, second: Signature) -> float:
    return float(np.mean(first == second))


def _bring_in_step(db: sqlite3.Connection, store: "Store") -> None:
    """Sign what is new or changed in the store, and drop what has gone from it."""
    held = store.content_hashes()
    signed = dict(db.execute("SELECT article_id, content_hash FROM signatures"))
    stale = [id_ for id_, content_hash in signed.items() if held.get(id_) != content_hash]
    with db:
        for table in ("bands", "signatures"):
            db.executemany(f"DELETE FROM {table} WHERE article_id = ?", [(id_,) for id_ in stale])
    missing = (id_ for id_, content_hash in held.items() if signed.get(id_) != content_hash)
    while batch := list(islice(missing, _BATCH)):
        with db:
            for article_id in batch:
                if article := store.get(article_id):
                    _sign(db, article)


def _sign(db: sqlite3.Connection, article: Article) -> None:
    signature = _signature(article.text)
    row = (article.id, article.content_hash, signature.tobytes())
    db.execute("INSERT OR REPLACE INTO signatures VALUES (?, ?, ?)", row)
    db.executemany(
        "INSERT OR IGNORE INTO bands VALUES (?, ?)",
        [(band, article.id) for band in _band_hashes(signature)],
    )


def _band_hashes(signature: Signature) -> Iterator[int]:
    for number, band in enumerate(np.split(signature, _BANDS)):
        digest = hashlib.blake2b(band.tobytes(), digest_size=8, person=str(number).encode())
        yield int.from_bytes(digest.digest(), "little", signed=True)


def _alike(db: sqlite3.Connection, wanted: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of wanted articles with a band in common and enough resemblance.

    Of those in a band only neighbours are paired: a thousand copies give 999 pairs.
    """
    db.execute("BEGIN")  # so that another process takes no signature away meanwhile
    db.execute("CREATE TEMP TABLE wanted (article_id TEXT PRIMARY KEY) WITHOUT ROWID")
    db.executemany("INSERT INTO wanted VALUES (?)", ((article_id,) for article_id in wanted))
    # A cross join reads the bands in their order, which spares sorting them.
    pairs = db.execute(
        "SELECT DISTINCT before, article_id FROM ("
        " SELECT article_id, lag(article_id) OVER (PARTITION BY hash ORDER BY article_id) AS before"
        " FROM bands CROSS JOIN wanted USING (article_id)) WHERE before IS NOT NULL"
    )
    for pair in pairs.fetchall():
        first, second = (_stored_signature(db, article_id) for article_id in pair)
        if _shared(first, second) >= LEAST_RESEMBLANCE:
            yield pair


def _stored_signature(db: sqlite3.Connection, article_id: str) -> Signature:
    query = "SELECT signature FROM signatures WHERE article_id = ?"
    (written,) = db.execute(query, (article_id,)).fetchone()
    return np.frombuffer(written, np.uint32)


def _groups(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The articles that are connected by pairs."""
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        neighbours[first].add(second)
        neighbours[second].add(first)
    groups, seen = [], set[str]()
    for start in sorted(neighbours):
        if start in seen:
            continue
        group, waiting = [], [start]
        seen.add(start)
        while waiting:
            group.append(article_id := waiting.pop())
            fresh = neighbours[article_id] - seen
            seen |= fresh
            waiting.extend(fresh)
        groups.append(group)
    return groups
