"""The places that a store may be in, and another embedding model than the packaged one."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest import split_passages
from tests.postgres_server import PostgresServer
from vectorstore import Article, Embedder, ServerAddress, Store
from vectorstore.address import Place
from vectorstore.tables.connection import Tables
from vectorstore.tables.database import Database
from vectorstore.tables.postgres import PostgresDatabase
from vectorstore.tables.postgres_address import PostgresAddress

PLACES = ["folder", "servers"]


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a store is to be made: in a folder, or on a Chroma server and in PostgreSQL."""
    folder = tmp_path / "store"
    if request.param == "folder":
        return folder
    database = request.getfixturevalue("database_url")
    return ServerAddress(request.getfixturevalue("chroma"), folder, database)


@pytest.fixture(params=["sqlite", "postgres"])
def tables(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tables]:
    """The tables of an empty store, in each database."""
    opened: Tables
    if request.param == "sqlite":
        opened = Database(tmp_path / "store.sqlite3")
    else:
        opened = PostgresDatabase(PostgresAddress.parse(request.getfixturevalue("database_url")))
    yield opened
    opened.close()


@pytest.fixture(scope="session", params=PLACES)
def small_store(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    embedder: Embedder,
    small_articles: list[Article],
) -> Iterator[Store]:
    """A store of `small_articles` in each place, for tests that only read it."""
    small: Place = tmp_path_factory.mktemp("small") / "store"
    if request.param == "servers":
        postgres: PostgresServer = request.getfixturevalue("postgres")
        postgres.run("CREATE DATABASE small")
        chroma = request.getfixturevalue("chroma")
        small = ServerAddress(chroma, small, postgres.url("small"))
    with Store.open(small, embedder) as store:
        store.add([(article, split_passages(article)) for article in small_articles])
        yield store


@pytest.fixture(scope="session")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of another kind: vectors of words, without a transformer, prompts or a hub."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = "the olive harvest began early ferry to nador leaves [UNK]".split()
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(1).normal(size=(len(words), 16)).astype(np.float32)
    folder = tmp_path_factory.mktemp("models") / "words"
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder))
    return folder
