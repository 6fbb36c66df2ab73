"""PostgreSQL as the database of a store: addresses, TLS, refusals and lost connections."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np
import pytest

from tests.postgres_server import PostgresServer
from tests.vectorstore.vectors import DIMENSIONS, vectors_of
from vectorstore.article import Article
from vectorstore.coding.codings import ANY_MODEL
from vectorstore.coding.passage_codes import encode_passage
from vectorstore.errors import CiteraError, StoreDamaged
from vectorstore.passage import Passage, Span
from vectorstore.recode import count_former
from vectorstore.tables import article_rows, passage_rows, postgres, segment_rows
from vectorstore.tables.connection import Connection
from vectorstore.tables.database import FORMAT
from vectorstore.tables.postgres import PostgresDatabase
from vectorstore.tables.postgres_address import PostgresAddress
from vectorstore.tables.postgres_connection import DatabaseUnavailable
from vectorstore.tables.properties import read_property, write_property


def opened(url: str) -> PostgresDatabase:
    return PostgresDatabase(PostgresAddress.parse(url))


@pytest.fixture
def database(database_url):
    tables = opened(database_url)
    yield tables
    tables.close()


def test_an_address_is_read_as_postgresql_writes_it():
    whole = PostgresAddress.parse(
        "postgresql://ana:p%40ss%20word@db.example:6432/my%20db?sslmode=verify-full&sslrootcert=/ca"
    )
    assert (whole.host, whole.port, whole.database) == ("db.example", 6432, "my db")
    assert (whole.user, whole.password) == ("ana", "p@ss word")
    assert (whole.ssl_mode, whole.certificates) == ("verify-full", "/ca")
    assert "p@ss" not in f"{whole} {whole!r}"
    assert PostgresAddress.parse("postgres://ana@host/db").port == 5432


def test_a_part_of_a_statement_does_not_wait_for_the_former(database_url):
    raw = PostgresAddress.parse(database_url).connect("public")
    with closing(raw):
        assert raw._usock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize(
    "url",
    ["", "secret", "mysql://u:secret@h/d", "postgresql://u:secret@h", "postgresql://h/secret",
     "postgresql://u:secret@h/d?sslmode=none", "postgresql://u:secret@h/d?host=x",
     "postgresql://u:secret@h:port/d"],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_its_password(url):
    with pytest.raises(CiteraError, match="CITERA_DATABASE") as raised:
        PostgresAddress.parse(url)
    assert "secret" not in str(raised.value)


def test_a_certificate_is_verified_where_it_is_asked_for(postgres: PostgresServer, database_url):
    rooted = f"?sslmode=verify-full&sslrootcert={postgres.certificate}"
    opened(postgres.url("postgres", rooted)).close()
    opened(postgres.url("postgres", "?sslmode=require")).close()
    opened(postgres.url("postgres", "?sslmode=disable")).close()
    with pytest.raises(DatabaseUnavailable, match=r"(?i)certificate"):
        opened(postgres.url("postgres", "?sslmode=verify-full"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("p%40ss", "wrong"), "refuses access"),
        (("/postgres", "/nowhere"), "refuses access.*nowhere"),
        (("127.0.0.1", "127.0.0.2"), "cannot be reached.*CITERA_DATABASE"),
    ],
)
def test_a_server_that_is_not_there_or_refuses_is_told(database_url, change, told):
    with pytest.raises(DatabaseUnavailable, match=told) as raised:
        opened(database_url.replace(*change))
    assert "wrong" not in str(raised.value)


def test_a_connection_that_the_server_ended_is_replaced(database, postgres: PostgresServer):
    with database.writing() as db:
        write_property(db, "name", "kept")
    postgres.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'citera'"
    )
    with database.reading() as db:
        assert read_property(db, "name") == "kept"


def test_a_transaction_whose_connection_ends_is_undone(database, postgres: PostgresServer):
    with pytest.raises(DatabaseUnavailable, match="postgres on"), database.writing() as db:  # noqa: PT012
        write_property(db, "name", "lost")
        postgres.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'citera'"
        )
        write_property(db, "name", "lost as well")
    with database.reading() as db:
        assert read_property(db, "name") is None


def test_a_writer_that_waits_too_long_is_told_why(database, database_url, monkeypatch):
    monkeypatch.setattr(postgres, "_BUSY_SECONDS", 0.1)
    other = opened(database_url)
    with database.writing(), pytest.raises(CiteraError, match="Another process"), other.writing():
        pass
    other.close()


def test_a_store_of_another_version_is_refused_and_kept(database, database_url):
    with database.writing() as db:
        write_property(db, "format", "999")
    with pytest.raises(StoreDamaged, match="another version"):
        opened(database_url)
    with database.reading() as db:
        assert read_property(db, "format") == "999"


def test_what_postgresql_cannot_hold_is_told(database):
    with pytest.raises(CiteraError, match=r"U\+0000"), database.writing() as db:
        article_rows.insert(db, [Article("a\0b", "Title", "source")])


_WAITING = "SELECT gin_clean_pending_list('lexical_by_gram')"


def test_new_grams_do_not_wait_to_be_read_by_every_search(database):
    with database.writing() as db:
        add_passages_with_words(db, 3)
        assert db.execute(_WAITING).fetchone() == [0]


def test_who_does_not_own_the_tables_may_add_passages(database):
    with database.writing() as db:
        db.execute("CREATE ROLE guest")
        db.execute("GRANT USAGE ON SCHEMA citera TO guest")
        db.execute("GRANT ALL ON ALL TABLES IN SCHEMA citera TO guest")
        db.execute("SET LOCAL ROLE guest")
        add_passages_with_words(db, 3)
        assert db.words.frequencies(["_wor3"]) == {"_wor3": 1}
        db.execute("RESET ROLE")
        assert db.execute(_WAITING).fetchone() > [0]
        db.execute("DROP OWNED BY guest")
        db.execute("DROP ROLE guest")


def add_passages_with_words(db: Connection, count: int) -> None:
    """Add an article with a passage for each of as many words."""
    article = Article("wor1 " * count, "Title", "source")
    article_rows.insert(db, [article])
    no_tokens = np.zeros((0, DIMENSIONS), np.float32)
    passages = [
        Passage(article.id, 5 * number, 5 * number + 4, f"wor{number + 1}", (Span(0, 4),))
        for number in range(count)
    ]
    encoded = encode_passage(vectors_of(1), no_tokens, ANY_MODEL)
    passage_rows.insert(db, [(each, encoded) for each in passages])


def test_other_tables_of_the_database_are_left_alone(postgres: PostgresServer, database_url):
    postgres.run("CREATE TABLE IF NOT EXISTS public.articles (mine INTEGER)")
    tables = opened(database_url)
    with tables.writing() as db:
        article_rows.insert(db, [Article("Text.", "Title", "source")])
    tables.close()
    assert postgres.run("SELECT count(*) FROM public.articles") == [[0]]
    postgres.run("DROP TABLE public.articles")


def test_machines_may_make_the_tables_at_once(database_url):
    with ThreadPoolExecutor(4) as machines:
        made = list(machines.map(opened, [database_url] * 4))
    for tables in made:
        with tables.reading() as db:
            assert read_property(db, "format")
        tables.close()


@pytest.mark.parametrize("made_by", ["4", "5"])
def test_tables_with_vectors_in_a_former_coding_are_to_be_recoded(database_url, made_by):
    tables = opened(database_url)
    with tables.writing() as db:
        write_property(db, "format", made_by)
        write_property(db, passage_rows.RECODED, "2")
    tables.close()
    again = opened(database_url)
    with again.reading() as db:
        assert read_property(db, passage_rows.RECODED) == "0"
        assert read_property(db, "format") == str(FORMAT)
    again.close()


def test_tables_of_format_7_get_the_index_of_articles(database_url):
    tables = opened(database_url)
    with tables.writing() as db:
        db.execute("DROP INDEX articles_by_collection")
        db.execute("CREATE INDEX articles_by_collection ON articles (collection)")
        write_property(db, "format", "7")
    tables.close()
    again = opened(database_url)
    query = "SELECT indexdef FROM pg_indexes WHERE indexname = 'articles_by_collection'"
    with again.reading() as db:
        assert "(collection, language, date, id)" in db.execute(query).fetchone()[0]
    again.close()


def test_tables_of_the_last_version_are_brought_up_to_date(database_url):
    tables = opened(database_url)
    with tables.writing() as db:
        for name in ("vectors", "new_vectors"):
            db.execute(f"ALTER TABLE {name} RENAME COLUMN vector_codes TO halves")
            db.execute(f"ALTER TABLE {name} DROP COLUMN coding")
        db.execute("ALTER TABLE segments DROP COLUMN coding")
        article_rows.insert(db, [Article("A", "A", "a")])
        db.execute(
            'INSERT INTO passages (article_id, start, "end", sentence_count, sentences)'
            " VALUES (?, 0, 1, 1, '[[0, 1]]')",
            (Article("A", "A", "a").id,),
        )
        db.execute("INSERT INTO vectors VALUES (1, ?, ?)", (bytes(32), b""))
        write_property(db, "format", "3")
    tables.close()
    again = opened(database_url)
    with again.reading() as db:
        assert passage_rows.fetch_vectors(db, [1], 8)[1].shape == (2, 8)
        assert (segment_rows.fetch(db), count_former(db)) == ([], 1)
    again.close()
