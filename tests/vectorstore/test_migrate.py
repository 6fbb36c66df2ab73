"""A store that is moved to servers and back is the same, however often the move was killed."""

from dataclasses import replace

import numpy as np
import pytest

from tests.vectorstore.vectors import DIMENSIONS, lost, vectors_of
from vectorstore import (
    Article,
    CiteraError,
    Filters,
    Passage,
    ServerAddress,
    Span,
    StoreMismatch,
    migrate,
)
from vectorstore.ann.index import Index
from vectorstore.coding.codings import ANY_MODEL, FORMER
from vectorstore.coding.passage_codes import encode_passage
from vectorstore.embedding import identity
from vectorstore.embedding.embedder import EmbedderIdentity
from vectorstore.places import open_place
from vectorstore.recode import count_former, recode
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.properties import read_property, write_property

MODEL = EmbedderIdentity("model", "", "", DIMENSIONS)
TEXT = "Talks began. Nobody signed. It rained."
SPANS = (Span(0, 12), Span(13, 27), Span(28, 38))


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(migrate, "_BATCH", 2)


@pytest.fixture
def source(tmp_path):
    fill(tmp_path / "source", *range(1, 8))
    (tmp_path / "source" / "sample-added").touch()
    return tmp_path / "source"


@pytest.fixture
def servers(chroma, database_url, tmp_path):
    return ServerAddress(chroma, tmp_path / "servers", database_url)


def fill(place, *numbers: int, text: str = TEXT) -> None:
    """Store an article for each number, with the vectors of that number."""
    tables, _ = open_place(place)
    with tables.writing() as db:
        identity.record(db, MODEL)
        for number in numbers:
            article = Article(text, f"{number}", f"{number}.txt", page_starts=(0, 5))
            article_rows.delete(db, [article.id])
            article_rows.insert(db, [article])
            passage = Passage(article.id, 0, len(text), text, SPANS, 1)
            encoded = encode_passage(vectors_of(number), vectors_of(number), ANY_MODEL)
            passage_rows.insert(db, [(passage, encoded)])
    tables.close()


def content(place) -> dict[Article, list[object]]:
    """All that a store holds, its index left out."""
    tables, _ = open_place(place)
    with tables.reading() as db:
        found = migrate._read(db, article_rows.ids(db, Filters()))
    tables.close()
    return {article: list(passages) for article, passages in found.values()}


def test_it_is_the_same_on_servers_and_back_again(source, servers, tmp_path):
    steps = []
    counts = migrate.migrate(source, servers, lambda *step: steps.append(step))
    assert (counts.articles, counts.passages) == (7, 7)
    assert steps[:4] == [("copied", done, 7) for done in (2, 4, 6, 7)]
    assert steps[4:] == [("compared", done, 7) for done in (2, 4, 6, 7)]
    assert content(servers) == content(source)
    assert (servers.folder / "sample-added").exists()
    tables, segments = open_place(servers)
    index = Index(tables, segments)
    with tables.reading() as db:
        assert identity.recorded(db) == MODEL
        assert index.last(db) == 7
        assert db.words.frequencies(["nobod"]) == {"nobod": 7}
    assert lost(tables, index, range(1, 8)) == []
    tables.close()
    migrate.migrate(servers, tmp_path / "back")
    assert content(tmp_path / "back") == content(source)


def test_it_goes_on_where_it_was_killed(source, servers):
    def kill(step: str, done: int, _total: int) -> None:
        if (step, done) == ("copied", 4):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate.migrate(source, servers, kill)
    assert len(content(servers)) == 4
    fill(source, 1, text=TEXT.replace("rained", "snowed"))  # changed, and one has gone, meanwhile
    tables, _ = open_place(source)
    with tables.writing() as db:
        article_rows.delete(db, [Article("", "", "2.txt").id])
    tables.close()
    steps = []
    migrate.migrate(source, servers, lambda *step: steps.append(step))
    assert steps[0] == ("copied", 4, 6)
    assert content(servers) == content(source)
    tables, _ = open_place(servers)
    with tables.reading() as db:
        assert read_property(db, "migrating_from") is None
    tables.close()


def test_it_goes_on_from_servers_to_other_servers(servers, chroma, postgres, tmp_path):
    fill(servers, *range(1, 4))
    if not postgres.run("SELECT 1 FROM pg_database WHERE datname = 'other'"):
        postgres.run("CREATE DATABASE other")
    postgres.run("DROP SCHEMA IF EXISTS citera CASCADE", "other")
    others = ServerAddress(chroma, tmp_path / "others", postgres.url("other"))

    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate.migrate(servers, others, kill)
    assert len(content(others)) == 2
    steps = []
    counts = migrate.migrate(servers, others, lambda *step: steps.append(step))
    assert (counts.articles, steps[0]) == (3, ("copied", 3, 3))
    assert content(others) == content(servers)
    with pytest.raises(CiteraError, match="CITERA_TO_DATABASE"):
        migrate.migrate(servers, replace(servers, chroma="http://elsewhere:1"))
    fill(tmp_path / "another", 9)
    with pytest.raises(CiteraError, match=r"with the database other on .* holds articles"):
        migrate.migrate(tmp_path / "another", others)


def test_a_comparison_finds_what_was_copied_wrongly(source, tmp_path):
    target = tmp_path / "target"
    migrate.migrate(source, target)
    tables, _ = open_place(target)
    with tables.writing() as db:
        zeros = np.zeros((4, DIMENSIONS), np.float32)
        passage_rows.update_vectors(db, 3, encode_passage(zeros, zeros, ANY_MODEL))
    tables.close()
    assert content(target) != content(source)
    migrate.migrate(source, target)
    assert content(target) == content(source)


def test_vectors_in_a_former_coding_are_copied_and_brought_up_to_date_there(source, tmp_path):
    tables, _ = open_place(source)
    with tables.writing() as db:
        passage_rows.update_vectors(db, 3, encode_passage(vectors_of(3), vectors_of(3), FORMER))
        write_property(db, passage_rows.RECODED, "0")
    tables.close()
    migrate.migrate(source, tmp_path / "target")
    assert content(tmp_path / "target") == content(source)
    tables, segments = open_place(tmp_path / "target")
    assert recode(tables, Index(tables, segments), lambda _: []) == 7
    with tables.reading() as db:
        assert db.execute("SELECT DISTINCT coding FROM vectors").fetchall() == [(ANY_MODEL,)]
        assert count_former(db) == 0
    tables.close()


def test_other_articles_are_never_replaced(source, tmp_path):
    target = tmp_path / "target"
    fill(target, 8)
    before = content(target)
    with pytest.raises(CiteraError, match="holds articles already"):
        migrate.migrate(source, target)
    assert content(target) == before
    with pytest.raises(CiteraError, match="twice"):
        migrate.migrate(source, source)
    with pytest.raises(CiteraError, match="no articles"):
        migrate.migrate(tmp_path / "none", tmp_path / "new")


def test_vectors_of_another_model_are_not_mixed_in(source, tmp_path):
    target = tmp_path / "target"

    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate.migrate(source, target, kill)
    tables, _ = open_place(source)
    with tables.writing() as db:
        identity.record(db, replace(MODEL, model="another"))
    tables.close()
    with pytest.raises(StoreMismatch, match="another"):
        migrate.migrate(source, target)
