"""Segments on a Chroma server: what may happen to the server, and who else uses it."""

import logging
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from eval.bench.scale.servers import free_port, running_chroma
from tests.servers import TOKEN, Proxy
from tests.vectorstore.vectors import (
    DIMENSIONS,
    add_passages,
    all_passages,
    lost,
    nearest,
    vectors_of,
)
from vectorstore import ServerAddress
from vectorstore.ann import chroma_server
from vectorstore.ann.chroma_server import ChromaServer
from vectorstore.ann.collections import SegmentCollections
from vectorstore.ann.index import Index
from vectorstore.ann.open_segments import SegmentUnreadable
from vectorstore.ann.segments import SegmentsUnavailable
from vectorstore.coding.codings import ANY_MODEL
from vectorstore.places import open_place
from vectorstore.tables import segment_rows
from vectorstore.tables.connection import Tables
from vectorstore.tables.database import Database


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "store.sqlite3")
    yield opened
    opened.close()


def on(server: ChromaServer, database: Database) -> tuple[Index, SegmentCollections]:
    segments = SegmentCollections(server, database)
    return Index(database, segments), segments


def rows(database: Tables) -> list[segment_rows.SegmentRow]:
    with database.reading() as db:
        return segment_rows.fetch(db)


@pytest.mark.parametrize("damage", ["gone", "vectors missing"])
def test_a_damaged_segment_is_made_anew(database, chroma, caplog, damage):
    server = ChromaServer(chroma)
    index, segments = on(server, database)
    ids = add_passages(database, 40)
    index.update(DIMENSIONS)
    (before,) = rows(database)
    name = segments._name(before.directory)
    if damage == "gone":
        server.client.delete_collection(name)
    else:
        server.client.get_collection(name).delete(ids=["3", "4"])
        index.close()  # it is noticed where the segment is opened
    with database.reading() as db:
        assert index.damaged(db, DIMENSIONS) == [before.directory]
    with database.reading() as db, pytest.raises(SegmentUnreadable):
        index.nearest(db, "model", vectors_of(1)[0], 10)
    with caplog.at_level(logging.WARNING):
        assert lost(database, index, ids[::8]) == []
    assert "made anew" in caplog.text
    assert rows(database)[0].directory != before.directory


def test_it_grows_in_place_and_what_a_killed_run_wrote_is_written_again(database, chroma):
    index, segments = on(ChromaServer(chroma), database)
    ids = add_passages(database, 40)
    index.update(DIMENSIONS)
    (before,) = rows(database)
    ids += add_passages(database, 40)
    with database.reading() as db:
        plan = segment_rows.next_plan(db, ANY_MODEL)
    segments.write(plan, [(each, vectors_of(each)[0]) for each in ids[40:60]])  # and then killed
    assert lost(database, index, ids[::8]) == []
    index.update(DIMENSIONS)
    (after,) = rows(database)
    assert (after.directory, after.last, after.vectors) == (before.directory, 80, 80)
    assert lost(database, index, ids[::8]) == []


def test_what_others_keep_on_the_server_is_left_alone(database, chroma, tmp_path):
    server = ChromaServer(chroma)
    server.client.get_or_create_collection("somebody-else")
    other = Database(tmp_path / "other.sqlite3")
    index, _ = on(server, database)
    other_index, _ = on(server, other)
    for each, its in ((database, index), (other, other_index)):
        add_passages(each, 20)
        its.update(DIMENSIONS)
    index.update(DIMENSIONS)
    assert lost(other, other_index, [1, 20]) == []
    assert [row.vectors for row in rows(other)] == [20]
    assert server.client.get_collection("somebody-else").count() == 0
    other.close()


def test_machines_that_write_at_once_lose_nothing(chroma, database_url, tmp_path):
    def opened(machine: str) -> tuple[Tables, Index]:
        tables, segments = open_place(ServerAddress(chroma, tmp_path / machine, database_url))
        return tables, Index(tables, segments)

    def write(machine: str) -> list[int]:
        tables, index = opened(machine)
        missing = []
        for _ in range(3):
            ids = add_passages(tables, 40)
            index.update(DIMENSIONS)
            missing += lost(tables, index, ids[::10])
        tables.close()
        return missing

    with ThreadPoolExecutor(2) as machines:
        assert list(machines.map(write, ("first", "second"))) == [[], []]
    tables, index = opened("third")
    ids = all_passages(tables)
    assert ids == list(range(1, 241))
    assert rows(tables)
    assert lost(tables, index, ids[::10]) == []
    tables.close()


def test_a_server_that_is_down_is_told_and_loses_nothing(database, tmp_path, caplog):
    port = free_port()
    index, _ = on(ChromaServer(f"http://127.0.0.1:{port}"), database)
    told = pytest.raises(SegmentsUnavailable, match=f"127.0.0.1:{port}.*chroma run")
    with running_chroma(tmp_path / "chroma", port):
        ids = add_passages(database, 20)
        index.update(DIMENSIONS)
        before = rows(database)
        assert len(before) == 1
    with told:
        nearest(database, index, vectors_of(1)[0])
    ids += add_passages(database, 20)
    with caplog.at_level(logging.WARNING):
        index.update(DIMENSIONS)
    assert "could not be brought up to date" in caplog.text
    assert rows(database) == before
    with running_chroma(tmp_path / "chroma", port):
        assert lost(database, index, ids[::8]) == []
        assert rows(database) == before


def test_a_server_that_does_not_answer_is_not_waited_for(database, monkeypatch):
    monkeypatch.setattr(chroma_server, "_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(SegmentsUnavailable, match=url):
            _ = ChromaServer(url).client
    assert time.monotonic() - began < 20


def test_a_proxy_is_given_the_token_over_tls(database, proxy: Proxy):
    index, _ = on(ChromaServer(proxy.url, TOKEN, proxy.certificate), database)
    ids = add_passages(database, 20)
    index.update(DIMENSIONS)
    assert len(rows(database)) == 1
    assert lost(database, index, ids[::8]) == []


@pytest.mark.parametrize(
    ("token", "certified", "cure"),
    [
        ("another", True, "CITERA_STORE_TOKEN"),
        (None, True, "CITERA_STORE_TOKEN"),
        (TOKEN, False, "CITERA_STORE_CERTIFICATES"),
    ],
)
def test_a_proxy_that_refuses_is_told_with_the_cure(proxy: Proxy, token, certified, cure):
    server = ChromaServer(proxy.url, token, proxy.certificate if certified else None)
    with pytest.raises(SegmentsUnavailable, match=cure) as raised:
        _ = server.client
    assert proxy.url in str(raised.value)
    assert str(token) not in str(raised.value)


def test_a_file_of_certificates_that_is_not_there_is_told(proxy: Proxy):
    server = ChromaServer(proxy.url, TOKEN, Path("/no/such/file"))
    with pytest.raises(SegmentsUnavailable, match="CITERA_STORE"):
        _ = server.client


@pytest.mark.parametrize(
    "url", ["ftp://host:1", "http://", "http://a:b@host", "http://host/path", "http://host:1?a=b"]
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(SegmentsUnavailable, match="CITERA_STORE"):
        ChromaServer(url)
