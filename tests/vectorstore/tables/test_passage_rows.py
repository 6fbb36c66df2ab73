"""Passages come back from the database as they went in, with their own vectors."""

import random

import numpy as np

from tests.vectorstore.vectors import vectors_of
from vectorstore.article import Article
from vectorstore.coding.codings import ANY_MODEL
from vectorstore.coding.passage_codes import encode_passage
from vectorstore.passage import Passage, Span
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.connection import Tables


def test_many_passages_are_kept_with_their_vectors(tables: Tables):
    articles = [Article(f"{number} " * 80, f"{number}", f"{number}.txt") for number in range(3)]
    no_tokens = np.zeros((0, 16), np.float32)
    items = [
        (
            Passage(each.id, at, at + 2, each.text[at : at + 2], (Span(at, at + 1),)),
            encode_passage(vectors_of(100 * number + at), no_tokens, ANY_MODEL),
        )
        for number, each in enumerate(articles)
        for at in range(0, 160, 2)
    ]
    random.Random(1).shuffle(items)
    with tables.writing() as db:
        article_rows.insert(db, articles)
        passage_rows.insert(db, items)
        found = {}
        for article in articles:
            rows = passage_rows.of_article(db, article.id)
            codes = passage_rows.fetch_encoded(db, [row.id for row in rows])
            found |= {row.passage(article): codes[row.id] for row in rows}
    assert len(found) == len(items) == 240
    assert found == dict(items)
