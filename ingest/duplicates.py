"""Near-duplicate detection of articles, such as copies of a wire story.

MinHash signatures of word triples (Broder, 1997), matched by locality-sensitive hashing in bands
(Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4). The signatures are kept
on disk beside the store and updated incrementally: only new and changed articles cost time.
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
"""Least estimated Jaccard similarity of word triples of near-duplicates."""

_FILE = "duplicates.sqlite3"
_PERMUTATIONS = 128
_BANDS = 32  # of four values each: finds 99.9 percent of pairs with a similarity of 0.7
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
    """Groups of near-duplicate articles, each ordered by date.

    Raises:
        StoreDamaged: if the signatures beside the store cannot be read or written.
    """
    path = store.path / _FILE
    wanted = store.content_hashes(collection).keys()
    try:
        with closing(sqlite3.connect(path, timeout=60)) as db:
            db.executescript(_SCHEMA)
            _update_signatures(db, store)
            groups = _groups(_similar_pairs(db, wanted))
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(
            f"{path} cannot be used ({error}). Check the disk's space and permissions; if the"
            " file is damaged, delete it: it is made anew when it is next needed."
        ) from error
    found = [[article for id_ in group if (article := store.get(id_))] for group in groups]
    return [
        sorted(group, key=lambda a: (a.date or "9999", a.source))
        for group in found
        if len(group) > 1  # articles may have been removed since
    ]


def resemblance(first: str, second: str) -> float:
    """Estimated Jaccard similarity of the word triples of two texts, 0 to 1."""
    return _shared(_signature(first), _signature(second))


def _signature(text: str) -> Signature:
    """MinHash values of the word triples in `text`; each CJK character counts as a word."""
    from datasketch import MinHash

    words = _TOKEN.findall(text.lower())
    triples = zip(words, words[1:], words[2:], strict=False) if len(words) > 2 else [words]
    # Not Python's hash(), which differs in each process.
    minhash = MinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update_batch(list({" ".join(triple).encode("utf-8") for triple in triples}))
    signature: Signature = minhash.hashvalues.astype(np.uint32)
    return signature


def _shared(first: Signature, second: Signature) -> float:
    return float(np.mean(first == second))


def _update_signatures(db: sqlite3.Connection, store: "Store") -> None:
    """Add signatures of new and changed articles, and delete those of removed ones."""
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


def _similar_pairs(db: sqlite3.Connection, wanted: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of wanted articles with a common band and enough resemblance.

    Only neighbours within a band are paired: a thousand copies give 999 pairs.
    """
    db.execute("BEGIN")  # so that no other process deletes signatures in the meantime
    db.execute("CREATE TEMP TABLE wanted (article_id TEXT PRIMARY KEY) WITHOUT ROWID")
    db.executemany("INSERT INTO wanted VALUES (?)", ((article_id,) for article_id in wanted))
    # The cross join reads the bands in their order, which avoids a sort.
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
    """Connected components of the graph of pairs, each as a list of article ids."""
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
