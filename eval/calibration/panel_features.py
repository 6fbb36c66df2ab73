"""Features of all passages of a panel's store for all its questions, as arrays without text."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.datasets.panel import PanelQuestion, PanelStore
from ingest import split_passages
from ingest.metadata.language import detect_language
from vectorstore import Article, Store
from vectorstore.embedding.model import EmbeddedText
from vectorstore.scoring import late_interaction
from vectorstore.scoring.lexical import Lexicon
from vectorstore.tables import passage_rows
from vectorstore.tables.connection import Connection
from vectorstore.tables.database import Database

_AT_ONCE = 16
"""Passages whose tokens are compared with those of all questions at once."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class PanelFeatures:
    """n questions and all m passages of a store."""

    asked: NDArray[np.str_]
    """(n,): ISO 639-1 code of each question's language."""
    gold: NDArray[np.bool_]
    """(n, m): whether the passage is of a text that answers."""
    passage: Floats
    """(n, m): cosine similarity of the passage's vector."""
    sentence: Floats
    """(n, m): the same of its most similar sentence."""
    tokens: Floats
    """(n, m): late interaction (MaxSim) of the tokens."""
    lexical: Floats
    """(n, m): BM25 as a share of the question's weight."""

    def of_language(self, language: str) -> "PanelFeatures":
        """The questions in one language."""
        chosen = self.asked == language
        return PanelFeatures(*(getattr(self, each.name)[chosen] for each in fields(self)))


def fill(store: Store, panel: PanelStore) -> None:
    """Put the texts of a panel's store into an empty store, as an ingest would cut them."""
    articles = [
        Article(text, "", name, language=detect_language(text))
        for name, text in panel.texts.items()
    ]
    store.add([(article, split_passages(article)) for article in articles])


def record(store: Store, questions: Sequence[PanelQuestion]) -> PanelFeatures:
    """Features of a store's passages for some questions. Articles have the names as sources."""
    embedded = [store.embedder.embed_question(each.text) for each in questions]
    with closing(Database(store.path / "store.sqlite3")) as database, database.reading() as db:
        articles = {article.id: article for article in store.articles()}
        rows = [row for each in articles for row in passage_rows.of_article(db, each)]
        rows = [row for row in rows if row.sentences]
        texts = [row.passage(articles[row.article_id]).text for row in rows]
        own, sentence = _similarities(db, [row.id for row in rows], embedded)
        tokens = _max_sims(db, [row.id for row in rows], embedded)
        lexical = _lexical(db, texts, questions)
    sources = [articles[row.article_id].source for row in rows]
    gold = np.array([[name in each.answered_by for name in sources] for each in questions])
    asked = np.array([each.language for each in questions])
    return PanelFeatures(asked, gold, own, sentence, tokens, lexical)


def _similarities(
    db: Connection, ids: Sequence[int], embedded: Sequence[EmbeddedText]
) -> tuple[Floats, Floats]:
    asked = np.stack([each.vector for each in embedded])
    vectors = passage_rows.fetch_vectors(db, ids, asked.shape[1])
    alike = [asked @ vectors[each].T for each in ids]
    own = np.stack([each[:, 0] for each in alike], axis=1)
    sentence = np.stack([each[:, 1:].max(axis=1) for each in alike], axis=1)
    return own, sentence


def _max_sims(db: Connection, ids: Sequence[int], embedded: Sequence[EmbeddedText]) -> Floats:
    """MaxSim of all questions' tokens at once: a row for each token, then means by question."""
    asked = np.concatenate([each.tokens for each in embedded])
    counts = np.array([len(each.tokens) for each in embedded])
    starts = np.concatenate([[0], counts[:-1].cumsum()])
    mean = late_interaction.mean_token(db, asked.shape[1])
    codes = late_interaction.fetch(db, ids)
    columns = []
    for at in range(0, len(ids), _AT_ONCE):
        some = [codes[each] for each in ids[at : at + _AT_ONCE]]
        for alike in late_interaction.similarities(asked, some, mean):
            columns.append(np.add.reduceat(alike.max(axis=1), starts) / counts)
    return np.stack(columns, axis=1).astype(np.float32)


def _lexical(db: Connection, texts: Sequence[str], questions: Sequence[PanelQuestion]) -> Floats:
    lexicon = Lexicon()
    scores = [lexicon.weigh(db, each.text).scores(texts) for each in questions]
    return np.array(scores, np.float32)


def write_features(features: PanelFeatures, path: Path) -> None:
    """Write features as a compressed NumPy file."""
    np.savez_compressed(
        path, **{each.name: getattr(features, each.name) for each in fields(features)}
    )


def read_features(path: Path) -> PanelFeatures:
    """Features as they were written."""
    with np.load(path) as file:
        return PanelFeatures(**file)
