"""Passages with made-up vectors, for tests of the index that need no embedding model."""

import json
from collections.abc import Iterable

import numpy as np

from vectorstore.ann.folders import SegmentFolders
from vectorstore.ann.index import Index
from vectorstore.ann.open_segments import SegmentUnreadable
from vectorstore.article import Article
from vectorstore.coding.codings import ANY_MODEL
from vectorstore.coding.passage_codes import encode_passage
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.connection import Tables

DIMENSIONS = 16
SENTENCES = 3
_ARTICLE = Article("A", "Title", "source", collection="of vectors")


def vectors_of(passage_id: int) -> np.ndarray:
    """The vectors of a passage and its sentences, the same in every process."""
    values = np.random.default_rng(passage_id).normal(size=(1 + SENTENCES, DIMENSIONS))
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    return values.astype(np.float32)


def add_passages(database: Tables, count: int) -> list[int]:
    """Add passages in one transaction; returns their ids."""
    spans = json.dumps([[0, 1]] * SENTENCES)
    added = []
    with database.writing() as db:
        if not article_rows.fetch(db, [_ARTICLE.id]):
            article_rows.insert(db, [_ARTICLE])
        for _ in range(count):
            (passage_id,) = db.execute(
                'INSERT INTO passages (article_id, start, "end", sentence_count, sentences)'
                " VALUES (?, 0, 1, ?, ?) RETURNING id",
                (_ARTICLE.id, SENTENCES, spans),
            ).fetchone()
            no_tokens = np.zeros((0, DIMENSIONS), np.float32)
            encoded = encode_passage(vectors_of(passage_id), no_tokens, ANY_MODEL)
            passage_rows.insert_vectors(db, "vectors", {passage_id: encoded})
            added.append(passage_id)
    return added


def remove_passages(database: Tables, ids: Iterable[int]) -> None:
    with database.writing() as db:
        for each in ids:
            db.execute("DELETE FROM passages WHERE id = ?", (each,))


def all_passages(database: Tables) -> list[int]:
    with database.reading() as db:
        return [row[0] for row in db.execute("SELECT id FROM passages ORDER BY id")]


def in_folders(index: Index) -> bool:
    """Whether the segments are folders of this machine, and not on a server."""
    return isinstance(index._segments, SegmentFolders)


def lost(database: Tables, index: Index, ids: Iterable[int]) -> list[int]:
    """Those of the passages that are not found by their vector.

    On a server, one need not be found that is in the index: segments grow there in place, and one
    in about five thousand vectors is left out by the links of the others (2 of 9,600).
    """
    missing = [each for each in ids if each not in nearest(database, index, vectors_of(each)[0])]
    if len(missing) == 1 and not in_folders(index):
        with database.reading() as db:
            return [each for each in missing if each not in index.ids(db)]
    return missing


def nearest(database: Tables, index: Index, vector: np.ndarray) -> list[int]:
    """Ids near a vector, asked for again as `Store.search` does where a segment was replaced."""
    for _ in range(3):
        try:
            with database.reading() as db:
                return index.nearest(db, "model", vector, 10)[0]
        except SegmentUnreadable as error:
            index.mend(error.row, DIMENSIONS)
    raise AssertionError("the index stays unreadable")
